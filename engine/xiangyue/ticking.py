"""Timers and deferred commands: what falls due without anyone watching."""

from __future__ import annotations

from typing import Any

from xiangyue.acting import known_head, run
from xiangyue.errors import Conflict, Misuse
from xiangyue.journal import registry_entry
from xiangyue.plans import Plans
from xiangyue.profile import Deadline
from xiangyue.storage import Store, Tx
from xiangyue.values import SYSTEM, Command, Decision, replace

_DUE = (
    "SELECT due, community, task, name FROM timer WHERE due <= ?"
    " UNION ALL SELECT due, community, NULL, seq FROM waiting WHERE due <= ?"
    " ORDER BY 1, 2, 3, 4 LIMIT ?"
)


def fire_due(store: Store, plans: Plans, now: int, limit: int) -> list[Decision]:
    """Fire at most ``limit`` of what is due, each in its own transaction."""
    with store.read() as reader:
        due = reader.all(_DUE, now, now, limit)
    decisions = []
    for at, community, task, name in due:
        with store.begin() as tx:
            decision = fire(tx, plans, community, task, name, at, now)
            if decision is not None:
                decisions.append(decision)
    return decisions


def fire(
    tx: Tx, plans: Plans, community: str, task: str | None, name: Any, due: int, now: int
) -> Decision | None:
    """Fire a timer, or decide a deferred command again: the one whose number ``name`` is."""
    if task is None:
        return _decide_again(tx, plans, community, name, now)
    return _fire(tx, plans, community, task, name, due, now)


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
    flow = plans.get(tx, found.task.release, head.mode).flows[found.task.flow].flow
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


def _decide_again(tx: Tx, plans: Plans, community: str, seq: int, now: int) -> Decision | None:
    """Decide a deferred command once more, by what is so now, under a key of its own.

    What has become impossible meanwhile, because its flow is gone, or its values were destroyed,
    is given up, and the journal says so.
    """
    if not tx.take_waiting(community, seq):
        return None
    try:
        deferred = tx.prior(community, seq)[0]
        command = replace(
            deferred.command, task=deferred.task, key=f"~{seq}", version=None, again=seq
        )
        return run(tx, plans, command, now)
    except (Misuse, Conflict) as error:
        head = known_head(tx.head(community), community)
        about = {"seq": seq, "code": error.code}
        entry = registry_entry(community, head.seq + 1, "given-up", now, about, {})
        tx.append(community, entry, None, None)
        return None
