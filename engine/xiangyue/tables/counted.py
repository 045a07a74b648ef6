"""What is counted: points, contacts, and what was asked and given."""

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

from xiangyue.tables.words import Text, metadata

_ACCOUNT = ("community", "member", "account")
_CORRECTING = text("corrects <> ''")

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
    Index(
        "ix_ledger_corrects",
        *_ACCOUNT,
        "corrects",
        "amount",
        sqlite_where=_CORRECTING,
        postgresql_where=_CORRECTING,
    ),
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
