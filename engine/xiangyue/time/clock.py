"""Instants: moments as aware UTC datetimes, as microseconds, as text, and as wall-clock time.

An *instant* is an aware ``datetime`` in UTC at the doors, and an integer of microseconds since
1970-01-01 UTC inside. *Wall* time is what a clock on the wall of a zone shows, without a zone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from xiangyue.errors import BadInput, Misuse
from xiangyue.spelling import nearest, shown

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
# A day short of the end, so that every zone can show the instant on its wall.
LATEST = datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ON_WALL = _EPOCH.replace(tzinfo=None)
_MICROSECOND = timedelta(microseconds=1)
_NOTHING = timedelta()
_FIRST = (EARLIEST - _EPOCH) // _MICROSECOND
_LAST = (LATEST - _EPOCH) // _MICROSECOND
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII
)


def to_micros(at: datetime) -> int:
    """Return an aware datetime as microseconds since 1970 UTC.

    Raises Misuse without a time zone, BadInput outside the years 1900 to 9999.
    """
    if at.tzinfo is None:
        raise Misuse("clock-naive", value=at.isoformat())
    micros = (at - _EPOCH) // _MICROSECOND
    if not _FIRST <= micros <= _LAST:
        raise BadInput("clock-range", value=at.isoformat())
    return micros


def from_micros(micros: int) -> datetime:
    """Return microseconds since 1970 UTC as an aware datetime; BadInput outside 1900 to 9999."""
    if not _FIRST <= micros <= _LAST:
        raise BadInput("clock-range", value=micros)
    return _EPOCH + micros * _MICROSECOND


def parse_instant(text: object, timezone: str | None = None) -> datetime:
    """Read an ISO 8601 date and time; without an offset it is the wall time of ``timezone``.

    No time zone means UTC. The result is in UTC. A wall time that the clocks skip means the
    moment they go forward, one that they show twice means the first.
    Raises BadInput for anything else, a date without a time included.
    """
    word = text.strip().upper() if isinstance(text, str) else ""
    if _DATE.fullmatch(word):
        raise BadInput("clock-date-only", value=word)
    if not _INSTANT.fullmatch(word):
        raise BadInput("clock-instant", value=shown(text))
    try:
        at = datetime.fromisoformat(word)
        utc = from_wall(at, zone(timezone)) if at.tzinfo is None else at.astimezone(UTC)
    except ValueError:
        raise BadInput("clock-instant", value=word) from None
    except OverflowError:
        raise BadInput("clock-range", value=word) from None
    return within_range(utc)


def parse_date(value: object) -> date:
    """Read a day written as 2026-10-01, from 1900 on; BadInput if it is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    else:
        try:
            if not isinstance(value, str) or not _DATE.fullmatch(value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            raise BadInput("clock-date", value=shown(value)) from None
    if not EARLIEST.date() < day < LATEST.date():
        raise BadInput("clock-range", value=str(day))
    return day


def start_of_day(day: object, timezone: str | None = None) -> datetime:
    """Return the first instant of a day in a time zone; BadInput if it is no day."""
    return from_wall(datetime.combine(parse_date(day), time()), zone(timezone))


def end_of_day(day: object, timezone: str | None = None) -> datetime:
    """Return the last microsecond of a day in a time zone: what is due that day is due then."""
    return _end_of(day, timezone) if type(day) is str else _last_of(day, timezone)


@lru_cache(maxsize=512)
def _end_of(day: str, timezone: str | None) -> datetime:
    """Remember what is the same for each of thousands of tasks."""
    return _last_of(day, timezone)


def _last_of(day: object, timezone: str | None) -> datetime:
    return start_of_day(parse_date(day) + timedelta(days=1), timezone) - _MICROSECOND


def within_range(at: datetime) -> datetime:
    """Return the instant in UTC.

    Raises Misuse without a time zone, BadInput outside the years 1900 to 9999.
    """
    if at.tzinfo is None:
        raise Misuse("clock-naive", value=at.isoformat())
    if not EARLIEST <= at <= LATEST:
        raise BadInput("clock-range", value=at.isoformat())
    return at.astimezone(UTC)


@lru_cache(maxsize=64)
def zone(name: str | None) -> ZoneInfo:
    """Return the time zone of this IANA name, UTC for None; BadInput if there is none."""
    try:
        return ZoneInfo("UTC" if name is None else name)
    except (KeyError, ValueError, OSError):
        known = nearest(name, sorted(available_timezones()))
        raise BadInput("clock-zone", value=shown(name), **known) from None


def to_wall(at: datetime, where: ZoneInfo) -> datetime:
    """Return what the clock on the wall shows at an aware instant, and never goes back.

    While an hour is shown for the second time, it is the hour's end that counts: so whatever is
    reckoned from the wall comes no sooner for what begins later.
    """
    local = at.astimezone(where)
    if local.fold:
        first = local.replace(fold=0)
        turned = _turn(first.astimezone(UTC), at, where)
        return (turned + (first.utcoffset() or _NOTHING)).replace(tzinfo=None)
    return _ON_WALL + (at - _EPOCH) + (local.utcoffset() or _NOTHING)


def from_wall(wall: datetime, where: ZoneInfo) -> datetime:
    """Return the instant at which the wall shows this time first, or would if it were not skipped.

    For a skipped time that is the moment the clocks go forward, so the order is kept.
    """
    offset = where.utcoffset(wall) or _NOTHING
    at = _EPOCH + (wall - _ON_WALL) - offset
    if at.astimezone(where).utcoffset() != offset:
        return _turn(wall.replace(tzinfo=where, fold=1).astimezone(UTC), at, where)
    return at


def _turn(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    """Return the second between two instants at which the zone's offset changes."""
    low, high = (int((at - _EPOCH).total_seconds() // 1) for at in (before, after))
    offset = before.astimezone(where).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        at = _EPOCH + timedelta(seconds=middle)
        if at.astimezone(where).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return _EPOCH + timedelta(seconds=high)
