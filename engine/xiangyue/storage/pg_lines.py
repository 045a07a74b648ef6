"""Connections to PostgreSQL that are lent and given back, each with what is remembered of it."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
import sqlalchemy as sa

from xiangyue.storage.pg_wire import Wire
from xiangyue.storage.refusals import translating
from xiangyue.storage.registry import Registry
from xiangyue.storage.waking import Waking

_OURS = "xiangyue"
_SETTINGS = (
    # Nobody waits for ever. Every statement is found by its key: planning it anew for each value
    # would cost more than it takes.
    "SELECT set_config('lock_timeout', '30s', {local}),"
    " set_config('plan_cache_mode', 'force_generic_plan', {local})"
)


class Line(NamedTuple):
    """A connection with what it remembers: what is prepared on it, and what was read."""

    connection: psycopg.Connection[Any]
    wire: Wire
    registry: Registry
    autocommit: bool
    """Whether the connection committed by itself before it was lent."""
    settings: tuple[str, ...]
    """What each transaction has to begin with."""

    def end(self) -> None:
        """Undo what is open; a broken connection is closed."""
        try:
            if self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                self.wire.run([("ROLLBACK", ())], ())
        except psycopg.Error:
            self.connection.close()


class Lines:
    """The lines to one database, through SQLAlchemy's pool."""

    def __init__(self, engine: sa.Engine, owned: bool) -> None:
        """Take none yet; whose engine is not ours gets its connections back as they were."""
        self.waking = Waking()
        self._engine = engine
        self._owned = owned

    def borrow(self) -> tuple[sa.PoolProxiedConnection, Line]:
        """Take a connection that begins no transaction by itself, and that still works.

        Raises StoreError where there is none.
        """
        with translating():
            while True:
                pooled = self._engine.raw_connection()
                try:
                    line = self._line(pooled)
                except BaseException:
                    self.give_back(pooled)
                    raise
                if line is not None:
                    return pooled, line
                self.give_back(pooled)

    def _line(self, pooled: sa.PoolProxiedConnection) -> Line | None:
        """Return what is remembered of a connection; None of one that the server has ended."""
        driver: Any = pooled.driver_connection
        line: Line | None = pooled.info.get(_OURS)
        if line is None:
            before, driver.autocommit = driver.autocommit, True
            settings = () if self._owned else (_SETTINGS.format(local=True),)
            if self._owned:
                driver.execute(_SETTINGS.format(local=False))
            line = Line(driver, Wire(driver), Registry(), before, settings)
            pooled.info[_OURS] = line
        elif _is_ended(driver):
            driver.close()
            return None
        elif not self._owned:
            before, driver.autocommit = driver.autocommit, True
            if before != line.autocommit:
                line = pooled.info[_OURS] = line._replace(autocommit=before)
        self.waking.look(line.wire)
        return line

    def give_back(self, pooled: sa.PoolProxiedConnection) -> None:
        """Return a connection to the pool, unless it is broken."""
        driver: Any = pooled.driver_connection
        if driver.closed:
            pooled.invalidate()
        elif not self._owned and _OURS in pooled.info:
            driver.autocommit = pooled.info[_OURS].autocommit
        pooled.close()

    @contextmanager
    def lent(self) -> Iterator[Line]:
        """Borrow a line for a while; what is open at the end is undone."""
        pooled, line = self.borrow()
        try:
            yield line
        finally:
            line.end()
            self.give_back(pooled)


def _is_ended(connection: Any) -> bool:
    """Tell whether the server has said anything unasked, as it does to say good-bye.

    Nothing is sent, so that this costs no way there and back.
    """
    if connection.closed:
        return True
    if not hasattr(select, "poll"):
        return False  # this system cannot tell; it will show
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
