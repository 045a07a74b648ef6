"""A backup put in the place of a database, without what was destroyed since.

Everything is done to a copy beside the database; only when that is sound does it take the place.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xiangyue.audit.verify import verify
from xiangyue.errors import Misuse, StoreError
from xiangyue.storage import Store, Tx, upgrade_schema
from xiangyue.storage.address import sqlite_file
from xiangyue.storage.refusals import translating
from xiangyue.storage.schema import schema_revision
from xiangyue.storage.store import open_engine
from xiangyue.tables import REGISTRY
from xiangyue.time.moments import Moment
from xiangyue.upkeep.backup import check_space, checked_ends, unfinished
from xiangyue.upkeep.destroyed import PATTERNS, SELECT, Destroyed, Reapplied, in_journal, reapply
from xiangyue.work.deliveries import Delivered, note

_LEASED = ("timer", "waiting", "outbox", "errand", "subscriber")
_WAITING = (
    "SELECT o.community, o.seq, o.n, j.hash FROM outbox o JOIN journal j"
    " ON j.community = o.community AND j.seq = o.seq WHERE o.state = 'waiting'"
)
_SENT = (
    "SELECT o.state, o.sent_at, o.channel, o.attempts FROM outbox o JOIN journal j"
    " ON j.community = o.community AND j.seq = o.seq"
    " WHERE o.community = ? AND o.seq = ? AND o.n = ? AND j.hash = ?"
    " AND o.state IN ('sent', 'confirmed')"
)
_NOTED = (
    "UPDATE outbox SET state = ?, sent_at = ?, channel = ?, attempts = ?"
    " WHERE community = ? AND seq = ? AND n = ?"
)
_DELIVERED = (
    "SELECT d.recipient, d.at, d.state, d.channel FROM delivery d JOIN journal j"
    " ON j.community = d.community AND j.seq = d.seq"
    " WHERE d.community = ? AND d.seq = ? AND d.n = ? AND j.hash = ?"
    " AND d.state IN ('sent', 'confirmed')"
)
_BUSY_MS = 2000


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    ``lost`` are, by community, the first and last entry that the replaced database had and the
    backup has not; ``kept`` is where the replaced one lies now. ``read`` tells whether it could be
    read: what was destroyed and what was sent since the backup. ``sent`` counts the latter.
    """

    file: Path
    entries: int
    communities: int
    lost: Mapping[str, tuple[int, int]]
    reapplied: Reapplied
    sent: int
    kept: Path | None
    read: bool


@dataclass(slots=True)
class _Old:
    """The database that is replaced, as far as it can be read."""

    destroyed: Sequence[Destroyed] = ()
    ends: Mapping[str, int] | None = None
    connection: sqlite3.Connection | None = None


def restore(
    backup: Path,
    url: str,
    *,
    force: bool = False,
    destroyed: Sequence[Destroyed] = (),
    now: Moment = None,
) -> Restored:
    """Put a backup in the place of the SQLite database at a URL.

    What ``destroyed`` names, and what the replaced database says was destroyed, is destroyed
    again. Raises Misuse where there is a database already, unless ``force``; StoreError where the
    backup is not sound or somebody uses the database.
    """
    file = sqlite_file(url)
    if file is None:
        raise Misuse("restore-postgresql" if url.startswith("postgresql") else "backup-memory")
    if not backup.is_file():
        raise Misuse("restore-none", file=backup)
    if file.exists() and file.samefile(backup):
        raise Misuse("restore-itself", file=file)
    if file.exists() and not force:
        raise Misuse("restore-exists", file=file)
    check_space(file.absolute().parent, backup.stat().st_size)
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
    with translating(), _held(file) as old, unfinished(file, mode) as part:
        shutil.copyfile(backup, part)
        ends, reapplied, sent = _made_ready(part, old, (*destroyed, *old.destroyed), now)
        kept = _set_aside(file, old)
    lost = {
        name: (ends.get(name, 0) + 1, end)
        for name, end in (old.ends or {}).items()
        if end > ends.get(name, 0)
    }
    communities = len(ends.keys() - {REGISTRY})
    read = old.ends is not None
    return Restored(file, sum(ends.values()), communities, lost, reapplied, sent, kept, read)


