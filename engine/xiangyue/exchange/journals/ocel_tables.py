"""OCEL 2.0 as a database of SQLite: a table for each type of objects and of events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from xiangyue.exchange.journals.as_ocel import Happening, Thing
from xiangyue.exchange.logs.eventlog import Value
from xiangyue.exchange.names import slug

_TABLES: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
BEGIN;
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES event_map_type(ocel_type));
CREATE TABLE object (
    ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES object_map_type(ocel_type));
CREATE TABLE event_object (
    ocel_event_id TEXT REFERENCES event(ocel_id), ocel_object_id TEXT REFERENCES object(ocel_id),
    ocel_qualifier TEXT, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
    ocel_source_id TEXT REFERENCES object(ocel_id), ocel_target_id TEXT REFERENCES object(ocel_id),
    ocel_qualifier TEXT, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
"""
_MADE: Final = {
    "event": "ocel_id TEXT PRIMARY KEY REFERENCES event(ocel_id), ocel_time TIMESTAMP",
    "object": (
        "ocel_id TEXT REFERENCES object(ocel_id), ocel_time TIMESTAMP, ocel_changed_field TEXT"
    ),
}
_COLUMNS: Final = {
    bool: "BOOLEAN",
    int: "INTEGER",
    float: "REAL",
    str: "TEXT",
    datetime: "TIMESTAMP",
}


class AsTables:
    """Takes objects and events into a new file, which holds no other process's data."""

    def __init__(self, path: Path) -> None:
        """Make the file; it must not be there."""
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(_TABLES)
        self._tables: dict[tuple[str, str], str] = {}
        self._columns: dict[str, set[str]] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what came, unless something went wrong, and close the file."""
        with closing(self._connection):
            self._connection.execute("ROLLBACK" if kind else "COMMIT")

    def thing(self, thing: Thing) -> None:
        """Take an object: what it is at first, then each change."""
        table = self._table("object", thing.type)
        self._insert("object", thing.id, thing.type)
        first: dict[str, tuple[datetime, Value]] = {}
        changes = []
        for key, at, value in thing.attributes:
            if key in first:
                changes.append((key, at, value))
            else:
                first[key] = at, value
        begin = min((at for at, _ in first.values()), default=None)
        said = [(key, value) for key, (_, value) in first.items()]
        self._row(table, [("ocel_id", thing.id), ("ocel_time", begin)], said)
        for key, at, value in changes:
            own = [("ocel_id", thing.id), ("ocel_time", at), ("ocel_changed_field", key)]
            self._row(table, own, [(key, value)])
        rows = ((thing.id, to, qualifier) for to, qualifier in thing.relations)
        self._connection.executemany("INSERT INTO object_object VALUES (?, ?, ?)", rows)

    def happening(self, happening: Happening) -> None:
        """Take an event."""
        table = self._table("event", happening.type)
        self._insert("event", happening.id, happening.type)
        own = [("ocel_id", happening.id), ("ocel_time", happening.at)]
        self._row(table, own, happening.attributes)
        rows = ((happening.id, to, qualifier) for to, qualifier in happening.relations)
        self._connection.executemany("INSERT INTO event_object VALUES (?, ?, ?)", rows)

    def _insert(self, sort: str, *values: str) -> None:
        self._connection.execute(f"INSERT INTO {sort} VALUES (?, ?)", values)

    def _table(self, sort: str, name: str) -> str:
        """Return the table of a type; its name is plain, and its own whatever the case."""
        found = self._tables.get((sort, name))
        if found is None:
            mapped = base = slug(name) or "type"
            number = 1
            while f"{sort}_{mapped}" in self._columns or mapped in _RESERVED:
                number += 1
                mapped = f"{base}_{number}"
            found = self._tables[sort, name] = f"{sort}_{mapped}"
            self._columns[found] = set()
            self._connection.execute(f'CREATE TABLE "{found}" ({_MADE[sort]})')
            self._connection.execute(f"INSERT INTO {sort}_map_type VALUES (?, ?)", (name, mapped))
        return found

    def _row(
        self, table: str, own: Sequence[tuple[str, Any]], said: Iterable[tuple[str, Value]]
    ) -> None:
        known = self._columns[table]
        values = [*own]
        for key, value in said:
            if key not in known:
                known.add(key)
                self._connection.execute(
                    f'ALTER TABLE "{table}" ADD COLUMN {_column(key)} {_COLUMNS[type(value)]}'
                )
            values.append((key, value))
        names = ", ".join(_column(key) for key, _ in values)
        marks = ", ".join("?" * len(values))
        plain = [_written(value) for _, value in values]
        self._connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', plain)


_RESERVED: Final = frozenset({"map_type", "object"})
"""Names that a type's table cannot have: those of the tables above."""


def _column(key: str) -> str:
    quoted = key.replace('"', '""')
    return f'"{quoted}"'


def _written(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat(" ") if isinstance(value, datetime) else value
