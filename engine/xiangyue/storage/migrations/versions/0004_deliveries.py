"""What became of a message for each of those whom it meant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OF = ("community", "seq", "n")


def upgrade() -> None:
    """Add what is new; messages from before are tried again for everybody, as they were."""
    op.create_table(
        "delivery",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint(*_OF, "recipient"),
        sa.ForeignKeyConstraint(_OF, [f"outbox.{name}" for name in _OF]),
        sqlite_with_rowid=False,
    )
