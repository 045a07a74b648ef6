"""Leases: who works on which due row until when.

A lease only spares effort: of two that hold one row, the database lets one take it away. A row is
free when its lease has run out, when it is the claimer's own, or when the lease lies further ahead
than any lease can, because the clock has been set back since.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from xiangyue.storage import Reader, Tx
from xiangyue.tables import DEAD, WAITING
from xiangyue.watch.facts import TakenOver

LONGEST: Final = 3600 * 1_000_000
"""The longest lease, in microseconds; a row that is tried again waits no longer either."""

QUEUES: Final = {
    "timer": "timers",
    "waiting": "waiting",
    "outbox": "outbox",
    "errand": "errands",
}
"""What is told of a table to those who watch."""

_KEYS: Final = {
    "timer": ("community", "task", "name"),
    "waiting": ("community", "seq"),
    "outbox": ("community", "seq", "n"),
    "errand": ("community", "seq", "n"),
}
_MORE: Final = {
    "timer": ("due", "attempts"),
    "waiting": ("due", "attempts"),
    "outbox": ("kind", "recipient", "address", "task", "at", "attempts"),
    "errand": ("attempts",),
}


_NEXT: Final = (
    "SELECT (SELECT min(due) FROM outbox WHERE due > ? AND state = 'waiting'),"
    " (SELECT min(lease) FROM outbox WHERE due <= ? AND state = 'waiting')"
)


class Claimed(NamedTuple):
    """What a worker holds now, by when it was due, and how much of it another has left behind."""

    rows: list[tuple[Any, ...]]
    takeovers: int


def claim_timers(tx: Tx, now: int, holder: str, length: int, limit: int) -> Claimed:
    """Lease at most ``limit`` due timers for ``length`` microseconds.

    Their rows are (community, task, name, due, attempts).
    """
    return _claim(tx, "timer", now, holder, length, limit)


def claim_waiting(tx: Tx, now: int, holder: str, length: int, limit: int) -> Claimed:
    """Lease deferred commands that are due; their rows are (community, seq, due, attempts)."""
    return _claim(tx, "waiting", now, holder, length, limit)


def claim_outbox(tx: Tx, now: int, holder: str, length: int, limit: int) -> Claimed:
    """Lease what is to be sent now.

    The rows are (community, seq, n, kind, recipient, address, task, at, attempts).
    """
    return _claim(tx, "outbox", now, holder, length, limit)


def claim_errands(tx: Tx, now: int, holder: str, length: int, limit: int) -> Claimed:
    """Lease errands that are due; their rows are (community, seq, n, attempts)."""
    return _claim(tx, "errand", now, holder, length, limit)


def next_message(reader: Reader, now: int) -> int | None:
    """Return when the next message falls due, or a lease on a due one ends; None for never."""
    ((due, lease),) = reader.all(_NEXT, now, now)
    return min((at for at in (due, lease) if at is not None), default=None)


def retry(
    tx: Tx,
    table: str,
    key: Sequence[Any],
    holder: str,
    attempts: int,
    error: str,
    at: int | None,
) -> bool:
    """Note how often a timer or deferred command has failed; nobody tries it before ``at``.

    At None it is given up. Returns whether it was still the holder's.
    """
    sql = (
        f"UPDATE {table} SET state = ?, attempts = ?, error = ?, lease = ?, holder = NULL"
        f" WHERE {_where(table)} AND holder = ?"
    )
    state = DEAD if at is None else WAITING
    return tx.execute(sql, state, attempts, error, at or 0, *key, holder) == 1


def renew(tx: Tx, keys: Sequence[Sequence[Any]], holder: str, until: int) -> None:
    """Keep messages that a worker holds ``until`` then."""
    tx.executemany(
        f"UPDATE outbox SET lease = ? WHERE {_where('outbox')} AND holder = ?"
        " AND state = 'waiting'",
        [(until, *key, holder) for key in keys],
    )


def give_back(tx: Tx, holder: str, now: int) -> None:
    """Free whatever a worker still holds."""
    for table in _KEYS:
        tx.execute(
            f"UPDATE {table} SET lease = 0, holder = NULL"
            " WHERE state = 'waiting' AND due <= ? AND holder = ?",
            now,
            holder,
        )


def _claim(tx: Tx, table: str, now: int, holder: str, length: int, limit: int) -> Claimed:
    keys = _KEYS[table]
    # The old holder has to be read before it is overwritten, so the rows are locked first.
    found = tx.all(
        f"SELECT holder, {', '.join((*keys, *_MORE[table]))} FROM {table}"
        " WHERE state = 'waiting' AND due <= ? AND (lease <= ? OR lease > ? OR holder = ?)"
        f" ORDER BY due LIMIT ?{tx.skip_locked}",
        now,
        now,
        now + LONGEST,
        holder,
        limit,
    )
    if found:
        tx.executemany(
            f"UPDATE {table} SET lease = ?, holder = ? WHERE {_where(table)}",
            [(now + length, holder, *row[1 : 1 + len(keys)]) for row in found],
        )
    takeovers = sum(row[0] not in (None, holder) for row in found)
    if takeovers:
        tx.note(TakenOver(QUEUES[table], takeovers, holder))
    return Claimed([tuple(row[1:]) for row in found], takeovers)


def _where(table: str) -> str:
    return " AND ".join(f"{name} = ?" for name in _KEYS[table])
