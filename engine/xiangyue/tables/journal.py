"""A community and its chain: where it stands, its entries, and by which rules."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    text,
)

from xiangyue.tables.words import Text, metadata

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
