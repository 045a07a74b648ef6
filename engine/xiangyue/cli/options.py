"""Options that several commands share, and the store that ``--db`` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.errors import Misuse, StoreError
from xiangyue.spelling import shown
from xiangyue.values import SYSTEM

if TYPE_CHECKING:
    from xiangyue import Engine

BAD: Final = 2  # exit code: bad input, or a command that is not understood
FOUND: Final = 1  # exit code: findings or refusals

DEFAULT_DB: Final = "sqlite:///xiangyue.db"

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Db = Annotated[
    str, typer.Option("--db", metavar="URL", envvar="XIANGYUE_DB", help="The database's URL.")
]
Log = Annotated[
    str,
    typer.Option(
        "--log", metavar="LEVEL", envvar="XIANGYUE_LOG", help="debug, info, warning or error."
    ),
]
LogFormat = Annotated[
    str,
    typer.Option(
        "--log-format", metavar="FORMAT", envvar="XIANGYUE_LOG_FORMAT", help="text or json."
    ),
]
By = Annotated[str, typer.Option("--by", metavar="MEMBER", help="Who does it.")]
Ref = Annotated[
    str, typer.Argument(metavar="PROFILE", help="A profile's folder, or its name in a pack.")
]


def ask_help(context: typer.Context) -> None:
    """Show the help of a group that was called without a command."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(BAD)


def existing(url: str) -> str:
    """Return the URL of a store that is there; raises Misuse or StoreError for a file that is none.

    A store is made silently where there is none, which is no help to those who only want to look.
    """
    file = database_file(there(url))
    if file is not None:
        _look_into(file)
    return url


def there(url: str) -> str:
    """Return the URL of a database that is there, with tables or without; raises Misuse if not."""
    file = database_file(url)
    if file is not None and not os.path.lexists(file):
        raise Misuse("cli-no-database", url=shown_url(url))
    return url


def _look_into(file: Path) -> None:
    """Refuse a file without tables of ours, and leave it as it is: opening a store writes to it."""
    import sqlite3
    from contextlib import closing

    if file.is_dir():
        raise StoreError("store-folder", file=str(file))
    if file.is_file() and file.stat().st_size == 0:
        raise StoreError("store-empty", file=str(file))
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as look:
            (tables,) = look.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('xiangyue_schema', 'journal')"
            ).fetchone()
    except sqlite3.Error:
        return  # the store says what is wrong with it
    if not tables:
        raise StoreError("schema-unknown")


def acting(engine: Engine, member: str) -> str:
    """Return who does something; raises Misuse where nobody is registered under that id.

    While nobody at all is registered, anybody may begin.
    """
    if member != SYSTEM and not engine.known_members([member]) and engine.has_members():
        raise Misuse("cli-nobody", member=shown(member))
    return member


def database_file(url: str) -> Path | None:
    """Return the file of an SQLite database; None where it is none."""
    from xiangyue.storage.address import sqlite_file

    return sqlite_file(url)


def shown_url(url: str) -> str:
    """Return a URL that may be shown: without its password."""
    from xiangyue.storage import address

    return address.shown_url(url)
