"""Durations as profiles write them: a whole number and one unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache, total_ordering

from xiangyue.errors import BadInput
from xiangyue.spelling import shown


class Unit(Enum):
    """What a duration counts."""

    MINUTE = "min"
    HOUR = "h"
    WORKING_HOUR = "wh"
    DAY = "d"
    WORKING_DAY = "wd"
    WEEK = "w"
    MONTH = "m"
    YEAR = "y"


# Units of one kind compare; how long a month, a working day or even a day is depends on when.
_SIZE: Mapping[Unit, tuple[str, int]] = {
    Unit.MINUTE: ("elapsed", 1),
    Unit.HOUR: ("elapsed", 60),
    Unit.WORKING_HOUR: ("working hours", 1),
    Unit.DAY: ("days", 1),
    Unit.WORKING_DAY: ("working days", 1),
    Unit.WEEK: ("days", 7),
    Unit.MONTH: ("months", 1),
    Unit.YEAR: ("months", 12),
}
# About a thousand years; hours and minutes end where six digits do.
_MOST: Mapping[Unit, int] = {
    Unit.DAY: 365_000,
    Unit.WORKING_DAY: 260_000,
    Unit.WEEK: 52_000,
    Unit.MONTH: 12_000,
    Unit.YEAR: 1_000,
}
_MOST_DIGITS = 999_999
_FORM = re.compile(r"(\d{1,6})([a-z]+)", re.ASCII)
_COMBINED = re.compile(r"(\d+\s*[a-z]+[\s,]*){2,}", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Duration:
    """So many units; ``str`` writes it as a profile does, ``90min``.

    60min equals 1h, and so do 7d and 1w, 12m and 1y. Durations of other kinds are neither equal
    nor in any order: comparing them with ``<`` raises TypeError; ask ``comparable`` first.
    """

    amount: int
    unit: Unit
    _length: tuple[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out its kind and length, by which durations are compared and looked up."""
        kind, size = _SIZE[self.unit]
        object.__setattr__(self, "_length", (kind, self.amount * size))

    def comparable(self, other: Duration) -> bool:
        """Tell whether one of the two is surely the longer, or both are equal."""
        return self._length[0] == other._length[0]

    def __str__(self) -> str:
        """Write it as profiles do."""
        return f"{self.amount}{self.unit.value}"

    def __eq__(self, other: object) -> bool:
        """Be equal to a duration of the same kind and length."""
        return isinstance(other, Duration) and self._length == other._length

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self._length)

    def __lt__(self, other: object) -> bool:
        """Be less than a longer duration of the same kind."""
        if not isinstance(other, Duration) or not self.comparable(other):
            return NotImplemented
        return self._length < other._length


def parse_duration(text: object) -> Duration:
    """Read ``30min``, ``4h``, ``3d``, ``2w``, ``4wh`` (working hours), ``10wd``, ``6m`` or ``1y``.

    Raises BadInput for anything else, and for more than about a thousand years.
    """
    return _parsed(text) if type(text) is str else _read(text)


def _read(text: object) -> Duration:
    word = shown(text)
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    if not found:
        combined = isinstance(text, str) and _COMBINED.fullmatch(word)
        raise BadInput("duration-combined" if combined else "duration-form", value=word)
    try:
        unit = Unit(found[2])
    except ValueError:
        raise BadInput("duration-unit", value=word, unit=shown(found[2])) from None
    amount, most = int(found[1]), _MOST.get(unit, _MOST_DIGITS)
    if amount > most:
        raise BadInput("duration-long", value=word, most=f"{most}{unit.value}")
    return Duration(amount, unit)


_parsed = lru_cache(maxsize=1024)(_read)
