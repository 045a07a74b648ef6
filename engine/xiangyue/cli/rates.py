"""``xiangyue rates``: how much of what was due was closed, and how much of it on time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.burden import Since, Until
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, words

if TYPE_CHECKING:
    from xiangyue.study.rates import Rates

EXAMPLES: Final = """\b
Examples:
  xiangyue rates --community xinqi --db sqlite:///village.db
  xiangyue rates --community xinqi --since 2026-09-01 --until 2026-09-30 --json
"""

_NONE: Final = "–"
_HEADS: Final = (
    *("what", "due", "deferred", "on-time", "on-time-rate", "closed", "closure-rate"),
    *("rework", "reworked", "rework-rate"),
)


def rates(
    community: Annotated[
        str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
    ],
    db: Db = DEFAULT_DB,
    since: Since = None,
    until: Until = None,
    as_json: Json = False,
) -> None:
    """Count the tasks that were due in a period, and those closed, on time or not, or returned."""
    from xiangyue import Engine
    from xiangyue.study.rates import rates as count
    from xiangyue.time.clock import parse_date

    first, last = (None if day is None else parse_date(day) for day in (since, until))
    with Engine(existing(db)) as engine:
        every, urgent = count(engine, community, since=first, until=last)
    document = {
        "community": community,
        "since": since,
        "until": until,
        "all": every.as_dict(),
        "urgent": urgent.as_dict(),
        "nearly_all": every.nearly_all,
    }
    emit(as_json, document, lambda: rates_lines(every, urgent))


def rates_lines(every: Rates, urgent: Rates) -> Iterator[Line]:
    """Say what was counted, with a warning where it is too good."""
    heads = [words(f"rates-head-{name}") for name in _HEADS]
    rows = [_row("all", every), _row("urgent", urgent)]
    yield Table(heads, rows, frozenset(range(1, len(heads))))
    yield words("rates-how")
    if every.returned:
        share = f"{every.return_rate:.1%}"
        yield words("rates-returned", count=every.returned, share=share)
    if every.nearly_all:
        yield [(words("rates-nearly-all"), "yellow")]


def _row(what: str, found: Rates) -> Sequence[object]:
    shares = [
        _NONE if rate is None else f"{rate:.1%}"
        for rate in (found.on_time_rate, found.closure_rate, found.rework_rate)
    ]
    counts = (found.due, found.deferred, found.on_time, shares[0], found.closed, shares[1])
    rework = (found.rework, found.reworked, shares[2])
    return words(f"rates-{what}"), *counts, *rework
