"""A sheet's rows, whichever kind of file they come from, each cell with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from xiangyue.errors import Place

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 4_000  # characters
FURTHEST = 1 << 20  # as far down as a workbook's rows go

ERROR = re.compile(r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!)")
"""What a spreadsheet program writes where it cannot say a value."""

_BLANK = "\u200b\u200c\u200d\u2060\ufeff"  # beside what Python takes for white space
_EDGES = re.compile(rf"^[\s{_BLANK}]+|[\s{_BLANK}]+$")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose value is an error of the sheet's own; ``code`` names what to say of it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)


class Percent(float):
    """A number that is shown as a percentage: 0.85 where 85% is seen."""


class Since1904(float):
    """A number of a workbook whose days count from 1904."""


Value = str | int | float | bool | datetime | date | time | Unreadable | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` is that of the workbook, or the line of a CSV on which it begins."""

    file: str
    sheet: str | None
    number: int
    values: tuple[Value, ...]
    hidden: bool = False

    def place(self, column: int) -> Place:
        """Return where a cell is, counted from 0: ``f.xlsx!Sheet1!C7``, or ``f.csv:7:3``."""
        if self.sheet is None:
            return Place(self.file, self.number, column + 1)
        return Place(f"{self.file}!{self.sheet}!{letters(column)}{self.number}")

    def at(self, column: int) -> Value:
        """Return the value of a column; None where the row is shorter."""
        return self.values[column] if column < len(self.values) else None

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(map(is_blank, self.values))


def letters(column: int) -> str:
    """Return what a workbook calls a column, counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def trimmed(text: str) -> str:
    """Return a text without what does not show at its ends."""
    return _EDGES.sub("", text)


def is_blank(value: Value) -> bool:
    """Tell whether nothing is to be seen in a cell."""
    return value is None or (isinstance(value, str) and not trimmed(value))


def half_width(text: str) -> str:
    """Return a text with full-width letters, digits and marks as ordinary ones."""
    return unicodedata.normalize("NFKC", text)
