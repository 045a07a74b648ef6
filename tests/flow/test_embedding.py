"""The engine as a guest: on an SQLAlchemy engine that belongs to the application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from errands import MONDAY, begin, settle

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
