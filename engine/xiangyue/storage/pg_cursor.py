"""PostgreSQL's cursor in the shape that the store asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Self

import psycopg

from xiangyue.storage.cursor import Query


@lru_cache(maxsize=2048)
def marked(sql: str) -> str:
    """Return a statement with its values marked the way psycopg reads it."""
    return sql.replace("%", "%%").replace("?", "%s")


class PgCursor:
    """Runs statements in a transaction that begins with the first of them.

    ``begin`` travels with that first statement, so that it costs no way of its own; so does
    whatever is left for later.
    """

    __slots__ = ("_cursor", "_later", "begun", "connection")

    def __init__(self, connection: psycopg.Connection[Any], begin: str) -> None:
        """Begin nothing yet."""
        self.connection = connection
        self._cursor = connection.cursor()
        self._later: list[Query] = [(begin, ())]
        self.begun = False
        """Whether there is anything to commit or undo."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        return self._cursor.rowcount

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Self:
        """Run a statement."""
        if self._later:
            self.together([(sql, values)])
        else:
            self._cursor.execute(marked(sql), values)
        return self

    def later(self, sql: str, values: Sequence[Any]) -> None:
        """Run a statement before the next one, on the same way."""
        self.begun = True
        self._later.append((sql, values))

    def together(self, queries: Sequence[Query]) -> None:
        """Run statements one after the other on one way; the cursor holds the last one's rows."""
        with self._one_way():
            *before, (sql, values) = queries
            for first, given in before:
                self.connection.execute(marked(first), given)
            self._cursor.execute(marked(sql), values)

    def each(self, queries: Sequence[Query]) -> list[list[Any]]:
        """Run statements one after the other on one way; returns the rows of each."""
        if not queries:
            return []
        with self._one_way():
            cursors = [self.connection.execute(marked(sql), values) for sql, values in queries]
        return [cursor.fetchall() for cursor in cursors]

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]], /) -> Self:
        """Run a statement for each of these rows."""
        with self._one_way():
            self._cursor.executemany(marked(sql), rows)
        return self

    @contextmanager
    def _one_way(self) -> Iterator[None]:
        """Send what is run within in one go, after what was left for later."""
        later, self._later, self.begun = self._later, [], True
        with self.connection.pipeline():
            for sql, values in later:
                self.connection.execute(marked(sql), values)
            yield

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return self._cursor.fetchall()
