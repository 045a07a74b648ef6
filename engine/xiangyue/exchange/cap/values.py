"""The values of an alert, read from text as leniently as can be done without a guess."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from xiangyue.exchange.cap.model import Circle, Point, Reference

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt\s]\s*(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(?:([Zz])|([+-])(\d\d):?(\d\d))",
    re.ASCII,
)
_NUMBER = r"[+-]?(?:\d{1,20}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?"
_PAIR = re.compile(rf"({_NUMBER})\s*,\s*({_NUMBER})", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_REFERENCE = re.compile(rf"([^\s,]+)\s*,\s*([^\s,]+)\s*,\s*({_TIME.pattern})", re.ASCII)
_MOST_OFFSET = timedelta(hours=14)


def moment(text: str) -> datetime | None:
    """Return a time, to the second; None where it is none or does not say its offset.

    A blank instead of the T, a fraction, ``Z`` and an offset without colon are understood.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    midnight = hour == 24 and not minute and not second
    try:
        at = datetime(year, month, day, 0 if midnight else hour, minute, second)
        at = at.replace(tzinfo=_zone(found))
        at.astimezone(UTC)  # raises where the instant is outside of all years
        return at + timedelta(days=1) if midnight else at
    except (ValueError, OverflowError):
        return None


def _zone(found: re.Match[str]) -> timezone:
    zulu, sign, hours, minutes = found.groups()[6:]
    if zulu:
        return UTC
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if int(minutes) > 59 or offset > _MOST_OFFSET:
        raise ValueError("offset")
    return timezone(-offset if sign == "-" else offset)


def decimal(text: str) -> float | None:
    """Return a number, or None where it is none."""
    found = _DECIMAL.fullmatch(text.strip())
    return _finite(found[0]) if found else None


def whole(text: str) -> int | None:
    """Return a whole number, or None where it is none."""
    return int(text) if _WHOLE.fullmatch(text) else None


def polygon(text: str) -> tuple[Point, ...] | None:
    """Return the points of a polygon, or None where they cannot be told apart."""
    found = tuple(_points(text))
    if not found or _PAIR.sub("", text).strip():
        return None
    return found


def circle(text: str) -> Circle | None:
    """Return a circle, or None where it is none."""
    pair = _PAIR.match(text.strip())
    radius = decimal(text.strip()[pair.end() :]) if pair else None
    points = [*_points(pair[0])] if pair else []
    return Circle(*points[0], radius) if points and radius is not None else None


def words(text: str) -> tuple[str, ...]:
    """Return a list's words; one with blanks in it stands in double quotes."""
    found = (quoted or bare for quoted, bare in _WORD.findall(text))
    return tuple(word for word in found if word.strip())


def references(text: str) -> tuple[Reference, ...]:
    """Return those messages that are named in full; whatever else stands there is left out."""
    found = []
    for match in _REFERENCE.finditer(text):
        sent = moment(match[3])
        if sent is not None:
            found.append(Reference(match[1], match[2], sent))
    return tuple(found)


def _points(text: str) -> Iterator[Point]:
    for first, second in _PAIR.findall(text):
        latitude, longitude = _finite(first), _finite(second)
        if latitude is not None and longitude is not None:
            yield latitude, longitude


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None
