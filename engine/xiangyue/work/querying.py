"""Lists: pages of tasks, and a task's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.errors import Misuse
from xiangyue.journal import follows, to_decision
from xiangyue.storage import Head, Reader, task_columns, to_task
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


_LATE = (
    "((due IS NOT NULL AND coalesce(ended_at, paused_at, ?) > due) OR"
    " (ended_at IS NULL AND state_due IS NOT NULL AND coalesce(paused_at, ?) > state_due))"
)


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
    tests = [f"{name} = ?" for name, value in wanted.items() if value is not None]
    values: list[Any] = [value for value in wanted.values() if value is not None]
    if ended is not None:
        tests.append("ended_at IS NOT NULL" if ended else "ended_at IS NULL")
    if late is not None:
        tests.append(_LATE if late else f"NOT {_LATE}")
        values += [now, now]
    if after is not None:
        community, slash, name = after.partition("/")
        if not slash:
            raise Misuse("page-after", after=after)
        tests.append("(community, id) > (?, ?)")
        values += [community, name]
    where = " AND ".join(tests) or "1 = 1"
    rows = reader.all(
        f"SELECT {', '.join(task_columns())} FROM task WHERE {where}"
        " ORDER BY community, id LIMIT ?",
        *values,
        limit + 1,
    )
    tasks = reader.reveal_all([to_task(row) for row in rows[:limit]])
    more = len(rows) > limit
    return Page(tuple(tasks), tasks[-1].ref if more else None)


def trail(reader: Reader, task: Task) -> tuple[Decision, ...]:
    """Return every decision on a task, refusals too, the oldest first."""
    decisions = []
    seq: int | None = task.last
    while seq is not None:
        body, payload, _ = reader.entry(task.community, seq)
        if body["kind"] == "command":
            decisions.append(to_decision(body, payload))
        seq = follows(body, task.id)
    return tuple(reversed(decisions))
