"""Whether a database is sound and somebody works on it; nothing is changed by looking."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa

from xiangyue.canonical import load
from xiangyue.errors import StoreError, XiangyueError
from xiangyue.profile import build
from xiangyue.storage.address import shown_url, sqlite_file
from xiangyue.storage.jobs import JOBS_SCHEMA, jobs_state
from xiangyue.storage.refusals import translated
from xiangyue.storage.schema import REVISION, found_revision
from xiangyue.storage.store import open_engine
from xiangyue.time.clock import from_micros
from xiangyue.time.known_days import learnt, with_days
from xiangyue.upkeep.finding import Found, fine, look, of_error, wrong

_SECOND: Final = 1_000_000
_NEGLECTED: Final = 10 * 60 * _SECOND
_AHEAD: Final = 5 * _SECOND
_LOW: Final = 200_000_000  # bytes
_WORKERS_CONNECTIONS: Final = 32  # what one process opens at most

_QUEUES: Final = ("timer", "waiting", "outbox", "errand")

Check = Callable[[sa.Connection, int], Iterator[Found]]


def check_store(url: str, now: int, *, quick: bool = False) -> Iterator[Found]:
    """Look at the database at a URL as it is at ``now`` (microseconds).

    ``quick`` leaves out whatever takes longer where there is more in it.
    """
    file = sqlite_file(url)
    if file is not None:
        yield from _check_file(file)
        if not file.is_file():
            return
    try:
        engine = _looking(file) if file is not None else open_engine(url)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
                yield fine("doctor-reached", url=shown_url(url))
                yield from _check_inside(connection, now, quick=quick)
        finally:
            engine.dispose()
    except sa.exc.DBAPIError as error:
        yield of_error(translated(error.orig))
    except XiangyueError as error:
        yield of_error(error)


def _looking(file: Path) -> sa.Engine:
    """Return an engine that only reads: to open a stranger's database as ours would change it."""
    where = f"file:{quote(str(file.absolute()))}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(where, uri=True, timeout=5, check_same_thread=False)

    return sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.NullPool)


def _check_file(file: Path) -> Iterator[Found]:
    if not file.is_file():
        yield wrong("doctor-no-file", file=file)
        return
    folder = file.absolute().parent
    if not (os.access(file, os.W_OK) and os.access(folder, os.W_OK)):
        yield wrong("doctor-read-only", file=file)
    free, size = shutil.disk_usage(folder).free, file.stat().st_size
    low = free < max(_LOW, size)
    yield (look if low else fine)("doctor-space", folder=folder, free=_size(free), size=_size(size))


def _check_inside(connection: sa.Connection, now: int, *, quick: bool) -> Iterator[Found]:
    if connection.dialect.name == "sqlite":
        yield from _check_sqlite(connection)
        if not quick:
            yield from _check_pages(connection)
    else:
        yield from _check_server(connection)
    try:
        found = found_revision(connection)
    except StoreError as error:
        yield of_error(error)
        return
    if found is None:
        yield wrong("doctor-no-schema")
        return
    if found != REVISION:
        code = "schema-new" if found > REVISION else "schema-old"
        yield wrong(code, found=found, expected=REVISION)
        return
    yield fine("doctor-schema", found=found)
    for check in () if quick else _CHECKS:
        yield from check(connection, now)


def _check_sqlite(connection: sa.Connection) -> Iterator[Found]:
    yield fine("doctor-sqlite", found=sqlite3.sqlite_version)
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    yield fine("doctor-wal") if mode == "wal" else look("doctor-no-wal", mode=mode)


def _check_pages(connection: sa.Connection) -> Iterator[Found]:
    said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    yield fine("doctor-file-sound") if said == "ok" else wrong("store-corrupt", detail=said)


