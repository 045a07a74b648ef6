"""Units, members, and who else is told: small, rarely written."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table

from xiangyue.tables.words import Text, metadata

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

unit_place = Table(
    "unit_place",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("south", BigInteger),
    Column("north", BigInteger),
    Column("west", BigInteger),
    Column("east", BigInteger),
    Column("codes", Text, nullable=False),
    Column("outline", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Where a unit is: the box around its outline, and both in steps of a degree."""

member = Table(
    "member",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("home", Text, nullable=False),
    Column("named", BigInteger),
    Column("literacy", Integer),
    Column("language", Text),
    Index("ix_member_home", "home"),
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
