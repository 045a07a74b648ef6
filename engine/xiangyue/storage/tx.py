"""One transaction: what it writes when it ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from xiangyue.canonical import dump, sha256
from xiangyue.errors import Conflict
from xiangyue.journal import Entry, decision_entry
from xiangyue.storage.reader import Head, Reader, Situation
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import TASK_UPDATE, Statements, task_columns
from xiangyue.values import Decision, Task, replace

GENESIS = bytes(32)
_TASK = task_columns()
_JSON = ("data", "private")
_KEPT = "SELECT seq FROM journal WHERE community = ? AND key = ?"
_UNSET = "DELETE FROM timer WHERE community = ? AND task = ? AND name = ?"


class Tx(Reader):
    """Reads under the write lock, and gathers what is to be written at the end.

    Commands of one transaction see each other: heads, tasks and keys that were written are
    answered from here.
    """

    def __init__(self, statements: Statements, cursor: sqlite3.Cursor, registry: Registry) -> None:
        """Begin with nothing to write."""
        super().__init__(statements, cursor, registry)
        self._heads: dict[str, Head] = {}
        self._found: dict[str, Head] = {}
        self._tasks: dict[tuple[str, str], tuple[Task, int]] = {}
        self._keys: dict[tuple[str, str], int] = {}
        self._decided: dict[tuple[str, int], tuple[Decision, str, bytes]] = {}
        self._rows: dict[str, list[Sequence[Any]]] = {}
        self._timers: dict[tuple[str, str, str], int | None] = {}

    def situation(self, community: str, task: str | None, key: str | None) -> Situation:
        """Read head, task and key, with what this transaction has already done to them."""
        head = self._heads.get(community)
        if head is None:
            found = super().situation(community, task, key)
            if found.head is not None:
                self._found[community] = found.head
            return found
        touched = self._tasks.get((community, task or ""))
        if touched is None:
            found = super().situation(community, task, key)
            return Situation(head, found.task, self._prior(community, key) or found.prior)
        return Situation(
            head, touched[0], self._prior(community, key) or self._kept(community, key)
        )

    def _prior(self, community: str, key: str | None) -> int | None:
        return self._keys.get((community, key)) if key else None

    def _kept(self, community: str, key: str | None) -> int | None:
        if key is None:
            return None
        self.cursor.execute(_KEPT, (community, key))
        row = self.cursor.fetchone()
        return row[0] if row else None

    def head(self, community: str) -> Head | None:
        """Return the end of a community's chain; None if it has none yet."""
        head = self._heads.get(community) or self._found.get(community)
        return head or self.situation(community, None, None).head

    def prior(self, community: str, seq: int) -> tuple[Decision, str, bytes]:
        """Return an earlier decision with the digest and salt that its key is bound to."""
        return self._decided.get((community, seq)) or super().prior(community, seq)

    def record(
        self,
        decision: Decision,
        after: Task | None,
        private: frozenset[str],
        base: Task | None,
    ) -> None:
        """Write a decision: journal, payload, ledger, outbox, timers and the task itself."""
        command, community, seq = decision.command, decision.command.community, decision.seq
        entry = decision_entry(decision, after, private, base.last if base else None)
        self.append(community, entry, command.key, decision.task)
        if command.key:
            self._keys[community, command.key] = seq
            self._decided[community, seq] = (decision, entry.digest, entry.salt)
        if decision.points or decision.interventions:
            self._note_rows(decision)
        if after is not None:
            if entry.held or after.private:
                after = _keep_apart(after, entry.held, seq)
            self._put_task(after, base)
            self._move_timers(base, after)
        elif base is not None:
            self.touch(base, seq)

    def touch(self, task: Task, seq: int) -> None:
        """Note that an entry is about a task that it leaves as it was."""
        self._put_task(replace(_keep_apart(task, (), seq), last=seq), task)

    def append(self, community: str, entry: Entry, key: str | None, task: str | None) -> None:
        """Add an entry to the end of its chain."""
        head = self.head(community)
        seq = entry.seq
        digest = sha256(head.hash if head else GENESIS, entry.body)
        if head is None:
            self._write("head", (community, 0, GENESIS, 0, "normal"))
            self._flush_inserts("head")
            head = Head(0, GENESIS, 0, "normal")
        self._heads[community] = Head(seq, digest, head.settings, head.mode)
        self._write("journal", (community, seq, key, task, entry.body.decode(), digest))
        if entry.payload:
            self._write("payload", (community, seq, entry.salt, entry.payload.decode()))

    def put_in_force(self, community: str, settings: int) -> None:
        """Let a settings revision take effect."""
        self._heads[community] = self._heads[community]._replace(settings=settings)

    def take_timer(self, community: str, task: str, name: str, due: int) -> bool:
        """Take a timer away to fire it; False if it is not there any more."""
        self.cursor.execute(
            "DELETE FROM timer WHERE community = ? AND task = ? AND name = ? AND due = ?",
            (community, task, name, due),
        )
        return self.cursor.rowcount == 1

    def write(self, table: str, row: Mapping[str, Any]) -> None:
        """Add a row to a table at once, so that what follows in this transaction reads it."""
        statement = self._statements.inserts[table]
        self.cursor.execute(statement.sql, [row[n] for n in statement.names])

    def _write(self, table: str, row: Sequence[Any]) -> None:
        self._rows.setdefault(table, []).append(row)

    def _note_rows(self, decision: Decision) -> None:
        community, seq = decision.command.community, decision.seq
        for n, p in enumerate(decision.points):
            row = (community, seq, n, p.member, p.account, p.amount, p.rule, decision.task)
            self._write("ledger", row)
        for n, does in enumerate(decision.interventions):
            if does.kind != "assign":
                where = (does.kind, does.to, does.address, decision.task, decision.now)
                self._write("outbox", (community, seq, n, *where))

    def _put_task(self, task: Task, base: Task | None) -> None:
        known = self._tasks.get((task.community, task.id))
        version = known[1] if known else base.version if base else 0
        self._tasks[task.community, task.id] = (task, version)

    def _move_timers(self, base: Task | None, task: Task) -> None:
        """Set and unset what has changed; a timer that has fired stays away until it is moved."""
        before, after = timers(base) if base else {}, timers(task)
        if before != after:
            for name in before.keys() | after.keys():
                if before.get(name) != after.get(name):
                    self._timers[task.community, task.id, name] = after.get(name)

    def _payloads(self, wanted: Sequence[tuple[str, int]]) -> Iterable[tuple[Any, str]]:
        self._flush_inserts("journal", "payload")
        return super()._payloads(wanted)

    def flush(self) -> None:
        """Write everything in an order that foreign keys accept."""
        self._flush_inserts("journal", "payload", "ledger", "outbox")
        self._flush_tasks()
        self._flush_timers()
        self._flush_inserts(*self._rows)
        self._many(
            self._statements.update_head.sql,
            [(h.seq, h.hash, h.settings, h.mode, name) for name, h in self._heads.items()],
        )

    def _flush_inserts(self, *names: str) -> None:
        for name in names:
            rows = self._rows.pop(name, None)
            if rows:
                self._many(self._statements.inserts[name].sql, rows)

    def _flush_tasks(self) -> None:
        new, moved = [], []
        for task, version in self._tasks.values():
            row = _row(task)
            if version:
                moved.append(
                    (*(row[_AT[n]] for n in TASK_UPDATE), task.community, task.id, version)
                )
            else:
                new.append(row)
        self._many(self._statements.inserts["task"].sql, new)
        self._many(self._statements.update_task.sql, moved)
        if moved and self.cursor.rowcount != len(moved):
            raise Conflict("task-version")

    def _flush_timers(self) -> None:
        self._many(_UNSET, list(self._timers))
        for key, due in self._timers.items():
            if due is not None:
                self._write("timer", (*key, due))

    def _many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if len(rows) == 1:
            self.cursor.execute(sql, rows[0])
        elif rows:
            self.cursor.executemany(sql, rows)


_AT = {name: n for n, name in enumerate(_TASK)}


def timers(task: Task) -> dict[str, int]:
    """Return the timers that a task plans: its own, which a pause stops, and its state's."""
    if task.ended_at is not None:
        return {}
    dues = {"flow": task.due if task.paused_at is None else None, "state": task.state_due}
    return {name: due for name, due in dues.items() if due is not None}


def _keep_apart(task: Task, held: Iterable[str], seq: int) -> Task:
    """Return the task as its row holds it: personal values only as the entry they are in."""
    private = {**task.private, **dict.fromkeys(held, seq)}
    return replace(
        task, private=private, data={k: v for k, v in task.data.items() if k not in private}
    )


def _row(task: Task) -> tuple[Any, ...]:
    return (*_plain(task), dump(task.data).decode(), dump(task.private).decode())


_plain = attrgetter(*_TASK[: -len(_JSON)])
