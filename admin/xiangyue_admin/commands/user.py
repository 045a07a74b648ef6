"""``xiangyue user``: who may sign in to the console."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xiangyue import Engine, Misuse
from xiangyue.office import DEFAULT_DB, Db, Json, Table, emit, existing, words

if TYPE_CHECKING:
    from xiangyue_admin.accounts import Account, Accounts, Grant

app = typer.Typer(rich_markup_mode=None, help="Say who may sign in to the console.")

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The name to sign in with.")]
Powers = Annotated[
    list[str] | None,
    typer.Option(
        "--power", metavar="POWER:UNIT", help="desk, admin or system at a unit, * is everywhere."
    ),
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it, for the journal.")]
Stdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


@contextmanager
def _accounts(db: str) -> Iterator[Accounts]:
    try:
        from xiangyue_admin.accounts import Accounts
    except ImportError as error:
        raise Misuse("cli-no-flask") from error
    with Engine(existing(db)) as engine:
        yield Accounts(engine)


@app.command(epilog="Example: xiangyue user add li --member li --power admin:xinqi")
def add(
    login: Login,
    member: Annotated[
        str | None, typer.Option(metavar="MEMBER", help="As which member the account acts.")
    ] = None,
    power: Powers = None,
    language: Annotated[str | None, typer.Option(metavar="en|zh", help="What it reads.")] = None,
    password_stdin: Stdin = False,
    by: By = "system",
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Add an account; a password is made up and shown once, unless one is given."""
    password = _password(password_stdin)
    with _accounts(db) as accounts:
        account = accounts.add(
            login,
            by=by,
            member=member,
            password=password or (made := made_up()),
            grants=[grant_of(one) for one in power or ()],
            language=language,
        )
    document = _document(account) | ({} if password else {"password": made})
    lines = [words("console-added", login=login)]
    emit(as_json, document, lambda: lines + _shown(document))


@app.command(epilog="Example: xiangyue user password li")
def password(
    login: Login,
    password_stdin: Stdin = False,
    by: By = "system",
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Give an account another password, and sign it out everywhere."""
    given = _password(password_stdin)
    with _accounts(db) as accounts:
        accounts.set_password(login, given or (made := made_up()), by=by)
    document: dict[str, Any] = {"login": login} | ({} if given else {"password": made})
    emit(as_json, document, lambda: [words("console-changed", login=login), *_shown(document)])


@app.command(epilog="Example: xiangyue user grant li --power admin:xinqi --power desk:xinqi")
def grant(
    login: Login,
    power: Powers = None,
    by: By = "system",
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Say anew what an account may do beyond its own work; without --power nothing."""

    def regrant(accounts: Accounts) -> None:
        accounts.set_grants(login, [grant_of(one) for one in power or ()], by=by)

    _changed(db, login, as_json, regrant)


@app.command(epilog="Example: xiangyue user disable li")
def disable(login: Login, by: By = "system", db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Let an account sign in no more, sign it out everywhere, and stop its tokens."""
    _changed(db, login, as_json, lambda accounts: accounts.disable(login, by=by))


@app.command(epilog="Example: xiangyue user enable li")
def enable(login: Login, by: By = "system", db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Let an account sign in again, also one that wrong passwords have locked."""
    _changed(db, login, as_json, lambda accounts: accounts.enable(login, by=by))


@app.command("list", epilog="Example: xiangyue user list --json")
def show(db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """List who may sign in, as whom they act and what they may do."""
    with _accounts(db) as accounts:
        found = [_document(one) for one in accounts.all()]
    headings = [words(f"console-head-{name}") for name in ("login", "member", "grants", "state")]
    rows = [
        (
            one["login"],
            one["member"] or "–",
            " ".join(one["grants"]),
            words(f"console-state-{one['state']}"),
        )
        for one in found
    ]
    emit(as_json, found, lambda: [Table(headings, rows) if rows else words("console-no-users")])


def made_up() -> str:
    """Return a password that can be read out: five groups, about a hundred bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


def grant_of(said: str) -> Grant:
    """Read ``admin:xinqi``; raises Misuse where it is no power at a unit."""
    from xiangyue_admin.accounts import POWERS, Grant

    power, colon, unit = said.partition(":")
    for known in POWERS:
        if power == known and unit:
            return Grant(known, unit)
    if not (colon and unit):
        raise Misuse("console-grant-malformed", given=said)
    raise Misuse("console-power-unknown", power=power, known=", ".join(POWERS))


def _password(from_stdin: bool) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else None


def _changed(db: str, login: str, as_json: bool, change: Callable[[Accounts], None]) -> None:
    """Change an account, and say how it is now."""
    with _accounts(db) as accounts:
        change(accounts)
        document = _document(accounts.get(login))
    emit(as_json, document, lambda: [words("console-changed", login=login)])


def _document(account: Account) -> dict[str, Any]:
    from xiangyue_admin.accounts.values import micros

    found = asdict(account)
    locked = account.locked_until > micros()
    return {
        "login": found["login"],
        "member": found["member"],
        "grants": [f"{one.power}:{one.unit}" for one in account.grants],
        "language": found["language"],
        "state": "disabled" if account.disabled else "locked" if locked else "active",
    }


def _shown(document: dict[str, Any]) -> list[str]:
    made = document.get("password")
    return [words("console-password", password=made)] if made else []
