"""When something is open: what a directory says of it as words, and such words as hours again.

The words say it in Chinese and in English, as a notice on a door does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from xiangyue.values import Value, replace

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ZH: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_NTH_ZH: Final = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", 5: "第五个", -1: "最后一个"}
_NTH_EN: Final = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}
_NAMES: Final = {
    **{day: number for number, day in enumerate(DAYS)},
    **{name.upper(): number for number, name in enumerate(_EN)},
    **{str(number): (number - 1) % 7 for number in range(8)},
    **{
        f"{name}DAY": number
        for number, name in enumerate(("MON", "TUES", "WEDNES", "THURS", "FRI", "SATUR", "SUN"))
    },
    **{name: number for number, name in enumerate(_ZH)},
    **{f"星期{name[1:]}": number for number, name in enumerate(_ZH)},
    **{"周天": 6, "星期天": 6},
}
_PART: Final = re.compile(r"([+-]?\d{1,2})?\s*([^\d\s+-]+|\d)")
_CLOCK: Final = re.compile(
    r"(?:\d{4}-\d\d-\d\dT)?(\d{1,2})(?:[:.hH]?(\d\d))?(?::\d\d(?:\.\d+)?)?\s*([ap])?\.?m?\.?"
    r"(?:Z|[+-]\d\d:?(?:\d\d)?)?",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?")
_FREQUENCIES: Final = {
    **dict.fromkeys(("WEEKLY", "WEEK", ""), "weekly"),
    **dict.fromkeys(("MONTHLY", "MONTH"), "monthly"),
    **dict.fromkeys(("DAILY", "DAY"), "daily"),
}


class Opening(Value, frozen=True):
    """On which days of which weeks or months, from when until when.

    ``days`` are 0 for Monday to 6; of a month each may be the nth one, from its end if negative.
    """

    days: tuple[int, ...] = ()
    nth: int = 0
    dates: tuple[int, ...] = ()
    every: int = 1
    opens: str = ""
    closes: str = ""


def opening(says: Mapping[str, str]) -> Opening | None:
    """Return what a schedule says; None where it says nothing of it, or what cannot be told."""
    often = _FREQUENCIES.get(says.get("freq", "").upper())
    days = _days(says.get("byday") or says.get("weekday") or "")
    dates = _numbers(says.get("bymonthday", "") if often == "monthly" else "")
    every = says.get("interval") or "1"
    opens, closes = (_clock(says.get(name, "")) for name in ("opens_at", "closes_at"))
    if None in (often, days, dates, opens, closes) or not (every.isdigit() and 0 < int(every) < 53):
        return None
    if often == "daily" and not days:
        days = [(0, number) for number in range(7)]
    nths = {nth for nth, _ in days or ()}
    if len(nths) > 1 or not nths <= {0, *_NTH_EN} or (nths - {0} and often != "monthly"):
        return None
    numbers = tuple(sorted({number for _, number in days or ()}))
    found = Opening(
        numbers, next(iter(nths), 0), dates or (), int(every), opens or "", closes or ""
    )
    monthly = often == "monthly" and not (found.nth or found.dates)
    return None if found == Opening(every=found.every) or monthly else found


def _days(text: str) -> list[tuple[int, int]] | None:
    found = []
    for part in filter(None, (one.strip() for one in re.split("[,;、，；]", text.strip("[]")))):
        told = _PART.fullmatch(part.strip("'\" ").upper())
        day = _NAMES.get(told[2]) if told else None
        if told is None or day is None:
            return None
        found.append((int(told[1] or 0), day))
    return found


def _numbers(text: str) -> tuple[int, ...] | None:
    try:
        found = tuple(sorted({int(one) for one in text.split(",") if one.strip()}))
    except ValueError:
        return None
    return found if all(1 <= abs(one) <= 31 for one in found) else None


def _clock(text: str) -> str | None:
    if not text:
        return ""
    told = _CLOCK.fullmatch(text.strip())
    if told is None:
        return None
    hour, minute = int(told[1]), int(told[2] or 0)
    if told[3]:
        hour = hour % 12 + 12 * (told[3].lower() == "p")
    good = (hour < 24 and minute < 60) or (hour, minute) == (24, 0)
    return f"{hour:02}:{minute:02}" if good else None


def merged(found: Iterable[Opening]) -> list[Opening]:
    """Put together the days on which something is open alike, in the order of the week."""
    alike: dict[Opening, set[int]] = {}
    for one in found:
        alike.setdefault(replace(one, days=()), set()).update(one.days)
    whole = [replace(one, days=tuple(sorted(days))) for one, days in alike.items()]
    return sorted(whole, key=lambda one: (one.days, one.opens, one.closes, one.dates, one.nth))


def told(found: Sequence[Opening], since: str = "", until: str = "") -> str:
    """Say when something is open, in Chinese and English; from and until which day at the end."""
    if not found:
        return ""
    span = f" ({since}–{until})" if since or until else ""
    zh, en = "；".join(map(_zh, found)), "; ".join(map(_en, found))
    return f"{zh} / {en}{span}"


def day(text: str) -> str:
    """Return a date as ISO has it, without a time; nothing where it is none."""
    found = _DAY.fullmatch(text)
    return found[1] if found else ""


def _zh(one: Opening) -> str:
    clock = _span(one)
    dates = "、".join(f"{n}日" if n > 0 else f"倒数第{-n}日" for n in one.dates)
    if one.nth or one.dates:
        months = "每月" if one.every == 1 else f"每{one.every}个月"
        days = f"{_NTH_ZH[one.nth]}{_list(one.days, _ZH, '、', '至')}" if one.nth else dates
        return f"{months}{days} {clock}".rstrip()
    weeks = "" if one.every == 1 else f"每{one.every}周 "
    days = "每天" if len(one.days) == 7 else _list(one.days, _ZH, "、", "至")
    return " ".join(part for part in (f"{weeks}{days}".strip(), clock) if part)


def _en(one: Opening) -> str:
    clock = _span(one)
    if one.nth or one.dates:
        of = "of the month" if one.every == 1 else f"of every {one.every} months"
        named = f"{_NTH_EN[one.nth]} {_list(one.days, _EN, ', ', '–')}" if one.nth else ""
        days = named or f"day {', '.join(map(str, one.dates))}"
        return f"{days} {of} {clock}".rstrip()
    weeks = "" if one.every == 1 else f"every {one.every} weeks"
    days = "daily" if len(one.days) == 7 else _list(one.days, _EN, ", ", "–")
    return " ".join(part for part in (weeks, days, clock) if part)


def _span(one: Opening) -> str:
    return f"{one.opens}–{one.closes}" if one.opens or one.closes else ""


def _list(days: tuple[int, ...], names: Sequence[str], comma: str, dash: str) -> str:
    """Name days; three and more in a row by the first and the last."""
    rows: list[list[int]] = []
    for number in days:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    parts: list[str] = []
    for row in rows:
        named = [names[number] for number in row]
        parts += [f"{named[0]}{dash}{named[-1]}"] if len(row) > 2 else named
    return comma.join(parts)
