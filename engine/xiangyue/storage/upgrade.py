"""Bringing a database to the schema that this program needs."""

from __future__ import annotations

from importlib.resources import as_file, files

import sqlalchemy as sa

from xiangyue.errors import StoreError
from xiangyue.storage.dated_heads import date_heads
from xiangyue.storage.refusals import translating
from xiangyue.storage.schema import REVISION, found_revision, make_schema, rebuilding
from xiangyue.storage.store import open_engine

_UNDATED = "0005"
"""The last schema of programs that did not write into heads until when a mode is in force."""


def upgrade_schema(target: str | sa.Engine) -> tuple[str | None, str]:
    """Upgrade the database at a URL, or of an engine; returns the revisions before and after.

    A new database gets the whole schema, a current one stays as it is. All of it happens, or
    nothing. Raises StoreError where the schema is none of ours, or of a newer program.
    """
    engine = open_engine(target) if isinstance(target, str) else target
    try:
        with translating(), rebuilding(engine) as connection:
            found = found_revision(connection)
            if found is not None and found > REVISION:
                raise StoreError("schema-new", found=found, expected=REVISION)
            if found is None and engine.dialect.name != "sqlite":
                make_schema(connection)  # the first migrations knew SQLite only
            else:
                _migrate(connection, found)
            if found is not None and found <= _UNDATED:
                date_heads(connection)
    finally:
        if engine is not target:
            engine.dispose()
    return found, REVISION


def _migrate(connection: sa.Connection, found: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with as_file(files("xiangyue.storage") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError("schema-lost", found=found, detail=str(error)) from error
