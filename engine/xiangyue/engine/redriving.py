"""The part of the face that says which timers were given up, and fires them once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from xiangyue.errors import Misuse
from xiangyue.storage import Store

_DEAD: Final = (
    "SELECT * FROM (SELECT 'timer' AS kind, community, task, name AS timer, NULL AS seq,"
    " CAST(NULL AS INTEGER) AS n,"
    " due, attempts, error FROM timer WHERE state = 'dead'"
    " UNION ALL SELECT 'command', w.community, j.task, NULL, w.seq, NULL, w.due, w.attempts,"
    " w.error FROM waiting w JOIN journal j ON j.community = w.community AND j.seq = w.seq"
    " WHERE w.state = 'dead'"
    " UNION ALL SELECT 'errand', community, task, NULL, seq, n, due, attempts, error FROM errand"
    " WHERE state = 'dead') AS d"
)


@dataclass(frozen=True, slots=True)
class DeadTimer:
    """What could not be done: a ``timer`` of a task, the deferred command or errand of an entry.

    ``seq`` is that entry's number, ``n`` the errand's number in it.

    ``due`` is microseconds since 1970 UTC; ``error`` is the code of its last failure.
    """

    kind: Literal["timer", "command", "errand"]
    community: str
    task: str | None
    timer: str | None
    seq: int | None
    n: int | None
    due: int
    attempts: int
    error: str | None


class Redriving:
    """Dead timers, deferred commands and errands of one store."""

    _store: Store

    def dead_timers(self, community: str | None = None) -> tuple[DeadTimer, ...]:
        """Return which failed too often, of one community or of all, the oldest first."""
        which, values = ("", []) if community is None else (" WHERE community = ?", [community])
        with self._store.read() as reader:
            order = "ORDER BY due, community, task, timer, seq, n"
            rows = reader.all(f"{_DEAD}{which} {order}", *values)
        return tuple(DeadTimer(*row) for row in rows)

    def redrive_timers(
        self, community: str | None = None, task: str | None = None, timer: str | None = None
    ) -> int:
        """Let workers fire at once what was given up, as if it had never failed.

        All of it, that of one community, of one task, or one timer; returns how many.
        Raises Misuse for a name without what it belongs to, or what was not given up.
        """
        return self._redrive("timer", community=community, task=task, name=timer)

    def redrive_commands(self, community: str | None = None, seq: int | None = None) -> int:
        """Do the same for deferred commands, or one by the number of its entry."""
        return self._redrive("waiting", community=community, seq=seq)

    def redrive_errands(
        self, community: str | None = None, seq: int | None = None, n: int | None = None
    ) -> int:
        """Do the same for errands: those of a community, of one entry, or one alone."""
        return self._redrive("errand", community=community, seq=seq, n=n)

    def _redrive(self, table: str, **key: str | int | None) -> int:
        given = {name: value for name, value in key.items() if value is not None}
        if list(given) != list(key)[: len(given)]:
            raise Misuse("redrive-which")
        which = "".join(f" AND {name} = ?" for name in given)
        sql = f"UPDATE {table} SET state = 'waiting', attempts = 0, error = NULL"
        sql += f" WHERE state = 'dead'{which}"
        count = self._store.transact(lambda tx: tx.execute(sql, *given.values()))
        if len(given) > 1 and not count:
            community, *rest = map(str, given.values())
            raise Misuse("redrive-no-timer", community=community, name=" ".join(rest))
        return count
