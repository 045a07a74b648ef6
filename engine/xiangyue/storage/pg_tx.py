"""A transaction on PostgreSQL: the community's lock with the first look, all writing in one go.

    one way there:   BEGIN; lock the head; read head, task, key and whoever is not known yet
    another:         what limits and accounts ask, where this connection does not remember it
    the last:        one statement that writes everything; COMMIT

The head is locked in a statement of its own: what is counted in the locking statement itself is
counted as it was before the lock was given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from xiangyue.errors import StoreError
from xiangyue.storage.gathering import Write
from xiangyue.storage.pg_cursor import PgCursor
from xiangyue.storage.pg_reading import PgReading
from xiangyue.storage.pg_writes import shape_of, statement, values_of
from xiangyue.storage.reader import Situation
from xiangyue.storage.reading import about_members
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import Statements, task_columns
from xiangyue.storage.tx import TimerKey, Tx
from xiangyue.storage.waking import BELL, WAKE, Waking
from xiangyue.tables import REGISTRY
from xiangyue.watch.watch import Watch

_LOCK = "SELECT seq FROM head WHERE community = ? FOR NO KEY UPDATE"
_LOCK_ALL = "SELECT seq FROM head WHERE community = ANY(?) ORDER BY community FOR NO KEY UPDATE"
_HEADS = (
    "SELECT community, seq, hash, settings, mode, failing,"
    f" (SELECT seq FROM head WHERE community = '{REGISTRY}')"
    " FROM head WHERE community = ANY(?)"
)
_TASKS = (
    f"SELECT {', '.join(f't.{name}' for name in task_columns())} FROM task t"
    " JOIN unnest(?::text[], ?::text[]) AS u(community, id)"
    " ON t.community = u.community AND t.id = u.id"
)
_KEYS = (
    "SELECT j.community, j.key, j.seq FROM journal j"
    " JOIN unnest(?::text[], ?::text[]) AS u(community, key)"
    " ON j.community = u.community AND j.key = u.key"
)
_TAKE = (
    "DELETE FROM timer t USING unnest(?::text[], ?::text[], ?::bigint[]) AS u(task, name, due)"
    " WHERE t.community = ? AND t.task = u.task AND t.name = u.name AND t.due = u.due"
    " RETURNING t.task, t.name"
)


class PgTx(PgReading, Tx):
    """Reads under the locks of the communities that it has looked at."""

    asks_ahead = True
    skip_locked = " FOR UPDATE SKIP LOCKED"

    def __init__(
        self,
        statements: Statements,
        cursor: PgCursor,
        registry: Registry,
        watch: Watch,
        waking: Waking,
    ) -> None:
        """Begin with nothing locked and nothing to write."""
        super().__init__(statements, cursor, registry, watch)
        self._pg = cursor
        self._locked: set[str] = set()
        self._waking = waking
        self._woken: set[str] = set()
        self._ending = self._ringing = False

    def _look(
        self, community: str, task: str | None, key: str | None, people: Iterable[str] = ()
    ) -> Situation:
        if community in self._locked:
            return super()._look(community, task, key)
        self._locked.add(community)
        values = {"community": community, "task": task, "key": key}
        look = self._statements.situation
        unknown = self._unknown(people)
        _, rows, *about = self._pg.each(
            [
                (_LOCK, (community,)),
                (look.sql, [values[name] for name in look.names]),
                *about_members(unknown),
            ]
        )
        found = self.situated(rows[0] if rows else None)
        self._know(unknown, about)
        return found

    def foresee(
        self,
        tasks: Collection[tuple[str, str | None]],
        keys: Collection[tuple[str, str]] = (),
        people: Iterable[str] = (),
    ) -> None:
        """Lock all these communities, in one order for all, and read what comes next."""
        names = sorted({community for community, _ in tasks})
        wanted = list({(community, task) for community, task in tasks if task is not None})
        keys = list(set(keys))
        unknown = self._unknown(people)
        _, heads, found, bound, *about = self._pg.each(
            [
                (_LOCK_ALL, (names,)),
                (_HEADS, (names,)),
                (_TASKS, _columns(wanted)),
                (_KEYS, _columns(keys)),
                *about_members(unknown),
            ]
        )
        self._locked.update(name for name, *_ in heads)
        self._expect(heads, wanted, found, keys, bound)
        self._know(unknown, about)

    def take_timers(self, community: str, rows: Sequence[TimerKey]) -> list[TimerKey]:
        """Take timers away on one way."""
        columns = [[row[n] for row in rows] for n in range(3)]
        taken = {(task, name) for task, name in self.all(_TAKE, *columns, community)}
        return [row for row in rows if row[:2] in taken]

    def change(self, sql: str, *values: Any) -> None:
        """Run it on the way of whatever is asked next, or of the COMMIT."""
        self._pg.later(sql, values, 1)

    def overwrite_deleted(self) -> None:
        """Leave it to the server: VACUUM makes room of what is deleted."""

    def _begin_chain(self, row: Sequence[Any]) -> None:
        """Begin a chain; whoever begins the same one at the same moment comes second."""
        insert = self._statements.writes["head"]
        if self.execute(f"{insert} ON CONFLICT DO NOTHING", *row) != 1:
            raise StoreError("store-busy", detail=row[0])

    def wake(self, community: str) -> None:
        """Leave a job for a worker."""
        self._woken.add(community)

    def commit(self) -> None:
        """Write what is left and commit, on one way."""
        self._ending = True
        self.flush()
        if self._pg.begun and not self._pg.commit([(BELL, ())] if self._ringing else ()):
            raise StoreError("store-undone")

    def _apply(self, writes: Iterable[Write]) -> None:
        wakes = self._wakes()
        some = [write for write in (*writes, (WAKE, wakes)) if write[1]]
        if some:
            count = sum(len(rows) for _, rows in some)
            self._pg.later(statement(shape_of(some)), values_of(some), count)
        self._ringing |= bool(wakes)

    def _wakes(self) -> list[Sequence[Any]]:
        """Return whose workers are to know at the end; in one order for all, as they are locked."""
        if not (self._waking.on and self._ending):
            return []
        names = (self._woken | (self._heads.keys() if self._waking.told else set())) - {REGISTRY}
        return [(name, name in self._woken) for name in sorted(names)]


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [first for first, _ in pairs], [second for _, second in pairs]
