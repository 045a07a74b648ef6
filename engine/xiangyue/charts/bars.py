"""Bars, a group for each label; what each counts to stands at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

from xiangyue.charts.sheet import (
    FAINT,
    GRID,
    LEADING,
    SIZE,
    WIDE,
    Number,
    Scale,
    Sheet,
    plain,
    round_steps,
)
from xiangyue.graph.measure import width, wrap
from xiangyue.messages import say

Values = Mapping[str, Sequence[float | None]]

_MARGIN: Final = 18
_THICK: Final = 22
_BETWEEN: Final = 14
_TALL: Final = 260
_WIDEST_LABEL: Final = 260


def bars(
    labels: Sequence[str],
    series: Values,
    *,
    title: str = "",
    unit: str = "",
    lying: bool = False,
    lang: str = "en",
    number: Number = plain,
) -> str:
    """Return a chart of bars as an SVG document; ``lying`` is for long labels.

    ``series`` has a value for each label, None where there is none; ``number`` writes them.
    """
    sheet = Sheet(lang)
    top = sheet.title(title)
    draw = _lying if lying else _standing
    end = draw(sheet, top, labels, series, unit, number)
    if len(series) > 1:
        end = sheet.legend([*series], end, of_lines=False)
    return sheet.document(end + _MARGIN / 2, title, told(labels, series, lang, number))


def told(labels: Sequence[str], series: Values, lang: str, number: Number = plain) -> str:
    """Say in words what the bars show."""
    return " ".join(
        say("chart-bars", lang, {"name": name, "values": _listed(labels, values, lang, number)})
        for name, values in series.items()
    )


def _listed(
    labels: Sequence[str], values: Sequence[float | None], lang: str, number: Number
) -> str:
    said = (
        say("chart-bar", lang, {"label": label, "value": "–" if v is None else number(v)})
        for label, v in zip(labels, values, strict=True)
    )
    return say("chart-between", lang).join(said)


def _standing(
    sheet: Sheet, top: float, labels: Sequence[str], series: Values, unit: str, number: Number
) -> float:
    ticks = _ticks(series)
    left = _MARGIN + max(width(number(one), SIZE) for one in ticks) + 8
    head = top + LEADING * (2 if unit else 1)
    foot = head + _TALL
    scale = Scale(ticks[0], ticks[-1], foot, head)
    for one in ticks:
        sheet.line([(left, scale(one)), (WIDE - _MARGIN, scale(one))], GRID)
        sheet.text(left - 8, scale(one) + SIZE / 3, number(one), "end", FAINT)
    if unit:
        sheet.text(_MARGIN, top + LEADING / 2, unit, ink=FAINT)
    room = (WIDE - _MARGIN - left) / max(len(labels), 1)
    thick = min((room - _BETWEEN) / max(len(series), 1), 3 * _THICK)
    for order, values in enumerate(series.values()):
        shift = thick * (order - len(series) / 2)
        for place, value in enumerate(values):
            if value is not None:
                x = left + room * (place + 0.5) + shift
                y, zero = scale(value), scale(0)
                sheet.bar(x, min(y, zero), thick * 0.92, abs(zero - y), order)
                if width(number(value), SIZE) <= max(thick, room / len(series)):
                    sheet.text(x + thick * 0.46, min(y, zero) - 4, number(value), "middle")
    return _beneath(sheet, labels, left, room, foot)


def _beneath(sheet: Sheet, labels: Sequence[str], left: float, room: float, foot: float) -> float:
    """Write the labels, each or each so many where they would not fit; return where they end."""
    words = [word for label in labels for word in label.split()]
    broad = max((width(word, SIZE) for word in words), default=0) + 8
    every, lines = max(1, ceil(broad / room)), 0
    for place in range(0, len(labels), every):
        rows = wrap(labels[place], SIZE, room * every - 8)
        for row, said in enumerate(rows, 1):
            sheet.text(left + room * (place + 0.5), foot + LEADING * row, said, "middle", FAINT)
        lines = max(lines, len(rows))
    return foot + LEADING * (lines + 0.5)


def _lying(
    sheet: Sheet, top: float, labels: Sequence[str], series: Values, unit: str, number: Number
) -> float:
    ticks = _ticks(series)
    rows = [wrap(label, SIZE, _WIDEST_LABEL) for label in labels]
    left = _MARGIN + max((width(said, SIZE) for row in rows for said in row), default=0) + 8
    broad = max((width(number(one), SIZE) for one in _all(series)), default=0)
    scale = Scale(ticks[0], ticks[-1], left, WIDE - _MARGIN - broad - 8)
    tall = [max(_THICK * len(series), LEADING * len(row)) for row in rows]
    foot = top + sum(tall) + _BETWEEN * len(rows)
    for one in ticks:
        sheet.line([(scale(one), top), (scale(one), foot)], GRID)
        sheet.text(scale(one), foot + LEADING * 0.8, number(one), "middle", FAINT)
    if unit:
        sheet.text(left - 16, foot + LEADING * 0.8, unit, "end", FAINT)
    y = top + _BETWEEN / 2
    for place, row in enumerate(rows):
        middle = y + tall[place] / 2
        for line, said in enumerate(row):
            sheet.text(left - 8, middle + LEADING * (line - len(row) / 2 + 0.75), said, "end")
        for order, values in enumerate(series.values()):
            value = values[place]
            if value is not None:
                at = middle + _THICK * (order - len(series) / 2)
                ends = sorted((scale(0), scale(value)))
                sheet.bar(ends[0], at, ends[1] - ends[0], _THICK * 0.9, order)
                sheet.text(ends[1] + 6, at + _THICK * 0.7, number(value))
        y += tall[place] + _BETWEEN
    return foot + LEADING


def _ticks(series: Values) -> list[float]:
    found = [0.0, *_all(series)]
    return round_steps(min(found), max(found) or 1.0)


def _all(series: Values) -> list[float]:
    return [value for values in series.values() for value in values if value is not None]
