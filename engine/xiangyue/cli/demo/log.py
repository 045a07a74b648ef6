"""``xiangyue demo --log``: a log discovered, replayed and verified, and tampering found."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xiangyue.cli.logs import read, replay_lines
from xiangyue.cli.lookup import sound
from xiangyue.cli.options import database_file
from xiangyue.cli.output import Line, progress, words
from xiangyue.cli.verify import report_document, report_lines

if TYPE_CHECKING:
    from xiangyue import Engine

_CASES: Final = 1_000
_LOG: Final = "demo-log"

Told = Iterator[Line]
Facts = dict[str, Any]


def log_story(facts: Facts, folder: Path, url: str, *, as_json: bool, keep: bool) -> Told:
    """Tell it line by line; the facts are filled in meanwhile."""
    from xiangyue import Engine

    began = time.perf_counter()
    with Engine(url) as engine:
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


def _log(engine: Engine, facts: Facts, folder: Path, as_json: bool) -> Told:
    from xiangyue.exchange.logs.discover import discover, write_profile
    from xiangyue.exchange.logs.eventlog import LogOptions
    from xiangyue.exchange.logs.make_log import generate_log
    from xiangyue.exchange.logs.replay import replay_log
    from xiangyue.exchange.logs.xesout import write_xes

    yield from _chapter(1, "cli-demo-log")
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
    yield from _chapter(2, "cli-demo-replay")
    with progress(as_json, words("cli-replaying")) as bar:
        report = replay_log(engine, log, rules, community=_LOG, progress=bar)
    yield from replay_lines(report)
    facts["replay"] = report.as_dict()


def _verify(engine: Engine, facts: Facts) -> Told:
    yield from _chapter(3, "cli-demo-verify")
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
        twin.execute("UPDATE task SET state = 'tampered' WHERE id = (SELECT min(id) FROM task)")
        twin.commit()
    yield words("cli-demo-tamper")
    with Engine(f"sqlite:///{copy}") as engine:
        report = engine.verify()
    yield from report_lines(report)
    facts["tampered"] = report_document(report)
