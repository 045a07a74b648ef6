"""``xiangyue resilience``: how service held up, beside what a simulation expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, language, listed, words

if TYPE_CHECKING:
    from datetime import date, datetime

    from xiangyue.study.after_action import AfterAction
    from xiangyue.study.expectation import Expectation

EXAMPLES: Final = """\b
Examples:
  xiangyue resilience xinqi --since 2026-06-01 --until 2026-06-05
  xiangyue resilience --task xinqi/_12 --expected flood.json --svg flood.svg
"""

_NONE: Final = "–"
_UNITS: Final = {"loss": 1.0, "normalised": 100.0, "robustness": 1.0, "rapidity": 1.0}

Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="The first day, or a moment: 2026-06-01T08:00."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DAY", help="The last day, counted whole, or a moment."),
]
Svg = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Draw the curve into this file.")
]


def resilience(
    community: Annotated[
        str | None, typer.Argument(metavar="COMMUNITY", help="The community's id.")
    ] = None,
    db: Db = DEFAULT_DB,
    since: Since = None,
    until: Until = None,
    task: Annotated[
        str | None,
        typer.Option("--task", metavar="TASK", help="An emergency, or its review: its time."),
    ] = None,
    ordinary: Annotated[
        float,
        typer.Option(
            "--ordinary", min=0, max=100, help="The level that counts as recovered, in percent."
        ),
    ] = 100.0,
    expected: Annotated[
        Path | None,
        typer.Option("--expected", metavar="FILE", help="What a simulation has written."),
    ] = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Show how service held up in a time: what was lost, how low it fell, how fast it rose."""
    from xiangyue import Engine, Misuse
    from xiangyue.study.after_action import after_action, after_emergency
    from xiangyue.study.expectation import read_expectation

    if (community is None) == (task is None):
        raise Misuse("resilience-what")
    told = None if expected is None else read_expectation(expected)
    with Engine(existing(db)) as engine:
        if task is not None:
            found = after_emergency(engine, task, whole=ordinary)
        else:
            zone = engine.profile(community or "").calendar.timezone
            first, last = _day(since, zone), _day(until, zone)
            found = after_action(engine, community or "", since=first, until=last, whole=ordinary)
        timezone = engine.profile(found.community).calendar.timezone
    if svg is not None:
        _draw(svg, found, told, timezone)
    emit(as_json, found.as_dict(told), lambda: _lines(found, told, timezone))


def _day(said: str | None, timezone: str) -> date | datetime | None:
    """Read a day, or a moment by the community's clock."""
    from xiangyue.time.clock import parse_date, parse_instant

    if said is None:
        return None
    return parse_instant(said, timezone) if "T" in said.upper() else parse_date(said)


def _draw(file: Path, found: AfterAction, expected: Expectation | None, timezone: str) -> None:
    from xiangyue.charts import lines, time_axis

    measured, lang = found.resilience, language()
    axis = time_axis(measured.since, measured.until, timezone, lang)
    title = words("resilience-title", community=found.community)
    series = found.series(expected, lang)
    drawing = lines(series, axis, title=title, unit="%", low=0, high=100, lang=lang)
    file.write_text(drawing, "utf-8")


def _lines(found: AfterAction, expected: Expectation | None, timezone: str) -> Iterator[Line]:
    from xiangyue.study.expectation import MEASURES

    real = found.resilience
    since, until = (_moment(at, timezone) for at in (real.since, real.until))
    yield words("resilience-of", community=found.community, since=since, until=until)
    yield from _known(found)
    heads = [words("resilience-measure"), words("level-real")]
    rows = [[words(f"resilience-{name}"), _said(name, getattr(real, name))] for name in MEASURES]
    if expected is not None:
        share = f"{expected.confidence:.0%}"
        heads += [words("resilience-mean"), words("resilience-single", share=share)]
        heads.append(words("resilience-compared"))
        held = found.as_expected(expected)
        for row, name in zip(rows, MEASURES, strict=True):
            row += [*_expected(expected, name), words(f"resilience-as-{_verdict(held[name])}")]
    rows.append([words("resilience-lowest"), _moment(real.lowest_at, timezone)])
    rows.append([words("resilience-recovered"), _moment(real.recovered_at, timezone)])
    width = len(heads)
    yield Table(heads, [[*row, *[""] * (width - len(row))] for row in rows], frozenset({1, 2, 3}))
    if expected is not None:
        told = {"count": expected.repetitions, "about": expected.about or _NONE}
        yield words("resilience-simulated", **told, hours=f"{expected.length:g}")
        if not found.as_long_as(expected):
            length = (real.until - real.since) / 3_600_000_000
            yield [(words("resilience-other-length", hours=f"{length:.1f}"), "yellow")]
    yield words("resilience-how")
    yield words("resilience-default")


def _known(found: AfterAction) -> Iterator[Line]:
    """Say of what the level of service is made, and what nothing is known of."""
    from xiangyue.study.resilience import resilience as measure

    level = found.level
    if level.components:
        heads = [words(f"level-head-{name}") for name in ("part", "weight", "mean", "lowest")]
        rows = []
        for name, curve in level.components.items():
            part = measure(curve)
            shown = (level.weights[name], part.normalised)
            percent = [f"{one:.0%}" for one in shown]
            rows.append([words(f"level-{name}"), *percent, f"{part.robustness:.0f}%"])
        yield Table(heads, rows, frozenset({1, 2, 3}))
    if level.left_out:
        names = listed(words(f"level-{name}") for name in level.left_out)
        yield [(words("level-left-out", names=names), "yellow")]


def _expected(expected: Expectation, name: str) -> tuple[str, str]:
    found = expected.measures.get(name)
    if found is None:
        return _NONE, _NONE
    mean = f"{_said(name, found.mean)} ({_said(name, found.low)} – {_said(name, found.high)})"
    low, high = expected.single(name) or (0.0, 0.0)
    return mean, _NONE if found.count == 1 else f"{_said(name, low)} – {_said(name, high)}"


def _verdict(held: bool | None) -> str:
    return {True: "expected", False: "other", None: "unknown"}[held]


def _said(name: str, value: float | None) -> str:
    if value is None:
        return _NONE
    return f"{value * _UNITS[name]:.1f}"


def _moment(at: int | None, timezone: str) -> str:
    from xiangyue.time.clock import from_micros, to_wall, zone

    if at is None:
        return _NONE
    return to_wall(from_micros(at), zone(timezone)).isoformat(" ", timespec="minutes")
