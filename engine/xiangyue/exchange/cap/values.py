"""The values of an alert, read from text as leniently as can be done without a guess."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone

from xiangyue.exchange.cap.model import Circle, Point, Reference

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt\s]\s*(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(?:([Zz])|([+-])(\d\d):?(\d\d))",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_WORD = re.compile(r'"([^"]*)"|(\S+)')
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
    points = [_point(word) for word in _joined(text)]
    known = tuple(point for point in points if point is not None)
    return known if known and len(known) == len(points) else None


def circle(text: str) -> Circle | None:
    """Return a circle, or None where it is none."""
    words = _joined(text)
    if len(words) != 2:
        return None
    point, radius = _point(words[0]), _number(words[1])
    return None if point is None or radius is None else Circle(*point, radius)


def words(text: str) -> tuple[str, ...]:
    """Return a list's words; one with blanks in it stands in double quotes."""
    found = (quoted or bare for quoted, bare in _WORD.findall(text))
    return tuple(word for word in found if word.strip())


def references(text: str) -> tuple[Reference, ...]:
    """Return those messages that are named in full; whatever else stands there is left out."""
    found = []
    for word in _joined(text):
        sender, _, rest = word.partition(",")
        identifier, _, written = rest.partition(",")
        sent = moment(written)
        if sender and identifier and sent is not None:
            found.append(Reference(sender, identifier, sent))
    return tuple(found)


def _joined(text: str) -> list[str]:
    """Return what stands between blanks; blanks around a comma are a slip of the pen."""
    return ",".join(part.strip() for part in text.split(",")).split()


def _point(text: str) -> Point | None:
    first, _, second = text.partition(",")
    latitude, longitude = _number(first), _number(second)
    return None if latitude is None or longitude is None else (latitude, longitude)


def _number(text: str) -> float | None:
    return _finite(text) if _NUMBER.fullmatch(text) else None


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None
