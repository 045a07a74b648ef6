"""PostgreSQL's cursor in the shape that the store asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Self

import psycopg
from psycopg.pq.abc import PGresult

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

    def together(self, statements: Sequence[Asked]) -> list[list[Any]]:
        """Run statements one after the other on one way; returns the rows of each.

        The cursor holds those of the last.
        """
        results = self._run(statements)
        self.rowcount = results[-1].command_tuples or 0
        rows = [self._wire.rows(result) for result in results]
        self._rows = iter(rows[-1])
        return rows

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Self:
        """Run a statement for each of these rows, on one way; ``rowcount`` is that of all."""
        if rows:
            results = self._run([(sql, row) for row in rows])
            self.rowcount = sum(result.command_tuples or 0 for result in results)
        return self

    def _run(self, statements: Sequence[Asked]) -> list[PGresult]:
        if self._begin is None:
            return self._wire.run(statements)
        begin, self._begin = self._begin, None
        return self._wire.run([(begin, ()), *statements])[1:]

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._rows)
