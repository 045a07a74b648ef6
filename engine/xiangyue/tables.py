"""The tables, as SQLAlchemy Core metadata.

Keys lead with the community, so that a distributed store can shard by it; the reference tables
(``unit``, ``member``, ``holding``, ``absence``, ``consent``, ``release``) are small, rarely
written, and journaled in a chain of their own, ``REGISTRY``. Every row of every table but
``outbox`` and ``timer`` follows from the journal, and these two from the task and the journal.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

REGISTRY = "~registry"
"""The chain in which units, members, roles and releases are journaled; no community's name."""

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})

head = Table(
    "head",
    metadata,
    Column("community", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("settings", Integer, nullable=False),
    Column("mode", Text, nullable=False),
    Column("failing", Text, nullable=False, server_default="{}"),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("key", Text),
    Column("task", Text),
    Column("body", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community", "seq"),
    Index(
        "ix_journal_key",
        "community",
        "key",
        unique=True,
        sqlite_where=text("key IS NOT NULL"),
        postgresql_where=text("key IS NOT NULL"),
    ),
)

payload = Table(
    "payload",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("community", "seq"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    sqlite_with_rowid=False,
)

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
    Column("last", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Column("private", Text, nullable=False),
    PrimaryKeyConstraint("community", "id"),
    ForeignKeyConstraint(["community"], ["head.community"]),
    Index("ix_task_flow", "community", "flow", "opened_at"),
    Index(
        "ix_task_open",
        "community",
        "assignee",
        "flow",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_with_rowid=False,
)

_ACCOUNT = ("community", "member", "account")

ledger = Table(
    "ledger",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("member", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("rule", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sort", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("frozen", Integer, nullable=False),
    Column("corrects", Text, nullable=False),
    PrimaryKeyConstraint("community", "seq", "n"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    Index("ix_ledger_member", *_ACCOUNT, "seq", "n", "balance", "frozen"),
    Index("ix_ledger_time", *_ACCOUNT, "at"),
    sqlite_with_rowid=False,
)
"""``balance`` and ``frozen`` are how the account stands after the entry, as in a bank book."""

touch = Table(
    "touch",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fields", Integer, nullable=False),
    PrimaryKeyConstraint("community", "subject", "at", "seq", "n"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    sqlite_with_rowid=False,
)
"""How often somebody was touched, and when: what limits count."""

datum = Table(
    "datum",
    metadata,
    Column("community", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("given", Integer, nullable=False),
    PrimaryKeyConstraint("community", "subject", "field", "task"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    sqlite_with_rowid=False,
)
"""What was asked of a member or unit, and what of it was given."""

waiting = Table(
    "waiting",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "seq"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    Index("ix_waiting_due", "due"),
    sqlite_with_rowid=False,
)
"""Deferred commands, and when each is decided again."""

outbox = Table(
    "outbox",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("recipient", Text),
    Column("address", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "seq", "n"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    sqlite_with_rowid=False,
)

timer = Table(
    "timer",
    metadata,
    Column("community", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "task", "name"),
    ForeignKeyConstraint(["community", "task"], ["task.community", "task.id"]),
    Index("ix_timer_due", "due"),
    sqlite_with_rowid=False,
)

settings = Table(
    "settings",
    metadata,
    Column("community", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("release", Text, nullable=False),
    Column("params", Text, nullable=False),
    PrimaryKeyConstraint("community", "revision"),
    ForeignKeyConstraint(["community"], ["head.community"]),
    sqlite_with_rowid=False,
)

release = Table(
    "release",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("profile", Text, nullable=False),
    Column("document", Text, nullable=False),
    sqlite_with_rowid=False,
)

unit = Table(
    "unit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit_level", Text, nullable=False),
    Column("parent", Text),
    Column("community", Text, nullable=False),
    Column("title", Text, nullable=False),
    Index("ix_unit_community", "community"),
    sqlite_with_rowid=False,
)

member = Table(
    "member",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("home", Text, nullable=False),
    Column("named", BigInteger),
    Column("literacy", Integer),
    sqlite_with_rowid=False,
)

holding = Table(
    "holding",
    metadata,
    Column("member", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("deputy", Text),
    PrimaryKeyConstraint("member", "role", "unit", "since"),
    Index("ix_holding_deputy", "deputy"),
    Index("ix_holding_unit", "unit", "role"),
    sqlite_with_rowid=False,
)

absence = Table(
    "absence",
    metadata,
    Column("member", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    PrimaryKeyConstraint("member", "since"),
    sqlite_with_rowid=False,
)

consent = Table(
    "consent",
    metadata,
    Column("member", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    PrimaryKeyConstraint("member", "purpose"),
    sqlite_with_rowid=False,
)
