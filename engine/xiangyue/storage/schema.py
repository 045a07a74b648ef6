"""The schema: created silently in a new database, upgraded on request by Alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import dialect as postgresql_dialect
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from xiangyue.errors import StoreError
from xiangyue.tables import metadata

REVISION = "0009"
"""The newest migration under ``migrations/versions``."""

_SCHEMA_LOCK = 0x7869616E67797565
"""Whoever makes or upgrades a schema on PostgreSQL holds this advisory lock."""

_DIALECTS: dict[str, Any] = {"sqlite": sqlite_dialect, "postgresql": postgresql_dialect}
_VERSION = sa.table("xiangyue_schema", sa.column("version_num", sa.Text))
_CREATE_VERSION = """
CREATE TABLE xiangyue_schema (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT xiangyue_schema_pkc PRIMARY KEY (version_num)
)
"""


def schema_revision(engine: sa.Engine) -> str | None:
    """Return the revision the database is at; None where it has no schema of ours.

    Raises StoreError where other programs have tables of the same names.
    """
    with engine.connect() as connection:
        return found_revision(connection)


def found_revision(connection: sa.Connection) -> str | None:
    """Return the revision that a connection finds; see ``schema_revision``."""
    there = set(sa.inspect(connection).get_table_names())
    if not there & {*metadata.tables, _VERSION.name}:
        return None
    found = None
    if {"journal", _VERSION.name} <= there:
        found = connection.execute(sa.select(_VERSION.c.version_num)).scalar()
    if found is None:
        raise StoreError("schema-unknown")
    return str(found)


def open_schema(engine: sa.Engine) -> None:
    """Create the tables in a database that has none of them, refuse those of another revision.

    Raises StoreError as ``check_schema`` does.
    """
    found = schema_revision(engine)
    if found is None:
        with rebuilding(engine) as connection:
            found = found_revision(connection)
            if found is None:
                make_schema(connection)
                return
    _check(found)


def make_schema(connection: sa.Connection) -> None:
    """Make every table, at the newest revision; there is none of them yet."""
    for statement in (*making(connection.dialect.name), _CREATE_VERSION):
        connection.exec_driver_sql(statement)
    connection.execute(sa.insert(_VERSION).values(version_num=REVISION))


@cache
def making(dialect: str) -> tuple[str, ...]:
    """Return the statements that make the tables: to word them takes longer than to run them."""
    wording = _DIALECTS[dialect]()
    parts: list[ExecutableDDLElement] = []
    for table in metadata.sorted_tables:
        parts += (CreateTable(table), *map(CreateIndex, sorted(table.indexes, key=_name)))
    return tuple(str(part.compile(dialect=wording)) for part in parts)


def _name(index: sa.Index) -> str:
    return str(index.name)


def check_schema(engine: sa.Engine) -> None:
    """Refuse a schema that is older or newer than this program; raises StoreError."""
    _check(schema_revision(engine) or "-")


def _check(found: str) -> None:
    if found != REVISION:
        code = "schema-new" if found > REVISION else "schema-old"
        raise StoreError(code, found=found, expected=REVISION)


@contextmanager
def rebuilding(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open one transaction in which tables can be made and rebuilt; all of it happens, or nothing.

    SQLite's driver would begin none for that by itself. Its foreign keys are off meanwhile, as it
    asks when tables are rebuilt, and checked at the end.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
            yield connection
        return
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        level, driver.isolation_level = driver.isolation_level, None
        (keys,) = driver.execute("PRAGMA foreign_keys").fetchone()
        try:
            driver.execute("PRAGMA foreign_keys = OFF")
            driver.execute("BEGIN IMMEDIATE")
            yield connection
            broken = driver.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise StoreError("schema-broken", table=broken[0], parent=broken[2])
            connection.commit()
        finally:
            connection.rollback()
            driver.execute(f"PRAGMA foreign_keys = {keys}")
            driver.isolation_level = level
