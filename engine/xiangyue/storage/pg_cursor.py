"""PostgreSQL's cursor in the shape that the store asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Self

import psycopg

from xiangyue.storage.pg_wire import Asked, Wire


class PgCursor:
    """Runs statements in a transaction that begins with the first of them.

    ``begin`` travels with that first statement, so that it costs no way of its own.
    """

    __slots__ = ("_begin", "_rows", "_wire", "connection", "rowcount")

    def __init__(self, connection: psycopg.Connection[Any], wire: Wire, begin: str) -> None:
        """Begin nothing yet."""
        self.connection = connection
        self.rowcount = -1
        self._wire = wire
        self._begin: str | None = begin
        self._rows: Iterator[Any] = iter(())

    @property
    def begun(self) -> bool:
        """Whether the transaction has begun."""
        return self._begin is None

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Self:
        """Run a statement."""
        self.together([(sql, values)])
        return self

    def together(self, statements: Sequence[Asked]) -> None:
        """Run statements one after the other on one way; the cursor holds the last one's rows."""
        if self._begin is not None:
            statements, self._begin = [(self._begin, ()), *statements], None
        last = self._wire.run(statements)[-1]
        self.rowcount = last.command_tuples or 0
        self._rows = iter(self._wire.rows(last))

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Self:
        """Run a statement for each of these rows, on one way; ``rowcount`` is that of all."""
        if rows:
            begin, self._begin = self._begin, None
            first = [(begin, ())] if begin is not None else []
            results = self._wire.run([*first, *((sql, row) for row in rows)])
            self.rowcount = sum(result.command_tuples or 0 for result in results[len(first) :])
        return self

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._rows)
