"""What a database driver refuses, in words of ours."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from xiangyue.errors import BadInput, StoreError, XiangyueError, told

SQLITE = (sqlite3.Error, UnicodeError)
"""The second where words hold what UTF-8 cannot write, or where the driver cannot read its own
complaint, because a damaged file makes it quote what is no text."""

_CODES = {
    sqlite3.SQLITE_BUSY: "store-busy",
    sqlite3.SQLITE_LOCKED: "store-busy",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_FULL: "store-full",
    sqlite3.SQLITE_IOERR: "store-disk",
    sqlite3.SQLITE_CORRUPT: "store-corrupt",
    sqlite3.SQLITE_NOTADB: "store-corrupt",
    sqlite3.SQLITE_CANTOPEN: "store-disk",
}
_NAMES = {
    getattr(sqlite3, f"SQLITE_{name}"): f"sqlite-SQLITE_{name}"
    for name in ("CANTOPEN", "NOTADB", "CORRUPT", "READONLY", "BUSY", "LOCKED", "IOERR")
}
_STATES = {
    "40001": "store-busy",  # serialisation failure
    "40P01": "store-busy",  # deadlock
    "26000": "store-undone",  # somebody else has dropped what was prepared
    "55P03": "store-busy",  # lock not available in time
    "25006": "store-read-only",
    "42501": "store-read-only",  # insufficient privilege
    "53100": "store-full",
    "58030": "store-disk",
    "XX001": "store-corrupt",
    "XX002": "store-corrupt",
}
_LOST = ("08", "57P")
"""The beginnings of states in which the server has gone, or sends everybody away."""
_NUL = "NUL"


def refusals() -> tuple[type[BaseException], ...]:
    """Return what drivers raise; PostgreSQL's is there only where it is used."""
    driver: Any = sys.modules.get("psycopg")
    return (*SQLITE, driver.Error) if driver else SQLITE


@contextmanager
def translating() -> Iterator[None]:
    """Raise what the driver says, directly or through SQLAlchemy, as an error of ours."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise translated(error.orig) from error
    except sa.exc.TimeoutError as error:
        raise StoreError("store-crowded") from error
    except refusals() as error:
        raise translated(error) from error


def translated(error: BaseException | None) -> XiangyueError:
    """Return what the driver's error means for whoever uses the store."""
    if isinstance(error, UnicodeEncodeError):
        return BadInput("words-broken")
    if isinstance(error, UnicodeDecodeError):
        return StoreError("store-corrupt", detail=error.reason)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        detail = told(_NAMES.get(code, ""), str(error))
        return StoreError(_CODES.get(code, "store-failed"), detail=detail)
    return _of_postgresql(error)


def _of_postgresql(error: BaseException | None) -> XiangyueError:
    state, detail = getattr(error, "sqlstate", None), " ".join(str(error).split()).rstrip(".")
    if state is None and _NUL in detail:
        return BadInput("words-broken")
    if state in _STATES:
        return StoreError(_STATES[state], detail=detail)
    driver: Any = sys.modules.get("psycopg")
    lost = (
        state.startswith(_LOST) if state else driver and isinstance(error, driver.OperationalError)
    )
    return StoreError("store-lost" if lost else "store-failed", detail=detail)
