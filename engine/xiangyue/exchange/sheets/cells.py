"""What a cell says: text, an id, a number, a day, one of several words.

Each reader takes a cell that is not blank, and raises BadInput for what it does not say. Excel's
habits are met here: numbers that are ids, full-width digits, dates that are numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xiangyue.errors import BadInput
from xiangyue.exchange.sheets.rows import (
    MAX_CELL,
    Percent,
    Since1904,
    Unreadable,
    Value,
    half_width,
    trimmed,
)
from xiangyue.spelling import nearest, shown
from xiangyue.time.clock import EARLIEST, LATEST, from_wall, zone
from xiangyue.words import CONTROL, is_id

_DIGITS = 15  # as many of a number as a workbook keeps
_ROUNDED = re.compile(r"[+-]?\d+(\.\d+)?[eE]\+\d+", re.ASCII)
_WHOLE = re.compile(r"[+-]?(\d{1,3}([, ]\d{3}){1,4}|\d{1,15})(\.0+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,3}([, ]\d{3})+|\d+)(\.\d+)?( ?%)?", re.ASCII)
_DAY = re.compile(
    r"(?P<year>\d{4})"
    r"(?:(?P<mark>[-/.])(?P<m1>\d{1,2})(?P=mark)(?P<d1>\d{1,2})"
    r"|年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日?|(?P<m3>\d\d)(?P<d3>\d\d))"
    r"(?:[ T]*(?P<before>上午|下午)? *(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})"
    r"(?:[:分](?:(?P<second>\d{1,2})(?:\.\d+)?秒?)?)? *(?P<after>[AP]M)?)?",
    re.ASCII | re.IGNORECASE,
)
_MORNING, _AFTERNOON = ("上午", "AM"), ("下午", "PM")
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's count, for days from March 1900 on
_TO_1904 = 1462  # days
_LAST_SERIAL = 2_958_465  # the end of 9999
_GUARD = re.compile(r"'(?=[-+=@－＋＝＠\t\r\n'\d#])", re.ASCII)

YES = ("yes", "y", "true", "1", "是", "有", "对", "√", "✓")
NO = ("no", "n", "false", "0", "否", "无", "不", "×")


def text(value: Value) -> str:
    """Read a text as it stands, without blanks at its ends."""
    match value:
        case Unreadable():
            raise BadInput(value.code, **value.values)
        case bool():
            found = "true" if value else "false"
        case int():
            if len(str(abs(value))) > _DIGITS:
                raise BadInput("sheet-digits", limit=_DIGITS)
            found = str(value)
        case Percent():
            found = f"{value * 100:.12g}%"
        case float():
            if abs(value) >= 10**_DIGITS:
                raise BadInput("sheet-digits", limit=_DIGITS)
            found = str(int(value)) if value.is_integer() else repr(float(value))
        case datetime():
            at = value.replace(microsecond=0)
            found = at.date().isoformat() if at.time() == time() else at.isoformat(" ")
        case date() | time():
            found = value.isoformat()
        case _:
            found = trimmed(unguarded(str(value)))
    if len(found) > MAX_CELL:
        raise BadInput("sheet-long", limit=MAX_CELL)
    if CONTROL.search(found):
        raise BadInput("sheet-control")
    return found


def unguarded(words: str) -> str:
    """Return a text without the apostrophe that kept it from being taken for a formula."""
    return words[1:] if _GUARD.match(words) else words


def code(value: Value) -> str:
    """Read a number or name by which something is known; full-width signs count as ordinary."""
    if isinstance(value, date | time):
        raise BadInput("sheet-made-a-date", value=text(value))
    found = half_width(text(value)).strip()
    if _ROUNDED.fullmatch(found):
        raise BadInput("sheet-rounded", value=shown(found))
    return found


def ident(value: Value) -> str:
    """Read an id, as units and members have."""
    found = code(value)
    if not is_id(found):
        raise BadInput("sheet-id", value=shown(found))
    return found


def whole(value: Value) -> int:
    """Read a whole number."""
    found = half_width(text(value))
    if not _WHOLE.fullmatch(found):
        raise BadInput("sheet-whole", value=shown(found))
    return int(_bare(found.partition(".")[0]))


def number(value: Value) -> int | float:
    """Read a number; 85% is 0.85."""
    if isinstance(value, Percent | Since1904):
        return int(value) if value.is_integer() else float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    found = half_width(text(value))
    if not _NUMBER.fullmatch(found):
        raise BadInput("sheet-number", value=shown(found))
    bare = _bare(found.rstrip("%"))
    if found.endswith("%"):
        return float(Decimal(bare) / 100)
    return float(bare) if "." in bare else int(bare)


def _bare(found: str) -> str:
    return found.replace(",", "").replace(" ", "")


def yes(value: Value) -> bool:
    """Read yes or no."""
    found = half_width(text(value)).lower()
    if found in YES or found in NO:
        return found in YES
    raise BadInput("sheet-yes", value=shown(found))


def one_of(value: Value, known: Mapping[str, str]) -> str:
    """Read one of several words; ``known`` is what each stands for, by what may be written."""
    found = plain(text(value))
    if found not in known:
        near = nearest(text(value), dict.fromkeys(known.values()))
        raise BadInput("sheet-choice", value=shown(text(value)), **near)
    return known[found]


def plain(words: str) -> str:
    """Return a word as words are compared: half-width, small, without marks and blanks."""
    return "".join(char for char in half_width(words).lower() if char.isalnum())


def wall(value: Value) -> datetime:
    """Read a day, perhaps with a time: as a workbook keeps it, or written with the year first."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    found = half_width(text(value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if _SERIAL.fullmatch(found) or (is_number and 0 < float(found) < 1e5):
        return _of_serial(float(found) + (_TO_1904 if isinstance(value, Since1904) else 0))
    written = _DAY.fullmatch(found)
    if not written:
        raise BadInput("sheet-date", value=shown(found))
    said = written.groupdict()
    month, day = next((said[f"m{n}"], said[f"d{n}"]) for n in "123" if said[f"m{n}"])
    hour, minute, second = (int(said[part] or 0) for part in ("hour", "minute", "second"))
    half = (said["before"] or said["after"] or "").upper()
    try:
        at = datetime(int(said["year"]), int(month), int(day), hour, minute, second)
        return at.replace(hour=_of_day(hour, half)) if half else at
    except ValueError as error:
        raise BadInput("sheet-date", value=shown(found)) from error


def _of_day(hour: int, half: str) -> int:
    """Return the hour of the day for one of a half; some say 下午 15:00 all the same."""
    if half in _MORNING:
        return 0 if hour == 12 else hour
    return hour + 12 if half in _AFTERNOON and hour < 12 else hour


def _of_serial(days: float) -> datetime:
    if not 61 <= days <= _LAST_SERIAL:
        raise BadInput("sheet-date", value=shown(days))
    return _EPOCH + timedelta(seconds=round(days * 86_400))


def day(value: Value) -> date:
    """Read a day."""
    found = wall(value).date()
    if not EARLIEST.date() < found < LATEST.date():
        raise BadInput("sheet-date", value=shown(found))
    return found


def moment(value: Value, timezone: str | None) -> datetime:
    """Read a moment, as the clock on the wall of a time zone showed it; an ISO offset counts."""
    if isinstance(value, str):
        try:
            at = datetime.fromisoformat(trimmed(value))
        except ValueError:
            at = None
        if at is not None and at.tzinfo is not None:
            return at
    found = wall(value)
    if not EARLIEST.date() < found.date() < LATEST.date():
        raise BadInput("sheet-date", value=shown(found))
    return from_wall(found, zone(timezone))
