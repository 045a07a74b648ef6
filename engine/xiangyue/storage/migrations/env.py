"""What Alembic runs: the migrations, inside the transaction that ``upgrade`` has begun."""

from __future__ import annotations

from alembic import context

from xiangyue.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # A name of our own, so that an application's migrations can live in the same file.
    version_table="xiangyue_schema",
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
