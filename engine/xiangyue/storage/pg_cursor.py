"""PostgreSQL's cursor in the shape that the store asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Self

import psycopg
from psycopg.pq.abc import PGresult

from xiangyue.storage.cursor import Query
from xiangyue.storage.pg_wire import Wire


class PgCursor:
    """Runs statements in a transaction that begins with the first of them.

    ``begin`` travels with that first statement, so that it costs no way of its own; so does
    whatever is left for later.
    """

    __slots__ = ("_later", "_rows", "_wire", "begun", "connection", "rowcount")

    def __init__(
        self, connection: psycopg.Connection[Any], wire: Wire, begin: Sequence[str]
    ) -> None:
        """Begin nothing yet."""
        self.connection = connection
        self.rowcount = -1
        """How many rows the last statement changed."""
        self.begun = False
        """Whether there is anything to commit or undo."""
        self._wire = wire
        self._later: list[Query] = [(sql, ()) for sql in begin]
        self._rows: Iterator[Any] = iter(())

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Self:
        """Run a statement."""
        (result,) = self._run([(sql, values)])
        self.rowcount = result.command_tuples or 0
        self._rows = iter(self._wire.rows(result))
        return self

    def later(self, sql: str, values: Sequence[Any], rows: int) -> None:
        """Run a statement that writes so many rows before the next one, on the same way."""
        self.begun = True
        self._later.append((sql, values))
        self._wire.wrote(rows)

    def commit(self, afterwards: Sequence[Query] = ()) -> bool:
        """Commit; returns whether the server did so.

        What fails ``afterwards`` is nobody's concern: the COMMIT before it stands.
        """
        return self._run([("COMMIT", ())], afterwards)[-1].command_status == b"COMMIT"

    def each(self, queries: Sequence[Query]) -> list[list[Any]]:
        """Run statements one after the other on one way; returns the rows of each."""
        return [self._wire.rows(result) for result in self._run(queries)] if queries else []

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Self:
        """Run a statement for each of these rows, on one way; ``rowcount`` is that of all."""
        if rows:
            results = self._run([(sql, row) for row in rows])
            self.rowcount = sum(result.command_tuples or 0 for result in results)
        return self

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._rows)

    def _run(
        self, queries: Sequence[Query], afterwards: Sequence[Query] | None = None
    ) -> list[PGresult]:
        later, self._later, self.begun = self._later, [], True
        return self._wire.run([*later, *queries], afterwards)[len(later) :]
