"""Who is signed in: sessions are rows, so that they can be ended; and links that are good once."""

from __future__ import annotations

import sqlalchemy as sa

from xiangyue_admin.accounts import secrets, tables
from xiangyue_admin.accounts.rows import account_of
from xiangyue_admin.accounts.values import Account, micros
from xiangyue_admin.settings import SignIn

_HOUR = 3_600_000_000
_SEEN_EVERY = 60_000_000


class Sessions:
    """Sessions and links of a store."""

    _sql: sa.Engine
    _rules: SignIn

    def begin_session(self, login: str) -> str:
        """Sign an account in; returns the secret of its session, which is new every time."""
        secret, now = secrets.fresh(), micros()
        row = {"hash": secrets.hashed(secret), "login": login, "created": now, "seen": now}
        with self._sql.begin() as connection:
            connection.execute(tables.session.insert().values(**row))
            old = tables.session.c.created < now - self._rules.session_hours * _HOUR
            connection.execute(tables.session.delete().where(old))
        return secret

    def signed_in(self, secret: str) -> Account | None:
        """Return whose session it is; None where it has ended or the account is disabled."""
        now, one = micros(), tables.session.c.hash == secrets.hashed(secret)
        with self._sql.connect() as connection:
            row = connection.execute(
                sa.select(
                    tables.account,
                    tables.session.c.created.label("began"),
                    tables.session.c.seen.label("used"),
                )
                .join(tables.session, tables.session.c.login == tables.account.c.login)
                .where(one)
            ).one_or_none()
            if row is None or row.disabled:
                return None
            if row.began < now - self._rules.session_hours * _HOUR:
                return None
            if row.used < now - self._rules.idle_hours * _HOUR:
                return None
            account = account_of(connection, row)
        if row.used < now - _SEEN_EVERY:
            with self._sql.begin() as connection:
                connection.execute(tables.session.update().where(one).values(seen=now))
        return account

    def end_session(self, secret: str) -> None:
        """Sign one session out."""
        with self._sql.begin() as connection:
            one = tables.session.c.hash == secrets.hashed(secret)
            connection.execute(tables.session.delete().where(one))

    def end_sessions(self, login: str) -> None:
        """Sign an account out everywhere."""
        with self._sql.begin() as connection:
            connection.execute(tables.session.delete().where(tables.session.c.login == login))

    def new_link(self, member: str, task: str, *, hours: float = 48) -> str:
        """Return the secret of a link that opens a task for a member, once, within ``hours``.

        Links that can open nothing any more are removed.
        """
        secret, now = secrets.fresh(), micros()
        row = {"hash": secrets.hashed(secret), "member": member, "task": task}
        last = sa.func.coalesce(tables.link.c.used, tables.link.c.expires)
        with self._sql.begin() as connection:
            connection.execute(tables.link.insert().values(**row, expires=now + int(hours * _HOUR)))
            old = last < now - self._rules.idle_hours * _HOUR
            connection.execute(tables.link.delete().where(old))
        return secret

    def link_is_good(self, secret: str) -> bool:
        """Return whether a link can still be used; looking at it does not use it up."""
        good = sa.and_(tables.link.c.hash == secrets.hashed(secret), *self._unused())
        with self._sql.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).where(good)) == 1

    def use_link(self, secret: str) -> tuple[str, str] | None:
        """Use a link up: return a new secret for who came by it, and its task, ``community/id``.

        None where it is used up, over or unknown. The new secret opens that one task as the member
        whose link it was, as long as an idle session would last.
        """
        now, opened = micros(), secrets.fresh()
        one = tables.link.c.hash == secrets.hashed(secret)
        with self._sql.begin() as connection:
            kept = {"used": now, "hash": secrets.hashed(opened)}
            changed = tables.link.update().where(one, *self._unused()).values(**kept)
            if not connection.execute(changed).rowcount:
                return None
            mine = tables.link.c.hash == kept["hash"]
            return opened, connection.scalar(sa.select(tables.link.c.task).where(mine)) or ""

    def came_by_link(self, opened: str) -> Account | None:
        """Return who came by a link: somebody who may see its one task; None when it is over."""
        since = micros() - self._rules.idle_hours * _HOUR
        mine = tables.link.c.hash == secrets.hashed(opened)
        with self._sql.connect() as connection:
            row = connection.execute(
                sa.select(tables.link).where(mine, tables.link.c.used > since, _let_in())
            ).one_or_none()
        return Account(row.member, member=row.member, only=row.task) if row else None

    def end_link(self, opened: str) -> None:
        """Sign out who came by a link."""
        with self._sql.begin() as connection:
            mine = tables.link.c.hash == secrets.hashed(opened)
            connection.execute(tables.link.delete().where(mine, tables.link.c.used.is_not(None)))

    def _unused(self) -> tuple[sa.ColumnElement[bool], ...]:
        return tables.link.c.used.is_(None), tables.link.c.expires > micros(), _let_in()


def _let_in() -> sa.ColumnElement[bool]:
    return tables.let_in(tables.account.c.member == tables.link.c.member)
