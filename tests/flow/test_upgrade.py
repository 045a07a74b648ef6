"""The schema: what migrations lead to is what a new database gets."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import errands
import floods
import orjson
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from postgres import Server

import xiangyue.storage
from xiangyue import Engine
from xiangyue.errors import StoreError
from xiangyue.storage import REVISION, Store, schema_revision, upgrade_schema
from xiangyue.storage.schema import rebuilding
from xiangyue.tables import metadata
from xiangyue.upkeep.backup import back_up
from xiangyue.upkeep.restore import restore

pytestmark = pytest.mark.sqlite

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


@pytest.mark.filterwarnings("ignore:.*expression-based index")
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


NEXT_YEAR = datetime(2027, 3, 1, 2, tzinfo=UTC)
BEFORE_LIMITS: tuple[tuple[str, str | None, str, bool], ...] = (
    ("collect", "wang", "flows.ditch.actions.call_back.does.0", True),
    ("publish", None, "flows.ditch.actions.call_back.does.1", False),
    ("switch_mode", None, "flows.ditch.actions.call_back.does.2", False),
)
"""What was only announced then: a form without its fields, and a mode that stayed."""


def migrated(file: Path, revision: str) -> None:
    """Make a database as it was at an older revision."""
    config = Config()
    folder = Path(xiangyue.storage.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(f"sqlite:///{file}")
    with rebuilding(engine) as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


@pytest.fixture
def old(plain_village: Path, tmp_path: Path) -> Path:
    """Return a store that the program wrote before there were limits."""
    file = tmp_path / "old.db"
    migrated(file, "0001")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ATTACH ? AS new", (str(plain_village),))
        tables = connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name <> 'xiangyue_schema'"
        )
        for (table,) in tables.fetchall():
            found = connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
            columns = ", ".join(name for (name,) in found)
            connection.execute(
                f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}"
            )
        announce(connection)
        connection.commit()
    return file


def announce(connection: sqlite3.Connection) -> None:
    """Let the last command of a village announce what nobody carried out then."""
    rows = connection.execute(
        "SELECT seq, body FROM journal WHERE community = 'xinqi' ORDER BY seq"
    ).fetchall()
    bodies: list[dict[str, Any]] = [orjson.loads(body) for _, body in rows]
    assert {len(row) for body in bodies for row in body.get("does", ())} == {4}
    assert {len(row) for body in bodies for row in body.get("points", ())} == {4}
    assert not any("rulings" in body or "reported" in body for body in bodies)
    last = next(b for b in reversed(bodies) if b.get("outcome") == "done" and "does" not in b)
    last["does"] = BEFORE_LIMITS
    connection.executemany(
        "INSERT INTO outbox VALUES ('xinqi', ?, ?, ?, ?, ?, ?, ?)",
        [
            (last["seq"], n, kind, to, address, last["task"], last["at"])
            for n, (kind, to, address, _) in enumerate(BEFORE_LIMITS)
        ],
    )
    digest = bytes(32)
    for body in bodies:
        text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
        digest = hashlib.sha256(digest + text).digest()
        connection.execute(
            "UPDATE journal SET body = ?, hash = ? WHERE community = 'xinqi' AND seq = ?",
            (text.decode(), digest, body["seq"]),
        )
    connection.execute("UPDATE head SET hash = ? WHERE community = 'xinqi'", (digest,))


def test_a_store_from_before_limits_is_brought_over_whole(
    old: Path, plain_village: Path, tmp_path: Path
) -> None:
    """The same schema as a new one, every account as it stood, and a journal that verifies."""
    with pytest.raises(StoreError) as caught:
        Engine(f"sqlite:///{old}")
    assert caught.value.code == "schema-old"
    assert upgrade_schema(f"sqlite:///{old}") == ("0001", REVISION)
    Store(f"sqlite:///{tmp_path}/new.db").close()
    assert ddl(old) == ddl(tmp_path / "new.db")
    with Engine(f"sqlite:///{old}") as engine, Engine(f"sqlite:///{plain_village}") as plain:
        report = engine.verify()
        assert report, "\n".join(map(str, report.problems))
        for account in ("points", "thanks"):
            assert engine.balance("xinqi", "li", account) == plain.balance("xinqi", "li", account)
        assert engine.balance("xinqi", "li", "thanks") == 50
        assert [d.seq for d in engine.history("xinqi/d1")] == [
            d.seq for d in plain.history("xinqi/d1")
        ]
        assert engine.profile("xinqi").hash == plain.profile("xinqi").hash
    with closing(sqlite3.connect(old)) as upgraded, closing(sqlite3.connect(plain_village)) as new:
        for table in ("ledger", "member", "datum", "waiting", "consent"):
            rows = f"SELECT * FROM {table}"
            assert upgraded.execute(rows).fetchall() == new.execute(rows).fetchall()
        rows = "SELECT * FROM touch EXCEPT SELECT * FROM touch WHERE kind = 'collect'"
        assert upgraded.execute(rows).fetchall() == new.execute(rows).fetchall() != []
        assert upgraded.execute("SELECT count(*) FROM touch WHERE fields > 0").fetchone() == (0,)


def before_pages(run: Callable[[str], object]) -> None:
    """Take away what pages of work and people are read by, lists, and where units are."""
    run("DROP TABLE unit_place")
    lists = ("task_listed", "task_over", "task_stands", "ledger_corrects", "outbox_shown")
    for name in ("task_next", "task_mine", "task_opener", "member_home", *lists):
        run(f"DROP INDEX ix_{name}")


def before_errands(run: Callable[[str], object]) -> None:
    """Take away what tasks have to do with each other, and what came later."""
    before_pages(run)
    for table in ("errand", "share", "hold", "ask"):
        run(f"DROP TABLE {table}")
    run("ALTER TABLE task DROP COLUMN origin")


def before_given_up(run: Callable[[str], object]) -> None:
    """Take away what timers and deferred commands say of their failures, and what came later."""
    before_errands(run)
    for table in ("timer", "waiting"):
        run(f"DROP INDEX ix_{table}_due")
        for column in ("state", "attempts", "error"):
            run(f"ALTER TABLE {table} DROP COLUMN {column}")
        run(f"CREATE INDEX ix_{table}_due ON {table} (due)")
    run("DROP INDEX ix_outbox_dead")


@pytest.mark.parametrize(("revision", "without"), [("0003", ["delivery"]), ("0004", [])])
def test_an_older_store_goes_on(
    village: Path, tmp_path: Path, revision: str, without: list[str]
) -> None:
    """What waits is still there, and the same tables as in a new one."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    rows = [f"SELECT * FROM {table}" for table in ("timer", "waiting", "outbox")]
    with closing(sqlite3.connect(file)) as connection:
        before = [connection.execute(sql).fetchall() for sql in rows]
        before_given_up(connection.execute)
        for table in without:
            connection.execute(f"DROP TABLE {table}")
        connection.commit()
    mark(file, revision)
    assert upgrade_schema(f"sqlite:///{file}") == (revision, REVISION)
    Store(f"sqlite:///{tmp_path}/new.db").close()
    assert ddl(file) == ddl(tmp_path / "new.db")
    with closing(sqlite3.connect(file)) as connection:
        assert [connection.execute(sql).fetchall() for sql in rows] == before
    assert all(before)
    with Engine(f"sqlite:///{file}") as engine:
        assert engine.verify()


