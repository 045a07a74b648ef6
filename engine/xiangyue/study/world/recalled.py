"""A world that is led through what was recorded, instead of deciding it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from xiangyue.present import Present
from xiangyue.storage import Head, Reader
from xiangyue.storage.task_rows import keep_apart
from xiangyue.study.world.world import Documents, World
from xiangyue.values import Hold, Posting, Task


class Recalled(World):
    """Takes what entries say for what is so, row by row.

    The entries themselves are read where they are, through ``source``: they never change. Of values
    that were destroyed since, it knows nothing, from the first entry on.
    """

    def __init__(self, source: Reader, documents: Documents) -> None:
        """Begin with nothing; ``documents`` are those of releases."""
        super().__init__(documents)
        self._source = source

    def all(self, sql: str, *values: Any) -> list[Any]:
        """Return every row of a statement."""
        if " journal " in sql:
            return self._source.all(sql, *values)
        return super().all(sql, *values)

    def entry(
        self, community: str, seq: int
    ) -> tuple[dict[str, Any], dict[str, Any] | None, bytes]:
        """Read one journal entry."""
        return self._source.entry(community, seq)

    def entries_about(
        self, community: str, task: str, last: int
    ) -> Iterator[tuple[int, dict[str, Any], dict[str, Any] | None]]:
        """Yield the entries about a task with their payloads, from its last one to its first."""
        return self._source.entries_about(community, task, last)

    def entries(
        self, community: str, seqs: Collection[int]
    ) -> dict[int, tuple[dict[str, Any], dict[str, Any] | None, bytes]]:
        """Read many journal entries."""
        return self._source.entries(community, seqs)

    def payloads(self, community: str, seqs: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield what some entries keep apart."""
        return self._source.payloads(community, seqs)

    def stands_at(self, community: str, seq: int, digest: bytes) -> None:
        """Let the chain of a community end at an entry."""
        head = self._heads.get(community)
        if head is None:
            head = Head(0, b"", 0, "normal")
            self._begin_chain((community, *head))
        self._heads[community] = head._replace(seq=seq, hash=digest)

    def present(self, community: str) -> Present:
        """Return the mode in force."""
        return self._heads[community].present

    def known_task(self, community: str, name: str) -> Task:
        """Return a task; raises KeyError for one of which no entry has told."""
        task = self.task(community, name)
        if task is None:
            raise KeyError(f"{community}/{name}")
        return task

    def put(self, after: Task, base: Task | None) -> None:
        """Let a task stand as an entry leaves it, with its timers."""
        self._put_task(keep_apart(after, (), after.last) if after.private else after, base)
        self._move_timers(base, after)

    def ring(self, community: str, task: str, name: str) -> None:
        """Take a timer away that has fired."""
        self._rang(community, task, name)

    def hold(self, community: str, task: str, hold: Hold) -> None:
        """Let a task hold so much of a resource."""
        self._holds[community, task] = hold

    def post_one(
        self, community: str, seq: int, n: int, posting: Posting, task: str, now: int
    ) -> None:
        """Follow a posting."""
        self._post(community, seq, n, posting, task, now)

    def touched(self, community: str, subject: str, at: int, kind: str, fields: int) -> None:
        """Follow a touch."""
        self.past.touch(community, subject, kind, at)
        if fields:
            self.past.collect(community, subject, at, fields)

    def settle_on(
        self, community: str, revision: int, release: str, params: str, days: str
    ) -> None:
        """Let a settings revision hold."""
        row = {"community": community, "revision": revision, "release": release}
        self.write("settings", {**row, "params": params, "days": days})
        self.put_in_force(community, revision)
