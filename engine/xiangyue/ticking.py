"""Timers: deadlines that pass without anyone watching."""

from __future__ import annotations

from xiangyue.acting import Plans, known_head, run
from xiangyue.journal import registry_entry
from xiangyue.profile import Deadline
from xiangyue.storage import Store, Tx
from xiangyue.values import SYSTEM, Command, Decision


def fire_due(store: Store, plans: Plans, now: int, limit: int) -> list[Decision]:
    """Fire at most ``limit`` timers that are due, each in its own transaction."""
    with store.read() as reader:
        due = reader.all(
            "SELECT community, task, name, due FROM timer WHERE due <= ?"
            " ORDER BY due, community, task, name LIMIT ?",
            now,
            limit,
        )
    decisions = []
    for community, task, name, at in due:
        with store.begin() as tx:
            decision = _fire(tx, plans, community, task, name, at, now)
            if decision is not None:
                decisions.append(decision)
    return decisions


def _fire(
    tx: Tx, plans: Plans, community: str, task: str, name: str, due: int, now: int
) -> Decision | None:
    """Fire one timer, unless somebody has just moved it."""
    if not tx.take_timer(community, task, name, due):
        return None
    found = tx.situation(community, task, None)
    head = known_head(found.head, community)
    if found.task is None:
        return None
    flow = plans.get(tx, found.task.release).flows[found.task.flow].flow
    deadline = flow.due if name == "flow" else flow.states[found.task.state].due
    about = {"task": task, "timer": name, "due": due, "follows": found.task.last}
    entry = registry_entry(community, head.seq + 1, "overdue", now, about, {})
    tx.append(community, entry, None, task)
    tx.touch(found.task, head.seq + 1)
    return _take(tx, plans, found.task.community, task, deadline, now)


def _take(
    tx: Tx, plans: Plans, community: str, task: str, deadline: Deadline | None, now: int
) -> Decision | None:
    if deadline is None or deadline.then is None:
        return None
    return run(tx, plans, Command(community, deadline.then, SYSTEM, task), now)