def _check_server(connection: sa.Connection) -> Iterator[Found]:
    def show(name: str) -> str:
        return str(connection.exec_driver_sql(f"SHOW {name}").scalar())

    yield fine("doctor-server", found=show("server_version"))
    if show("server_encoding") != "UTF8":
        yield wrong("store-encoding", encoding=show("server_encoding"))
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if show(name) == "off":
            yield look("doctor-setting", name=name)
    most = int(show("max_connections"))
    enough = most >= _WORKERS_CONNECTIONS
    said = {"most": most, "each": _WORKERS_CONNECTIONS, "processes": most // _WORKERS_CONNECTIONS}
    yield (fine if enough else look)("doctor-connections", **said)
    before = time.time()
    there = float(connection.exec_driver_sql(_CLOCK).scalar_one())
    apart = there - (before + time.time()) / 2
    if abs(apart) * _SECOND > _AHEAD:
        yield look("doctor-clocks", seconds=round(apart))


_CLOCK = "SELECT CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


def _check_clock(connection: sa.Connection, now: int) -> Iterator[Found]:
    """Say where the newest entry of a chain is of a time that is not yet."""
    bodies = connection.exec_driver_sql(
        "SELECT j.community, j.body FROM head h JOIN journal j"
        " ON j.community = h.community AND j.seq = h.seq ORDER BY 1"
    )
    ends = [(load(body)["at"], community) for community, body in bodies]
    at, community = max(((int(at), name) for at, name in ends), default=(0, "-"))
    if at > now + _AHEAD:
        yield look("doctor-future", community=community, at=_shown(at), now=_shown(now))
    else:
        yield fine("doctor-clock", now=_shown(now))


def _check_work(connection: sa.Connection, now: int) -> Iterator[Found]:
    """Say what has been due for long and nobody has taken, and what was given up."""

    def count(table: str, where: str) -> int:
        sql = f"SELECT count(*) FROM {table} WHERE {where}"
        return int(connection.exec_driver_sql(sql).scalar_one())

    left = f"state = 'waiting' AND due <= {now - _NEGLECTED} AND lease <= {now}"
    neglected = sum(count(table, left) for table in _QUEUES)
    yield look("doctor-neglected", count=neglected) if neglected else fine("doctor-work")
    dead = {table: count(table, "state = 'dead'") for table in _QUEUES}
    if any(dead.values()):
        yield look("doctor-dead", **dead)
    hooks = count("subscriber", "state = 'suspended'")
    if hooks:
        yield look("doctor-webhooks", count=hooks)


def _check_settings(connection: sa.Connection, now: int) -> Iterator[Found]:
    """Say which community's settings, profile or holidays are not as they should be."""
    rows = connection.exec_driver_sql(
        "SELECT h.community, s.params, s.days, r.document FROM head h"
        " LEFT JOIN settings s ON s.community = h.community AND s.revision = h.settings"
        " LEFT JOIN release r ON r.hash = s.release WHERE h.settings > 0 ORDER BY h.community"
    )
    year, count = from_micros(now).year, 0
    open_years: dict[int, list[str]] = {}
    stale: list[str] = []
    calendars: dict[str, Any] = {}
    for community, params, days, document in rows:
        try:
            load(params)
            if document not in calendars:
                calendars[document] = build(load(document)).calendar
            calendar = with_days(calendars[document], kept := load(days))
            for one in (year, year + 1):
                if calendar.provisional(one):
                    open_years.setdefault(one, []).append(community)
            if learnt(kept, calendar.country, year):
                stale.append(community)
            count += 1
        except Exception as error:
            detail = error.code if isinstance(error, XiangyueError) else type(error).__name__
            yield wrong("doctor-settings", community=community, detail=detail)
    yield fine("doctor-communities", count=count)
    for one, names in sorted(open_years.items()):
        yield look("doctor-holidays", year=one, count=len(names), names=_some(names))
    if stale:
        yield look("doctor-days", count=len(stale), names=_some(stale))


def _check_jobs(connection: sa.Connection, now: int) -> Iterator[Found]:
    """Say whether workers are woken, and whether this program could be."""
    state = jobs_state(connection)
    if state == "old":
        yield look("jobs-old")
    elif state == "on":
        waiting = f"SELECT count(*) FROM {JOBS_SCHEMA}.procrastinate_jobs WHERE status = 'todo'"
        yield fine("doctor-jobs", count=connection.exec_driver_sql(waiting).scalar_one())


def _some(names: list[str]) -> str:
    return ", ".join((*names[:_SOME], *["…"][: len(names) > _SOME]))


_SOME = 3
_CHECKS: tuple[Check, ...] = (_check_clock, _check_work, _check_settings, _check_jobs)


def _shown(micros: int) -> str:
    at: datetime = from_micros(micros)
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")


def _size(count: int) -> str:
    """Write so many bytes in the unit that keeps the number short."""
    for unit, power in (("GiB", 30), ("MiB", 20), ("KiB", 10)):
        if count >= 1 << power:
            return f"{count / (1 << power):.1f} {unit}"
    return f"{count} B"
