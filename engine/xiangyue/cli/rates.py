"""``xiangyue rates``: how much of what was due was closed, and how much of it on time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.burden import Since, Until
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, language, words

if TYPE_CHECKING:
    from xiangyue.study.rates import Rates
    from xiangyue.study.service import Served

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


_SERVED: Final = (
    *("dispatched", "objected", "excluded", "counted", "responded", "response", "visited"),
    *("resolution", "resolution_of_counted", "satisfaction", "satisfaction_of_counted", "score"),
)

Titles = Mapping[str, str]


def rates(
    community: Annotated[
        str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
    ],
    db: Db = DEFAULT_DB,
    since: Since = None,
    until: Until = None,
    as_json: Json = False,
) -> None:
    """Count what was due, closed or returned in a period, and how people were served."""
    from xiangyue import Engine
    from xiangyue.study.rates import rates as count
    from xiangyue.study.service import service_rates
    from xiangyue.time.clock import parse_date

    first, last = (None if day is None else parse_date(day) for day in (since, until))
    with Engine(existing(db)) as engine:
        every, urgent = count(engine, community, since=first, until=last)
        served = service_rates(engine, community, since=first, until=last)
        flows = engine.profile(community).flows
    document: dict[str, object] = {
        "community": community,
        "since": since,
        "until": until,
        "all": every.as_dict(),
        "urgent": urgent.as_dict(),
        "nearly_all": every.nearly_all,
    }
    if served[1]:
        by_flow = {name: one.as_dict() for name, one in served[1].items()}
        document["service"] = {"all": served[0].as_dict(), "flows": by_flow}
    titles = {n: f.title.of(language()) for n, f in flows.items()}
    emit(as_json, document, lambda: _lines(every, urgent, served, titles))


def _lines(
    every: Rates, urgent: Rates, served: tuple[Served, Mapping[str, Served]], titles: Titles
) -> Iterator[Line]:
    yield from rates_lines(every, urgent)
    if served[1]:
        yield from service_lines(*served, titles)


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


def service_lines(every: Served, by_flow: Mapping[str, Served], titles: Titles) -> Iterator[Line]:
    """Say how people were served, in a column each flow, as the profile has them: never by rank."""
    columns = [*by_flow.values(), every]
    titled = [titles.get(name, name) for name in by_flow]
    heads = [words("service-head-what"), *titled, words("service-all")]
    rows = [
        (words(f"service-head-{name}"), *(_told(getattr(one, name)) for one in columns))
        for name in _SERVED
    ]
    yield Table(heads, rows, frozenset(range(1, len(heads))))
    yield words("service-how")
    yield words("service-weights", **every.weights)
    if any(one.nearly_all for one in (every, *by_flow.values())):
        yield [(words("rates-nearly-all"), "yellow")]


def _told(number: object) -> str:
    return _percent(number) if number is None or isinstance(number, float) else str(number)


def _percent(rate: float | None) -> str:
    return _NONE if rate is None else f"{rate:.1%}"


def _row(what: str, found: Rates) -> Sequence[object]:
    rates = (found.on_time_rate, found.closure_rate, found.rework_rate)
    shares = [_percent(rate) for rate in rates]
    counts = (found.due, found.deferred, found.on_time, shares[0], found.closed, shares[1])
    rework = (found.rework, found.reworked, shares[2])
    return words(f"rates-{what}"), *counts, *rework
