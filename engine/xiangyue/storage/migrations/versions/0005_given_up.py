"""How often a timer or deferred command has failed, why, and whether it was given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what is new; whatever has failed before begins to count anew."""
    for table in ("timer", "waiting"):
        op.drop_index(f"ix_{table}_due", table)
        op.add_column(table, sa.Column("state", _TEXT, nullable=False, server_default="waiting"))
        op.add_column(table, sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
        op.add_column(table, sa.Column("error", _TEXT))
        op.create_index(f"ix_{table}_due", table, ["state", "due"])
    if op.get_bind().dialect.name == "postgresql":
        # In a new database texts have the order of their code points; these had not.
        for name in ("community", "recipient", "state", "channel", "error"):
            op.alter_column("delivery", name, type_=_TEXT)
    only = sa.text("state = 'dead'")
    op.create_index("ix_outbox_dead", "outbox", ["due"], sqlite_where=only, postgresql_where=only)
