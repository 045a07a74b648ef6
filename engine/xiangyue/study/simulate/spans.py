"""Spans of a model or a shock: elapsed time, whatever the calendar says."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from xiangyue.time.durations import Unit, parse_duration

_SPANS: Final = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(weeks=1),
}


def span(text: str) -> timedelta:
    """Return elapsed time: ``30min``, ``4h``, ``3d``, ``2w``; raises BadInput for none."""
    found = parse_duration(text)
    return found.amount * _SPANS[found.unit]


def micros_of(text: str) -> int:
    """Return elapsed time in microseconds."""
    return span(text) // timedelta(microseconds=1)
