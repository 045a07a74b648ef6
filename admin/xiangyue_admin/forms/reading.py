"""What people write, as values: digits of every width, days in every usual way, lists by line.

Each function raises ValueError with one sentence where the text cannot be read.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from xiangyue_admin import speaking
from xiangyue_admin.speaking import _

YEARS = range(1000, 9000)
"""Years that can be reckoned with: a week before and after each there is a day."""

_NARROW = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
_INTEGER = re.compile(r"[+-]?[0-9]{1,16}", re.ASCII)
_NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,10})?|\.[0-9]{1,10})", re.ASCII)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.ASCII)
_TIME = re.compile(r"(.*?)[T\s]+([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?", re.ASCII)


def plain(text: str) -> str:
    """Return text without surrounding space, its letters, digits and marks of the usual width."""
    return text.translate(_NARROW).strip()


def integer(text: str) -> int:
    """Read a whole number: ``12``, ``１２``, ``1,200``."""
    said = plain(text)
    said = said.replace(",", "") if _GROUPED.fullmatch(said) else said
    if _INTEGER.fullmatch(said):
        return int(said)
    number = said.rstrip("0").removesuffix(".") if "." in said else ""
    if _INTEGER.fullmatch(number):
        return int(number)
    raise ValueError(_("Write a whole number in digits, such as 12."))


def number(text: str) -> int | float:
    """Read a number; what has no fraction is a whole one."""
    said = plain(text).replace("。", ".")
    said = said.replace(",", "") if _GROUPED.fullmatch(said) else said
    if not _NUMBER.fullmatch(said):
        raise ValueError(_("Write a number in digits, such as 12 or 0.5."))
    found = float(said)
    return int(found) if found.is_integer() else found


def day(text: str) -> str:
    """Read a day: ``2026-06-01``, ``2026/6/1``, ``2026年6月1日``."""
    found = _DAY.fullmatch(plain(text).replace(" ", ""))
    try:
        if found and int(found[1]) in YEARS:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass
    raise ValueError(_("Write a day that there is, such as 2026-06-01."))


def moment(text: str) -> str:
    """Read a day and a time of day in the zone that dates are shown in."""
    found = _TIME.fullmatch(plain(text))
    try:
        if found:
            hour, minute = int(found[2]), int(found[3])
            at = date.fromisoformat(day(found[1]))
            local = datetime(at.year, at.month, at.day, hour, minute, tzinfo=speaking.zone())
            return local.isoformat(timespec="minutes")
    except ValueError:
        pass
    raise ValueError(_("Write a day and a time of day, such as 2026-06-01 09:30."))


def lines(text: str) -> list[str]:
    """Read a list: one item a line, or set apart by commas or by 、."""
    items = (item.strip() for item in re.split(r"[\n\r]+|[,，、;；]", text))
    return [item for item in items if item]


def shown(value: Any, kind: str) -> str:
    """Write a value as it is read back: for a field that is filled in already."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if kind == "date-time" and isinstance(value, str):
        try:
            local = datetime.fromisoformat(value).astimezone(speaking.zone())
        except ValueError:
            return value
        return local.strftime("%Y-%m-%dT%H:%M")
    return str(value)
