"""Keys of programs: prefixed, hashed, scoped, bound to a unit and a member."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa

from xiangyue import Engine, Misuse
from xiangyue_admin.accounts import secrets, tables
from xiangyue_admin.accounts.units import Tree
from xiangyue_admin.accounts.values import EVERYWHERE, Token, micros

_MAKER: Final = sa.func.coalesce(tables.account.c.member, tables.account.c.login)
_LET_IN: Final = sa.and_(
    tables.let_in(tables.token.c.by == _MAKER),
    tables.let_in(tables.account.c.member == tables.token.c.member),
)
_TOKENS: Final = sa.select(tables.token, sa.not_(_LET_IN).label("stopped"))


class Tokens:
    """Tokens of a store."""

    _sql: sa.Engine
    _engine: Engine
    tree: Tree

    def new_token(
        self,
        title: str,
        *,
        member: str,
        unit: str,
        scopes: Iterable[str],
        by: str,
        expires: int | None = None,
    ) -> tuple[Token, str]:
        """Make a token; returns it with its secret, which is shown this once.

        ``expires`` is in microseconds since 1970 UTC. Raises Misuse for an unknown member or unit.
        """
        if member not in self._engine.known_members([member]):
            raise Misuse("member-unknown", member=member)
        if unit != EVERYWHERE and not any(self.tree.up(unit)):
            raise Misuse("unit-unknown", unit=unit)
        secret = secrets.fresh(secrets.TOKEN_PREFIX)
        hashed = secrets.hashed(secret)
        wanted = frozenset(scopes)
        made = Token(hashed[:12], title, member, unit, wanted, by, micros(), expires)
        self._engine.remark(
            "token-made", by=by, token=made.id, member=member, unit=unit, scopes=_joined(wanted)
        )
        row = {"id": made.id, "hash": hashed, "title": title, "member": member, "unit": unit}
        row |= {"scopes": _joined(wanted), "by": by}
        with self._sql.begin() as connection:
            connection.execute(
                tables.token.insert().values(**row, created=made.created, expires=expires)
            )
        return made, secret

    def token(self, secret: str) -> Token | None:
        """Return a token by its secret; None where it is unknown, over, revoked or stopped."""
        if not secret.startswith(secrets.TOKEN_PREFIX):
            return None
        one = tables.token.c.hash == secrets.hashed(secret)
        with self._sql.connect() as connection:
            row = connection.execute(_TOKENS.where(one)).one_or_none()
        made = _made(row) if row else None
        if made is None or made.revoked or made.stopped:
            return None
        return None if made.expires and made.expires <= micros() else made

    def tokens(self) -> tuple[Token, ...]:
        """Return every token, the newest first."""
        with self._sql.connect() as connection:
            rows = connection.execute(_TOKENS.order_by(-tables.token.c.created))
            return tuple(_made(row) for row in rows)

    def revoke_token(self, id: str, *, by: str) -> None:
        """Withdraw a token; raises Misuse where there is none."""
        if all(id != one.id for one in self.tokens()):
            raise Misuse("console-token-unknown", token=id)
        self._engine.remark("token-revoked", by=by, token=id)
        with self._sql.begin() as connection:
            connection.execute(
                tables.token.update()
                .where(tables.token.c.id == id, tables.token.c.revoked.is_(None))
                .values(revoked=micros())
            )


def _joined(scopes: Iterable[str]) -> str:
    return " ".join(sorted(scopes))


def _made(row: Any) -> Token:
    return Token(
        id=row.id,
        title=row.title,
        member=row.member,
        unit=row.unit,
        scopes=frozenset(row.scopes.split()),
        by=row.by,
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
        stopped=bool(row.stopped),
    )
