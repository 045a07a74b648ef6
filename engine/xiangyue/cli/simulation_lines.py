"""What simulations say on a terminal: loads by role, limits that bit, and how sure it all is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from xiangyue.cli.output import Line, Table, language, listed, words
from xiangyue.messages import catalogue

if TYPE_CHECKING:
    from xiangyue.study.confidence import Interval
    from xiangyue.study.simulate import Compared, Simulated

_NONE: Final = "–"
_SHOWN: Final = 12
_MEASURES: Final = ("loss", "normalised", "robustness", "rapidity")


def simulation_lines(found: Simulated) -> Iterator[Line]:
    """Tell how made-up communities fared, in at most eighty columns."""
    title = found.profile.title.of(language())
    repetitions, days = len(found.counted), found.run.days
    yield words(
        "simulate-total",
        profile=title,
        communities=found.communities,
        days=days,
        repetitions=repetitions,
        commands=found.total.commands / repetitions,
    )
    yield words("simulate-made-up")
    yield ""
    rows = [(words(f"simulate-{name}"), *_said(found.measure(name))) for name in _MEASURES]
    heads = _heads("measure", "mean", "low", "high")
    yield Table(heads, rows, frozenset({1, 2, 3}))
    left_out = sorted({name for level in found.levels for name in level.left_out})
    if left_out:
        names = listed(words(f"level-{name}") for name in left_out)
        yield words("simulate-left-out", names=names)
    yield ""
    yield Table(
        _heads("role", "people", "weekly", "busiest", "waited"),
        [*_loads(found)],
        frozenset({1, 2, 3, 4}),
    )
    yield ""
    yield Table(_heads("flow", "opened", "ended", "late"), [*_flows(found)], frozenset({1, 2, 3}))
    yield from _bites(found)
    yield from _yields(found)
    if found.unlike_people:
        yield ""
        yield words("simulate-stuck")
        for code, times in found.unlike_people.items():
            known = f"simulate-stuck-{code}"
            yield f"  {times:,} × {words(known) if known in catalogue() else code}"


def _heads(*names: str) -> Sequence[str]:
    return [words(f"simulate-head-{name}") for name in names]


def _said(found: Interval | None) -> tuple[str, str, str]:
    if found is None:
        return _NONE, _NONE, _NONE
    return _number(found.mean), _number(found.low), _number(found.high)


def _number(value: float | None) -> str:
    if value is None:
        return _NONE
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def _loads(found: Simulated) -> Iterator[Sequence[object]]:
    roles = found.profile.roles
    loads = {name: found.role(name) for name in found.total.people}
    for name in sorted(loads, key=lambda one: -(loads[one]["hours_a_week"] or 0.0)):
        one = loads[name]
        if one["jobs"]:
            title = roles[name].title.of(language()) if name in roles else words("simulate-others")
            waited = one["waited_minutes"]
            yield (
                title,
                f"{one['people']:,}",
                _number(one["hours_a_week"]),
                _number(one["busiest_week"]),
                _NONE if waited is None else _number(waited / 60),
            )


def _flows(found: Simulated) -> Iterator[Sequence[object]]:
    flows, total = found.profile.flows, found.total.flows
    counts = {name: total[name, "opened"] for name, _ in total}
    for name in sorted(counts, key=lambda one: -counts[one])[:_SHOWN]:
        title = flows[name].title.of(language())
        yield title, *(f"{total[name, what]:,}" for what in ("opened", "ended", "late"))


def _bites(found: Simulated) -> Iterator[Line]:
    if not found.total.limits:
        return
    yield ""
    from xiangyue.plugs import limits

    known, rows = limits(), []
    for (limit, verdict, stance), times in found.total.limits.most_common(_SHOWN):
        title = known[limit].title.get(language(), limit) if limit in known else limit
        rows.append((title, words(f"simulate-{verdict}"), stance, f"{times:,}"))
    yield Table(_heads("limit", "verdict", "stance", "times"), rows, frozenset({3}))


def _yields(found: Simulated) -> Iterator[Line]:
    told = found.call_outs()
    if told["asked"]:
        yield ""
        yield words(
            "simulate-call-outs",
            asked=told["asked"],
            accepted=told["accepted"],
            share=told["yield"],
        )


def comparison_lines(found: Compared) -> Iterator[Line]:
    """Tell by how much each differs from the first, and how sure that is."""
    from xiangyue.study.simulate.simulated import FIGURES

    base = found.of[found.base]
    yield words(
        "simulate-compared",
        base=found.base,
        repetitions=len(base.counted),
        days=base.run.days,
        communities=base.communities,
    )
    for name in [*found.of][1:]:
        yield ""
        rows: list[Sequence[object]] = []
        for figure, of in FIGURES.items():
            means = found.of[found.base].mean(of), found.of[name].mean(of)
            rows.append(_row(figure, means, found.difference(name, of)))
        for measure in _MEASURES:
            means = base.measure(measure), found.of[name].measure(measure)
            rows.append(_row(measure, means, found.gap(name, measure)))
        yield [(name, "bold")]
        heads = _heads("measure", "first", "this", "difference", "low", "high")
        yield Table(heads, rows, frozenset(range(1, 6)))
    yield ""
    yield words("simulate-paired")


def _row(
    name: str, means: tuple[Interval | None, Interval | None], gap: Interval | None
) -> Sequence[object]:
    both = [_NONE if one is None else _number(one.mean) for one in means]
    return words(f"simulate-{name}"), *both, *_said(gap)
