"""PostgreSQL: a connection a transaction, a lock a community."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa

from xiangyue.errors import Conflict, Misuse, StoreError
from xiangyue.storage.keeper import Work
from xiangyue.storage.pg_cursor import PgCursor
from xiangyue.storage.pg_lines import Lines
from xiangyue.storage.pg_reading import PgReading
from xiangyue.storage.pg_tx import PgTx
from xiangyue.storage.reader import Reader
from xiangyue.storage.refusals import refusals, translated, translating
from xiangyue.storage.schema import open_schema
from xiangyue.storage.statements import Statements, statements
from xiangyue.storage.tx import Tx
from xiangyue.watch.facts import Retried
from xiangyue.watch.spans import part
from xiangyue.watch.watch import Watch

T = TypeVar("T")

OLDEST = 130000
_BEGIN = "BEGIN"
_LOOK = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_TRIES = 8


class PgReader(PgReading, Reader):
    """Reads one consistent state."""


class PostgreSQL:
    """Keeps a store in a PostgreSQL database, where many threads and processes may write.

    What a connection has read of the registry, and what it remembers of communities, stays with
    it: two threads never share that. Raises StoreError where the database cannot be used.
    """

    def __init__(self, engine: sa.Engine, owned: bool, watch: Watch) -> None:
        """Make the schema where there is none, and check it."""
        self.engine = engine
        self.statements: Statements = statements(engine.dialect)
        self.watch = watch
        self.lines = Lines(engine, owned)
        self._owned = owned
        self._open = True
        try:
            with translating():
                _check_server(engine)
                open_schema(engine)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close its connections; an engine that was passed in stays open."""
        self._open = False
        if self._owned:
            self.engine.dispose()

    def check_open(self) -> None:
        """Raise Misuse once it is closed."""
        if not self._open:
            raise Misuse("store-closed")

    def begin(self) -> Writing:
        """Open a transaction; communities are locked as they are looked at."""
        return Writing(self)

    def transact(self, work: Work[T], keyed: bool) -> T:
        """Do some work in a transaction, again where the database or the way to it undid it."""
        for tries in range(1, _TRIES + 1):
            try:
                with Writing(self) as tx:
                    return work(tx)
            except StoreError as error:
                again = error.code in ("store-busy", "store-lost", "store-undone")
                if tries == _TRIES or not (again or (keyed and error.code == "store-unsure")):
                    raise
                self.watch.tell(Retried(error.code))
            time.sleep(random.uniform(0, min(2.0, 0.01 * 2**tries)))
        raise AssertionError

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read one consistent state."""
        with translating(), self.lines.lent() as line:
            begin = (_LOOK, *line.settings)
            yield PgReader(self.statements, PgCursor(line.connection, line.wire, begin))

    def scrub(self) -> None:
        """Leave it to the server: deleted rows are overwritten once they are vacuumed."""


class Writing:
    """One transaction as a context: committed at its end, undone where anything is raised."""

    __slots__ = ("_line", "_pooled", "_store", "_tx")

    def __init__(self, store: PostgreSQL) -> None:
        """Remember the store; no connection is taken yet."""
        self._store = store

    def __enter__(self) -> Tx:
        """Take a connection; the transaction begins with the first statement."""
        store = self._store
        self._pooled, self._line = store.lines.borrow()
        line = self._line
        cursor = PgCursor(line.connection, line.wire, (_BEGIN, *line.settings))
        self._tx = PgTx(store.statements, cursor, line.registry, store.watch, store.lines.waking)
        return self._tx

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write and commit, or undo; raises StoreError where the database refuses."""
        said: Exception | None = None
        try:
            if error is None:
                try:
                    with part("record"):
                        self._tx.commit()
                except psycopg.errors.DivisionByZero as moved:
                    error, said = moved, Conflict("task-version")
                except BaseException as late:
                    error = late
                    said = self._unsure(late)
                    if said is None:
                        raise
            elif isinstance(error, refusals()):
                said = translated(error)
        finally:
            if error is not None:
                self._line.registry.forget()
                self._line.end()
            self._store.lines.give_back(self._pooled)
        if said is not None:
            raise said from error
        if error is None:
            self._store.watch.tell_all(self._tx.notes)

    def _unsure(self, error: BaseException) -> Exception | None:
        """Return what a failed commit means; whoever lost the way does not know how it ended."""
        if not isinstance(error, refusals()):
            return None
        refusal = translated(error)
        if self._store.lines.waking.gave_way(error):
            return StoreError("store-busy", **refusal.values)
        if refusal.code == "store-lost":
            return StoreError("store-unsure", **refusal.values)
        return refusal


def _check_server(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if driver.info.server_version < OLDEST:
            found = driver.info.server_version // 10000
            raise StoreError("store-server-old", found=found, oldest=OLDEST // 10000)
        encoding = connection.execute(sa.text("SHOW server_encoding")).scalar()
        if encoding != "UTF8":
            raise StoreError("store-encoding", encoding=encoding)
