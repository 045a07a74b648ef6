"""Rows as they are stored, beside rows as they should be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import Any

from xiangyue.audit.report import Findings, show
from xiangyue.tables import OPERATIONAL, metadata

Row = tuple[Any, ...]
Key = tuple[Any, ...]

COLUMNS = {
    name: tuple(c.name for c in table.columns if c.name not in OPERATIONAL.get(name, ()))
    for name, table in metadata.tables.items()
}
"""The columns that follow from the journal."""

WIDTHS = {name: len(table.primary_key.columns) for name, table in metadata.tables.items()}
"""How many of a table's first columns are its key."""


def same(row: Row, wanted: Row) -> bool:
    """Tell whether two rows hold the same values of the same types."""
    return row == wanted and list(map(type, row)) == list(map(type, wanted))


def compare(
    findings: Findings,
    table: str,
    community: str,
    rows: Iterable[Row],
    wanted: MutableMapping[Key, Any],
    unpack: Callable[[Key, Any], Row],
    doubted: Callable[[Row], bool] = lambda row: False,
) -> None:
    """Find what was added, changed or removed; ``wanted`` is used up on the way.

    Rows in doubt are passed over: the entry that they come from is a finding already.
    """
    width = WIDTHS[table]
    for row in rows:
        key = row[:width]
        packed = wanted.pop(key, None)
        if doubted(row):
            continue
        if packed is None:
            findings.add("verify-added", table, community, key)
        elif not same(row, due := unpack(key, packed)):
            findings.add("verify-changed", table, community, key, **changes(table, row, due))
    for key in wanted:
        findings.add("verify-removed", table, community, key)


def changes(table: str, row: Row, wanted: Row) -> dict[str, Any]:
    """Return which columns differ, and how."""
    wrong = [
        (name, is_, due)
        for name, is_, due in zip(COLUMNS[table], row, wanted, strict=True)
        if is_ != due or type(is_) is not type(due)
    ]
    said = [f"{name} {show(is_)!r} ≠ {show(due)!r}" for name, is_, due in wrong]
    return {"columns": tuple(name for name, _, _ in wrong), "changes": ", ".join(said)}


class Beside:
    """The rows of a table that stand beside the journal, asked for by ascending entry."""

    __slots__ = ("_extra", "_row", "_rows", "seq")

    def __init__(self, rows: Iterator[Row], extra: Callable[[Row], None]) -> None:
        """Begin before the first row; ``extra`` is told of rows that nobody asks for."""
        self._rows = rows
        self._extra = extra
        self._row: Row = ()
        self.seq: float = 0
        self._step()

    def _step(self) -> None:
        for row in self._rows:
            if type(row[1]) is int:
                self._row, self.seq = row, row[1]
                return
            self._extra(row)
        self._row, self.seq = (), float("inf")

    def at(self, seq: float) -> list[Row]:
        """Return the rows of this entry."""
        while self.seq < seq:
            self._extra(self._row)
            self._step()
        found = []
        while self.seq == seq and self._row:
            found.append(self._row)
            self._step()
        return found

    def rest(self) -> None:
        """Tell of all rows that are left."""
        self.at(float("inf"))
