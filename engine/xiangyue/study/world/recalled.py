"""A world that is led through what was recorded, instead of deciding it."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.present import Present
from xiangyue.storage import Head
from xiangyue.storage.task_rows import keep_apart
from xiangyue.study.world.world import World
from xiangyue.values import Hold, Posting, Task


class Recalled(World):
    """Takes what entries say for what is so, row by row."""

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

    def keep_entry(self, row: tuple[str, int, str | None, str | None, str, bytes]) -> None:
        """Keep an entry, for whoever reads back."""
        if row[2] is not None:
            self._keys[row[0], row[2]] = row[1]
        self._write("journal", row)

    def keep_payload(self, row: tuple[str, int, bytes, str]) -> None:
        """Keep what an entry holds apart."""
        self._write("payload", row)

    def drop_payloads(self, community: str, seqs: Sequence[int]) -> None:
        """Let payloads be as if they were destroyed, though they are still to be followed."""
        self._apply(self._taken("journal", "payload"))
        sql = "DELETE FROM payload WHERE community = ? AND seq = ?"
        self.executemany(sql, [(community, seq) for seq in seqs])

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
        self._wait(community, task, name, None)
        self._timers[community, task, name] = None

    def hold(self, community: str, task: str, hold: Hold) -> None:
        """Let a task hold so much of a resource."""
        self._holds[community, task] = hold

    def post_one(
        self, community: str, seq: int, n: int, posting: Posting, task: str, now: int
    ) -> None:
        """Follow a posting."""
        self._post(community, seq, n, posting, task, now)

    def touched(
        self, community: str, seq: int, n: int, subject: str, at: int, kind: str, fields: int
    ) -> None:
        """Follow a touch."""
        self.past.touch(community, subject, kind, at)
        if fields:
            self.past.collect(community, subject, at, fields)
        self._write("touch", (community, seq, n, subject, at, kind, fields))

    def settle_on(
        self, community: str, revision: int, release: str, params: str, days: str
    ) -> None:
        """Let a settings revision hold."""
        row = {"community": community, "revision": revision, "release": release}
        self.write("settings", {**row, "params": params, "days": days})
        self.put_in_force(community, revision)
