"""``xiangyue rollup``: how what was distributed stands in every community."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, joined, language, words

if TYPE_CHECKING:
    from xiangyue.engine import Engine
    from xiangyue.profile import Profile
    from xiangyue.values import Task
    from xiangyue.work.rollup import RollUp, Share

EXAMPLES: Final = """\b
Examples:
  xiangyue rollup dongjie/t12 --db sqlite:///street.db
  xiangyue rollup dongjie/t12 --level subdistrict
  xiangyue rollup dongjie/t12 --results --json
"""

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def rollup(
    task: Annotated[
        str, typer.Argument(metavar="TASK", help="The distributed task, as COMMUNITY/TASK.")
    ],
    level: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL", help="Add up by county, subdistrict, township, community or village."
        ),
    ] = None,
    results: Annotated[bool, typer.Option("--results", help="Show what was uploaded.")] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Tell how a distributed task stands in each community, in the order of the unit tree."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.rollup(task, level=level, results=results)
        about = engine.task(task)
        profile = engine.profile(about.community)
        titles = _titles(engine, found) if results and not as_json else {}
    emit(as_json, document_of(found), lambda: _lines(about, profile, found, titles))


def document_of(found: RollUp) -> Mapping[str, Any]:
    """Return what a script reads of a roll-up."""
    return {
        "task": found.task,
        "states": dict(found.states),
        "late": found.late,
        "lag": found.lag,
        "oldest_seconds": found.oldest,
        "communities": [_of_share(share) for share in found.shares],
        "groups": [
            {"unit": one.unit, "states": dict(one.states), "late": one.late} for one in found.groups
        ],
    }


def _of_share(share: Share) -> Mapping[str, Any]:
    from xiangyue.work.feed import moment

    return {
        "community": share.community,
        "state": share.state,
        "task": f"{share.community}/{share.task}" if share.task else None,
        "due": None if share.due is None else moment(share.due),
        "reported_at": None if share.at is None else moment(share.at),
        "late": share.late,
        "reasons": [reason.code for reason in share.reasons],
        "why": [reason.text(language()) for reason in share.reasons],
        "result": dict(share.result),
    }


def _titles(engine: Engine, found: RollUp) -> Mapping[tuple[str, str], str]:
    """Return what each community calls the fields that it has uploaded."""
    titles = {}
    for share in found.shares:
        fields = engine.profile(share.community).fields if share.result else {}
        for name in share.result:
            title = fields[name].title.of(language()) if name in fields else name
            titles[share.community, name] = title
    return titles


def _lines(
    task: Task, profile: Profile, found: RollUp, titles: Mapping[tuple[str, str], str]
) -> Iterator[Line]:
    flow = profile.flows.get(task.flow)
    title = task.title or (flow.title.of(language()) if flow else task.flow)
    yield [(words("rollup-head", task=found.task, title=title), "bold")]
    if not found.shares:
        yield words("rollup-nobody")
        return
    counts = [
        words("rollup-count", state=words(f"rollup-is-{state}"), count=count)
        for state, count in found.states.items()
        if count
    ]
    late = words("rollup-late-count", count=found.late)
    yield words("rollup-counts", total=len(found.shares), counts=_joined(counts), late=late)
    if found.groups:
        yield from _groups(found)
    names = ("community", "state", "due", "told")
    rows = [_row(share, profile) for share in found.shares]
    yield Table([words(f"rollup-head-{name}") for name in names], rows)
    for share in found.shares:
        for reason in share.reasons:
            why = joined(reason.text(language()), reason.mend(language()))
            yield words("rollup-why", community=share.community, why=why)
        for name, value in share.result.items():
            said = {"field": titles.get((share.community, name), name), "value": value}
            yield words("rollup-result", community=share.community, **said)
    yield _lag(found)


def _row(share: Share, profile: Profile) -> Sequence[object]:
    state = words(f"rollup-is-{share.state}")
    if share.late:
        state = words("rollup-is-late", state=state)
    return share.community, state, _time(share.due, profile), _time(share.at, profile)


def _groups(found: RollUp) -> Iterator[Line]:
    """Yield a table of those states that there are: eight columns would not fit a terminal."""
    states = [state for state, count in found.states.items() if count]
    heads = [
        words("rollup-head-unit"),
        *(words(f"rollup-is-{state}") for state in states),
        words("rollup-head-late"),
    ]
    rows = [(one.unit, *(one.states[s] for s in states), one.late) for one in found.groups]
    yield Table(heads, rows, frozenset(range(1, len(heads))))


def _lag(found: RollUp) -> Line:
    if not found.lag:
        return words("rollup-drained")
    seconds = int(found.oldest)
    for name, length in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE), ("seconds", 1)):
        if seconds >= length or length == 1:
            age = words(f"rollup-{name}", count=seconds // length)
            return [(words("rollup-lag", count=found.lag, age=age), "yellow")]
    return ""


def _joined(parts: Sequence[str]) -> str:
    return ("，" if language() == "zh" else ", ").join(parts)


def _time(at: int | None, profile: Profile) -> str:
    from xiangyue.cli.ledger import local

    return "" if at is None else f"{local(profile, at):%Y-%m-%d %H:%M}"
