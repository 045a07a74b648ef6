"""Intervals as cells write them, and the numbers that a numeric input may take.

The numbers of a column are floats throughout, or whole numbers throughout; a bound written as
``0.1`` and a value of 0.1 are then the same number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf, isfinite, nextafter
from typing import Any, NamedTuple

_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
_ALONE = re.compile(_NUMBER, re.ASCII)
_BETWEEN = re.compile(
    rf"(?P<left>[\[(])\s*(?P<low>{_NUMBER})?\s*\.\.\s*(?P<high>{_NUMBER})?\s*(?P<right>[\])])",
    re.ASCII,
)
_BEYOND = re.compile(rf"(?P<sign><=|>=|<|>)\s*(?P<bound>{_NUMBER})", re.ASCII)
_LONGEST = 80
_LONGEST_EXAMPLE = 1_000
HIGHEST = 10**300


class Interval(NamedTuple):
    """The numbers from ``low`` to ``high``; ``…_in`` tells whether the end itself belongs."""

    low: float = -inf
    high: float = inf
    low_in: bool = True
    high_in: bool = True

    def holds(self, number: float) -> bool:
        """Tell whether the number lies within."""
        above = self.low <= number if self.low_in else self.low < number
        return above and (number <= self.high if self.high_in else number < self.high)


EVERYWHERE = Interval()


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of a domain: those within ``span``, and multiples of ``step`` if there is one."""

    plain: type[int] | type[float]
    span: Interval = EVERYWHERE
    step: Fraction | None = None

    def admits(self, number: float) -> bool:
        """Tell whether the number belongs to the domain."""
        on_grid = self.step is None or (isfinite(number) and _exact(number) % self.step == 0)
        return on_grid and isfinite(number) and self.span.holds(number)

    def between(self, low: float, high: float) -> float | None:
        """Return a readable number strictly between two neighbouring ends, None if there is none.

        The ends of the span must be among the ends asked for.
        """
        if low < self.span.low or high > self.span.high:
            return None
        number = self._multiple(low, high) if self.step else _readable(low, high)
        return number if low < number < high else None

    def meets(self, interval: Interval) -> bool:
        """Tell whether a number of the domain's kind lies within, whatever the span."""
        low, high, low_in, high_in = interval
        kind = Line(self.plain, step=self.step)
        if low == high:
            return low_in and high_in and kind.admits(low)
        ends = ((low, low_in), (high, high_in))
        return low < high and (
            any(is_in and kind.admits(end) for end, is_in in ends)
            or kind.between(low, high) is not None
        )

    def _multiple(self, low: float, high: float) -> float:
        step = self.step or Fraction(1)
        if isfinite(low):
            return self.plain((floor(_exact(low) / step) + 1) * step)
        return self.plain((ceil(_exact(high) / step) - 1) * step) if isfinite(high) else 0


def unreadable(schema: Mapping[str, Any]) -> str | None:
    """Return the first keyword of a JSON Schema whose value is no usable bound."""
    for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        value = schema.get(key, 1)
        sound = isinstance(value, int | float) and not isinstance(value, bool)
        if not sound or not abs(value) <= HIGHEST or (key == "multipleOf" and value <= 0):
            return key
    for key, most in (("minLength", _LONGEST_EXAMPLE), ("maxLength", HIGHEST)):
        value = schema.get(key, 0)
        if not isinstance(value, int) or value > most:
            return key
    return None


def read_line(schema: Mapping[str, Any], kind: str) -> Line:
    """Return the numbers that a readable JSON Schema of this kind allows."""
    plain: type[int] | type[float] = int if kind == "integer" else float
    low, low_out = schema.get("minimum", -inf), schema.get("exclusiveMinimum", -inf)
    high, high_out = schema.get("maximum", inf), schema.get("exclusiveMaximum", inf)
    first, last = max(low, low_out), min(high, high_out)
    if plain is float:
        first, last = float(first), float(last)
    span = Interval(first, last, low > low_out, high < high_out)
    step = _exact(schema["multipleOf"]) if "multipleOf" in schema else None
    if kind == "integer":
        # Whole multiples of p/q, in lowest terms, are the multiples of p.
        step = Fraction(step.numerator) if step else Fraction(1)
    return Line(plain, span, step)


def parse_interval(cell: Any, plain: type[int] | type[float]) -> Interval | None:
    """Read ``3``, ``"[1..3]"``, ``"(3..]"`` or ``">= 3"``; None if it is no such thing."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if isinstance(cell, int) and abs(cell) > HIGHEST:
        return None
    text = str(cell).strip()
    if len(text) > _LONGEST and isinstance(cell, str):
        return None
    if _ALONE.fullmatch(text):
        return _interval(text, text, plain)
    if found := _BEYOND.fullmatch(text):
        sign, bound = found["sign"], found["bound"]
        low, high = (bound, None) if sign.startswith(">") else (None, bound)
        return _interval(low, high, plain, "=" in sign, "=" in sign)
    found = _BETWEEN.fullmatch(text)
    if not found or not (found["low"] or found["high"]):
        return None
    return _interval(
        found["low"], found["high"], plain, found["left"] == "[", found["right"] == "]"
    )


def _interval(
    low: str | None,
    high: str | None,
    plain: type[int] | type[float],
    low_in: bool = True,
    high_in: bool = True,
) -> Interval | None:
    first = -inf if low is None else _number(low, plain)
    last = inf if high is None else _number(high, plain)
    if (low and not isfinite(first)) or (high and not isfinite(last)):
        return None
    return Interval(first, last, low_in, high_in)


def _number(text: str, plain: type[int] | type[float]) -> float:
    whole = plain is int and text.lstrip("+-").isdigit()
    return int(text) if whole else float(text)


def _exact(number: float) -> Fraction:
    """Return the decimal number a person reads, 1/10 for 0.1."""
    return Fraction(str(number))


def _readable(low: float, high: float) -> float:
    """Return a number between two ends with as few digits as will do."""
    if not isfinite(low):
        return 0.0 if high > 0 else _beyond(high, -1)
    if not isfinite(high):
        return _beyond(low, 1)
    middle = low / 2 + high / 2
    for digits in range(17):
        if low < (number := round(middle, digits)) < high:
            return float(number)
    return middle if low < middle < high else nextafter(low, inf)


def _beyond(end: float, sign: int) -> float:
    near = float(floor(end) + 1 if sign > 0 else ceil(end) - 1)
    return near if near != end else nextafter(end, inf * sign)
