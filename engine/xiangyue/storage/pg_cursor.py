"""PostgreSQL's cursor in the shape that the store asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Self

import psycopg


@lru_cache(maxsize=2048)
def marked(sql: str) -> str:
    """Return a statement with its values marked the way psycopg reads it."""
    return sql.replace("%", "%%").replace("?", "%s")


class PgCursor:
    """Runs statements in a transaction that begins with the first of them.

    ``begin`` travels with that first statement, so that it costs no way of its own; ``afterwards``
    with a COMMIT, and whatever becomes of it, what is committed is committed.
    """

    __slots__ = ("_begin", "_cursor", "afterwards", "connection")

    def __init__(self, connection: psycopg.Connection[Any], begin: str) -> None:
        """Begin nothing yet."""
        self.connection = connection
        self._cursor = connection.cursor()
        self._begin: str | None = begin
        self.afterwards: str | None = None

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        return self._cursor.rowcount

    @property
    def begun(self) -> bool:
        """Whether the transaction has begun."""
        return self._begin is None

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Self:
        """Run a statement."""
        if self._begin is None:
            self._cursor.execute(marked(sql), values)
        else:
            self.together([(sql, values)])
        return self

    def together(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """Run statements one after the other on one way; the cursor holds the last one's rows."""
        begin, self._begin = self._begin, None
        try:
            with self.connection.pipeline():
                if begin is not None:
                    self.connection.execute(begin)
                *before, (sql, values) = statements
                for first, given in before:
                    self.connection.execute(marked(first), given)
                self._cursor.execute(marked(sql), values)
                if self.afterwards is not None:
                    self.connection.execute(self.afterwards)
        except psycopg.Error:
            if self.afterwards is None or self._cursor.statusmessage != "COMMIT":
                raise

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Self:
        """Run a statement for each of these rows."""
        if self._begin is not None:
            self.together([("SELECT 1", ())])
        self._cursor.executemany(marked(sql), rows)
        return self

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return self._cursor.fetchall()
