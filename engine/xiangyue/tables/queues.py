"""What workers carry out: messages, errands, deferred commands, and what others are told."""

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

from xiangyue.tables.words import DEAD, WAITING, Text, metadata

_SHOWN = text("kind IN ('ask', 'publish')")

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
    Index("ix_outbox_shown", "community", "task", sqlite_where=_SHOWN, postgresql_where=_SHOWN),
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
