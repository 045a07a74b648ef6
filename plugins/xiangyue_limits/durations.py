"""Durations as limits compare them."""

from __future__ import annotations

from fractions import Fraction

from xiangyue.plugs import parse_duration

_DAYS = {
    "min": Fraction(1, 1440),
    "h": Fraction(1, 24),
    "wh": Fraction(7, 40),
    "d": Fraction(1),
    "wd": Fraction(7, 5),
    "w": Fraction(7),
    "m": Fraction(487, 16),
    "y": Fraction(1461, 4),
}
"""How many days each unit lasts on the average: five working days a week, eight hours each."""


def within(duration: str, most: str) -> bool:
    """Tell whether a duration is at most another; of different kinds, on the average."""
    return _days(duration) <= _days(most)


def _days(duration: str) -> Fraction:
    length = parse_duration(duration)
    return length.amount * _DAYS[length.unit.value]
