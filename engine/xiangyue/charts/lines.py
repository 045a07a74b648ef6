"""Lines over time, each with a band if it has one, and how evenly something is spread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from xiangyue.charts.axes import Axis
from xiangyue.charts.sheet import (
    FAINT,
    GRID,
    INK,
    LEADING,
    SIZE,
    WIDE,
    Number,
    Scale,
    Sheet,
    dash,
    ink,
    plain,
    round_steps,
)
from xiangyue.graph.measure import width
from xiangyue.messages import say

Point = tuple[float, float]

Band = tuple[float, float, float]
"""Where it stands, and from where to where it reaches."""

_MARGIN: Final = 18
_TALL: Final = 300
_MOST_POINTS: Final = 1400  # more than that cannot be told apart on a sheet


@dataclass(frozen=True, slots=True)
class Series:
    """A line through points from left to right, and a band around it, such as of confidence.

    ``stepped`` holds each value until the next point, where else the line goes straight there.
    """

    name: str
    points: Sequence[Point]
    band: Sequence[Band] = ()
    stepped: bool = False

    @property
    def corners(self) -> list[Point]:
        """Where the line bends; of very many points those that can be told apart on a sheet."""
        points = _thinned(self.points)
        if not self.stepped:
            return points
        found = points[:1]
        for (_, before), (x, y) in pairwise(points):
            found += (x, before), (x, y)
        return found

    def at(self, x: float) -> float | None:
        """Return what the line says at a place; None before it begins and after it ends."""
        if not self.points or not self.points[0][0] <= x <= self.points[-1][0]:
            return None
        after = bisect_right(self.points, x, key=lambda point: point[0])
        (x1, y1), (x2, y2) = self.points[after - 1], self.points[min(after, len(self.points) - 1)]
        straight = x2 > x1 and not self.stepped
        return y1 + (y2 - y1) * (x - x1) / (x2 - x1) if straight else y1


def lines(
    series: Sequence[Series],
    axis: Axis,
    *,
    title: str = "",
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    lang: str = "en",
    number: Number = plain,
) -> str:
    """Return a chart of lines as an SVG document; of several, a legend says which is which.

    ``low`` and ``high`` are between what values it lies, if not what the lines need.
    """
    sheet = Sheet(lang)
    ticks = _ticks(series, low, high)
    top = sheet.title(title) + LEADING * (1.5 if unit else 0.5)
    left = _MARGIN + max(width(number(one), SIZE) for one in ticks) + 8
    foot, right = top + _TALL, WIDE - 2.5 * _MARGIN
    if unit:
        sheet.text(_MARGIN, top - LEADING, unit, ink=FAINT)
    up = Scale(ticks[0], ticks[-1], foot, top)
    along = Scale(axis.low, axis.high, left, right)
    for tick in ticks:
        sheet.line([(left, up(tick)), (right, up(tick))], GRID)
        sheet.text(left - 8, up(tick) + SIZE / 3, number(tick), "end", FAINT)
    for at, words in axis.ticks:
        sheet.line([(along(at), foot), (along(at), foot + 5)], FAINT)
        sheet.text(along(at), foot + LEADING, words, "middle", FAINT)
    with sheet.inside(left, top - 2, right - left, _TALL + 4):
        _draw(sheet, series, along, up)
    sheet.line([(left, top), (left, foot), (right, foot)], INK)
    end = foot + LEADING * 1.4
    if axis.unit:
        end += LEADING
        sheet.text((left + right) / 2, end, axis.unit, "middle", FAINT)
    if len(series) > 1:
        end = sheet.legend([one.name for one in series], end, of_lines=True)
    told = " ".join(_told(one, lang, number) for one in series)
    return sheet.document(end + _MARGIN / 2, title, told)


def _ticks(series: Sequence[Series], low: float | None, high: float | None) -> list[float]:
    values = [y for one in series for _, y in one.points]
    values += [end for one in series for _, *ends in one.band for end in ends]
    least = min(values, default=0.0) if low is None else low
    return round_steps(least, max(values, default=1.0) if high is None else high)


def _draw(sheet: Sheet, series: Sequence[Series], along: Scale, up: Scale) -> None:
    """Draw all bands first, so that no line is beneath one."""
    for place, one in enumerate(series):
        if one.band:
            forth = [(along(x), up(above)) for x, _, above in one.band]
            back = [(along(x), up(below)) for x, below, _ in reversed(one.band)]
            sheet.area([*forth, *back], ink(place))
    for place, one in enumerate(series):
        sheet.line([(along(x), up(y)) for x, y in one.corners], ink(place), 2.5, dash(place))


def lorenz_chart(
    shares: Mapping[str, Sequence[Point]], *, title: str = "", lang: str = "en"
) -> str:
    """Return Lorenz curves as an SVG document, beside the diagonal on which all have the same."""
    even = Series(say("chart-even", lang), ((0.0, 0.0), (100.0, 100.0)))
    found = [
        Series(name, [(100 * x, 100 * y) for x, y in points]) for name, points in shares.items()
    ]
    ticks = tuple((float(one), f"{one} %") for one in range(0, 101, 20))
    axis = Axis(0.0, 100.0, ticks, say("chart-lorenz-people", lang))
    unit = say("chart-lorenz-held", lang)
    return lines([*found, even], axis, title=title, unit=unit, low=0, high=100, lang=lang)


def _told(one: Series, lang: str, number: Number) -> str:
    values = [y for _, y in one.points]
    if not values:
        return ""
    ends = {"first": number(values[0]), "last": number(values[-1])}
    within = {"lowest": number(min(values)), "highest": number(max(values))}
    return say("chart-line", lang, {"name": one.name, **ends, **within})


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Keep of each of many narrow columns the first, lowest, highest and last point."""
    if len(points) <= _MOST_POINTS:
        return list(points)
    begin, end = points[0][0], points[-1][0]
    columns: dict[int, list[Point]] = {}
    for point in points:
        column = int((point[0] - begin) / (end - begin) * (_MOST_POINTS // 4))
        columns.setdefault(column, []).append(point)
    kept: list[Point] = []
    for some in columns.values():
        low, high = min(some, key=_height), max(some, key=_height)
        kept += sorted({some[0], low, high, some[-1]})
    return kept


def _height(point: Point) -> float:
    return point[1]
