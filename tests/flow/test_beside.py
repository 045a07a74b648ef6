"""What an application keeps and does beside the engine."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from xiangyue import Engine, Misuse


def test_a_remark_stands_in_the_registrys_chain(tmp_path: Path) -> None:
    """What an application did is journaled, and the store still verifies."""
    with Engine(f"sqlite:///{tmp_path}/village.db") as engine:
        engine.install("resource-scarce-rural", community="xinqi")
        before = engine.heads()["~registry"]
        engine.remark("account-added", by="li", login="wang")
        assert engine.heads()["~registry"] != before
        assert engine.verify().ok
        with pytest.raises(Misuse):
            engine.remark("an act", by="li")


def test_an_application_keeps_tables_in_the_same_database(tmp_path: Path) -> None:
    """The store's SQLAlchemy engine serves tables of an application; the store still verifies."""
    table = sa.Table("beside_it", sa.MetaData(), sa.Column("what", sa.Text))
    with Engine(f"sqlite:///{tmp_path}/village.db") as engine:
        engine.install("resource-scarce-rural", community="xinqi")
        try:
            table.metadata.create_all(engine.sql)
            with engine.sql.begin() as connection:
                connection.execute(table.insert().values(what="a door"))
            engine.register("li", roles={"village_secretary": "xinqi"})
            assert engine.verify().ok
        finally:
            table.drop(engine.sql)
