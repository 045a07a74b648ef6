"""A backup of a live SQLite database: one state of it, checked, in one file.

The state is held by a read transaction, so that writers neither wait nor make the copying begin
again, as they otherwise would.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiangyue.errors import Misuse, StoreError
from xiangyue.storage.address import parse_url, sqlite_file
from xiangyue.storage.refusals import translating
from xiangyue.storage.schema import schema_revision
from xiangyue.storage.store import open_engine

Progress = Callable[[float], None]
"""Called now and then with the share that is done, from 0 to 1."""

_PAGES = 100
_BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was taken: its file, its size, and the last entry of each chain."""

    file: Path
    bytes: int
    ends: Mapping[str, int]


def back_up(
    url: str, file: Path, *, force: bool = False, progress: Progress | None = None
) -> Backup:
    """Copy the database at a URL into a file while others work on it.

    The file is there whole, or not at all. Raises Misuse for a file that exists, unless
    ``force``, and for a database that is no SQLite file; StoreError where the copy is not sound or
    does not fit.
    """
    if parse_url(url).get_backend_name() == "postgresql":
        raise Misuse("backup-postgresql", command=f"pg_dump -Fc -f {file} {dump_url(url)}")
    if sqlite_file(url) is None:
        raise Misuse("backup-memory")
    if file.exists() and not force:
        raise Misuse("backup-exists", file=file)
    source = open_engine(url)
    try:
        if schema_revision(source) is None:
            raise StoreError("backup-empty")
        with translating(), unfinished(file) as part:
            pooled = source.raw_connection()
            with closing(pooled):
                driver: Any = pooled.driver_connection
                _copy(driver, part, progress)
            ends = checked_ends(part)
            size = part.stat().st_size
    finally:
        source.dispose()
    return Backup(file, size, ends)


def dump_url(url: str) -> str:
    """Return a URL as PostgreSQL's own programs read it, without the password."""
    parsed = parse_url(url).set(drivername="postgresql", password=None)
    return parsed.render_as_string()


@contextmanager
def unfinished(file: Path, mode: int = 0o600) -> Iterator[Path]:
    """Hand out an empty file beside another, which takes its place when all has gone well."""
    part = file.with_name(f".{file.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
    try:
        yield part
        sync(part)
        part.replace(file)
        sync(file.absolute().parent)
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in _BESIDE)):
            left.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """See that a file, or what a folder holds, outlives a power cut, as far as the system can."""
    with suppress(PermissionError):  # some systems open no folders
        number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def check_space(folder: Path, size: int) -> None:
    """Raise StoreError where a file of this size would not fit."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise StoreError("backup-space", folder=folder, size=size, free=free)


def _copy(source: sqlite3.Connection, part: Path, progress: Progress | None) -> None:
    (size,) = source.execute(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()
    check_space(part.absolute().parent, size)

    def told(_: int, left: int, pages: int) -> None:
        if progress is not None:
            progress(1 - left / max(pages, 1))

    level, source.isolation_level = source.isolation_level, None
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM head").fetchone()  # from here on, one state
        with closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA synchronous = OFF")  # it is synced once, at the end
            source.backup(copy, pages=_PAGES, progress=told)
    finally:
        source.execute("ROLLBACK")
        source.isolation_level = level


def checked_ends(file: Path) -> dict[str, int]:
    """Return the last entry of each chain of a copy; raises StoreError where it is not sound.

    The copy is left without a log, so that it is one file.
    """
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise StoreError("store-corrupt", detail=said)
        wrong = copy.execute(_BROKEN_END).fetchone()
        if wrong is not None:
            raise StoreError("backup-end", community=wrong[0])
        return dict(copy.execute("SELECT community, seq FROM head ORDER BY community"))


_BROKEN_END = """
SELECT h.community FROM head h
LEFT JOIN journal j ON j.community = h.community AND j.seq = h.seq
WHERE j.hash IS NOT h.hash
   OR EXISTS (SELECT 1 FROM journal k WHERE k.community = h.community AND k.seq > h.seq)
LIMIT 1
"""
