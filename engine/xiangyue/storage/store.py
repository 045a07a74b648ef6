"""The store: where everything is kept, in a database of one of two kinds."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Final, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from xiangyue.errors import Misuse, StoreError
from xiangyue.storage.address import MEMORY, parse_url
from xiangyue.storage.keeper import Keeper, Work
from xiangyue.storage.reader import Reader
from xiangyue.storage.refusals import translating
from xiangyue.storage.sqlite import SQLite, set_pragmas
from xiangyue.storage.tx import Tx
from xiangyue.watch.watch import Watch

T = TypeVar("T")

Durability = Literal["normal", "full"]

_DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}
_CONNECTIONS, _MORE_CONNECTIONS = 8, 24


class Store:
    """Opens, checks and guards a database; all reading and writing goes through it.

    ``durability`` "normal" survives the death of the process, "full" also a power loss;
    PostgreSQL always gives the latter. Raises StoreError if the database cannot be used safely,
    with what to set.
    """

    def __init__(self, target: str | sa.Engine, durability: Durability = "normal") -> None:
        """Open the database at a URL, or use an engine of the embedding application."""
        if durability not in ("normal", "full"):
            raise Misuse("store-durability", durability=durability)
        owned = isinstance(target, str)
        self.engine = open_engine(target) if isinstance(target, str) else target
        _check_driver(self.engine.dialect.name, self.engine.dialect.driver)
        self.watch = Watch()
        self.keeper: Keeper
        if self.engine.dialect.name == "sqlite":
            self.keeper = SQLite(self.engine, owned, durability == "full", self.watch)
        else:
            from xiangyue.storage.postgresql import PostgreSQL

            self.keeper = PostgreSQL(self.engine, owned, self.watch)

    def close(self) -> None:
        """Close it; an engine that was passed in stays open."""
        self.keeper.close()

    def begin(self) -> AbstractContextManager[Tx]:
        """Open a transaction that nobody else can write beside; it is kept whole or not at all."""
        self.keeper.check_open()
        return self.keeper.begin()

    def transact(self, work: Work[T], *, keyed: bool = False) -> T:
        """Do some work in a transaction and return what it returns; it may be done again.

        What the database undid because of others is tried again, and so is what was lost with a
        connection, unless nobody knows whether it was kept: that is done again only if ``keyed``,
        because then it leads to the same.
        """
        self.keeper.check_open()
        return self.keeper.transact(work, keyed)

    def read(self) -> AbstractContextManager[Reader]:
        """Read one consistent state without holding up the writer."""
        self.keeper.check_open()
        return self.keeper.read()

    def scrub(self) -> None:
        """Leave nothing of deleted rows behind, as far as this database can."""
        self.keeper.scrub()


_QUIET: Final = {"hide_parameters": True}
"""Errors of the database name the statement, never the values: they end up in logs."""


def _check_driver(dialect: str, driver: str) -> None:
    if _DRIVERS.get(dialect) != driver:
        raise StoreError("store-dialect", dialect=f"{dialect}+{driver}")


def open_engine(url: str) -> sa.Engine:
    """Return an engine for the database at a URL, with every connection set as it must be."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "postgresql":
        return _open_postgresql(parsed)
    if parsed.get_backend_name() != "sqlite":
        raise StoreError("store-dialect", dialect=parsed.get_backend_name())
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False}, **_QUIET}
    if parsed.database in MEMORY:
        options["poolclass"] = StaticPool
    engine = sa.create_engine(parsed, **options)
    sa.event.listen(engine, "connect", set_pragmas)
    return _tried(engine)


def _open_postgresql(url: sa.URL) -> sa.Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    _check_driver(*url.drivername.split("+", 1))
    try:
        engine = sa.create_engine(
            url,
            **_QUIET,
            pool_size=_CONNECTIONS,
            max_overflow=_MORE_CONNECTIONS,
            pool_use_lifo=True,  # the busiest connection remembers most
            pool_reset_on_return=None,  # every transaction is ended before
        )
    except ImportError as error:
        raise StoreError("store-no-driver") from error
    return _tried(engine)


def _tried(engine: sa.Engine) -> sa.Engine:
    try:
        with translating():
            engine.connect().close()
    except StoreError as refusal:
        detail = refusal.values.get("detail", "")
        if engine.dialect.name == "postgresql" and refusal.code in ("store-lost", "store-failed"):
            raise _unreachable(engine.url, detail) from refusal
        if refusal.code in ("store-disk", "store-failed", "store-lost"):
            url = engine.url.render_as_string(hide_password=True)
            raise StoreError("store-open", url=url, detail=detail) from refusal
        raise
    return engine


def _unreachable(url: sa.URL, said: str) -> StoreError:
    """Say which server does not let us in, and why; never the password."""
    detail = said.partition(" Is the server running")[0].rstrip(".?")
    if url.password:
        detail = detail.replace(str(url.password), "***")
    host, database = url.host or "-", url.database or "-"
    return StoreError("store-unreachable", host=host, database=database, detail=detail)
