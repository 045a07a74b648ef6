"""The one object that knows who may sign in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from xiangyue import Engine, Misuse
from xiangyue_admin.accounts import secrets, tables
from xiangyue_admin.accounts.rows import account_of, made
from xiangyue_admin.accounts.sessions import Sessions
from xiangyue_admin.accounts.tokens import Tokens
from xiangyue_admin.accounts.units import Tree
from xiangyue_admin.accounts.values import EVERYWHERE, POWERS, Account, Grant, micros
from xiangyue_admin.settings import SignIn

_MINUTE = 60_000_000
_LONGEST_PASSWORD = 1024


class Accounts(Sessions, Tokens):
    """Accounts, grants, sessions, tokens and links, beside the engine's rows. Thread-safe.

    Raises Misuse where the engine's store is in memory: the console needs a database of its own
    connections.
    """

    def __init__(self, engine: Engine, rules: SignIn | None = None) -> None:
        """Make the tables where they are missing."""
        if engine.sql.dialect.name == "sqlite" and not engine.sql.url.database:
            raise Misuse("console-in-memory")
        self._sql = engine.sql
        self._engine = engine
        self._rules = rules or SignIn()
        self.tree = Tree(engine)
        tables.metadata.create_all(engine.sql)

    def add(
        self,
        login: str,
        *,
        by: str,
        member: str | None = None,
        password: str | None = None,
        grants: Iterable[Grant] = (),
        language: str | None = None,
    ) -> Account:
        """Add an account; without a password it can only sign in by OIDC or a link.

        Raises Misuse for a login that is taken or malformed, an unknown member or unit, or a
        password that is too short.
        """
        wanted = tuple(dict.fromkeys(grants))
        self._check(login, member, wanted)
        sealed = self._seal(password) if password is not None else None
        row = {"login": login, "member": member, "password": sealed, "language": language}
        if self.find(login) is not None:
            raise Misuse("console-login-taken", login=login)
        told = _told(wanted)
        self._engine.remark("account-added", by=by, login=login, member=member or "", grants=told)
        with self._sql.begin() as connection:
            connection.execute(tables.account.insert().values(**row, created=micros()))
            if wanted:
                connection.execute(
                    tables.grant.insert(),
                    [{"login": login, "power": one.power, "unit": one.unit} for one in wanted],
                )
        return self.get(login)

    def find(self, login: str) -> Account | None:
        """Return an account; None where there is none."""
        with self._sql.connect() as connection:
            row = connection.execute(
                sa.select(tables.account).where(tables.account.c.login == login)
            ).one_or_none()
            return account_of(connection, row) if row else None

    def get(self, login: str) -> Account:
        """Return an account; raises Misuse where there is none."""
        found = self.find(login)
        if found is None:
            raise Misuse("console-login-unknown", login=login)
        return found

    def all(self) -> tuple[Account, ...]:
        """Return every account by login."""
        with self._sql.connect() as connection:
            rows = connection.execute(sa.select(tables.account).order_by(tables.account.c.login))
            held: dict[str, list[Grant]] = {}
            for grant in connection.execute(sa.select(tables.grant)):
                held.setdefault(grant.login, []).append(Grant(grant.power, grant.unit))
            return tuple(made(row, held.get(row.login, ())) for row in rows)

    def check_password(self, login: str, password: str) -> Account | None:
        """Return the account that a login and password open; None for any reason it is not.

        The answer takes equally long for all of them. Wrong tries in a row lock the account for a
        while; then even the right password does not open it, also one that was being looked at
        when the last wrong one came.
        """
        now = micros()
        with self._sql.connect() as connection:
            row = connection.execute(
                sa.select(tables.account).where(tables.account.c.login == login)
            ).one_or_none()
        sealed = row.password if row else None
        right = secrets.opens(password[:_LONGEST_PASSWORD], sealed)
        if row is None or row.disabled or row.locked_until > now:
            return None
        # What was read may hold no more by now: it is asked once again where it is written.
        where = sa.and_(
            tables.account.c.login == login,
            tables.account.c.disabled == 0,
            tables.account.c.locked_until <= now,
            tables.account.c.password == sealed,
        )
        with self._sql.begin() as connection:
            if not right:
                tries = sa.case((tables.account.c.failed + 1 >= self._rules.tries, 0), else_=None)
                wrong: dict[str, Any] = {
                    "failed": sa.func.coalesce(tries, tables.account.c.failed + 1),
                    "locked_until": sa.case(
                        (
                            tables.account.c.failed + 1 >= self._rules.tries,
                            now + self._rules.locked_minutes * _MINUTE,
                        ),
                        else_=tables.account.c.locked_until,
                    ),
                }
                connection.execute(tables.account.update().where(where).values(**wrong))
                return None
            kept: dict[str, Any] = {"failed": 0, "seen": now}
            if secrets.outdated(row.password):
                kept["password"] = secrets.seal(password)
            opened = connection.execute(tables.account.update().where(where).values(**kept))
            return account_of(connection, row) if opened.rowcount else None

    def set_password(self, login: str, password: str, *, by: str) -> None:
        """Give an account another password; whoever is signed in to it is signed out."""
        sealed = self._seal(password)
        self._change(login, "password-set", by, password=sealed, failed=0, locked_until=0)
        self.end_sessions(login)

    def disable(self, login: str, *, by: str) -> None:
        """Let an account sign in no more, sign it out, and stop the tokens that stand on it."""
        self._change(login, "account-disabled", by, disabled=1)
        self.end_sessions(login)

    def enable(self, login: str, *, by: str) -> None:
        """Let an account sign in again, also one that was locked for wrong passwords."""
        self._change(login, "account-enabled", by, disabled=0, failed=0, locked_until=0)

    def set_grants(self, login: str, grants: Iterable[Grant], *, by: str) -> None:
        """Say anew what an account may do and where."""
        wanted = tuple(dict.fromkeys(grants))
        account = self.get(login)
        self._check(login, account.member, wanted)
        self._engine.remark("grants-set", by=by, login=login, grants=_told(wanted))
        with self._sql.begin() as connection:
            connection.execute(tables.grant.delete().where(tables.grant.c.login == login))
            if wanted:
                connection.execute(
                    tables.grant.insert(),
                    [{"login": login, "power": one.power, "unit": one.unit} for one in wanted],
                )

    def prefer(self, login: str, *, language: str | None, large: bool) -> None:
        """Remember in which language and size an account reads."""
        with self._sql.begin() as connection:
            connection.execute(
                tables.account.update()
                .where(tables.account.c.login == login)
                .values(language=language, large=int(large))
            )

    def secret_key(self) -> str:
        """Return the key that cookies are signed with, the same for every process."""
        name = tables.setting.c.name == "secret_key"
        with self._sql.connect() as connection:
            found = connection.scalar(sa.select(tables.setting.c.value).where(name))
        if found is not None:
            return str(found)
        try:
            with self._sql.begin() as connection:
                connection.execute(
                    tables.setting.insert().values(name="secret_key", value=secrets.fresh())
                )
        except sa.exc.IntegrityError:
            pass  # another process was first
        return self.secret_key()

    def _check(self, login: str, member: str | None, grants: tuple[Grant, ...]) -> None:
        if not (
            0 < len(login) <= 64 and login.isprintable() and login.isascii() and " " not in login
        ):
            raise Misuse("console-login-malformed", login=login)
        if member is not None and member not in self._engine.known_members([member]):
            raise Misuse("member-unknown", member=member)
        for one in grants:
            if one.power not in POWERS:
                raise Misuse("console-power-unknown", power=one.power, known=", ".join(POWERS))
            if one.unit != EVERYWHERE and not any(self.tree.up(one.unit)):
                raise Misuse("unit-unknown", unit=one.unit)

    def _seal(self, password: str) -> str:
        if not self._rules.least_password <= len(password) <= _LONGEST_PASSWORD:
            raise Misuse("console-password-short", least=self._rules.least_password)
        return secrets.seal(password)

    def _change(self, login: str, act: str, by: str, **values: Any) -> None:
        self.get(login)
        self._engine.remark(act, by=by, login=login)
        with self._sql.begin() as connection:
            connection.execute(
                tables.account.update().where(tables.account.c.login == login).values(**values)
            )


def _told(grants: tuple[Grant, ...]) -> str:
    return " ".join(f"{one.power}:{one.unit}" for one in grants)
