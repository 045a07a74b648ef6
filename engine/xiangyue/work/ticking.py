"""Timers and deferred commands: what falls due without anyone watching."""

from __future__ import annotations

from typing import Any

from xiangyue.decide.alarms import AUTO, MODE
from xiangyue.decide.retention import KEEP, kept_long_enough
from xiangyue.errors import Conflict, Misuse
from xiangyue.flow import MARK, is_reminder
from xiangyue.journal import registry_entry
from xiangyue.storage import Store, Tx
from xiangyue.values import NORMAL, SYSTEM, Command, Decision, Task, replace
from xiangyue.watch.facts import Failed, Fired, code_of
from xiangyue.watch.spans import span
from xiangyue.work.acting import known_head, run
from xiangyue.work.destroying import destroy, drop_unsent, payloads_of
from xiangyue.work.plans import Plans
from xiangyue.work.registering import put_mode

_SECOND = 1_000_000
_DUE = (
    "SELECT due, community, task, name FROM timer WHERE due <= ?"
    " UNION ALL"
    " SELECT due, community, NULL, CAST(seq AS TEXT) FROM waiting WHERE due <= ?"
    " ORDER BY 1, 2, 3, 4 LIMIT ?"
)


def fire_due(store: Store, plans: Plans, now: int, limit: int) -> list[Decision]:
    """Fire at most ``limit`` of what is due, each in its own transaction."""
    with store.read() as reader:
        due = reader.all(_DUE, now, now, limit)
    decisions = []
    for at, community, task, name in due:
        with span("timers", community=community), store.begin() as tx:
            decision = fire(tx, plans, community, task, name, at, now)
            if decision is not None:
                decisions.append(decision)
    if any(destroys(name) for _, _, _, name in due):
        store.scrub()
    return decisions


def destroys(name: Any) -> bool:
    """Tell whether a timer of this name destroys values, after which the store is scrubbed."""
    return str(name).startswith(KEEP)


def fire(
    tx: Tx, plans: Plans, community: str, task: str | None, name: Any, due: int, now: int
) -> Decision | None:
    """Fire a timer, or decide a deferred command again: the one whose number ``name`` is."""
    with span("timer", community=community, timer=str(name) if task else "waiting"):
        if task is None:
            return _decide_again(tx, plans, community, int(name), due, now)
        return _fire(tx, plans, community, task, name, due, now)


def _fire(
    tx: Tx, plans: Plans, community: str, task: str, name: str, due: int, now: int
) -> Decision | None:
    """Fire one timer, unless somebody has just moved it."""
    # The community is locked before its rows, as every command does: else two wait for each other.
    found = tx.situation(community, task, None)
    head = known_head(found.head, community)
    if not tx.take_timer(community, task, name, due):
        return None
    tx.note(Fired("timers", community, task, name, max(0, now - due) / _SECOND))
    if found.task is None:
        return None
    kind = "fired" if name in found.task.alarms else "overdue"
    about = {"task": task, "timer": name, "due": due, "follows": found.task.last}
    entry = registry_entry(community, head.seq + 1, kind, now, about, {})
    tx.append(community, entry, None, task)
    tx.touch(found.task, head.seq + 1)
    if name.startswith(MODE) and kind == "fired":
        _end_mode(tx, community, name.removeprefix(MODE), head.mode, now)
        return None
    if destroys(name) and kind == "fired":
        _end_retention(tx, plans, found.task, head.mode, now)
        return None
    action = _follows(tx, plans, found.task, name, head.mode, now)
    if action is None:
        return None
    return _take(tx, plans, Command(community, action, SYSTEM, task), now)


def _end_mode(tx: Tx, community: str, mode: str, present: str, now: int) -> None:
    """Put a community back to normal, unless its mode is another one or was renewed meanwhile."""
    later = "SELECT 1 FROM timer WHERE community = ? AND name = ? AND due > ? LIMIT 1"
    if present == mode and not tx.all(later, community, MODE + mode, now):
        put_mode(tx, community, NORMAL, now)


def _end_retention(tx: Tx, plans: Plans, task: Task, mode: str, now: int) -> None:
    """Destroy what of an ended task has been kept long enough by the release it is pinned to."""
    plan = plans.get(tx, task.release, mode)
    payloads = payloads_of(tx, task.community, task.id)
    seqs, whole = kept_long_enough(plan, task, payloads, now)
    destroy(tx, task.community, seqs, SYSTEM, "retention over", now)
    if whole:
        drop_unsent(tx, task.community, task.id, now)


def _follows(tx: Tx, plans: Plans, task: Task, name: str, mode: str, now: int) -> str | None:
    """Return the action that the engine takes when this timer fires, if any."""
    if name in task.alarms:
        over = task.due if name.startswith("flow.") else task.state_due
        if is_reminder(name) and over is not None and over <= now:
            return None  # nobody looked in time: what is over is not due soon
        return name.removeprefix(AUTO) if name.startswith(AUTO) else MARK + name
    flow = plans.get(tx, task.release, mode).flows[task.flow].flow
    deadline = flow.due if name == "flow" else flow.states[task.state].due
    return deadline.then if deadline else None


def _take(tx: Tx, plans: Plans, command: Command, now: int) -> Decision | None:
    """Take an action by the engine itself; what a mode has taken away meanwhile is left out."""
    try:
        return run(tx, plans, command, now, own=True)
    except Misuse:
        return None


def _decide_again(
    tx: Tx, plans: Plans, community: str, seq: int, due: int, now: int
) -> Decision | None:
    """Decide a deferred command once more, by what is so now, under a key of its own.

    What has become impossible meanwhile, because its flow is gone, or its values were destroyed,
    is given up, and the journal says so.
    """
    known_head(tx.head(community), community)  # locked first, as in ``_fire``
    if not tx.take_waiting(community, seq):
        return None
    tx.note(Fired("waiting", community, "", "", max(0, now - due) / _SECOND))
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
        tx.note(Failed("waiting", code_of(error), community, f"{seq}"))
        return None
