"""Lists: pages of tasks, and a task's history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangyue.errors import Misuse
from xiangyue.journal import to_decision
from xiangyue.storage import Head, Reader, task_columns, to_task
from xiangyue.storage.cursor import Query
from xiangyue.storage.listing import first, open_flows
from xiangyue.values import Decision, Task
from xiangyue.words import split_ref
from xiangyue.work.named import known_head

MOST = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Some tasks; ``next`` is what to pass as ``after`` for more, None at the end."""

    tasks: tuple[Task, ...]
    next: str | None


def find_task(reader: Reader, task: str | Task | Decision) -> tuple[Head, Task]:
    """Return a task as it stands, with its community's head; raises Misuse if there is none."""
    community, name = split_ref(task)
    found = reader.situation(community, name, None)
    head = known_head(found.head, community)
    if found.task is None:
        raise Misuse("task-unknown", task=f"{community}/{name}")
    return head, reader.reveal(found.task)


_COLUMNS = ", ".join(task_columns())
_LATE = (
    "((due IS NOT NULL AND coalesce(ended_at, paused_at, ?) > due) OR"
    " (ended_at IS NULL AND state_due IS NOT NULL AND coalesce(paused_at, ?) > state_due))"
)


_STANDS: Mapping[bool | None, tuple[str, ...]] = {
    None: (),
    False: ("ended_at IS NULL",),
    True: ("ended_at IS NOT NULL",),
}


def find_tasks(
    reader: Reader,
    wanted: Mapping[str, str | None],
    ended: bool | None,
    late: bool | None,
    limit: int,
    after: str | None,
    now: int,
) -> Page:
    """Return the tasks that fit, by community and id, at most ``limit`` (1 to 1000) of them."""
    if not 1 <= limit <= MOST:
        raise Misuse("page-limit", limit=limit, most=MOST)
    community, slash, name = ("", "/", "") if after is None else after.partition("/")
    if not slash:
        raise Misuse("page-after", after=after)
    tests = [(f"{column} = ?", value) for column, value in wanted.items() if value is not None]
    words = [test for test, _ in tests]
    values: list[Any] = [value for _, value in tests]
    if late is not None:
        words.append(_LATE if late else f"NOT {_LATE}")
        values += [now, now]
    fit = _Fit(wanted["community"], wanted["flow"], ended, words, values)
    rows = fit.rows(reader, (community, name), limit + 1)
    tasks = reader.reveal_all([to_task(row) for row in rows[:limit]])
    return Page(tuple(tasks), tasks[-1].ref if len(rows) > limit else None)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Which tasks are wanted; it is read so that few others are read besides.

    SQLite knows nothing of how values spread. It is shown the indices of a flow's open and of its
    ended tasks by their ids, and asked for the open ones of all flows flow by flow.
    """

    community: str | None
    flow: str | None
    ended: bool | None
    words: list[str]
    values: list[Any]

    def rows(self, reader: Reader, after: tuple[str, str], most: int) -> list[Any]:
        """Return the first rows after a community and id, in that order."""
        if self.community is None:
            words, stands = ("(community, id) > (?, ?)",), _STANDS[self.ended]
            sql, values = self._select(*words, *stands)
            return reader.all(f"{sql} LIMIT {most}", *values, *after)
        if self.community < after[0]:
            return []
        seen = after[1] if self.community == after[0] else ""
        selects = (
            (sql, (*values, seen, *more))
            for words, more in self._parts(reader)
            for sql, values in (self._select("id > ?", *words),)
        )
        return first(reader, selects, most)

    def _parts(self, reader: Reader) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
        """Yield what is read apart: further conditions, and the values in them."""
        if self.flow is None and self.ended is False:
            for flow in open_flows(reader, self.community or ""):
                yield ("flow = ?", *_STANDS[False]), (flow,)
        elif self.flow is not None and self.ended is None:
            yield from ((_STANDS[ended], ()) for ended in (False, True))
        else:
            yield _STANDS[self.ended], ()

    def _select(self, *more: str) -> Query:
        where = " AND ".join((*self.words, *more))
        return f"SELECT {_COLUMNS} FROM task WHERE {where} ORDER BY community, id", self.values


def trail(reader: Reader, task: Task) -> tuple[Decision, ...]:
    """Return every decision on a task, refusals too, the oldest first."""
    told = reader.entries_about(task.community, task.id, task.last)
    decisions = [to_decision(body, apart) for _, body, apart in told if body["kind"] == "command"]
    return tuple(reversed(decisions))
