"""SQLite: one writer at a time, and the settings it must have to be safe."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, TypeVar

import sqlalchemy as sa

from xiangyue.errors import Misuse, StoreError
from xiangyue.storage.address import MEMORY
from xiangyue.storage.keeper import Work
from xiangyue.storage.reader import Reader
from xiangyue.storage.refusals import SQLITE, translated, translating
from xiangyue.storage.registry import Registry
from xiangyue.storage.schema import open_schema
from xiangyue.storage.statements import Statements, statements
from xiangyue.storage.turn import Turn
from xiangyue.storage.tx import Tx
from xiangyue.watch.spans import part
from xiangyue.watch.watch import Note, Watch

T = TypeVar("T")

BUSY_SECONDS = 30.0
_BUSY_MS = 5000
_TOGETHER = 100
"""How many commands share a commit at most."""


class SQLite:
    """Keeps a store in an SQLite database.

    Raises StoreError if it cannot be used safely, with what to set.
    """

    def __init__(self, engine: sa.Engine, owned: bool, full: bool, watch: Watch) -> None:
        """Take the writer's connection; ``full`` is whether each commit survives a power loss."""
        self.engine = engine
        self.statements: Statements = statements(engine.dialect)
        self.registry = Registry()
        self.lock = threading.RLock()
        self.watch = watch
        self._owned = owned
        self._turns: deque[Turn[Any]] = deque()
        with translating():
            self._pooled: Any = engine.raw_connection()
        connection: Any = self._pooled.driver_connection
        self.writer: sqlite3.Connection = connection
        self._level, self.writer.isolation_level = self.writer.isolation_level, None
        try:
            with translating():
                (self._synchronous,) = self.writer.execute("PRAGMA synchronous").fetchone()
                _check_pragmas(self.writer, self._owned)
                self.writer.execute(f"PRAGMA synchronous = {'FULL' if full else 'NORMAL'}")
                open_schema(engine)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection back as it was; an engine that was passed in stays open."""
        with self.lock:
            if not self._owned and self._pooled.is_valid:
                self.writer.execute(f"PRAGMA synchronous = {self._synchronous}")
                self.writer.isolation_level = self._level
            self._pooled.close()
            if self._owned:
                self.engine.dispose()

    def begin(self) -> Writing:
        """Open a transaction that nobody else can write beside."""
        return Writing(self)

    def transact(self, work: Work[T], keyed: bool) -> T:
        """Do some work in a transaction; callers that wait meanwhile share the next one.

        Whoever gets the lock first does the work of all who stand behind it and commits once.
        """
        del keyed
        turn, notes = Turn(work), list[Note]()
        if not self._turns and self.lock.acquire(blocking=False):
            try:
                with Writing(self, notes) as tx:
                    turn.run(tx)
            finally:
                self.lock.release()
        else:
            self._wait(turn, notes)
        self.watch.tell_all(notes)
        return turn.end()

    def _wait(self, turn: Turn[Any], notes: list[Note]) -> None:
        """Stand behind others until somebody has done what is to be done."""
        self._turns.append(turn)
        try:
            with self.lock:
                while not turn.done:  # more than share a commit may stand before it
                    self._take_turns(turn, notes)
        except BaseException:
            # Whoever is interrupted has not been promised anything: nobody does it later.
            with suppress(ValueError, IndexError):
                self._turns.remove(turn)
            raise

    def _take_turns(self, own: Turn[Any], notes: list[Note]) -> None:
        turns = [self._turns.popleft() for _ in range(min(len(self._turns), _TOGETHER))]
        writing = Writing(self, notes)
        try:
            with writing as tx:
                for turn in turns:
                    turn.run(tx)
        except StoreError as error:
            for turn in turns:
                turn.error = error
        except Exception as error:
            # Nothing was kept; whose work broke is not known, and must not speak for the others.
            turns[0].error = error
            if len(turns) > 1:
                for turn in turns:
                    self._alone(turn, notes)
        except BaseException:
            if not writing.kept:
                self._turns.extendleft(turn for turn in reversed(turns) if turn is not own)
            for turn in turns if writing.kept else ():
                turn.done = True
            raise
        for turn in turns:
            turn.done = True

    def _alone(self, turn: Turn[Any], notes: list[Note]) -> None:
        try:
            with Writing(self, notes) as tx:
                turn.run(tx)
        except Exception as error:
            turn.error = error

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read one consistent state without holding up the writer."""
        if self.engine.url.database in MEMORY:
            with self.lock, translating():
                yield Reader(self.statements, self.writer.cursor())
            return
        with translating():
            pooled = self.engine.raw_connection()
        try:
            connection: Any = pooled.driver_connection
            level, connection.isolation_level = connection.isolation_level, None
            cursor = connection.cursor()
            cursor.execute("BEGIN")
            try:
                yield Reader(self.statements, cursor)
            finally:
                cursor.execute("ROLLBACK")
                connection.isolation_level = level
        except SQLITE as error:
            raise translated(error) from error
        finally:
            pooled.close()

    def scrub(self) -> None:
        """Empty the write-ahead log, where deleted rows would linger, unless it is being read."""
        with self.lock:
            self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def check_open(self) -> None:
        """Raise Misuse once it is closed: the connection is then in somebody else's hands."""
        if not self._pooled.is_valid:
            raise Misuse("store-closed")


