"""The console's own tables, beside the engine's in the same database."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    exists,
    or_,
)

metadata = MetaData()

account = Table(
    "console_account",
    metadata,
    Column("login", Text, primary_key=True),
    Column("member", Text),
    Column("password", Text),
    Column("language", Text),
    Column("large", Integer, nullable=False, server_default="0"),
    Column("disabled", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("locked_until", BigInteger, nullable=False, server_default="0"),
    Column("created", BigInteger, nullable=False),
    Column("seen", BigInteger),
)
"""Who may sign in. ``member`` is as whom they act; ``password`` an argon2id hash, or none."""

grant = Table(
    "console_grant",
    metadata,
    Column("login", Text, ForeignKey("console_account.login"), primary_key=True),
    Column("power", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
)
"""What an account may do beyond its own work, and where: at a unit and all beneath it."""

session = Table(
    "console_session",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("login", Text, ForeignKey("console_account.login"), nullable=False, index=True),
    Column("created", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)

token = Table(
    "console_token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger),
    Column("revoked", BigInteger),
)
"""Keys of programs: whom they act as, for which unit, for what. Only the hash is kept."""

link = Table(
    "console_link",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used", BigInteger),
)
"""Links in messages, each good once."""

photo = Table(
    "console_photo",
    metadata,
    Column("community", Text, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Photos that show what was done; a field of the task names each by its content."""

setting = Table(
    "console_setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)


def let_in(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask that somebody was not locked out: has no account, or one that may sign in."""
    return or_(~exists().where(whose), exists().where(whose, account.c.disabled == 0))
