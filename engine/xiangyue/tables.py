"""The tables, as SQLAlchemy Core metadata.

Keys lead with the community, so that a distributed store can shard by it; the reference tables
(``unit``, ``member``, ``holding``, ``absence``, ``consent``, ``contact``, ``subscription``,
``release``) are small, rarely written, and journaled in a chain of their own, ``REGISTRY``.
Every row of every table but ``subscriber`` follows from the journal, save the columns named in
``OPERATIONAL``.
"""

from __future__ import annotations

import sqlalchemy as sa
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
    text,
)

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that both stores put in the same order, that of its code points."""

WAITING = "waiting"
"""The state of what is not done yet; messages are also sent, confirmed, dropped."""

DEAD = "dead"
"""The state of what was given up: nobody takes it up until it is driven again."""

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
    Column("clock_from", BigInteger),
    Column("last", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Column("private", Text, nullable=False),
    Column("alarms", Text, nullable=False),
    Column("origin", Text),
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

"""``origin`` is the address of the task whose errand opened it."""

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
    Column("lease", BigInteger, nullable=False, server_default="0"),
    Column("holder", Text),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    PrimaryKeyConstraint("community", "seq"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    Index("ix_waiting_due", "state", "due"),
    sqlite_with_rowid=False,
)
"""What the engine comes back to, and when: deferred commands, to be decided again, and openings
that came to nothing, whose values are destroyed then."""

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
    Column("due", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease", BigInteger, nullable=False, server_default="0"),
    Column("holder", Text),
    Column("channel", Text),
    Column("error", Text),
    Column("sent_at", BigInteger),
    PrimaryKeyConstraint("community", "seq", "n"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    Index(
        "ix_outbox_due",
        "due",
        sqlite_where=text(f"state = '{WAITING}'"),
        postgresql_where=text(f"state = '{WAITING}'"),
    ),
    Index(
        "ix_outbox_dead",
        "due",
        sqlite_where=text(f"state = '{DEAD}'"),
        postgresql_where=text(f"state = '{DEAD}'"),
    ),
    sqlite_with_rowid=False,
)
"""What is to be sent: a reference to the entry that says it. ``due`` is when it is tried next."""

delivery = Table(
    "delivery",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("channel", Text),
    Column("error", Text),
    PrimaryKeyConstraint("community", "seq", "n", "recipient"),
    ForeignKeyConstraint(["community", "seq", "n"], ["outbox.community", "outbox.seq", "outbox.n"]),
    sqlite_with_rowid=False,
)
"""What became of a message to a role for each member it meant; no entry speaks of that."""

errand = Table(
    "errand",
    metadata,
    Column("community", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease", BigInteger, nullable=False, server_default="0"),
    Column("holder", Text),
    Column("error", Text),
    Column("outcome", Text),
    PrimaryKeyConstraint("community", "seq", "n"),
    ForeignKeyConstraint(["community", "seq"], ["journal.community", "journal.seq"]),
    Index("ix_errand_due", "state", "due"),
    Index("ix_errand_task", "community", "task"),
    sqlite_with_rowid=False,
)
"""What one chain has to say to another, or to itself: a command that its recipient decides.

``outcome`` is what became of it there: the task that was opened, its deadline, or why not.
"""

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

settings = Table(
    "settings",
    metadata,
    Column("community", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("release", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("days", Text, nullable=False),
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
    Column("language", Text),
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

contact = Table(
    "contact",
    metadata,
    Column("member", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("member", "kind"),
    sqlite_with_rowid=False,
)
"""How a member is reached: the registry's entry whose payload holds the address, by preference."""

subscription = Table(
    "subscription",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("types", Text, nullable=False),
    Column("communities", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Another system that is told what happens; the payload of entry ``seq`` holds its secret."""

subscriber = Table(
    "subscriber",
    metadata,
    Column("community", Text, nullable=False),
    Column("subscription", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due", BigInteger, nullable=False, server_default="0"),
    Column("lease", BigInteger, nullable=False, server_default="0"),
    Column("holder", Text),
    Column("error", Text),
    PrimaryKeyConstraint("community", "subscription"),
    ForeignKeyConstraint(["community"], ["head.community"]),
    sqlite_with_rowid=False,
)
"""How far a subscription has been told what happened in one community."""

OPERATIONAL = {
    "outbox": ("due", "state", "attempts", "lease", "holder", "channel", "error", "sent_at"),
    "timer": ("lease", "holder", "state", "attempts", "error"),
    "waiting": ("lease", "holder", "state", "attempts", "error"),
    "errand": ("due", "state", "attempts", "lease", "holder", "error", "outcome"),
}
"""The columns that workers move and no entry of the journal speaks of."""