class Writing:
    """One transaction as a context: committed at its end, undone where anything is raised.

    What is to be told of it is added to ``notes``, or told at its end where that is None.
    """

    __slots__ = ("_cursor", "_notes", "_store", "_tx", "kept")

    def __init__(self, store: SQLite, notes: list[Note] | None = None) -> None:
        """Remember the store; nothing is locked yet."""
        self._store = store
        self._notes = notes
        self.kept = False
        """Whether it was committed, whatever was raised after."""

    def __enter__(self) -> Tx:
        """Take the write lock."""
        store = self._store
        store.lock.acquire()
        try:
            self._cursor = store.writer.cursor()
            _patiently(self._cursor, "BEGIN IMMEDIATE")
        except BaseException:
            store.lock.release()
            raise
        self._tx = Tx(store.statements, self._cursor, store.registry, store.watch)
        return self._tx

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write and commit, or undo; raises StoreError where the database refuses."""
        store = self._store
        try:
            if error is None:
                try:
                    with part("record"):
                        self._tx.flush()
                        self._cursor.execute("COMMIT")
                    self.kept = True
                except BaseException as late:
                    # An interruption shows after the COMMIT that it came in; a refusal undoes it.
                    self.kept = not (isinstance(late, Exception) or store.writer.in_transaction)
                    error = late
                    raise
        except SQLITE as refused:
            raise translated(refused) from refused
        finally:
            try:
                if error is not None:
                    _undo(store)
            finally:
                store.lock.release()
        if isinstance(error, SQLITE):
            raise translated(error) from error
        if error is not None:
            return
        if self._notes is None:
            store.watch.tell_all(self._tx.notes)
        else:
            self._notes += self._tx.notes


def _undo(store: SQLite) -> None:
    """Roll back, and forget what was read inside the transaction."""
    store.registry.forget()
    if store.writer.in_transaction:
        store.writer.execute("ROLLBACK")


def set_pragmas(connection: Any, _: Any) -> None:
    """Set a new connection as it must be."""
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    # A command touches a few short rows in many tables: small pages write less of what is
    # unchanged beside them. Only a new database takes this.
    connection.execute("PRAGMA page_size = 2048")
    # Of several that open a new database at once, SQLite lets none wait for another.
    _patiently(connection, "PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    # 16 MB of log instead of SQLite's 4: hot pages are copied to the database less often.
    connection.execute("PRAGMA wal_autocheckpoint = 8000")


def _check_pragmas(connection: sqlite3.Connection, owned: bool) -> None:
    def pragma(name: str) -> Any:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]

    if pragma("journal_mode") not in ("wal", "memory"):
        raise StoreError("store-no-wal")
    if not owned and pragma("busy_timeout") < 1000:
        raise StoreError("store-no-busy-timeout")
    if not pragma("foreign_keys"):
        raise StoreError("store-no-foreign-keys")


def _patiently(connection: sqlite3.Connection | sqlite3.Cursor, sql: str) -> None:
    """Run a statement that takes a lock; when others hold it, try again at uneven intervals."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(sql)
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > give_up:
                raise translated(error) from error
            time.sleep(random.uniform(0.001, 0.01))
