"""What somebody has begun and waits for: tasks in others' hands, commands that were put off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xiangyue.errors import Misuse
from xiangyue.journal import to_decision
from xiangyue.storage import Reader, task_columns, to_task
from xiangyue.text import Text
from xiangyue.values import Decision, Task
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans

MOST = 200
_LOOKED_AT = 1000
_WAITING = (
    "SELECT community, seq FROM waiting WHERE state = 'waiting' ORDER BY due, community, seq"
    f" LIMIT {_LOOKED_AT}"
)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An open task that somebody has opened: what it is, where it stands, when it is due.

    ``due`` is the sooner of its deadlines, None where it has none or stands still; ``late`` is
    whether that has passed.
    """

    task: Task
    flow: Text
    state: Text
    due: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class PassedOnPage:
    """Some of them; ``next`` is what to pass as ``after`` for more, None at the end."""

    items: tuple[PassedOn, ...]
    next: str | None


def find_passed_on(
    reader: Reader, plans: Plans, member: str, limit: int, after: str | None, now: int
) -> PassedOnPage:
    """Return the open tasks that a member has opened, by community and id."""
    if not 1 <= limit <= MOST:
        raise Misuse("page-limit", limit=limit, most=MOST)
    community, slash, name = (after or "/").partition("/")
    if not slash:
        raise Misuse("page-after", after=after)
    rows = reader.all(
        f"SELECT {', '.join(task_columns())} FROM task WHERE opener = ? AND ended_at IS NULL"
        " AND community IN (SELECT community FROM head WHERE settings > 0)"
        " AND (community, id) > (?, ?) ORDER BY community, id LIMIT ?",
        member,
        community,
        name,
        limit + 1,
    )
    tasks = reader.reveal_all([to_task(row) for row in rows[:limit]])
    items = tuple(_item(reader, plans, task, now) for task in tasks)
    return PassedOnPage(items, tasks[-1].ref if len(rows) > limit else None)


def _item(reader: Reader, plans: Plans, task: Task, now: int) -> PassedOn:
    head = known_head(reader.situation(task.community, None, None).head, task.community)
    flow = plans.get(reader, task.release, head.at(now).mode).profile.flows[task.flow]
    clocks = [task.due if task.paused_at is None else None, task.state_due]
    due = min((clock for clock in clocks if clock is not None), default=None)
    late = due is not None and due < now
    return PassedOn(task, flow.title, flow.states[task.state].title, due, late)


def find_put_off(reader: Reader, member: str) -> tuple[Decision, ...]:
    """Return the deferred commands of a member, what is decided again next first."""
    return tuple(_put_off(reader, member))


def _put_off(reader: Reader, member: str) -> Iterator[Decision]:
    for community, seq in reader.all(_WAITING):
        body, payload, _ = reader.entry(community, seq)
        if body["outcome"] == "deferred" and body["actor"] == member:
            yield to_decision(body, payload)
