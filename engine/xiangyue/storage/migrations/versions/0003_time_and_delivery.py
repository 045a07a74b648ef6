"""Alarms of tasks, leases of workers, what became of messages, contacts and subscriptions."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")
_SENT = "('message', 'collect', 'publish')"
_TASK = (
    "community, id, flow, release, state, version, unit, opener, opened_at, since, assignee, due"
)
_TASK_REST = "state_due, ended_at, paused_at, NULL, last, data, private, '{}'"


def upgrade() -> None:
    """Rebuild what gets more columns, and add what is new."""
    for index, table in (("ix_timer_due", "timer"), ("ix_waiting_due", "waiting")):
        op.drop_index(index, table)
    op.execute("CREATE TEMP TABLE was_timer AS SELECT * FROM timer")
    op.drop_table("timer")
    for index in ("ix_task_flow", "ix_task_open"):
        op.drop_index(index, "task")
    _rebuilt("task", _task, f"SELECT {_TASK}, {_TASK_REST} FROM was")
    op.create_index("ix_task_flow", "task", ["community", "flow", "opened_at"])
    op.create_index(
        "ix_task_open",
        "task",
        ["community", "assignee", "flow"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    _timer()
    op.execute("INSERT INTO timer SELECT *, 0, NULL FROM was_timer")
    op.execute("DROP TABLE was_timer")
    op.create_index("ix_timer_due", "timer", ["due"])
    _rebuilt("waiting", _waiting, "SELECT *, 0, NULL FROM was")
    op.create_index("ix_waiting_due", "waiting", ["due"])
    # What was written before anything was ever sent must not go out now.
    old = "SELECT *, at, 'dropped', 0, 0, NULL, NULL, 'before-delivery', NULL FROM was"
    _rebuilt("outbox", _outbox, f"{old} WHERE kind IN {_SENT}")
    op.create_index(
        "ix_outbox_due", "outbox", ["due"], sqlite_where=_WAITING, postgresql_where=_WAITING
    )
    _rebuilt("settings", _settings, "SELECT *, '{}' FROM was")
    _rebuilt("member", _member, "SELECT *, NULL FROM was")
    _contact()
    _subscription()
    _subscriber()


def _rebuilt(table: str, create: Callable[[], None], rows: str) -> None:
    """Make a table anew and fill it from what it was."""
    op.execute(f"CREATE TEMP TABLE was AS SELECT * FROM {table}")
    op.drop_table(table)
    create()
    op.execute(f"INSERT INTO {table} {rows}")
    op.execute("DROP TABLE was")


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _lease() -> tuple[sa.Column[int], sa.Column[str]]:
    lease = sa.Column("lease", sa.BigInteger, nullable=False, server_default="0")
    return lease, _text("holder", True)


def _attempts() -> tuple[sa.Column[str], sa.Column[int]]:
    state = sa.Column("state", sa.Text, nullable=False, server_default="waiting")
    return state, sa.Column("attempts", sa.Integer, nullable=False, server_default="0")


def _of_entry() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"])


def _task() -> None:
    op.create_table(
        "task",
        *(_text(name) for name in ("community", "id", "flow", "release", "state")),
        sa.Column("version", sa.Integer, nullable=False),
        *map(_text, ("unit", "opener")),
        *map(_number, ("opened_at", "since")),
        _text("assignee", True),
        *(
            _number(name, True)
            for name in ("due", "state_due", "ended_at", "paused_at", "clock_from")
        ),
        _number("last"),
        *map(_text, ("data", "private", "alarms")),
        sa.PrimaryKeyConstraint("community", "id"),
        sa.ForeignKeyConstraint(["community"], ["head.community"]),
        sqlite_with_rowid=False,
    )


def _timer() -> None:
    op.create_table(
        "timer",
        *map(_text, ("community", "task", "name")),
        _number("due"),
        *_lease(),
        sa.PrimaryKeyConstraint("community", "task", "name"),
        sa.ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
        sqlite_with_rowid=False,
    )


def _waiting() -> None:
    op.create_table(
        "waiting",
        _text("community"),
        *map(_number, ("seq", "due")),
        *_lease(),
        sa.PrimaryKeyConstraint("community", "seq"),
        _of_entry(),
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        _text("community"),
        _number("seq"),
        sa.Column("n", sa.Integer, nullable=False),
        _text("kind"),
        _text("recipient", True),
        *map(_text, ("address", "task")),
        *map(_number, ("at", "due")),
        *_attempts(),
        *_lease(),
        *(_text(name, True) for name in ("channel", "error")),
        _number("sent_at", True),
        sa.PrimaryKeyConstraint("community", "seq", "n"),
        _of_entry(),
        sqlite_with_rowid=False,
    )


def _settings() -> None:
    op.create_table(
        "settings",
        _text("community"),
        sa.Column("revision", sa.Integer, nullable=False),
        *map(_text, ("release", "params", "days")),
        sa.PrimaryKeyConstraint("community", "revision"),
        sa.ForeignKeyConstraint(["community"], ["head.community"]),
        sqlite_with_rowid=False,
    )


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.Text, primary_key=True),
        *map(_text, ("kind", "home")),
        _number("named", True),
        sa.Column("literacy", sa.Integer),
        _text("language", True),
        sqlite_with_rowid=False,
    )


def _contact() -> None:
    op.create_table(
        "contact",
        *map(_text, ("member", "kind")),
        sa.Column("rank", sa.Integer, nullable=False),
        _number("seq"),
        sa.PrimaryKeyConstraint("member", "kind"),
        sqlite_with_rowid=False,
    )


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Text, primary_key=True),
        *map(_text, ("url", "types", "communities")),
        _number("seq"),
        sqlite_with_rowid=False,
    )


def _subscriber() -> None:
    op.create_table(
        "subscriber",
        *map(_text, ("community", "subscription")),
        _number("seq"),
        *_attempts(),
        sa.Column("due", sa.BigInteger, nullable=False, server_default="0"),
        *_lease(),
        _text("error", True),
        sa.PrimaryKeyConstraint("community", "subscription"),
        sa.ForeignKeyConstraint(["community"], ["head.community"]),
        sqlite_with_rowid=False,
    )
