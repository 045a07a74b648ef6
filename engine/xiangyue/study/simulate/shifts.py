"""When people are there, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from xiangyue.study.simulate.model import ALWAYS, OFFICE
from xiangyue.time.clock import from_wall, to_micros, zone
from xiangyue.time.worktime import Calendar

_DAY = (0, 24 * 60)
_WAKING = (7 * 60, 22 * 60)

Hours = Callable[[date], tuple[tuple[int, int], ...]]


def hours_of(shift: str, calendar: Calendar) -> Hours:
    """Return the hours of a shift on a day, in minutes since midnight."""
    if shift == ALWAYS:
        return lambda day: (_DAY,)
    if shift == OFFICE:
        return lambda day: calendar.hours if calendar.is_working_day(day) else ()
    return lambda day: (_WAKING,)


def moments(day: date, minutes: tuple[int, int], timezone: str) -> Iterator[int]:
    """Yield the moments (microseconds) at which hours of a day begin and end."""
    for minute in minutes:
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        yield to_micros(from_wall(wall, zone(timezone)))
