"""Words that ``hours.told`` has made, read again: what was taken in goes out as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from xiangyue.exchange.hsds.hours import _EN, _NTH_EN, DAYS, Opening, told

_TEXT: Final = re.compile(r"(?P<zh>.+?) / (?P<en>.+?)(?: \((?P<since>[\d-]*)–(?P<until>[\d-]*)\))?")
_PART: Final = re.compile(
    r"(?:every (?P<every>\d+) weeks ?)?"
    r"(?:(?P<nth>1st|2nd|3rd|4th|5th|last) )?(?:day (?P<dates>[\d, -]+?) (?=of))?"
    r"(?P<days>daily|[A-Z][a-z]{2}(?:(?:, |–)[A-Z][a-z]{2})*)?"
    r"(?: ?of (?:the month|every (?P<months>\d+) months))?"
    r"(?: ?(?P<opens>\d\d:\d\d)?–(?P<closes>\d\d:\d\d)?)?"
)
_NTHS: Final = {name: number for number, name in _NTH_EN.items()}


def read(text: str) -> tuple[list[Opening], str, str] | None:
    """Return the openings, and from and until which day; None for words of somebody else."""
    found = _TEXT.fullmatch(text)
    parts = [_PART.fullmatch(part) for part in found["en"].split("; ")] if found else []
    if not found or not all(parts):
        return None
    openings = [_opening(part) for part in parts if part]
    since, until = found["since"] or "", found["until"] or ""
    return (openings, since, until) if told(openings, since, until) == text else None


def _opening(part: re.Match[str]) -> Opening:
    dates = part["dates"] or ""
    return Opening(
        tuple(_days(part["days"] or "")),
        _NTHS.get(part["nth"] or "", 0),
        tuple(int(one) for one in dates.split(",") if one.strip()),
        int(part["every"] or part["months"] or 1),
        part["opens"] or "",
        part["closes"] or "",
    )


def _days(text: str) -> Iterator[int]:
    if text == "daily":
        yield from range(7)
        return
    for one in filter(None, text.split(", ")):
        first, _, last = one.partition("–")
        yield from range(_EN.index(first), _EN.index(last or first) + 1)


def rule(one: Opening) -> dict[str, Any]:
    """Return an opening as a schedule of HSDS 3 says it."""
    monthly = bool(one.nth or one.dates)
    nth = str(one.nth) if one.nth else ""
    said = {
        "freq": "MONTHLY" if monthly else "WEEKLY",
        "interval": one.every,
        "byday": ",".join(f"{nth}{DAYS[number]}" for number in one.days),
        "bymonthday": ",".join(map(str, one.dates)),
        "opens_at": one.opens,
        "closes_at": one.closes,
    }
    if not (one.days or one.dates):
        del said["freq"], said["interval"]
    return {name: value for name, value in said.items() if value != ""}
