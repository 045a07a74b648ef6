"""Everything that is stored, read row by row, whatever it has become."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from operator import methodcaller
from typing import Any, Self

import orjson

from xiangyue.audit.rows import COLUMNS, WIDTHS, Row
from xiangyue.storage import Reader

_FETCH = 1000

_as_text = methodcaller("decode", "utf-8", "surrogateescape")
# Reads what is stored as text even where it is no text any more; every byte survives.


class Source:
    """Reads a database through a reader's connection; a context manager.

    What is still being read when it ends is closed.
    """

    __slots__ = ("_open",)

    def __init__(self) -> None:
        """Begin with nothing open."""
        self._open: set[Any] = set()

    def __enter__(self) -> Self:
        """Begin to read."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is still being read."""
        for cursor in self._open:
            cursor.close()

    def select(self, sql: str, *values: Any) -> Iterator[Row]:
        """Yield the rows of a statement, a thousand in memory at a time."""
        cursor = self._cursor()
        self._open.add(cursor)
        cursor.execute(self._marked(sql), values)
        while rows := cursor.fetchmany(_FETCH):
            yield from rows
        self._open.remove(cursor)
        cursor.close()

    def rows(self, table: str, community: str | None = None) -> Iterator[Row]:
        """Yield the rows of a table in the order of its key, of one community or of all."""
        columns = COLUMNS[table]
        order = ", ".join(columns[: WIDTHS[table]])
        select = f"SELECT {', '.join(columns)} FROM {table}"
        if community is None:
            return self.select(f"{select} ORDER BY {order}")
        return self.select(f"{select} WHERE community = ? ORDER BY {order}", community)

    def complaints(self) -> Iterator[str]:
        """Yield what the database says of its own files."""
        raise NotImplementedError

    def strays(self, table: str, chains: list[str]) -> Iterator[Row]:
        """Yield the rows of a table that are of no community with a chain."""
        raise NotImplementedError

    def _cursor(self) -> Any:
        raise NotImplementedError

    def _marked(self, sql: str) -> str:
        return sql


class _SQLite(Source):
    """Reads text that may be none, through a connection that others use before and after."""

    __slots__ = ("_connection", "_factory")

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection
        self._factory = connection.text_factory

    def __enter__(self) -> Self:
        self._connection.text_factory = _as_text
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.text_factory = self._factory
        super().__exit__(*error)

    def _cursor(self) -> Any:
        return self._connection.cursor()

    def complaints(self) -> Iterator[str]:
        said = self.select("PRAGMA integrity_check(20)")
        return (line for (line,) in said if line != "ok")

    def strays(self, table: str, chains: list[str]) -> Iterator[Row]:
        return self.select(
            f"SELECT {', '.join(COLUMNS[table])} FROM {table} WHERE (community IN"
            " (SELECT value FROM json_each(?))) IS NOT TRUE",
            orjson.dumps(chains).decode(),
        )


class _PostgreSQL(Source):
    """Reads through cursors that the server keeps, inside the reader's transaction."""

    __slots__ = ("_count", "_reader")

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        reader.all("SELECT 1")  # begins the transaction, if it has not begun
        self._reader = reader
        self._count = 0

    def _cursor(self) -> Any:
        self._count += 1
        return self._reader.cursor.connection.cursor(f"xiangyue_{self._count}")

    def _marked(self, sql: str) -> str:
        return sql.replace("?", "%s")

    def complaints(self) -> Iterator[str]:
        return iter(())

    def strays(self, table: str, chains: list[str]) -> Iterator[Row]:
        columns = ", ".join(COLUMNS[table])
        return self.select(f"SELECT {columns} FROM {table} WHERE community <> ALL(?)", chains)


def source(reader: Reader) -> Source:
    """Return what reads the database of a reader."""
    connection = reader.cursor.connection
    return (
        _SQLite(connection) if isinstance(connection, sqlite3.Connection) else _PostgreSQL(reader)
    )
