"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "head",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("settings", sa.Integer, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journal",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("task", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("community", "seq"),
    )
    op.create_index(
        "ix_journal_key",
        "journal",
        ["community", "key"],
        unique=True,
        sqlite_where=sa.text("key IS NOT NULL"),
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.create_table(
        "payload",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "seq"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "task",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("flow", sa.Text, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("opener", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("assignee", sa.Text),
        sa.Column("due", sa.BigInteger),
        sa.Column("state_due", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("paused_at", sa.BigInteger),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("private", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "id"),
        sa.ForeignKeyConstraint(["community"], ["head.community"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "seq", "n"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ledger_member", "ledger", ["community", "member", "account"])
    op.create_table(
        "outbox",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("community", "seq", "n"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "timer",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("community", "task", "name"),
        sa.ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_timer_due", "timer", ["due"])
    op.create_table(
        "settings",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("params", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "revision"),
        sa.ForeignKeyConstraint(["community"], ["head.community"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "release",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("unit_level", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_unit_community", "unit", ["community"])
    op.create_table(
        "member",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("home", sa.Text, nullable=False),
        sa.Column("named", sa.BigInteger),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holding",
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("deputy", sa.Text),
        sa.PrimaryKeyConstraint("member", "role", "unit", "since"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_holding_deputy", "holding", ["deputy"])
    op.create_index("ix_holding_unit", "holding", ["unit", "role"])
    op.create_table(
        "absence",
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("member", "since"),
        sqlite_with_rowid=False,
    )
