"""Periods of time that limits count in."""

from __future__ import annotations

from datetime import datetime, timedelta

from xiangyue.clock import from_wall, to_micros, to_wall, zone
from xiangyue.durations import Unit, parse_duration

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_STEPS = {Unit.MINUTE: "minutes", Unit.HOUR: "hours", Unit.DAY: "days", Unit.WEEK: "weeks"}


def begins(within: str, now: datetime, timezone: str) -> int:
    """Return the beginning of a period in microseconds: a length, or a part of the calendar.

    Raises BadInput for a length that is none, and ValueError for one that a clock cannot measure.
    """
    if within in ("day", "week", *_MONTHS):
        where = zone(timezone)
        wall = to_wall(now, where).replace(hour=0, minute=0, second=0, microsecond=0)
        if within == "week":
            wall -= timedelta(days=wall.weekday())
        elif within in _MONTHS:
            size = _MONTHS[within]
            wall = wall.replace(day=1, month=(wall.month - 1) // size * size + 1)
        return to_micros(from_wall(wall, where))
    length = parse_duration(within)
    if length.unit in _STEPS:
        return to_micros(now - timedelta(**{_STEPS[length.unit]: length.amount}))
    if length.unit in (Unit.MONTH, Unit.YEAR):
        months = length.amount * (12 if length.unit is Unit.YEAR else 1)
        return to_micros(now - timedelta(days=months * 365.25 / 12))
    raise ValueError(within)
