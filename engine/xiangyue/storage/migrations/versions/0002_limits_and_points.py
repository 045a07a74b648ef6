"""What limits count, how accounts stand, consents, and deferred commands."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rebuild three tables with what they lack, and add those that are new."""
    _rebuilt("head", _head, "SELECT *, '{}' FROM was")
    _rebuilt("ledger", _ledger, _STANDING)
    account = ["community", "member", "account"]
    op.create_index("ix_ledger_member", "ledger", [*account, "seq", "n", "balance", "frozen"])
    op.create_index("ix_ledger_time", "ledger", [*account, "at"])
    _rebuilt("member", _member, "SELECT *, NULL FROM was")
    op.create_index("ix_task_flow", "task", ["community", "flow", "opened_at"])
    op.create_index(
        "ix_task_open",
        "task",
        ["community", "assignee", "flow"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    _touch()
    op.execute(_TOUCHED)
    _datum()
    _waiting()
    _consent()


def _rebuilt(table: str, create: Callable[[], None], rows: str) -> None:
    """Make a table anew and fill it from what it was."""
    op.execute(f"CREATE TEMP TABLE was AS SELECT * FROM {table}")
    op.drop_table(table)
    create()
    op.execute(f"INSERT INTO {table} {rows}")
    op.execute("DROP TABLE was")


_STANDING = """
SELECT w.*, json_extract(j.body, '$.at'), 'award', '',
  sum(w.amount) OVER (
    PARTITION BY w.community, w.member, w.account ORDER BY w.seq, w.n ROWS UNBOUNDED PRECEDING
  ), 0, ''
FROM was w JOIN journal j ON j.community = w.community AND j.seq = w.seq
"""

_TOUCHED = """
INSERT INTO touch
SELECT j.community, j.seq, d.key, json_extract(d.value, '$[1]'), json_extract(j.body, '$.at'),
  json_extract(d.value, '$[0]'), 0
FROM journal j, json_each(j.body, '$.does') d
WHERE json_extract(d.value, '$[1]') IS NOT NULL
  AND json_extract(d.value, '$[0]') IN ('assign', 'message', 'collect', 'publish')
"""


def _head() -> None:
    op.create_table(
        "head",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("settings", sa.Integer, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("failing", sa.Text, nullable=False, server_default="{}"),
        sqlite_with_rowid=False,
    )


def _ledger() -> None:
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
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("class", sa.Text, nullable=False),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sa.Column("frozen", sa.Integer, nullable=False),
        sa.Column("corrects", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "seq", "n"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("home", sa.Text, nullable=False),
        sa.Column("named", sa.BigInteger),
        sa.Column("literacy", sa.Integer),
        sqlite_with_rowid=False,
    )


def _touch() -> None:
    op.create_table(
        "touch",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fields", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("community", "subject", "at", "seq", "n"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )


def _datum() -> None:
    op.create_table(
        "datum",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("given", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("community", "subject", "field", "task"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )


def _waiting() -> None:
    op.create_table(
        "waiting",
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("community", "seq"),
        sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_waiting_due", "waiting", ["due"])


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("member", "purpose"),
        sqlite_with_rowid=False,
    )
