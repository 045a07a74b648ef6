"""The schema: created silently in a new database, upgraded on request by Alembic."""

from __future__ import annotations

import sqlalchemy as sa

from xiangyue.errors import StoreError
from xiangyue.tables import metadata

REVISION = "0001"
"""The newest migration under ``migrations/versions``."""

_VERSION = sa.table("alembic_version", sa.column("version_num", sa.Text))


def schema_revision(engine: sa.Engine) -> str | None:
    """Return the revision the database is at; None where it has no schema of ours."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.select(_VERSION.c.version_num)).scalar_one_or_none()


def create_schema(engine: sa.Engine) -> None:
    """Create the tables in a database that has none of them."""
    if schema_revision(engine) is not None:
        return
    with engine.begin() as connection:
        if sa.inspect(connection).has_table("journal"):
            raise StoreError("schema-unknown")
        metadata.create_all(connection)
        connection.execute(
            sa.text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
        )
        connection.execute(sa.insert(_VERSION).values(version_num=REVISION))


def check_schema(engine: sa.Engine) -> None:
    """Refuse a schema that is older or newer than this program; raises StoreError."""
    found = schema_revision(engine)
    if found != REVISION:
        raise StoreError("schema-old", found=found or "none", expected=REVISION)
