"""Codes of places: which lies within which, as far as the codes themselves tell."""

from __future__ import annotations

import re
import unicodedata

# Schemes of other codes that are digits, too.
_FOREIGN = re.compile(
    "taiwan|same|ugc|fips|emma|nuts|warncell|clc|cap-?cp|iso|lau|zip|postal|nws|unspc"
)
_PROVINCES = frozenset(
    f"{code}"
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71))
    for code in range(first, last + 1)
) | {"81", "82"}
_DIVISION = re.compile("[0-9]{6}|[0-9]{9}|[0-9]{12}")
_LEVELS = (2, 4, 6, 9, 12)  # digits of province, city, county, township and village


def plain(text: str) -> str:
    """Return a code or its scheme as it is compared: half-width, small, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def division(scheme: str, code: str) -> str:
    """Return those digits of a Chinese division's code that tell it from others; empty if none.

    330100000000, 330100000 and 330100 are the city 3301, within the province 33.
    """
    digits = plain(code)
    if _FOREIGN.search(plain(scheme)) or not _DIVISION.fullmatch(digits):
        return ""
    if digits[:2] not in _PROVINCES:
        return ""
    for level in _LEVELS:
        if not digits[level:].strip("0"):
            return digits[:level]
    return digits
