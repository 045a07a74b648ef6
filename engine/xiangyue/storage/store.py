"""The store: one writer at a time on SQLite, and the settings it must have to be safe."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from xiangyue.errors import BadInput, Misuse, StoreError, XiangyueError
from xiangyue.storage.reader import Reader
from xiangyue.storage.registry import Registry
from xiangyue.storage.schema import check_schema, create_schema
from xiangyue.storage.statements import Statements, statements
from xiangyue.storage.tx import Tx

Durability = Literal["normal", "full"]

BUSY_SECONDS = 30.0
_BUSY_MS = 5000
_MEMORY = (None, "", ":memory:")


class Store:
    """Opens, checks and guards a database; all reading and writing goes through it.

    ``durability`` "normal" survives the death of the process, "full" also a power loss.
    Raises StoreError if the database cannot be used safely, with what to set.
    """

    def __init__(self, target: str | sa.Engine, durability: Durability = "normal") -> None:
        """Open the database at a URL, or use an engine of the embedding application."""
        if durability not in ("normal", "full"):
            raise Misuse("store-durability", durability=durability)
        self._owned = isinstance(target, str)
        self.engine = open_engine(target) if isinstance(target, str) else target
        if self.engine.dialect.name != "sqlite":
            raise StoreError("store-dialect", dialect=self.engine.dialect.name)
        self.statements: Statements = statements(self.engine.dialect)
        self.registry = Registry()
        self.lock = threading.RLock()
        with translating():
            self._pooled: Any = self.engine.raw_connection()
        connection: Any = self._pooled.driver_connection
        self.writer: sqlite3.Connection = connection
        self._level, self.writer.isolation_level = self.writer.isolation_level, None
        try:
            with translating():
                (self._synchronous,) = self.writer.execute("PRAGMA synchronous").fetchone()
                _check_pragmas(self.writer, self._owned)
                synchronous = "FULL" if durability == "full" else "NORMAL"
                self.writer.execute(f"PRAGMA synchronous = {synchronous}")
                create_schema(self.engine)
                check_schema(self.engine)
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
        """Open a transaction that nobody else can write beside; it is kept whole or not at all."""
        self._check_open()
        return Writing(self)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read one consistent state without holding up the writer."""
        self._check_open()
        if self._is_memory():
            with self.lock, translating():
                yield Reader(self.statements, self.writer.cursor())
            return
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
        except REFUSALS as error:
            raise translated(error) from error
        finally:
            pooled.close()

    def scrub(self) -> None:
        """Empty the write-ahead log, where deleted rows would linger, unless it is being read."""
        with self.lock:
            self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _check_open(self) -> None:
        # Once given back, the writer's connection is in somebody else's hands.
        if not self._pooled.is_valid:
            raise Misuse("store-closed")

    def _is_memory(self) -> bool:
        return self.engine.url.database in _MEMORY


class Writing:
    """One transaction as a context: committed at its end, undone where anything is raised."""

    __slots__ = ("_cursor", "_store", "_tx")

    def __init__(self, store: Store) -> None:
        """Remember the store; nothing is locked yet."""
        self._store = store

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
        self._tx = Tx(store.statements, self._cursor, store.registry)
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
                    self._tx.flush()
                    self._cursor.execute("COMMIT")
                except BaseException as late:
                    error = late
                    raise
        except REFUSALS as refused:
            raise translated(refused) from refused
        finally:
            try:
                if error is not None:
                    _undo(store)
            finally:
                store.lock.release()
        if isinstance(error, REFUSALS):
            raise translated(error) from error


def _undo(store: Store) -> None:
    """Roll back, and forget what was read inside the transaction."""
    store.registry.forget()
    if store.writer.in_transaction:
        store.writer.execute("ROLLBACK")


def open_engine(url: str) -> sa.Engine:
    """Return an engine for the database at a URL, with every connection set as it must be."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise Misuse("store-url", url=url) from error
    if parsed.get_backend_name() != "sqlite":
        raise StoreError("store-dialect", dialect=parsed.get_backend_name())
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False}}
    if parsed.database in _MEMORY:
        options["poolclass"] = StaticPool
    engine = sa.create_engine(parsed, **options)
    sa.event.listen(engine, "connect", _set_pragmas)
    try:
        engine.connect().close()
    except (sa.exc.DBAPIError, UnicodeDecodeError) as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        refusal = translated(cause)
        if refusal.code in ("store-disk", "store-failed"):
            refusal = StoreError("store-open", url=url, detail=str(cause))
        raise refusal from error
    return engine


def _set_pragmas(connection: Any, _: Any) -> None:
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


# The driver raises the last where words hold what UTF-8 cannot write, or where it cannot read its
# own complaint, because a damaged file makes it quote what is no text.
REFUSALS = (sqlite3.Error, UnicodeError)

_CODES = {
    sqlite3.SQLITE_BUSY: "store-busy",
    sqlite3.SQLITE_LOCKED: "store-busy",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_FULL: "store-full",
    sqlite3.SQLITE_IOERR: "store-disk",
    sqlite3.SQLITE_CORRUPT: "store-corrupt",
    sqlite3.SQLITE_NOTADB: "store-corrupt",
    sqlite3.SQLITE_CANTOPEN: "store-disk",
}


@contextmanager
def translating() -> Iterator[None]:
    """Raise what the driver says, directly or through SQLAlchemy, as an error of ours."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise translated(error.orig) from error
    except REFUSALS as error:
        raise translated(error) from error


def translated(error: BaseException | None) -> XiangyueError:
    """Return what the driver's error means for whoever uses the store."""
    if isinstance(error, UnicodeEncodeError):
        return BadInput("words-broken")
    if isinstance(error, UnicodeDecodeError):
        return StoreError("store-corrupt", detail=error.reason)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return StoreError(_CODES.get(code, "store-failed"), detail=str(error))
