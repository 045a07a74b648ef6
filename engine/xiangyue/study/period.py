"""The time that a study is about: from the first day to the last, and its weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from xiangyue.errors import BadInput, Misuse
from xiangyue.time.clock import LATEST, from_micros, start_of_day, to_micros, to_wall, zone

Day = date | datetime | None
"""A day of the community's calendar, or an instant; None leaves the period open."""


def instants(since: Day, until: Day, timezone: str | None) -> tuple[int | None, int | None]:
    """Return the period in microseconds; its end is exclusive, and a last day counts whole.

    Raises Misuse where it would end before it begins, BadInput outside the years 1900 to 9999.
    """
    last: Day
    if until is None or isinstance(until, datetime):
        last = until
    elif until >= LATEST.date():
        raise BadInput("clock-range", value=str(until))
    else:
        last = until + timedelta(days=1)
    first, end = _instant(since, timezone), _instant(last, timezone)
    if first is not None and end is not None and end <= first:
        raise Misuse("period-ends-first", since=str(since), until=str(until))
    return first, end


def _instant(day: Day, timezone: str | None) -> int | None:
    if day is None:
        return None
    return to_micros(day if isinstance(day, datetime) else start_of_day(day, timezone))


def week(at: int, timezone: str | None) -> str:
    """Return the ISO week of an instant on the calendar of a zone: ``2026-W40``."""
    year, number, _ = to_wall(from_micros(at), zone(timezone)).isocalendar()
    return f"{year}-W{number:02}"
