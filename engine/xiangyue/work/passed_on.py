"""What somebody has begun and waits for: tasks in others' hands, commands that were put off."""

from __future__ import annotations

from dataclasses import dataclass

from xiangyue.canonical import load
from xiangyue.errors import Misuse
from xiangyue.journal import to_decision
from xiangyue.storage import Reader
from xiangyue.storage.listing import busy_communities, first, tasks_at
from xiangyue.text import Text
from xiangyue.values import Decision, Task
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans

MOST = 200
_LOOKED_AT = 1000
_DEFERRED = '%"outcome":"deferred"%'
_PUT_OFF = (
    "SELECT j.body, p.body FROM (SELECT community, seq, due FROM waiting WHERE state = 'waiting'"
    f" ORDER BY due, community, seq LIMIT {_LOOKED_AT}) AS w"
    " JOIN journal j ON j.community = w.community AND j.seq = w.seq"
    " LEFT JOIN payload p ON p.community = w.community AND p.seq = w.seq"
    " WHERE j.body LIKE ? ORDER BY w.due, w.community, w.seq"
)
# What is materialised first is found by its opener; else SQLite would go by the ids.
_BEGUN = (
    "WITH begun AS MATERIALIZED (SELECT community, id FROM task WHERE community = ?"
    " AND opener BETWEEN ? AND ? AND ended_at IS NULL)"
    " SELECT community, id FROM begun WHERE id > ? ORDER BY community, id"
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
    busy = [one for one in busy_communities(reader, "opener", member) if one >= community]
    selects = ((_BEGUN, (one, member, member, name if one == community else "")) for one in busy)
    keys = first(reader, selects, limit + 1)
    rows = tasks_at(reader, keys[:limit])
    tasks = reader.reveal_all(sorted(rows, key=lambda task: (task.community, task.id)))
    modes = {one: _mode(reader, one, now) for one in dict.fromkeys(t.community for t in tasks)}
    items = tuple(_item(reader, plans, task, modes[task.community], now) for task in tasks)
    return PassedOnPage(items, tasks[-1].ref if len(keys) > limit else None)


def _mode(reader: Reader, community: str, now: int) -> str:
    return known_head(reader.situation(community, None, None).head, community).at(now).mode


def _item(reader: Reader, plans: Plans, task: Task, mode: str, now: int) -> PassedOn:
    flow = plans.get(reader, task.release, mode).profile.flows[task.flow]
    clocks = [task.due if task.paused_at is None else None, task.state_due]
    due = min((clock for clock in clocks if clock is not None), default=None)
    late = due is not None and due < now
    return PassedOn(task, flow.title, flow.states[task.state].title, due, late)


def find_put_off(reader: Reader, member: str) -> tuple[Decision, ...]:
    """Return the deferred commands of a member, what is decided again next first."""
    found = ((load(body), apart) for body, apart in reader.all(_PUT_OFF, _DEFERRED))
    return tuple(
        to_decision(body, load(apart) if apart is not None else None)
        for body, apart in found
        if body["outcome"] == "deferred" and body["actor"] == member
    )
