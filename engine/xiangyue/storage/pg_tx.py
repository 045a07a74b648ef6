"""A transaction on PostgreSQL: the community's lock with the first look, all writing in one go.

    one way there:   BEGIN; lock the head; read head, task and key
    another:         what limits and accounts ask, where this connection does not remember it
    the last:        one statement that writes everything; COMMIT

The head is locked in a statement of its own: what is counted in the locking statement itself is
counted as it was before the lock was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xiangyue.errors import StoreError
from xiangyue.storage.answering import to_task
from xiangyue.storage.gathering import Write
from xiangyue.storage.pg_cursor import PgCursor
from xiangyue.storage.pg_writes import shape_of, statement, values_of
from xiangyue.storage.reader import Head, Situation
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import Statements, task_columns
from xiangyue.storage.tx import Tx
from xiangyue.storage.waking import BELL, WAKE, Waking
from xiangyue.tables import REGISTRY
from xiangyue.values import Command, Task
from xiangyue.watch.watch import Watch

JSON_FIELD = "(data::json ->> ?)"
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


class PgTx(Tx):
    """Reads under the locks of the communities that it has looked at."""

    json_field = JSON_FIELD
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
        self._foreseen: dict[tuple[str, str], Task | None] = {}
        self._bound: dict[tuple[str, str], int | None] = {}
        self._ends: dict[str, Head] = {}
        self._ending: list[tuple[str, Sequence[Any]]] = []
        self._waking = waking
        self._woken: set[str] = set()

    def _look(self, community: str, task: str | None, key: str | None) -> Situation:
        if community in self._locked:
            return self._remembered(community, task, key) or super()._look(community, task, key)
        self._locked.add(community)
        values = {"community": community, "task": task, "key": key}
        look = self._statements.situation
        self._pg.together(
            [(_LOCK, (community,)), (look.sql, [values[name] for name in look.names])]
        )
        return self.situated(self._pg.fetchone())

    def _remembered(self, community: str, task: str | None, key: str | None) -> Situation | None:
        """Return what was foreseen; None where it was not."""
        head = self._ends.get(community)
        if head is None or (task is not None and (community, task) not in self._foreseen):
            return None
        if key is not None and (community, key) not in self._bound:
            return None
        found = self._foreseen[community, task] if task is not None else None
        return Situation(head, found, self._bound[community, key] if key is not None else None)

    def foresee(self, commands: Iterable[Command]) -> None:
        """Lock the communities of many commands, in one order for all, and read their tasks."""
        known = list(commands)
        names = sorted({c.community for c in known})
        tasks = list({(c.community, c.task) for c in known if c.task is not None})
        keys = list({(c.community, c.key) for c in known if c.key is not None})
        self._pg.together([(_LOCK_ALL, (names,)), (_HEADS, (names,))])
        for community, seq, digest, settings, mode, failing, registry in self._pg.fetchall():
            self.registry.at(registry or 0)
            self._locked.add(community)
            self._ends[community] = Head(seq, digest, settings, mode, failing)
        self._foreseen = dict.fromkeys(tasks)
        for row in self.all(_TASKS, *_columns(tasks)) if tasks else ():
            task = to_task(row)
            self._foreseen[task.community, task.id] = task
        self._bound = dict.fromkeys(keys)
        for community, key, seq in self.all(_KEYS, *_columns(keys)) if keys else ():
            self._bound[community, key] = seq

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
        self._ending = [("COMMIT", ())]
        self.flush()
        if self._ending and self._pg.begun:
            self._pg.together(self._ending)

    def _apply(self, writes: Iterable[Write]) -> None:
        wakes = self._wakes()
        some = [write for write in (*writes, (WAKE, wakes)) if write[1]]
        if some:
            ending, self._ending = self._ending, []
            if wakes:
                self._pg.afterwards = BELL
            self._pg.together([(statement(shape_of(some)), values_of(some)), *ending])

    def _wakes(self) -> list[Sequence[Any]]:
        """Return whose workers are to know at the end; in one order for all, as they are locked."""
        if not (self._waking.on and self._ending):
            return []
        names = (self._woken | (self._heads.keys() if self._waking.told else set())) - {REGISTRY}
        return [(name, name in self._woken) for name in sorted(names)]


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [first for first, _ in pairs], [second for _, second in pairs]
