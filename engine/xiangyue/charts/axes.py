"""What runs along the foot of a chart: instants of a calendar, or hours from a beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from xiangyue.charts.sheet import Tick, plain, round_steps
from xiangyue.messages import say
from xiangyue.time.clock import from_micros, to_micros, zone

_MOST: Final = 7
_HOURS: Final = (1, 2, 3, 6, 12)
_DAYS: Final = (1, 2, 7, 14, 31, 61, 92, 183, 366)


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where it runs, what is written beneath, and of what that is."""

    low: float
    high: float
    ticks: Sequence[Tick]
    unit: str = ""


def time_axis(since: int, until: int, timezone: str | None = None, lang: str = "en") -> Axis:
    """Return an axis of instants in microseconds, with moments of the zone's clock beneath."""
    found = tuple((float(to_micros(at)), words) for at, words in _moments(since, until, timezone))
    return Axis(float(since), float(until), found, say("chart-time", lang))


def hours_axis(hours: float, lang: str = "en") -> Axis:
    """Return an axis of hours since something began, from 0."""
    steps = [one for one in round_steps(0, hours) if one <= hours]
    return Axis(0.0, hours, tuple((one, plain(one)) for one in steps), say("chart-hours", lang))


def _moments(since: int, until: int, timezone: str | None) -> Iterator[tuple[datetime, str]]:
    """Yield round moments between two instants, by the wall clock, and how they are written."""
    first, last = (from_micros(at).astimezone(zone(timezone)) for at in (since, until))
    hours = (until - since) / 3_600_000_000
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    step = next((one for one in _HOURS if hours / one <= _MOST), None)
    days = next((one for one in _DAYS if hours / 24 / one <= _MOST), _DAYS[-1])
    by = timedelta(hours=step) if step else timedelta(days=days)
    wall = midnight
    while (at := wall.replace(tzinfo=first.tzinfo)) <= last:
        if at >= first:
            yield at, wall.strftime("%m-%d %H:%M" if step else "%Y-%m-%d" if days > 31 else "%m-%d")
        wall += by