def test_a_mode_that_goes_on_gets_its_end_from_the_journal(tmp_path: Path) -> None:
    """Heads of older programs held only its name; it ends when it was to end, and verifies."""
    file = tmp_path / "village.db"
    with Engine(f"sqlite:///{file}") as engine:
        floods.settle(engine)
        floods.activate(engine, errands.day(1), level="III")
        floods.activate(engine, errands.day(2.5), errands.day(0.5))
    with closing(sqlite3.connect(file)) as connection:
        ((standing,),) = connection.execute("SELECT mode FROM head WHERE mode LIKE 'emergency%'")
        before_errands(connection.execute)
        connection.execute("UPDATE head SET mode = 'emergency:II' WHERE mode = ?", (standing,))
        connection.commit()
    mark(file, "0005")
    assert upgrade_schema(f"sqlite:///{file}") == ("0005", REVISION)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT 1 FROM head WHERE mode = ?", (standing,)).fetchone()
    with Engine(f"sqlite:///{file}") as engine:
        assert engine.verify()
        late = engine.open("urgent", community="xinqi", by="li", now=errands.day(2.6))
        assert late.mode == "normal"
        assert engine.verify()


def test_an_older_server_goes_on(postgresql: Server) -> None:
    """The same on PostgreSQL, to the collation of each column and the words of each index."""
    url = postgresql.fresh()
    database = url.rpartition("/")[2]
    with Engine(url) as engine:
        errands.settle(engine)
        errands.begin(engine)
    shape = [postgresql.execute(sql, database) for sql in SHAPE]
    timers = postgresql.execute("SELECT * FROM timer", database)
    before_given_up(lambda sql: postgresql.execute(sql, database))
    postgresql.execute("DROP TABLE delivery", database)
    postgresql.execute("UPDATE xiangyue_schema SET version_num = '0003'", database)
    assert [postgresql.execute(sql, database) for sql in SHAPE] != shape
    assert upgrade_schema(url) == ("0003", REVISION)
    assert [postgresql.execute(sql, database) for sql in SHAPE] == shape
    assert postgresql.execute("SELECT * FROM timer", database) == timers != []
    with Engine(url) as engine:
        assert engine.verify()
    postgresql.take_back(url)


SHAPE = (
    "SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
)


def test_a_backup_of_an_old_schema_is_upgraded_on_the_way_back(old: Path, tmp_path: Path) -> None:
    """The backup is as old as its database; what is restored is current."""
    backup, new = tmp_path / "old.backup", tmp_path / "restored.db"
    back_up(f"sqlite:///{old}", backup)
    before = backup.read_bytes()
    assert restore(backup, f"sqlite:///{new}").entries > 0
    assert backup.read_bytes() == before
    with Engine(f"sqlite:///{new}") as engine:
        assert engine.verify()


def test_work_goes_on_in_a_store_that_was_brought_over(old: Path) -> None:
    """Open tasks are finished, points added to what was there, and all of it verifies."""
    upgrade_schema(f"sqlite:///{old}")
    with Engine(f"sqlite:///{old}") as engine:
        before = engine.balance("xinqi", "li")
        scheme = engine.open("scheme", community="xinqi", by="li", now=NEXT_YEAR)
        assert engine.act(scheme, "adopt", by="li", now=NEXT_YEAR)
        task = engine.open("ditch", community="xinqi", by="li", size=40, now=NEXT_YEAR)
        assert engine.act(task, "rate", by="li", who="wang", now=NEXT_YEAR)
        done = engine.act(task, "finish", by="wang", now=NEXT_YEAR)
        assert done, done.why()
        assert engine.balance("xinqi", "li") == before + 400
        engine.tick(NEXT_YEAR)
        report = engine.verify()
        assert report, "\n".join(map(str, report.problems))


def test_migrations_travel_with_the_package() -> None:
    """They lie where the installed package finds them."""
    folder = Path(xiangyue.storage.__file__).parent / "migrations"
    assert {"env.py", "script.py.mako", "versions"} <= {path.name for path in folder.iterdir()}
    assert sorted(path.name for path in (folder / "versions").glob("*.py"))[-1][:4] == REVISION
