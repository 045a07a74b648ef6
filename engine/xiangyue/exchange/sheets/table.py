"""A sheet's records: each row beneath the header, cell by cell, with what is wrong of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.sheets.columns import Column, Header, find_header
from xiangyue.exchange.sheets.reading import read_rows
from xiangyue.exchange.sheets.rows import MAX_ROWS, Row, Value, half_width, is_blank
from xiangyue.profile import Finding

T = TypeVar("T")

EXAMPLES = ("e.g. ", "例:", "例: ")
"""How the first cell of a row begins that only shows how it is done; full-width marks too."""


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What a reader is told about a sheet.

    ``sheet`` is the workbook's, ``encoding`` a CSV's, and ``columns`` says what headings mean: the
    id of a column, or nothing for what is not read.
    """

    sheet: str | None = None
    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


class Record:
    """One row as its columns; what is wrong with a cell goes to the findings of the table."""

    def __init__(self, table: Table, row: Row) -> None:
        """Read a row of a table."""
        self._table = table
        self.row = row
        self.sound = True
        """Whether nothing is wrong with it so far."""

    def place(self, column: str) -> Place:
        """Return where a column's cell is, or the row's first where there is no such column."""
        return self.row.place(self.column(column))

    def column(self, name: str) -> int:
        """Return where a column stands, counted from 0; 0 where there is no such column."""
        return self._table.where.get(name, 0)

    def has(self, column: str) -> bool:
        """Tell whether something stands in a column's cell."""
        return not is_blank(self.raw(column))

    def raw(self, column: str) -> Value:
        """Return what stands in a column's cell."""
        where = self._table.where.get(column)
        return None if where is None else self.row.at(where)

    def get(self, column: str, read: Callable[[Value], T], *, needed: bool = False) -> T | None:
        """Read a cell; None where it is blank, or wrong, which is then found."""
        value = self.raw(column)
        if is_blank(value):
            if needed and column in self._table.where:
                self.wrong(column, "sheet-missing")
            self.sound = self.sound and not needed
            return None
        try:
            return read(value)
        except BadInput as error:
            self.wrong(column, error.code, **error.values)
            return None

    def wrong(self, column: str, code: str, /, **values: Any) -> None:
        """Note what is wrong with a cell."""
        self.sound = False
        finding = Finding(code, "error", self.place(column), column, values)
        self._table.note(finding, self.row.number, self.column(column))


class Table:
    """The records of one sheet, read once from top to bottom."""

    def __init__(
        self,
        path: Path | str,
        columns: Sequence[Column],
        options: SheetOptions,
        progress: Progress | None = None,
    ) -> None:
        """Open a sheet and find its header; raises BadInput and Misuse as ``read_rows`` does."""
        self.count = self.examples = self._hidden = 0
        self._first_hidden: Place | None = None
        self._found: list[tuple[int, int, Finding]] = []
        rows = read_rows(path, sheet=options.sheet, encoding=options.encoding, progress=progress)
        of_header: list[Finding] = []
        self.header: Header
        self.header, self._rows = find_header(str(path), rows, columns, options.columns, of_header)
        for finding in of_header:
            self.note(finding, 0, 0)

    def note(self, finding: Finding, row: int, column: int) -> None:
        """Keep what was found of a cell."""
        self._found.append((row, column, finding))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, from top to bottom and from left to right."""
        return tuple(found for _, _, found in sorted(self._found, key=lambda f: f[:2]))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What people should know though nothing is wrong: rows were read that nobody saw."""
        if self._first_hidden is None:
            return ()
        values = {"count": self._hidden}
        return (Finding("sheet-hidden-rows", "warning", self._first_hidden, "", values),)

    @property
    def where(self) -> Mapping[str, int]:
        """Where each column stands, counted from 0."""
        return self.header.where

    def records(self) -> Iterator[Record]:
        """Go through the rows in which something stands; rows that are examples are counted.

        Raises BadInput for more than 100,000.
        """
        width = len(self.header.row.values)
        for row in self._rows:
            if row.blank or row.values == self.header.row.values:  # as where pages were joined
                continue
            if is_example(row.values):
                self.examples += 1
                continue
            self.count += 1
            if self.count > MAX_ROWS:
                raise BadInput("sheet-too-many-rows", place=row.place(0), limit=MAX_ROWS)
            if row.hidden:
                self._hidden += 1
                self._first_hidden = self._first_hidden or row.place(0)
            record = Record(self, row)
            for i in range(len(row.values)):
                if (i >= width or is_blank(self.header.row.at(i))) and not is_blank(row.at(i)):
                    record.sound = False
                    finding = Finding("sheet-no-heading", "error", row.place(i))
                    self.note(finding, row.number, i)
            yield record


def is_example(values: Sequence[Value]) -> bool:
    """Tell whether a row only shows how it is done."""
    first = next((value for value in values if not is_blank(value)), None)
    return isinstance(first, str) and half_width(first).lstrip().lower().startswith(EXAMPLES)
