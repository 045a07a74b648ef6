"""An account as its rows say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from xiangyue_admin.accounts import tables
from xiangyue_admin.accounts.values import Account, Grant


def account_of(connection: sa.Connection, row: Any) -> Account:
    """Return the account of a row, with what was granted to it."""
    grants = connection.execute(
        sa.select(tables.grant.c.power, tables.grant.c.unit)
        .where(tables.grant.c.login == row.login)
        .order_by(tables.grant.c.power, tables.grant.c.unit)
    )
    return made(row, (Grant(*one) for one in grants))


def made(row: Any, grants: Iterable[Grant]) -> Account:
    """Return the account of a row, with these grants."""
    return Account(
        login=row.login,
        member=row.member,
        grants=tuple(grants),
        language=row.language,
        large=bool(row.large),
        disabled=bool(row.disabled),
        locked_until=row.locked_until,
        seen=row.seen,
    )
