"""Moments as W3C writes them: a year, a month, a day, or a time with its offset."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PART: Final = re.compile(r"\d{4}(-\d\d)?")
# A plus sign that was not escaped comes as a space.
_PLUS: Final = re.compile(r"(?<=[:.\d]) (?=\d\d:?\d\d$)")


def written(at: int | None, zone: str) -> str | None:
    """Write microseconds since 1970 UTC as a moment of a place, to the second."""
    if at is None:
        return None
    moment = (_EPOCH + timedelta(microseconds=at)).astimezone(ZoneInfo(zone))
    return moment.isoformat(timespec="seconds")


def read_moment(text: str, zone: str, *, end: bool = False) -> datetime | None:
    """Return the moment that is meant, of a day its beginning or ``end``; None where it is none.

    What has no offset is of the place. Only the years 1901 to 9998 count, so that every zone can
    show what is some days off.
    """
    moment = _read(_PLUS.sub("+", text.strip()), zone, end)
    return moment if moment is not None and 1900 < moment.year < 9999 else None


def _read(text: str, zone: str, end: bool) -> datetime | None:
    try:
        if _PART.fullmatch(text):
            first = date.fromisoformat(f"{text}-01-01"[: len("2026-01-01")])
            months = 12 if len(text) == len("2026") else 1
            years, month = divmod(first.month - 1 + months, 12)
            after = date(first.year + years, month + 1, 1)
            return _of_day(after - timedelta(days=1) if end else first, zone, end)
        if "T" not in text.upper() and " " not in text:
            return _of_day(date.fromisoformat(text), zone, end)
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _of_day(day: date, zone: str, end: bool) -> datetime:
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    if end:
        moment += timedelta(days=1) - timedelta(microseconds=1)
    return moment.astimezone(UTC)