def _made_ready(
    part: Path, old: _Old, destroyed: Sequence[Destroyed], now: Moment
) -> tuple[Mapping[str, int], Reapplied, int]:
    """Check a copy, bring it up to date, and destroy again.

    Returns the ends that it came with, and how many messages the old one had sent since.
    """
    url = f"sqlite:///{part}"
    engine = open_engine(url)
    try:
        if schema_revision(engine) is None:
            raise StoreError("restore-not-ours")
    finally:
        engine.dispose()
    ends = checked_ends(part)
    upgrade_schema(url)
    store = Store(url, "full")
    try:
        _check(store)
        with store.begin() as tx:
            for table in _LEASED:
                tx.execute(f"UPDATE {table} SET lease = 0, holder = NULL WHERE lease <> 0")
            sent = _note_sent(tx, old.connection) if old.connection else 0
        reapplied = reapply(store, destroyed, now)
        if reapplied.destroyed or reapplied.forgotten:
            _check(store)
    finally:
        store.close()
    checked_ends(part)
    return ends, reapplied, sent


def _note_sent(tx: Tx, old: sqlite3.Connection) -> int:
    """Take over what the old database knows as sent, so that nobody gets it twice."""
    count = 0
    for community, seq, n, digest in tx.all(_WAITING):
        row = old.execute(_SENT, (community, seq, n, digest)).fetchone()
        if row is not None:
            count += tx.execute(_NOTED, *row, community, seq, n)
        else:
            _note_delivered(tx, old, community, seq, n, digest)
    return count


def _note_delivered(
    tx: Tx, old: sqlite3.Connection, community: str, seq: int, n: int, digest: bytes
) -> None:
    """Take over which members have a message already that others are still to have."""
    if old.execute("SELECT 1 FROM sqlite_master WHERE name = 'delivery'").fetchone() is None:
        return  # it is from before there were any
    for member, at, *became in old.execute(_DELIVERED, (community, seq, n, digest)):
        note(tx, community, seq, n, member, Delivered(*became), at)


def _check(store: Store) -> None:
    with store.read() as reader:
        report = verify(reader)
    if not report:
        first = report.problems[0]
        raise StoreError("restore-unsound", count=len(report.problems), first=first.text())


@contextmanager
def _held(file: Path) -> Iterator[_Old]:
    """Keep everybody out of a database and read what was destroyed in it.

    Raises StoreError where somebody has it open. One that cannot be read is only set aside.
    """
    old = _Old()
    if not file.exists():
        yield old
        return
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        try:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            old.destroyed = in_journal(connection.execute(SELECT, (0, *PATTERNS)))
            old.ends = dict(connection.execute("SELECT community, seq FROM head"))
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            old.connection = connection
        except (sqlite3.Error, UnicodeError, ValueError, KeyError) as error:
            code: Any = getattr(error, "sqlite_errorcode", 0)
            if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreError("restore-in-use", file=file) from error
            old.destroyed, old.ends = (), None
        yield old


def _set_aside(file: Path, old: _Old) -> Path | None:
    """Give the replaced database another name, with whatever lies beside it."""
    if not file.exists():
        return None
    if old.connection:
        # Else SQLite would remove a log by its name when it closes: by then, that of the new one.
        old.connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    kept = file.with_name(f"{file.name}.before-restore-{stamp}")
    for end in ("-wal", "-shm"):
        beside = file.with_name(file.name + end)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + end))
    try:
        kept.hardlink_to(file)  # so that the name is never empty, whatever happens now
    except OSError:  # not every file system has links
        file.replace(kept)
    return kept
