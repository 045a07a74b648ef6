"""The schema: what migrations lead to is what a new database gets."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import xiangyue.storage
from xiangyue import Engine
from xiangyue.errors import StoreError
from xiangyue.storage import REVISION, Store, schema_revision, upgrade_schema
from xiangyue.tables import metadata

OPTIONS = {"version_table": "xiangyue_schema"}


def ddl(file: Path) -> dict[str, str]:
    """Return how each table and index of a database is made."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in rows}


def mark(file: Path, revision: str) -> None:
    """Say that a database is at some revision."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE xiangyue_schema SET version_num = ?", (revision,))
        connection.commit()


def test_migrations_lead_to_the_metadata(tmp_path: Path) -> None:
    """An upgraded database and a new one are the same, to the last word of their DDL."""
    assert upgrade_schema(f"sqlite:///{tmp_path}/upgraded.db") == (None, REVISION)
    Store(f"sqlite:///{tmp_path}/new.db").close()
    assert ddl(tmp_path / "upgraded.db") == ddl(tmp_path / "new.db")
    engine = sa.create_engine(f"sqlite:///{tmp_path}/upgraded.db")
    with engine.connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), metadata) == []
        )
    engine.dispose()


def test_a_current_database_stays_as_it_is(village: Path, tmp_path: Path) -> None:
    """Upgrading twice, or for nothing, changes nothing; an engine that was passed in stays open."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    before = file.read_bytes()
    assert upgrade_schema(f"sqlite:///{file}") == (REVISION, REVISION)
    assert file.read_bytes() == before
    engine = sa.create_engine(f"sqlite:///{file}")
    assert upgrade_schema(engine) == (REVISION, REVISION)
    assert schema_revision(engine) == REVISION
    engine.dispose()


def test_an_old_schema_is_refused_with_the_way_out(village: Path, tmp_path: Path) -> None:
    """Nothing is upgraded behind anybody's back."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    mark(file, "0000")
    with pytest.raises(StoreError, match="xiangyue db upgrade") as caught:
        Engine(f"sqlite:///{file}")
    assert caught.value.code == "schema-old"


@pytest.mark.parametrize(("revision", "code"), [("0000", "schema-lost"), ("9999", "schema-new")])
def test_an_unknown_schema_is_left_alone(
    village: Path, tmp_path: Path, revision: str, code: str
) -> None:
    """What another version of the program made is neither opened nor touched."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    mark(file, revision)
    before = file.read_bytes()
    with pytest.raises(StoreError) as caught:
        upgrade_schema(f"sqlite:///{file}")
    assert caught.value.code == code
    with pytest.raises(StoreError):
        Engine(f"sqlite:///{file}")
    assert file.read_bytes() == before


@pytest.mark.parametrize("table", ["journal", "task", "xiangyue_schema"])
def test_tables_of_another_program_are_left_alone(tmp_path: Path, table: str) -> None:
    """A table that only has the name of ours is nobody's to fill or to upgrade."""
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
        connection.execute(f"INSERT INTO {table} VALUES ('abcdef')")
        connection.commit()
    before = ddl(file)
    for use in (Engine, upgrade_schema):
        with pytest.raises(StoreError, match="another program"):
            use(f"sqlite:///{file}")
    assert ddl(file) == before


def test_a_failing_migration_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of an upgrade happens, or nothing."""
    monkeypatch.setattr("xiangyue.storage.schema._CREATE_VERSION", "CREATE TABLE")
    file = tmp_path / "new.db"
    with pytest.raises(StoreError):
        Store(f"sqlite:///{file}")
    assert ddl(file) == {}


def test_migrations_travel_with_the_package() -> None:
    """They lie where the installed package finds them."""
    folder = Path(xiangyue.storage.__file__).parent / "migrations"
    assert {"env.py", "script.py.mako", "versions"} <= {path.name for path in folder.iterdir()}
    assert sorted(path.name for path in (folder / "versions").glob("*.py"))[-1][:4] == REVISION
