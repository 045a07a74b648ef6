"""Where units are: their codes and outlines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "unit_place",
        sa.Column("unit", _TEXT, nullable=False),
        *(sa.Column(name, sa.BigInteger) for name in ("south", "north", "west", "east")),
        sa.Column("codes", _TEXT, nullable=False),
        sa.Column("outline", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("unit"),
        sqlite_with_rowid=False,
    )
