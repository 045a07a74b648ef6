"""``xiangyue burden`` and ``signals``: what the journal shows of burden and formalism."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, language, words

if TYPE_CHECKING:
    from datetime import date

    from xiangyue.study.signal import Signal
    from xiangyue.study.workload import Burden

BURDEN_EXAMPLES: Final = """\b
Examples:
  xiangyue burden xinqi --db sqlite:///village.db --since 2026-09-01 --until 2026-09-30
  xiangyue burden xinqi --as wang
"""
SIGNALS_EXAMPLES: Final = """\b
Examples:
  xiangyue signals --db sqlite:///county.db
  xiangyue --lang zh signals xinqi shanhe
"""

Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="The first day, as 2026-09-01.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="The last day, counted whole.")
]

_REPEATED: Final = 5
_NONE: Final = "–"
_MINUTES_SAID: Final = 120  # from here on, hours


def burden(
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    db: Db = DEFAULT_DB,
    since: Since = None,
    until: Until = None,
    viewer: Annotated[
        str | None,
        typer.Option("--as", metavar="MEMBER", help="Show what this worker may see."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Count what workers fill in and how often people are touched, with the time it takes."""
    from xiangyue import Engine
    from xiangyue.study.burden import burden as count

    with Engine(existing(db)) as engine:
        found = count(engine, community, since=_day(since), until=_day(until), viewer=viewer)
    document = {
        "community": community,
        "since": since,
        "until": until,
        "viewer": viewer,
        **found.as_dict(),
    }
    emit(as_json, document, lambda: burden_lines(found, community, viewer))


def burden_lines(found: Burden, community: str, viewer: str | None = None) -> Iterator[Line]:
    """Say what was counted, in at most eighty columns."""
    yield from _totals(found, community)
    if viewer is not None:
        yield words("burden-viewer", member=viewer)
    if found.workers:
        yield ""
        heads = _heads("worker", "weeks", "fields", "weekly", "most", "minutes")
        yield Table(heads, list(_workers(found)), frozenset(range(1, 6)))
    if found.units and found.worker_fields:
        yield ""
        heads = _heads("unit", "workers", "fields", "per-worker", "minutes")
        yield Table(heads, list(_units(found)), frozenset(range(1, 5)))
    if found.touches:
        yield ""
        heads = _heads("whom", "kind", "channel", "times", "each", "most")
        yield Table(heads, list(_touches(found)), frozenset(range(3, 6)))
    if found.limits:
        yield ""
        rows = [
            (one.title.get(language(), one.limit), sum(one.verdicts.values()), one.enforced)
            for one in found.limits
        ]
        yield Table(_heads("limit", "objected", "effect"), rows, frozenset({1, 2}))


def _totals(found: Burden, community: str) -> Iterator[Line]:
    fields = found.worker_fields
    if fields:
        top = next(unit for unit in found.units if unit.depth == 0)
        yield words("burden-total", community=community, fields=fields, weeks=len(top.weeks))
        time, seconds = _time(found.minutes(fields)), found.seconds_per_field
        yield words("burden-time", time=time, seconds=seconds)
    else:
        yield words("burden-none", community=community)
    if found.resident_fields:
        yield words("burden-residents", fields=found.resident_fields)
    if found.repeated:
        shown = [f"{_title(found, 'fields', n)} {c:,}" for n, c in found.repeated.items()]
        more = [] if len(shown) <= _REPEATED else ["…"]
        names = _joined([*shown[:_REPEATED], *more])
        count = sum(found.repeated.values())
        yield words("burden-repeated", count=count, share=found.duplicate_share, names=names)
    elif fields:
        yield words("burden-repeated-none")
    if found.destroyed:
        yield words("burden-destroyed", fields=found.destroyed)


def _time(minutes: float) -> str:
    if minutes < _MINUTES_SAID:
        return words("burden-minutes", minutes=minutes)
    return words("burden-hours", hours=minutes / 60)


def _title(found: Burden, part: str, name: str) -> str:
    said = found.titles.get(f"{part}.{name}", {})
    return said.get(language(), name)


def _heads(*names: str) -> Sequence[str]:
    return [words(f"burden-head-{name}") for name in names]


def _workers(found: Burden) -> Iterator[Sequence[object]]:
    for one in found.workers:
        weekly = one.fields / len(one.weeks)
        minutes = f"{found.minutes(weekly):,.1f}"
        most = f"{max(one.weeks.values()):,}"
        yield one.member, len(one.weeks), f"{one.fields:,}", f"{weekly:,.1f}", most, minutes


def _units(found: Burden) -> Iterator[Sequence[object]]:
    for one in found.units:
        name = f"{'  ' * one.depth}{one.unit.title.of(language())}"
        each = one.per_worker_week
        yield (
            name,
            one.workers,
            f"{one.fields:,}",
            f"{each:,.1f}",
            f"{found.minutes(each):,.1f}",
        )


def _touches(found: Burden) -> Iterator[Sequence[object]]:
    for one in found.touches:
        persons = one.whom in ("resident", "worker")
        yield (
            words(f"burden-whom-{one.whom}"),
            words(f"burden-kind-{one.kind}"),
            _title(found, "channels", one.channel) or _NONE,
            f"{one.times:,}",
            f"{one.times / one.people:,.1f}" if persons else _NONE,
            f"{one.most:,}" if persons else _NONE,
        )


def signals(
    communities: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMUNITY", help="Communities; all of them if left out."),
    ] = None,
    db: Db = DEFAULT_DB,
    since: Since = None,
    until: Until = None,
    as_json: Json = False,
) -> None:
    """Find signs of formalism and uniformity in the journal, each with its evidence."""
    from xiangyue import Engine
    from xiangyue.study.signal import DEFAULTS
    from xiangyue.study.signals import signals as find

    with Engine(existing(db)) as engine:
        found = find(engine, communities or (), since=_day(since), until=_day(until))
    document = {
        "signals": [one.as_dict(language()) for one in found],
        "thresholds": DEFAULTS.as_dict(),
    }
    emit(as_json, document, lambda: signal_lines(found))


def signal_lines(found: Sequence[Signal]) -> Iterator[Line]:
    """Say what is worth a look."""
    lang = language()
    for one in found:
        yield [(f"{one.code}: ", "yellow"), (one.text(lang), "")]
        yield [("  → ", "green"), (one.mend(lang), "")]
        yield from _listed("communities", one.communities)
        yield from _listed("about", one.about)
        yield from _listed("tasks", one.tasks)
        yield from _listed("entries", one.entries)
        yield ""
    yield words("signals-total", count=len(found)) if found else words("signals-none")


def _listed(what: str, names: Sequence[str]) -> Iterator[Line]:
    if names:
        yield f"  {words(f'signals-{what}', names=_joined(names))}"


def _joined(names: Sequence[str]) -> str:
    return ("、" if language() == "zh" else ", ").join(names)


def _day(day: str | None) -> date | None:
    from xiangyue.time.clock import parse_date

    return None if day is None else parse_date(day)
