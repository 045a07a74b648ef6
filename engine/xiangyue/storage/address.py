"""Where a database is: its URL, read, and shown without its password."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa

from xiangyue.errors import Misuse

MEMORY = (None, "", ":memory:")
_PASSWORD = re.compile(r"(//[^/:@]*:).*@", re.DOTALL)


def parse_url(url: str) -> sa.URL:
    """Read a database's URL; raises Misuse, without its password, where it is none."""
    try:
        return sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise Misuse("store-url", url=shown_url(url)) from error


def shown_url(url: str) -> str:
    """Return a URL that may be shown, even one that is wrong: without its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except (sa.exc.ArgumentError, ValueError):
        return _PASSWORD.sub(r"\1***@", url)


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite database; None where it is none, or no URL at all."""
    try:
        parsed = parse_url(url)
    except Misuse:
        return None  # the store says what is wrong with it
    if parsed.get_backend_name() != "sqlite" or parsed.database in MEMORY:
        return None
    name = str(parsed.database)
    return Path(name.removeprefix("file:") if "uri" in parsed.query else name)
