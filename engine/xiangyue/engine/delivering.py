"""The part of the face that says what waits, what could not be sent, and sends it once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xiangyue.errors import Misuse
from xiangyue.storage import Reader, Store, Tx
from xiangyue.tables import DEAD, WAITING
from xiangyue.time.moments import Moment, micros
from xiangyue.watch.queues import MOST
from xiangyue.work.claiming import LONGEST
from xiangyue.work.deliveries import begin_anew


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Something that could not be sent; moments are microseconds since 1970 UTC."""

    community: str
    seq: int
    n: int
    kind: str
    recipient: str | None
    task: str
    at: int
    attempts: int
    channel: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What workers have before them.

    ``timers``, ``waiting`` (deferred commands) and ``errands`` are due. ``overdue`` is what has
    been for longer than an hour, and so is stuck; ``given_up`` is what failed too often, and counts
    as neither. ``outbox`` counts by state, ``leases`` what each worker holds.
    """

    timers: int
    waiting: int
    errands: int
    overdue: int
    given_up: int
    outbox: dict[str, int]
    leases: dict[str, int]


class Delivering:
    """Backlog and dead letters of one store."""

    _store: Store

    def backlog(self, now: Moment = None) -> Backlog:
        """Return what is due and who works on it."""
        at = micros(now)
        due, stuck, dead = {}, 0, 0
        with self._store.read() as reader:
            for table in ("timer", "waiting", "errand"):
                sql = f"SELECT count(*) FROM {table} WHERE state = ? AND due <= ?"
                ((due[table],),) = reader.all(sql, WAITING, at)
                stuck += reader.all(sql, WAITING, at - LONGEST)[0][0]
                dead += reader.all(sql, DEAD, at)[0][0]
            leases = _leases(reader, at, MOST)
            states = reader.all("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")
        outbox = dict(map(tuple, states))
        return Backlog(due["timer"], due["waiting"], due["errand"], stuck, dead, outbox, leases)

    def leases(self, now: Moment = None, *, most: int = MOST) -> dict[str, int]:
        """Return what each worker holds of the ``most`` that are due first in each queue."""
        with self._store.read() as reader:
            return _leases(reader, micros(now), most)

    def dead_letters(self, community: str | None = None) -> tuple[DeadLetter, ...]:
        """Return what was given up, of one community or of all, the oldest first."""
        sql = (
            "SELECT community, seq, n, kind, recipient, task, at, attempts, channel, error"
            " FROM outbox WHERE state = 'dead'"
        )
        which, values = _of(community)
        with self._store.read() as reader:
            rows = reader.all(f"{sql}{which} ORDER BY at, community, seq, n", *values)
        return tuple(DeadLetter(*row) for row in rows)

    def redrive_letters(
        self,
        community: str | None = None,
        seq: int | None = None,
        n: int | None = None,
        *,
        now: Moment = None,
    ) -> int:
        """Let what was given up be tried again from the start; returns how many letters.

        All of them, those of one community, of one entry, or one alone.
        Raises Misuse for a number without what it belongs to, or a letter that is not dead.
        """
        if (seq is not None and community is None) or (n is not None and seq is None):
            raise Misuse("redrive-which")
        which, values = _of(community, seq, n)
        where, at = f" WHERE state = 'dead'{which}", micros(now)

        def again(tx: Tx) -> int:
            for (dead,) in tx.all(f"SELECT DISTINCT community FROM outbox{where}", *values):
                tx.wake(dead)
            begin_anew(tx, which, values)
            return tx.execute(
                "UPDATE outbox SET state = 'waiting', attempts = 0, due = ?, lease = 0,"
                f" holder = NULL, error = NULL{where}",
                at,
                *values,
            )

        count = self._store.transact(again)
        if seq is not None and not count:
            number = f"{seq}" if n is None else f"{seq}.{n}"
            raise Misuse("redrive-none", community=community, number=number)
        return count


def _of(*key: Any) -> tuple[str, list[Any]]:
    """Return what narrows a statement down to the parts of a key that are given."""
    given = {k: v for k, v in zip(("community", "seq", "n"), key, strict=False) if v is not None}
    return "".join(f" AND {name} = ?" for name in given), list(given.values())


def _leases(reader: Reader, at: int, most: int) -> dict[str, int]:
    held: dict[str, int] = {}
    for table in ("timer", "waiting", "errand", "outbox"):
        due = (
            f"SELECT holder, lease FROM {table} WHERE state = 'waiting' AND due <= ?"
            f" ORDER BY due LIMIT {most}"
        )
        sql = (
            f"SELECT holder, count(*) FROM ({due}) AS d"
            " WHERE lease > ? AND holder IS NOT NULL GROUP BY holder"
        )
        for holder, count in reader.all(sql, at, at):
            held[holder] = held.get(holder, 0) + count
    return held
