"""What a transaction is told to look at ahead: one statement for many instead of one for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from xiangyue.canonical import dump
from xiangyue.storage.answering import to_task
from xiangyue.storage.cursor import Cursor
from xiangyue.storage.noting import Noting
from xiangyue.storage.reader import Head, Situation
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import Statements, task_columns
from xiangyue.tables import REGISTRY
from xiangyue.values import Task

_HEADS = (
    "SELECT community, seq, hash, settings, mode, failing,"
    f" (SELECT seq FROM head WHERE community = '{REGISTRY}')"
    " FROM head WHERE community IN (SELECT value FROM json_each(?))"
)
_AT = "= json_extract(u.value, '$[0]')", "= json_extract(u.value, '$[1]')"
_TASKS = (
    f"SELECT {', '.join(f't.{name}' for name in task_columns())} FROM json_each(?) AS u"
    f" JOIN task t ON t.community {_AT[0]} AND t.id {_AT[1]}"
)
_KEYS = (
    "SELECT j.community, j.key, j.seq FROM json_each(?) AS u"
    f" JOIN journal j ON j.community {_AT[0]} AND j.key {_AT[1]}"
)


class Foreseeing(Noting):
    """Knows what was read ahead; what this transaction has written itself comes before it."""

    def __init__(self, statements: Statements, cursor: Cursor, registry: Registry) -> None:
        """Begin with nothing foreseen."""
        super().__init__(statements, cursor, registry)
        self._ends: dict[str, Head] = {}
        self._foreseen: dict[tuple[str, str], Task | None] = {}
        self._bound: dict[tuple[str, str], int | None] = {}

    def foresee(
        self,
        tasks: Collection[tuple[str, str | None]],
        keys: Collection[tuple[str, str]] = (),
        people: Iterable[str] = (),
    ) -> None:
        """Be told what comes next, and about whom, and read it in one go.

        ``tasks`` are named by community; without an id it is about to be opened. ``keys`` too.
        """
        wanted = {(community, task) for community, task in tasks if task is not None}
        names = {community for community, _ in tasks}
        heads = self.all(_HEADS, _listed(names))
        found = self.all(_TASKS, _listed(wanted)) if wanted else ()
        self._expect(heads, wanted, found, keys, self.all(_KEYS, _listed(keys)) if keys else ())

    def _expect(
        self,
        heads: Iterable[Any],
        wanted: Iterable[tuple[str, str]],
        tasks: Iterable[Any],
        keys: Iterable[tuple[str, str]],
        bound: Iterable[Any],
    ) -> None:
        """Keep what was read ahead."""
        for community, seq, digest, settings, mode, failing, registry in heads:
            self.registry.at(registry or 0)
            self._ends[community] = Head(seq, digest, settings, mode, failing)
        found = (to_task(row) for row in tasks)
        self._foreseen = {**dict.fromkeys(wanted), **{(t.community, t.id): t for t in found}}
        self._bound = {**dict.fromkeys(keys), **{(c, key): seq for c, key, seq in bound}}

    def _remembered(self, community: str, task: str | None, key: str | None) -> Situation | None:
        """Return what was foreseen; None where it was not."""
        head = self._ends.get(community)
        if head is None or (task is not None and (community, task) not in self._foreseen):
            return None
        if key is not None and (community, key) not in self._bound:
            return None
        found = self._foreseen[community, task] if task is not None else None
        return Situation(head, found, self._bound[community, key] if key is not None else None)


def _listed(rows: Iterable[Any]) -> str:
    """Return rows as one value, so that one statement asks for any number of them."""
    return dump(list(rows)).decode()
