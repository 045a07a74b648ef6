"""``xiangyue demo``: the main job on one page, on data made up for it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from xiangyue.cli.logs import read, replay_lines
from xiangyue.cli.lookup import sound
from xiangyue.cli.options import Json, database_file
from xiangyue.cli.output import Line, emit, joined, language, progress, words
from xiangyue.cli.verify import report_document, report_lines
from xiangyue.errors import Conflict

if TYPE_CHECKING:
    from xiangyue import Decision, Engine

EXAMPLES: Final = """\b
Examples:
  xiangyue demo
  xiangyue --lang zh demo
  xiangyue demo --keep --json
"""

_CASES: Final = 1_000
_VILLAGE: Final = "demo-village"
_TOWNSHIP: Final = "demo-township"
_LOG: Final = "demo-log"
_MORNING: Final = datetime(2026, 9, 28, 9, tzinfo=ZoneInfo("Asia/Shanghai"))

Told = Iterator[Line]
Facts = dict[str, Any]


def demo(
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="URL", help="A store; a temporary one if left out."),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the log, the profile and the store.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show the main job on one page, in seconds."""
    folder = Path(tempfile.mkdtemp(prefix="xiangyue-demo-"))
    facts: Facts = {}
    story = _story(facts, folder, db or f"sqlite:///{folder}/demo.db", as_json, keep)
    try:
        if as_json:
            for _ in story:
                pass
        emit(as_json, facts, lambda: story)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _story(facts: Facts, folder: Path, url: str, as_json: bool, keep: bool) -> Told:
    from xiangyue import Engine

    began = time.perf_counter()
    with Engine(url) as engine:
        yield from _task(engine, facts)
        yield from _log(engine, facts, folder, as_json)
        yield from _verify(engine, facts)
    yield from _tamper(facts, database_file(url), folder / "tampered.db")
    facts["seconds"] = time.perf_counter() - began
    facts["folder"] = str(folder) if keep else None
    yield ""
    yield words("cli-demo-end", seconds=f"{facts['seconds']:.1f}")
    if keep:
        yield words("cli-demo-kept", folder=folder)


def _chapter(number: int, code: str) -> Told:
    yield ""
    yield [(f"{number}. {words(code)}", "bold")]


# --- one task of a village ------------------------------------------------------------------------


def _task(engine: Engine, facts: Facts) -> Told:
    yield from _chapter(1, "cli-demo-task")
    now = _MORNING
    with suppress(Conflict):
        engine.add_unit(_TOWNSHIP, "township", now=now)
        engine.add_unit(_VILLAGE, "village", parent=_TOWNSHIP, now=now)
    engine.install("resource-scarce-rural", _VILLAGE, now=now)
    for member, role in (
        ("li", "village_secretary"),
        ("wang", "cadre"),
        ("committee", "supervision_committee"),
        ("zhen", "township_officer"),
        ("chen", None),
    ):
        with suppress(Conflict):
            roles = {role: _TOWNSHIP if role == "township_officer" else _VILLAGE} if role else {}
            engine.register(member, roles=roles, home=_VILLAGE, now=now)
    yield from _adoption(engine, now)
    title, lang = words("cli-demo-ditch"), language()
    # Told again in the same store, the same keys bring the same decisions.
    keys = (f"{lang}-{number}" for number in range(1, 7))
    task = engine.open(
        "village_task",
        community=_VILLAGE,
        by="li",
        title=title,
        id=f"ditch-{lang}",
        key=next(keys),
        now=now,
    )
    yield words("cli-demo-opened", title=title)
    valued = engine.act(
        task,
        "convert",
        by="li",
        task_class="routine",
        difficulty="hard",
        urgency="soon",
        key=next(keys),
        now=now,
    )
    yield words("cli-demo-valued", points=f"{valued.values['value']:.2f}")
    refused = engine.act(task, "assign", by="wang", assignee="chen", key=next(keys), now=now)
    yield [(words("cli-demo-refused"), "yellow")]
    for reason in refused.reasons:
        yield [("   ✗ ", "red"), (joined(reason.text(lang), reason.mend(lang)), "")]
    engine.act(task, "assign", by="li", assignee="wang", key=next(keys), now=now)
    result = words("cli-demo-result")
    engine.act(
        task, "finish", by="wang", result=result, key=next(keys), now=now + timedelta(days=1)
    )
    engine.act(
        task, "score", by="committee", quality="pass", key=next(keys), now=now + timedelta(days=2)
    )
    points = engine.balance(_VILLAGE, "wang") / 100
    yield [("   ✓ ", "green"), (words("cli-demo-done", points=f"{points:.2f}"), "")]
    off = engine.open(
        "village_task", community=_VILLAGE, by="zhen", key=f"{lang}-above", now=now, title=title
    )
    yield [(words("cli-demo-limited"), "yellow")]
    for reason in off.reasons:
        yield [("   ✗ ", "red"), (joined(reason.text(lang), reason.mend(lang)), "")]
    facts["limited"] = _refusal(off)
    facts["refused"] = _refusal(refused)
    facts["task"] = {"state": engine.task(task).state, "points": points}


