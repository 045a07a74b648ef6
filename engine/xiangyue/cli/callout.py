"""``xiangyue callout``: what a call-out has yielded so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, words

if TYPE_CHECKING:
    from xiangyue.work.yielding import CallOutYield

EXAMPLES: Final = """\b
Examples:
  xiangyue callout xinqi/_17 --db sqlite:///village.db
  xiangyue callout xinqi/_17 --within 60 --json
"""

_NONE: Final = "–"
_HEADS: Final = ("rung", "asked", "accepted", "declined", "unanswered")


def callout(
    task: Annotated[str, typer.Argument(metavar="TASK", help="The task, as COMMUNITY/ID.")],
    db: Db = DEFAULT_DB,
    within: Annotated[
        int, typer.Option("--within", metavar="MINUTES", min=1, help="What counts as in time.")
    ] = 15,
    as_json: Json = False,
) -> None:
    """Show how many a call-out has asked rung by rung, who of them come, and how soon."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.call_out_yield(task, within=within)
    emit(as_json, found.as_dict(), lambda: callout_lines(found))


def callout_lines(found: CallOutYield) -> Iterator[Line]:
    """Say what a call-out has yielded."""
    wanted = words("callout-everybody") if found.wanted is None else found.wanted
    values = {"task": found.task, "accepted": found.accepted, "asked": found.asked}
    yield words("callout-head", **values, wanted=wanted)
    if found.exercise:
        yield words("callout-exercise")
    yield words(
        "callout-answers",
        within=found.within,
        in_time=found.in_time,
        declined=found.declined,
        unanswered=found.unanswered,
    )
    yield words("callout-minutes", first=_minutes(found.first), most=_minutes(found.most))
    arrived = _NONE if found.arrived is None else found.arrived
    yield words("callout-come", arrived=arrived, freed=found.freed)
    if found.running:
        yield words("callout-running")
    if found.rungs:
        yield ""
        rows = [(r.rung, r.asked, r.accepted, r.declined, r.unanswered) for r in found.rungs]
        heads = [words(f"callout-{name}") for name in _HEADS]
        yield Table(heads, rows, frozenset(range(1, len(_HEADS))))


def _minutes(minutes: float | None) -> str:
    return _NONE if minutes is None else f"{minutes:,.1f}"
