"""The engine as a guest: on an SQLAlchemy engine that belongs to the application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from errands import MONDAY, begin, settle
from postgres import Server

from xiangyue import Engine, Misuse


@pytest.fixture
def owned(tmp_path: Path) -> sa.Engine:
    """Return the application's own engine, set as ours must be and safer."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'app.db'}")

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        for pragma in ("busy_timeout = 5000", "journal_mode = WAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA synchronous = EXTRA")

    return engine


def test_connections_are_given_back_as_they_were(owned: sa.Engine) -> None:
    """Neither its transactions nor its safety are other than the application has set them."""
    with Engine(owned) as engine:
        settle(engine)
        begin(engine)
    lent = [owned.connect() for _ in range(4)]
    for connection in lent:
        driver: Any = connection.connection.driver_connection
        assert driver.isolation_level == ""
        assert driver.execute("PRAGMA synchronous").fetchone() == (3,)
        connection.close()
    with owned.connect() as connection:
        connection.execute(sa.text("CREATE TABLE own (x)"))
        connection.execute(sa.text("INSERT INTO own VALUES (1)"))
        connection.rollback()
        assert connection.scalar(sa.text("SELECT count(*) FROM own")) == 0
    owned.dispose()


def test_the_application_goes_on_meanwhile(owned: sa.Engine) -> None:
    """Both write to one file, each in transactions of its own; closing twice does no harm."""
    engine = Engine(owned)
    settle(engine)
    with owned.begin() as connection:
        connection.execute(sa.text("CREATE TABLE own (x)"))
    for n in range(5):
        begin(engine)
        with owned.begin() as connection:
            connection.execute(sa.text("INSERT INTO own VALUES (:n)"), {"n": n})
        assert len(engine.tasks("xinqi", now=MONDAY).tasks) == n + 1
    assert engine.verify().ok
    engine.close()
    engine.close()
    with pytest.raises(Misuse, match="has been closed"):
        begin(engine)
    with pytest.raises(Misuse, match="has been closed"):
        engine.tasks()
    with owned.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM own")) == 5
    owned.dispose()


@pytest.mark.sqlite  # it opens its own engines, whatever the store
def test_a_servers_connections_are_given_back_as_they_were(postgresql: Server) -> None:
    """What the application has set stays, commits included; what we need is ours alone."""
    url = postgresql.fresh("guest")
    for level, kept in (("AUTOCOMMIT", 1), (None, 0)):
        own = sa.create_engine(url, pool_size=1, max_overflow=0, isolation_level=level)
        with own.connect() as connection:
            before = connection.execute(sa.text(_SETTINGS)).all()
        with Engine(own) as engine:
            if level:
                settle(engine)
            for _ in range(8):
                begin(engine)
            assert engine.verify().ok
        with own.connect() as connection:
            assert connection.execute(sa.text(_SETTINGS)).all() == before
            days = sa.text("SELECT make_interval(days => :days)")
            assert connection.execute(days, {"days": 2}).scalar_one().days == 2
            connection.execute(sa.text("CREATE TABLE own (x int)"))
            connection.execute(sa.text("DISCARD ALL" if level else "SELECT 1"))
        with own.connect() as connection:
            there = "SELECT count(*) FROM pg_tables WHERE tablename = 'own'"
            found = connection.execute(sa.text(there))
            assert found.scalar_one() == kept
            connection.execute(sa.text("DROP TABLE IF EXISTS own"))
        own.dispose()
    postgresql.recycle()


@pytest.mark.sqlite
def test_an_application_may_drop_all_that_is_prepared(postgresql: Server) -> None:
    """Its own DISCARD ALL on a connection that both use costs us nothing."""
    # psycopg would miss what it has prepared itself.
    plain = {"prepare_threshold": None}
    url = postgresql.fresh("guest")
    own = sa.create_engine(url, pool_size=1, max_overflow=0, connect_args=plain)
    with Engine(own) as engine:
        settle(engine)
        for _ in range(8):
            begin(engine)
            with own.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("DISCARD ALL"))
            assert engine.tasks("xinqi", now=MONDAY).tasks
        assert engine.verify().ok
    own.dispose()
    postgresql.recycle()


_SETTINGS = (
    "SELECT name, setting FROM pg_settings WHERE name IN ('lock_timeout', 'plan_cache_mode')"
    " ORDER BY name"
)