def _adoption(engine: Engine, now: datetime) -> Told:
    """Record the vote of the villagers without which no points count."""
    scheme = engine.open(
        "points_adoption",
        community=_VILLAGE,
        by="li",
        key="adoption",
        now=now,
        data={"funding_source": "collective_income", "funding_months": 12},
    )
    votes = {"adopting_body": "villagers_assembly", "entitled": 300, "present": 180}
    votes["in_favour"] = 151
    engine.act(scheme, "record_vote", by="committee", key="vote", now=now, data=votes)
    yield words("cli-demo-adopted", present=180, entitled=300, in_favour=151)


def _refusal(decision: Decision) -> Facts:
    lang = language()
    return {
        "task": decision.ref,
        "action": decision.command.action,
        "actor": decision.command.actor,
        "reasons": [
            {"code": reason.code, "text": reason.text(lang), "mend": reason.mend(lang)}
            for reason in decision.reasons
        ],
    }


# --- a log, and the profile in it -----------------------------------------------------------------


def _log(engine: Engine, facts: Facts, folder: Path, as_json: bool) -> Told:
    from xiangyue.exchange.discover import discover, write_profile
    from xiangyue.exchange.eventlog import LogOptions
    from xiangyue.exchange.make_log import generate_log
    from xiangyue.exchange.replay import replay_log
    from xiangyue.exchange.xesout import write_xes

    yield from _chapter(2, "cli-demo-log")
    file, profile = folder / "log.xes.gz", folder / "discovered"
    write_xes(generate_log(_CASES), file)
    log = read(file, LogOptions(), as_json)
    figures = {
        "cases": len(log.cases),
        "events": log.event_count,
        "activities": len(log.activities),
        "variants": len(log.variants),
    }
    yield words("cli-discover-read", **figures)
    write_profile(profile, discover(log, profile.name))
    rules = sound(str(profile))
    (flow,) = rules.flows.values()
    found = {"states": len(flow.states), "actions": len(flow.actions), "roles": len(rules.roles)}
    yield words("cli-demo-discovered", **found)
    facts["log"], facts["discovered"] = figures, found
    yield from _chapter(3, "cli-demo-replay")
    with progress(as_json, words("cli-replaying")) as bar:
        report = replay_log(engine, log, rules, community=_LOG, progress=bar)
    yield from replay_lines(report)
    facts["replay"] = report.as_dict()


# --- the proof ------------------------------------------------------------------------------------


def _verify(engine: Engine, facts: Facts) -> Told:
    yield from _chapter(4, "cli-demo-verify")
    report = engine.verify()
    yield from report_lines(report)
    facts["verify"] = report_document(report)


def _tamper(facts: Facts, store: Path | None, copy: Path) -> Told:
    """Change one row of a copy behind the engine's back."""
    from xiangyue import Engine

    if store is None:
        return
    with closing(sqlite3.connect(store)) as original, closing(sqlite3.connect(copy)) as twin:
        original.backup(twin)
        twin.execute("UPDATE task SET state = 'returned' WHERE community = ?", [_VILLAGE])
        twin.commit()
    yield words("cli-demo-tamper")
    with Engine(f"sqlite:///{copy}") as engine:
        report = engine.verify()
    yield from report_lines(report)
    facts["tampered"] = report_document(report)
