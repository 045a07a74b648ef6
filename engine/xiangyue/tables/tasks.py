"""Tasks, when the engine comes back to them, and what hangs on them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    text,
)

from xiangyue.tables.words import WAITING, Text, metadata

NEVER = 9007199254740991
"""The moment that stands for no deadline, so that it comes last."""

NEXT_DUE = (
    "(coalesce(CASE WHEN due IS NULL OR paused_at <= due THEN state_due"
    " WHEN state_due IS NULL OR due < state_due THEN due ELSE state_due END,"
    f" {NEVER}))"
)
"""When the next of a task's clocks runs out; the flow's stands still in a pause, unless it had run
out before. Statements word it exactly so, for the sake of the indexes."""

_OPEN = text("ended_at IS NULL")
_OVER = text("ended_at IS NOT NULL")
_HANDS = text("ended_at IS NULL AND assignee IS NOT NULL")

task = Table(
    "task",
    metadata,
    Column("community", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("flow", Text, nullable=False),
    Column("release", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("opener", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("assignee", Text),
    Column("due", BigInteger),
    Column("state_due", BigInteger),
    Column("ended_at", BigInteger),
    Column("paused_at", BigInteger),
    Column("clock_from", BigInteger),
    Column("last", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Column("private", Text, nullable=False),
    Column("alarms", Text, nullable=False),
    Column("origin", Text),
    PrimaryKeyConstraint("community", "id"),
    ForeignKeyConstraint(["community"], ["head.community"]),
    Index("ix_task_flow", "community", "flow", "opened_at"),
    Index("ix_task_stands", "community", "flow", "state", "opened_at"),
    Index(
        "ix_task_open",
        "community",
        "assignee",
        "flow",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index(
        "ix_task_next",
        "community",
        "flow",
        "state",
        "unit",
        "ended_at",
        text(NEXT_DUE),
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index(
        "ix_task_mine",
        "community",
        "assignee",
        text(NEXT_DUE),
        sqlite_where=_HANDS,
        postgresql_where=_HANDS,
    ),
    Index(
        "ix_task_opener",
        "community",
        "opener",
        "flow",
        "state",
        text(NEXT_DUE),
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index(
        "ix_task_listed",
        "community",
        "flow",
        "id",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index(
        "ix_task_over",
        "community",
        "flow",
        "id",
        sqlite_where=_OVER,
        postgresql_where=_OVER,
    ),
    sqlite_with_rowid=False,
)
"""``origin`` is the address of the task whose errand opened it.

That ``ended_at`` stands in an index in which it is always empty lets SQLite count without the rows.
"""

timer = Table(
    "timer",
    metadata,
    Column("community", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("lease", BigInteger, nullable=False, server_default="0"),
    Column("holder", Text),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    PrimaryKeyConstraint("community", "task", "name"),
    ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
    Index("ix_timer_due", "state", "due"),
    sqlite_with_rowid=False,
)

hold = Table(
    "hold",
    metadata,
    Column("community", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("resource", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "task"),
    ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
    Index("ix_hold_resource", "community", "resource"),
    sqlite_with_rowid=False,
)
"""How much of a resource a task holds while it stands in a state that holds it."""

ask = Table(
    "ask",
    metadata,
    Column("community", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("rung", Integer, nullable=False),
    Column("member", Text, nullable=False),
    Column("offer", Text),
    Column("tries", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("answered_at", BigInteger),
    PrimaryKeyConstraint("community", "task", "rung", "member"),
    ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
    Index("ix_ask_member", "community", "member"),
    sqlite_with_rowid=False,
)
"""Who was asked on which rung of a call-out, how often, and what was answered."""

share = Table(
    "share",
    metadata,
    Column("community", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("child", Text, nullable=False),
    Column("child_task", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due", BigInteger),
    Column("at", BigInteger, nullable=False),
    Column("told", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "task", "child", "child_task"),
    ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
    sqlite_with_rowid=False,
)
"""What a community last reported of its share in a task: in its entry ``told``, kept in ``seq``."""
