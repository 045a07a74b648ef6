"""What is asked of a database's cursor, whichever driver it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

Query = tuple[str, Sequence[Any]]
"""A statement whose values are marked with ``?``, and these values."""


AT_ONCE = 400
"""So many values one statement is given."""


def chunks(values: Sequence[Any], size: int = AT_ONCE) -> Iterator[Sequence[Any]]:
    """Yield values in parts that one statement takes."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


class Cursor(Protocol):
    """Runs statements whose values are marked with ``?``."""

    @property
    def connection(self) -> Any:
        """The driver's connection."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Any:
        """Run a statement; returns something that yields its rows."""

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Any:
        """Run a statement for each of these rows."""

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
