"""What the drivers alone need for the writes of one command: the same rows in the same tables.

Nothing is governed, no head is kept, no chain is hashed: row by row, as one would write it. What
the database is told about durability, pages and its log is the same for both: otherwise what is
compared is how often each waits for the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import psycopg

from xiangyue.storage.sqlite import set_pragmas
from xiangyue.storage.store import open_engine
from xiangyue.tables import metadata

BODY_BYTES: Final = 800
"""About what one journal entry of the governed command takes."""

_TASK = "community, id, flow, release, state, version, unit, opener, opened_at, since, last, data"
_ROWS = {
    "head": ("community, seq, hash, settings, mode, failing", 6),
    "task": (f"{_TASK}, private, alarms", 14),
    "journal": ("community, seq, key, task, body, hash", 6),
    "ledger": (
        'community, seq, n, member, account, amount, rule, task, at, sort, "class", balance,'
        " frozen, corrects",
        14,
    ),
    "touch": ("community, seq, n, subject, at, kind, fields", 7),
    "outbox": ("community, seq, n, kind, recipient, address, task, at, due", 9),
}


def on_sqlite(folder: Path) -> Callable[[], None]:
    """Return one bare command in a file, with the settings that the engine gives its own."""
    path = folder / "bare.db"
    _make(f"sqlite:///{path}")
    connection = sqlite3.connect(path, isolation_level=None)
    set_pragmas(connection, None)
    cursor = connection.cursor()

    def end() -> None:
        cursor.execute("COMMIT")

    def begin() -> None:
        cursor.execute("BEGIN IMMEDIATE")

    return _command(cursor, "?", begin, end)


def on_postgresql(url: str) -> Callable[[], None]:
    """Return one bare command at a server, with psycopg's prepared statements."""
    _make(url)
    connection = psycopg.connect(url.replace("+psycopg", "", 1))
    return _command(connection.cursor(), "%s", lambda: None, connection.commit)


def _make(url: str) -> None:
    engine = open_engine(url)
    metadata.create_all(engine)
    engine.dispose()


def _insert(table: str, mark: str) -> str:
    columns, count = _ROWS[table]
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join([mark] * count)})"


def _command(
    cursor: Any, mark: str, begin: Callable[[], None], end: Callable[[], None]
) -> Callable[[], None]:
    where = f"WHERE community = {mark} AND id = {mark}"
    read = f"SELECT {_TASK} FROM task {where}"
    names = ("state", "version", "since", "last", "data")
    update = f"UPDATE task SET {', '.join(f'{name} = {mark}' for name in names)} {where}"
    insert = {name: _insert(name, mark) for name in _ROWS}
    body, digest = "x" * BODY_BYTES, bytes(32)
    begin()
    cursor.execute(insert["head"], ("c", 0, digest, 1, "normal", "{}"))
    first = ("c", "1", "job", "r", "one", 0, "c", "wang", 0, 0, 0, "{}", "{}", "{}")
    cursor.execute(insert["task"], first)
    end()
    count = iter(range(1, 10**9))

    def command() -> None:
        seq = next(count)
        begin()
        cursor.execute(read, ("c", "1"))
        cursor.fetchone()
        state, data = "two" if seq % 2 else "one", '{"amount":10,"value":15.0}'
        cursor.execute(update, (state, seq, seq, seq, data, "c", "1"))
        cursor.execute(insert["journal"], ("c", seq, f"{seq:012}", "1", body, digest))
        about = ("c", seq, 0, "wang")
        cursor.execute(
            insert["ledger"],
            (*about, "points", 1500, "there", "1", seq, "award", "", seq, 0, ""),
        )
        cursor.execute(insert["touch"], (*about, seq, "message", 0))
        says = "flows.job.actions.go.does.0"
        cursor.execute(insert["outbox"], ("c", seq, 0, "message", "wang", says, "1", seq, seq))
        end()

    return command
