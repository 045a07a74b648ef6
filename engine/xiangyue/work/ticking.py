"""Timers and deferred commands: what falls due without anyone watching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xiangyue.canonical import load
from xiangyue.decide.alarms import AUTO, MODE
from xiangyue.decide.retention import GONE, KEEP, gone_by, kept_long_enough, kept_until
from xiangyue.errors import Conflict, Misuse, StoreError
from xiangyue.flow import CALL, MARK, WAIT, Plan, is_reminder
from xiangyue.journal import registry_entry
from xiangyue.storage import Store, TimerKey, Tx, timers
from xiangyue.values import SYSTEM, Command, Decision, Task, replace
from xiangyue.watch.facts import Failed, Fired, code_of
from xiangyue.watch.spans import span
from xiangyue.words import split_ref
from xiangyue.work.acting import run
from xiangyue.work.destroying import MODE_OVER, RETENTION_OVER, destroy, payloads_of
from xiangyue.work.erranding import drain
from xiangyue.work.forgetting import forget
from xiangyue.work.leaving import LEFT, TOLD, catch_up, end_lapsed, go_on, stopped
from xiangyue.work.named import is_opening, known_head
from xiangyue.work.plans import Plans
from xiangyue.work.stepping import asked_until

_SECOND = 1_000_000
_PRIVATE = "SELECT private FROM task WHERE community = ? AND id = ?"
_DUE = (
    "SELECT due, community, task, name FROM timer WHERE state = 'waiting' AND due <= ?"
    " UNION ALL"
    " SELECT due, community, NULL, CAST(seq AS TEXT) FROM waiting"
    " WHERE state = 'waiting' AND due <= ?"
    " ORDER BY 1, 2, 3, 4 LIMIT ?"
)


def fire_due(store: Store, plans: Plans, now: int, limit: int) -> list[Decision]:
    """Fire at most ``limit`` of what is due, each in its own transaction, and then run errands.

    What fails holds up nothing behind it: the first failure is raised when all have had their turn.
    """
    with store.read() as reader:
        due = reader.all(_DUE, now, now, limit)
    decisions: list[Decision] = []
    failed: list[Exception] = []
    for at, community, task, name in due:
        try:
            with span("timers", community=community), store.begin() as tx:
                decision = fire(tx, plans, community, task, name, at, now)
        except StoreError:
            raise
        except Exception as error:
            failed.append(error)
            continue
        if decision is not None:
            decisions.append(decision)
    if any(may_destroy(task, name) for _, _, task, name in due):
        store.scrub()
    outcomes = drain(store, plans, now, limit - len(due), lambda _, error: failed.append(error))
    decisions += [one.decision for one in outcomes if one.decision is not None]
    if failed:
        raise failed[0]
    return decisions


def may_destroy(task: str | None, name: Any) -> bool:
    """Tell whether firing this may destroy values, after which the store is scrubbed."""
    return task is None or _ends_retention(name)


def _ends_retention(name: str) -> bool:
    return name.startswith((KEEP, GONE))


def fire(
    tx: Tx, plans: Plans, community: str, task: str | None, name: Any, due: int, now: int
) -> Decision | None:
    """Fire a timer, or come back to the entry whose number ``name`` is."""
    if task is None:
        with span("timer", community=community, timer="waiting"):
            return _come_back(tx, plans, community, int(name), due, now)
    decisions = fire_timers(tx, plans, community, [(task, name, due)], now)
    return decisions[0] if decisions else None


def fire_timers(
    tx: Tx, plans: Plans, community: str, rows: Sequence[TimerKey], now: int
) -> list[Decision]:
    """Fire timers of a community, each of another task, unless somebody has just moved them."""
    decisions = []
    # The community is locked before its timers, as every command does it: nobody waits crosswise.
    tx.foresee([(community, task) for task, _, _ in rows])
    for task, name, due in tx.take_timers(community, rows):
        with span("timer", community=community, timer=name):
            decision = _fire(tx, plans, community, task, name, due, now)
        if decision is not None:
            decisions.append(decision)
    return decisions


def _fire(
    tx: Tx, plans: Plans, community: str, task: str, name: str, due: int, now: int
) -> Decision | None:
    """Do what a timer that was taken away is there for."""
    tx.note(Fired("timers", community, task, name, max(0, now - due) / _SECOND))
    found = tx.situation(community, task, None)
    head = known_head(found.head, community)
    if found.task is None:
        return None
    kind = "fired" if name in found.task.alarms else "overdue"
    about = {"task": task, "timer": name, "due": due, "follows": found.task.last}
    entry = registry_entry(community, head.seq + 1, kind, now, about, {})
    tx.append(community, entry, None, task)
    tx.touch(found.task, head.seq + 1)
    head = end_lapsed(tx, plans, head, community, now)
    if name.startswith(MODE) and kind == "fired":
        return None
    if _ends_retention(name) and kind == "fired":
        _end_retention(tx, plans, found.task, name, head.mode, now)
        return None
    current = _current(tx, community, task)
    told = catch_up(tx, plans, head, community, current, now)
    if timers(told).get(name) != due or stopped(tx, plans, head, community, current):
        return None  # its clocks stood still: it rings when they have gone on
    action = _follows(tx, plans, found.task, name, head.mode, now)
    if action is None:
        return None
    return _take(tx, plans, Command(community, action, SYSTEM, task), now)


def _current(tx: Tx, community: str, task: str) -> Task:
    found = tx.situation(community, task, None).task
    if found is None:
        raise Misuse("task-unknown", task=f"{community}/{task}")
    return found


def _end_retention(tx: Tx, plans: Plans, task: Task, name: str, mode: str, now: int) -> None:
    """Destroy what of a task has been kept long enough by the release it is pinned to."""
    plan = plans.get(tx, task.release, mode)
    payloads = payloads_of(tx, task.community, task.id)
    if name.startswith(GONE):
        entries = {seq: tx.entry(task.community, seq)[0] for seq, _ in payloads}
        timed = [
            (seq, entries[seq]["at"], entries[seq].get("mode", mode), body)
            for seq, body in payloads
        ]
        destroy(tx, task.community, gone_by(plan, timed, name), SYSTEM, MODE_OVER, now)
        return
    seqs, whole = kept_long_enough(plan, task, payloads, now)
    destroy(tx, task.community, seqs, SYSTEM, RETENTION_OVER, now)
    if whole:
        forget(tx, task, SYSTEM, RETENTION_OVER, now)


def _follows(tx: Tx, plans: Plans, task: Task, name: str, mode: str, now: int) -> str | None:
    """Return the action that the engine takes when this timer fires, if any."""
    if name in task.alarms and name.startswith(CALL):
        return _call_on(tx, plans.get(tx, task.release, mode), task, name, now)
    if name in task.alarms:
        over = task.due if name.startswith("flow.") else task.state_due
        if is_reminder(name) and over is not None and over <= now:
            return None  # nobody looked in time: what is over is not due soon
        return name.removeprefix(AUTO) if name.startswith(AUTO) else MARK + name
    flow = plans.get(tx, task.release, mode).flows[task.flow].flow
    deadline = flow.due if name == "flow" else flow.states[task.state].due
    return deadline.then if deadline else None


def _call_on(tx: Tx, plan: Plan, task: Task, name: str, now: int) -> str | None:
    """Return the next step of a call-out; after the last what the profile says, if anything.

    A mode may have taken the rung away meanwhile.
    """
    flow = plan.flows[task.flow]
    if flow.call and asked_until(tx, plan.profile, flow.call, task, now) is not None:
        return MARK + WAIT
    if MARK + name in flow.calls:
        return MARK + name
    return flow.call.through if flow.call else None


def _take(tx: Tx, plans: Plans, command: Command, now: int) -> Decision | None:
    """Take an action by the engine itself; what a mode has taken away meanwhile is left out."""
    try:
        return run(tx, plans, command, now, own=True)
    except Misuse:
        return None


def _come_back(
    tx: Tx, plans: Plans, community: str, seq: int, due: int, now: int
) -> Decision | None:
    """Decide a deferred command once more, or destroy what an opening carried for nothing."""
    known_head(tx.head(community), community)  # locked before its rows, as everywhere
    if not tx.take_waiting(community, seq, due):
        return None
    tx.note(Fired("waiting", community, "", "", max(0, now - due) / _SECOND))
    body = tx.entry(community, seq)[0]
    if body["kind"] in (LEFT, TOLD):
        go_on(tx, plans, community, seq, body, now)
        return None
    if body.get("until") == due:
        return _decide_again(tx, plans, community, seq, now)
    carried = list(_carried(tx, community, seq))
    destroy(tx, community, carried, SYSTEM, RETENTION_OVER, now, kept=seq)
    return None


def _carried(tx: Tx, community: str, seq: int | None) -> Iterator[int]:
    """Yield an entry, and those of the same command that deferred it before."""
    while seq is not None:
        yield seq
        seq = tx.entry(community, seq)[0].get("again")


def _apart(tx: Tx, command: Command) -> Iterable[str]:
    """Return what is personal in the task that a command comes from, if it comes from one."""
    if command.origin is None:
        return ()
    rows = tx.all(_PRIVATE, *split_ref(command.origin))
    return load(rows[0][0]) if rows else ()


def _carries(tx: Tx, community: str, seq: int) -> bool:
    return "private" in tx.entry(community, seq)[0]


def _decide_again(tx: Tx, plans: Plans, community: str, seq: int, now: int) -> Decision | None:
    """Decide a deferred command once more, by what is so now, under a key of its own.

    What has become impossible meanwhile, because its flow is gone, or its values were destroyed,
    is given up, and the journal says so.
    """
    deferred = None
    try:
        deferred = tx.prior(community, seq)[0]
        command = replace(
            deferred.command, task=deferred.task, key=f"~{seq}", version=None, again=seq
        )
        if command.category is not None:
            command = replace(command, flow=None)  # whom it goes to, the present mode says
        # What was deferred has been let in already, also where only the engine may say it.
        return run(tx, plans, command, now, own=True, apart=_apart(tx, command))
    except (Misuse, Conflict) as error:
        head = known_head(tx.head(community), community)
        about = {"seq": seq, "code": error.code}
        if deferred is not None and is_opening(deferred.command) and _carries(tx, community, seq):
            plan = plans.get(tx, deferred.release, head.mode)
            given = deferred.command.data
            keep = kept_until(plan, plan.flows[deferred.flow], now, given)
            if keep is not None:
                about["keep"] = keep
                tx.put_waiting(community, seq, keep)
        entry = registry_entry(community, head.seq + 1, "given-up", now, about, {})
        tx.append(community, entry, None, None)
        tx.note(Failed("waiting", code_of(error), community, f"{seq}"))
        return None
