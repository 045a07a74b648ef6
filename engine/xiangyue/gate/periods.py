"""Periods of time that limits count in."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from xiangyue.time.clock import from_micros, from_wall, to_micros, to_wall, zone
from xiangyue.time.durations import Unit, parse_duration

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_PARTS = ("day", "week", *_MONTHS)
_MINUTE = 60_000_000
_DAY = 1440 * _MINUTE
_LENGTHS = {
    Unit.MINUTE: _MINUTE,
    Unit.HOUR: 60 * _MINUTE,
    Unit.DAY: _DAY,
    Unit.WEEK: 7 * _DAY,
    Unit.MONTH: round(365.25 / 12 * _DAY),
    Unit.YEAR: round(365.25 * _DAY),
}
_QUARTER = 15 * _MINUTE
"""Days begin, and clocks are changed, on a quarter of an hour of UTC."""


def begins(within: str, now: int, timezone: str) -> int:
    """Return the beginning of a period in microseconds: a length, or a part of the calendar.

    Raises BadInput for a length that is none, and ValueError for one that a clock cannot measure.
    """
    if within in _PARTS:
        return _part(within, now // _QUARTER, timezone)
    return now - _length(within)


@lru_cache(maxsize=1024)
def _length(within: str) -> int:
    length = parse_duration(within)
    if length.unit not in _LENGTHS:
        raise ValueError(within)
    return length.amount * _LENGTHS[length.unit]


@lru_cache(maxsize=4096)
def _part(within: str, quarter: int, timezone: str) -> int:
    where = zone(timezone)
    wall = to_wall(from_micros(quarter * _QUARTER), where)
    wall = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    if within == "week":
        wall -= timedelta(days=wall.weekday())
    elif within in _MONTHS:
        size = _MONTHS[within]
        wall = wall.replace(day=1, month=(wall.month - 1) // size * size + 1)
    return to_micros(from_wall(wall, where))
