"""What a workbook's sheet says about its cells beside their values: formulas, merged cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xiangyue.exchange.sheets.rows import Row, Value, is_blank

_CHUNK = 1 << 20
_MOST_MERGED = 200_000
_TOLD = re.compile(
    rb"""<(?:\w+:)?(?:(?P<formula>f)[\s/>]|mergeCell\s[^>]*?ref=["'](?P<merged>[A-Z0-9:]+)["']"""
    rb"""|row\s(?P<row>[^>]*))"""
)
_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_RANGE = re.compile(rb"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Layout:
    """Whether there are formulas, which rows are hidden, and which cells reach downwards.

    ``merged`` has by row, from 1, the columns, from 0, and the last row that each reaches.
    """

    formulas: bool
    hidden: frozenset[int]
    merged: Mapping[int, tuple[tuple[int, int], ...]]


def layout(path: Path, part: str) -> Layout:
    """Read a sheet's part once, a piece at a time, for what stands about its cells."""
    formulas, hidden, number, many = False, set[int](), 0, 0
    merged: dict[int, tuple[tuple[int, int], ...]] = {}
    for told in _told(path, part):
        if told["formula"]:
            formulas = True
        elif told["row"] is not None:
            said = _NUMBER.search(told["row"])
            number = int(said[1]) if said else number + 1
            if _HIDDEN.search(told["row"]):
                hidden.add(number)
        elif (found := _RANGE.fullmatch(told["merged"])) and many < _MOST_MERGED:
            first, last = int(found[2]), int(found[4])
            if last > first:
                many += 1
                merged[first] = (*merged.get(first, ()), (_column(found[1]), last))
    return Layout(formulas, frozenset(hidden), merged)


def _told(path: Path, part: str) -> Iterator[re.Match[bytes]]:
    rest = b""
    with zipfile.ZipFile(path) as parts, parts.open(part) as content:
        while chunk := content.read(_CHUNK):
            text, mark, rest = (rest + chunk).rpartition(b"<")
            yield from _TOLD.finditer(text)
            rest = mark + rest
            if len(rest) > _CHUNK:  # no tag is as long
                rest = b""
    yield from _TOLD.finditer(rest)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def laid_out(rows: Iterator[Row], about: Layout) -> Iterator[Row]:
    """Let a cell that reaches over several rows be said in each in which something stands."""
    reaching: dict[int, tuple[int, Value]] = {}
    for row in rows:
        number = row.number
        reaching = {column: cell for column, cell in reaching.items() if cell[0] >= number}
        values = [*row.values]
        if not row.blank:
            for column, (_, value) in reaching.items():
                values += [None] * (column + 1 - len(values))
                if is_blank(values[column]):
                    values[column] = value
        for column, last in about.merged.get(number, ()):
            if not is_blank(row.at(column)):
                reaching[column] = (last, row.at(column))
        yield Row(row.file, row.sheet, number, tuple(values), number in about.hidden)
