"""What one transaction gathers, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xiangyue.errors import Conflict
from xiangyue.storage.cursor import Cursor
from xiangyue.storage.reader import Head, Reader
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import TASK_UPDATE, Statements
from xiangyue.storage.task_rows import AT, task_values, timers
from xiangyue.storage.writes import (
    ASKED,
    GIVEN,
    HEAD_MOVED,
    HOLD_SET,
    HOLD_UNSET,
    SHARE_TOLD,
    TASK_MOVED,
    TIMER_SET,
    TIMER_UNSET,
)
from xiangyue.values import Hold, Task

Write = tuple[str, Sequence[Sequence[Any]]]
"""What is written, by its name in ``Statements.writes``, and its rows."""

_ASKED_ABOUT = ("journal", "payload", "ledger", "outbox", "touch")


class Gathering(Reader):
    """Gathers rows and writes them, at the end or before somebody asks about them.

    ``skip_locked`` is what a claim of rows says so as not to wait for others.
    """

    skip_locked = ""

    def __init__(self, statements: Statements, cursor: Cursor, registry: Registry) -> None:
        """Begin with nothing to write."""
        super().__init__(statements, cursor, registry)
        self._heads: dict[str, Head] = {}
        self._tasks: dict[tuple[str, str], tuple[Task, int]] = {}
        self._dirty: dict[tuple[str, str], None] = {}
        self._data: dict[tuple[Any, ...], tuple[int, int, int]] = {}
        self._shares: dict[tuple[str, str, str, str], tuple[str, int | None, int, int, int]] = {}
        self._holds: dict[tuple[str, str], Hold] = {}
        self._rows: dict[str, list[Sequence[Any]]] = {}
        self._timers: dict[tuple[str, str, str], int | None] = {}

    def overwrite_deleted(self) -> None:
        """Let nothing of what is deleted from now on linger in the file."""
        self.execute("PRAGMA secure_delete = ON")

    def execute(self, sql: str, *values: Any) -> int:
        """Run a statement at once; returns how many rows it changed."""
        self.cursor.execute(sql, values)
        return self.cursor.rowcount

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement at once for each of these rows."""
        self.cursor.executemany(sql, rows)

    def write(self, table: str, row: Mapping[str, Any]) -> None:
        """Add a row to a table, before anything that follows in this transaction is read."""
        statement = self._statements.inserts[table]
        self.change(statement.sql, *[row[n] for n in statement.names])

    def change(self, sql: str, *values: Any) -> None:
        """Run a statement of which nobody asks how many rows it changed, as ``write`` does."""
        self.cursor.execute(sql, values)

    def _write(self, table: str, row: Sequence[Any]) -> None:
        self._rows.setdefault(table, []).append(row)

    def _put_task(self, task: Task, base: Task | None) -> None:
        known = self._tasks.get((task.community, task.id))
        version = known[1] if known else base.version if base else 0
        self._tasks[task.community, task.id] = (task, version)
        self._dirty[task.community, task.id] = None

    def _move_timers(self, base: Task | None, task: Task, since: int = -1) -> None:
        """Set and unset what has changed; a timer that has fired stays away until it is moved.

        What has changed to a moment up to ``since`` is unset: it has fired under another name.
        """
        before, after = timers(base) if base else {}, timers(task)
        if before != after:
            for name in before.keys() | after.keys():
                due = after.get(name)
                if before.get(name) != due:
                    stands = due is not None and due > since
                    self._timers[task.community, task.id, name] = due if stands else None

    def _begin_chain(self, row: Sequence[Any]) -> None:
        self._apply([("head", [row])])

    def payloads(self, community: str, seqs: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield what some entries keep apart, of this transaction too."""
        self._apply(self._taken("journal", "payload"))
        return super().payloads(community, seqs)

    def flush(self) -> None:
        """Write everything in an order that foreign keys accept."""
        heads = [
            (h.seq, h.hash, h.settings, h.standing, h.failing, name)
            for name, h in self._heads.items()
        ]
        first = self._taken(*_ASKED_ABOUT)
        rest = self._taken(*self._rows)
        moved, timed = self._moved(), self._timed()
        self._apply([*first, *moved, *timed, *self._told(), *rest, (HEAD_MOVED, heads)])

    def settle(self) -> None:
        """Write tasks, timers and what is waited for too, so that what follows reads them."""
        asked = self._taken(*_ASKED_ABOUT, "waiting")
        self._apply([*asked, *self._moved(), *self._timed()])

    def _flush_pending(self) -> None:
        """Write what later commands of this transaction may ask about."""
        asked, moved = self._taken(*_ASKED_ABOUT), self._moved()
        self._apply([*asked, *moved, *self._taken("errand"), *self._told()])

    def _told(self) -> list[Write]:
        """Take away what communities have told of their shares."""
        rows = [(*key, *row) for key, row in self._shares.items()]
        self._shares.clear()
        return [(SHARE_TOLD, rows)]

    def _taken(self, *names: str) -> list[Write]:
        """Take away the new rows of some tables, to write them."""
        return [(name, rows) for name in names if (rows := self._rows.pop(name, None))]

    def _moved(self) -> list[Write]:
        """Take away the tasks that are new or have moved, and what was asked and given."""
        new: list[Sequence[Any]] = []
        moved: list[Sequence[Any]] = []
        for key in self._dirty:
            task, version = self._tasks[key]
            self._tasks[key] = task, task.version
            row = task_values(task)
            if version:
                moved.append((*(row[AT[n]] for n in TASK_UPDATE), task.community, task.id, version))
            else:
                new.append(row)
        self._dirty.clear()
        data = [(*key, *row) for key, row in self._data.items()]
        self._data.clear()
        asked, given = [r for r in data if not r[-1]], [r for r in data if r[-1]]
        return [
            ("task", new),
            (TASK_MOVED, moved),
            (ASKED, asked),
            (GIVEN, given),
            *self._held_and_freed(),
        ]

    def _held_and_freed(self) -> list[Write]:
        """Take away what tasks hold from now on, and those that hold nothing any more."""
        holds = [(*key, hold.resource, hold.quantity) for key, hold in self._holds.items()]
        self._holds.clear()
        freed = [row[:2] for row in holds if not row[-1]]
        return [(HOLD_UNSET, freed), (HOLD_SET, [row for row in holds if row[-1]])]

    def _timed(self) -> list[Write]:
        """Take away the timers that are set and unset."""
        unset = [key for key, due in self._timers.items() if due is None]
        put = [(*key, due) for key, due in self._timers.items() if due is not None]
        self._timers.clear()
        return [(TIMER_UNSET, unset), (TIMER_SET, put)]

    def _apply(self, writes: Iterable[Write]) -> None:
        """Write rows, in this order."""
        for name, rows in writes:
            sql = self._statements.writes[name]
            if len(rows) == 1:
                self.cursor.execute(sql, rows[0])
            elif rows:
                self.cursor.executemany(sql, rows)
            if rows and name == TASK_MOVED and self.cursor.rowcount != len(rows):
                raise Conflict("task-version")
