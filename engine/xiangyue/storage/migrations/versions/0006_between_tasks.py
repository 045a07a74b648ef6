"""What tasks have to do with each other: errands, shares, holds, and who was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what is new."""
    op.add_column("task", sa.Column("origin", _TEXT))
    _errand()
    _of_task("share", *_SHARE)
    _of_task("hold", *_HOLD)
    op.create_index("ix_hold_resource", "hold", ["community", "resource"])
    _of_task("ask", *_ASK)
    op.create_index("ix_ask_member", "ask", ["community", "member"])


def _errand() -> None:
    op.create_table(
        "errand",
        sa.Column("community", _TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("task", _TEXT, nullable=False),
        sa.Column("recipient", _TEXT, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("state", _TEXT, nullable=False, server_default="waiting"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("holder", _TEXT),
        sa.Column("error", _TEXT),
        sa.Column("outcome", _TEXT),
        sa.PrimaryKeyConstraint("community", "seq", "n"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_errand_due", "errand", ["state", "due"])
    op.create_index("ix_errand_task", "errand", ["community", "task"])


_SHARE = (
    sa.Column("child", _TEXT, nullable=False),
    sa.Column("child_task", _TEXT, nullable=False),
    sa.Column("state", _TEXT, nullable=False),
    sa.Column("due", sa.BigInteger),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("told", sa.BigInteger, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("community", "task", "child", "child_task"),
)
_HOLD = (
    sa.Column("resource", _TEXT, nullable=False),
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("community", "task"),
)
_ASK = (
    sa.Column("rung", sa.Integer, nullable=False),
    sa.Column("member", _TEXT, nullable=False),
    sa.Column("offer", _TEXT),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("state", _TEXT, nullable=False),
    sa.Column("asked_at", sa.BigInteger, nullable=False),
    sa.Column("answered_at", sa.BigInteger),
    sa.PrimaryKeyConstraint("community", "task", "rung", "member"),
)


def _of_task(table: str, *parts: sa.schema.SchemaItem) -> None:
    """Make a table whose rows belong to a task."""
    op.create_table(
        table,
        sa.Column("community", _TEXT, nullable=False),
        sa.Column("task", _TEXT, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
        sqlite_with_rowid=False,
    )
