"""Working time: durations, and the calendar that a profile describes.

``Calendar`` itself, with its rules of counting, is in ``working_calendar``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from typing import Any

from xiangyue.errors import BadInput
from xiangyue.spelling import nearest, shown
from xiangyue.time.clock import parse_date, zone
from xiangyue.time.durations import Duration, Unit, parse_duration
from xiangyue.time.public_holidays import check_country
from xiangyue.time.working_calendar import Calendar

__all__ = ["Calendar", "Duration", "Unit", "build_calendar", "parse_duration"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DEFAULT_WEEK = WEEKDAYS[:5]
DEFAULT_HOURS = (("09:00", "17:00"),)

_KEYS = ("timezone", "country", "week", "hours", "open", "closed")
_HOURS = '[["08:30", "12:00"], ["14:00", "18:00"]]'
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


def build_calendar(data: Mapping[str, Any]) -> Calendar:
    """Make a calendar from a profile's ``calendar:``.

    ``{timezone: Asia/Shanghai, country: CN, week: [mon, …], hours: [["08:30", "12:00"], …],
    open: [dates], closed: [dates]}``; left out, they are UTC, no country (and no holidays),
    Monday to Friday, 09:00 to 17:00, and no exceptions. Hours may end at 24:00.

    Raises BadInput, whose ``values["path"]`` says where in ``data``, for anything unusable.
    """
    for key in data:
        if key not in _KEYS:
            raise BadInput("worktime-key", value=shown(key), path=(key,), **nearest(key, _KEYS))
    for key, example in (("timezone", "Asia/Shanghai"), ("country", "CN")):
        if not isinstance(data.get(key, ""), str):
            raise BadInput("worktime-shape", name=key, example=example, path=(key,))
    timezone, country = data.get("timezone", "UTC"), data.get("country")
    with _at("timezone"):
        zone(timezone)
    if country is not None:
        with _at("country"):
            check_country(country)
    opened, closed = _dates(data, "open"), _dates(data, "closed")
    if both := opened & closed:
        raise BadInput("worktime-open-closed", value=str(min(both)), path=("closed",))
    return Calendar(timezone, _week(data), _hours(data), country, opened, closed)


@contextmanager
def _at(*path: str | int) -> Iterator[None]:
    """Say where in the calendar an error is."""
    try:
        yield
    except BadInput as error:
        error.values["path"] = path
        raise


def _list(data: Mapping[str, Any], key: str, default: Sequence[Any], example: str) -> Sequence[Any]:
    found = data.get(key, default)
    if not isinstance(found, list | tuple):
        raise BadInput("worktime-shape", name=key, example=example, path=(key,))
    return found


def _dates(data: Mapping[str, Any], key: str) -> frozenset[date]:
    days = set()
    for index, day in enumerate(_list(data, key, (), "[2026-10-01, 2026-10-02]")):
        with _at(key, index):
            days.add(parse_date(day))
    return frozenset(days)


def _week(data: Mapping[str, Any]) -> frozenset[int]:
    days = _list(data, "week", DEFAULT_WEEK, "[mon, tue, wed, thu, fri]")
    if not days:
        raise BadInput("worktime-no-days", path=("week",))
    for index, day in enumerate(days):
        if day not in WEEKDAYS:
            raise BadInput(
                "worktime-weekday",
                value=shown(day),
                path=("week", index),
                **nearest(day, WEEKDAYS),
            )
    return frozenset(WEEKDAYS.index(day) for day in days)


def _hours(data: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    pairs = _list(data, "hours", DEFAULT_HOURS, _HOURS)
    if not pairs:
        raise BadInput("worktime-no-hours", path=("hours",))
    hours = []
    for index, pair in enumerate(pairs):
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise BadInput("worktime-shape", name="hours", example=_HOURS, path=("hours", index))
        with _at("hours", index):
            start, end = (_minutes(text) for text in pair)
        if start >= end:
            raise BadInput(
                "worktime-hours-backwards", start=pair[0], end=pair[1], path=("hours", index)
            )
        hours.append((start, end, index))
    hours.sort()
    for (_, before, _), (start, _, index) in pairwise(hours):
        if start < before:
            raise BadInput("worktime-hours-overlap", start=pairs[index][0], path=("hours", index))
    return tuple((start, end) for start, end, _ in hours)


def _minutes(text: Any) -> int:
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise BadInput("worktime-time", value=shown(text))
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
