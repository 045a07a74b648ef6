"""Modes that end: by themselves to the minute, and what open tasks are told of it, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xiangyue.canonical import load
from xiangyue.decide.alarms import MODE
from xiangyue.decide.leaving import Left, stands_still, told
from xiangyue.decide.reporting import report_of
from xiangyue.errands import REPORT
from xiangyue.journal import follows
from xiangyue.present import Present
from xiangyue.storage import Head, Reader, Tx, task_columns, to_task
from xiangyue.values import NORMAL, Decision, Planned, Task
from xiangyue.work.plans import Plans
from xiangyue.work.registering import journal, put_mode

LEFT, TOLD = "left", "given-back"
"""Kinds of entries: a mode was left, and open tasks were told of it."""

Moved = tuple[Task, Task, Planned | None]
"""A task as it was and as it is, and what is told of it where it comes from."""

_PAGE = 200
_RUNNING = (
    "SELECT name, due, task FROM timer"
    " WHERE community = ? AND name >= 'mode.' AND name < 'mode/' AND due > ?"
)
_NEVER = 2**63  # the end of what has none
_RELEASES = "SELECT DISTINCT release FROM task WHERE community = ? AND ended_at IS NULL"
_OPEN = (
    f"SELECT {', '.join(task_columns())} FROM task"
    " WHERE community = ? AND id > ? AND ended_at IS NULL ORDER BY id LIMIT ?"
)
_OUTSTANDING = (
    "SELECT w.seq, j.body FROM waiting w JOIN journal j ON j.community = w.community"
    " AND j.seq = w.seq WHERE w.community = ? AND j.task IS NULL ORDER BY w.seq"
)
_LEVELS = ("I", "II", "III", "IV")


def end_lapsed(tx: Tx, plans: Plans, head: Head, community: str, now: int) -> Head:
    """End a mode whose end has come, whoever notices it first; returns the head as it is then."""
    if not head.lapsed(now):
        return head
    before = head.present
    _go_back(tx, community, now, before)
    _leave(tx, plans, community, before, before.until, now)
    return _head(tx, community)


def after_switch(tx: Tx, plans: Plans, decision: Decision, head: Head) -> None:
    """See to what follows when a command has switched the mode from what it was in ``head``.

    Normal is where a community goes back to only if no other task keeps it in a mode; and what
    comes at a lower level takes nothing away from a higher one that another task keeps up.
    """
    community, now = decision.command.community, decision.now
    if not any(one.kind == "switch_mode" for one in decision.interventions):
        return
    before = head.present
    present = _head(tx, community).present
    if present.mode == NORMAL or present.name == before.name:
        _go_back(tx, community, now, before, None if present.over(now) else present)
    elif present.over(now) or _stands_above(tx, plans, decision.release, before, present):
        # It was on paper, and is a record by now: it gives no power any more.
        put_mode(tx, community, before.mode, now, before.until or None, before.since or None)
        return
    _leave(tx, plans, community, before, now, now)


def _stands_above(tx: Tx, plans: Plans, release: str, before: Present, after: Present) -> bool:
    """Tell whether what was in force was received, and what would follow begun on the spot."""
    modes = plans.get(tx, release).profile.modes
    spots = {name for name, mode in modes.items() if mode.on_the_spot}
    return before.name in modes and before.name not in spots and after.name in spots


def _go_back(
    tx: Tx, community: str, now: int, before: Present, come: Present | None = None
) -> None:
    """Go back to the same mode at the highest level that another task keeps up, or to normal.

    ``come`` is what has just been switched to, which holds unless a higher level does. What was
    left for this mode, as first response is for an emergency, does not come back.
    """
    tx.settle()
    found = [(name.removeprefix(MODE), *row) for name, *row in tx.all(_RUNNING, community, now)]
    running = [
        (mode, due)
        for mode, due, task in found
        if mode.partition(":")[0] == before.name and _began(tx, community, task, before.since)
    ]
    if come is not None and come.mode != NORMAL:
        running.append((come.mode, come.until or _NEVER))
    mode, until = min(running, key=_rank, default=(NORMAL, None))
    if come is None or mode != come.mode:
        put_mode(tx, community, mode, now, until, None if mode == NORMAL else before.since)


def _began(tx: Tx, community: str, task: str, since: int) -> bool:
    """Tell whether a task has switched the mode since it began, and not for an earlier time."""
    found = tx.situation(community, task, None).task
    seq = found.last if found is not None else None
    while seq is not None:
        body = tx.entry(community, seq)[0]
        if any(kind == "switch_mode" for kind, *_ in body.get("does", ())):
            return bool(body["at"] >= since)
        seq = follows(body, task)
    return False


def _rank(running: tuple[str, int]) -> tuple[int, int]:
    level = running[0].partition(":")[2]
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS), -running[1]


def _leave(tx: Tx, plans: Plans, community: str, before: Present, until: int, now: int) -> None:
    """Enter that a mode was left at ``until``, where open tasks have to be told of it."""
    after = _head(tx, community).present
    if before.name in (NORMAL, after.name) or not before.since:
        return
    tx.settle()
    releases = [release for (release,) in tx.all(_RELEASES, community)]
    if not any(before.name in plans.get(tx, release).visits for release in releases):
        return
    about = {"mode": before.name, "to": after.name, "since": before.since, "until": until}
    seq = journal(tx, community, LEFT, now, about)
    tx.put_waiting(community, seq, now)
    tx.put_mode(community, after._replace(behind=after.behind + 1))


def go_on(
    tx: Tx, plans: Plans, community: str, seq: int, body: Mapping[str, Any], now: int
) -> None:
    """Tell the next page of open tasks that a mode was left; entry ``seq`` says which."""
    about, own = body["about"], _left(seq, body)
    tasks = [to_task(row) for row in tx.all(_OPEN, community, about.get("after", ""), _PAGE)]
    for left in _outstanding(tx, community):
        if left.of < own.of:
            _tell(tx, plans, community, tasks, left, now)
            tasks = [_again(tx, task) for task in tasks]
    more = tasks[-1].id if len(tasks) == _PAGE else None
    moved = [*_moved(tx, plans, community, tasks, own, now)]
    entry = _enter(tx, community, moved, own, now, again=seq, after=more)
    if more is not None:
        tx.put_waiting(community, entry, now)
    else:
        present = _head(tx, community).present
        tx.put_mode(community, present._replace(behind=present.behind - 1))


def catch_up(tx: Tx, plans: Plans, head: Head, community: str, task: Task, now: int) -> Task:
    """Return an open task that has been told of every mode that was left, before all others."""
    if not head.present.behind or task.ended_at is not None:
        return task
    tx.settle()
    for left in _outstanding(tx, community):
        _tell(tx, plans, community, [_again(tx, task)], left, now)
    return _again(tx, task)


def stopped(tx: Tx, plans: Plans, head: Head, community: str, task: Task) -> bool:
    """Tell whether the clocks of a task stand still in the present mode."""
    return task.ended_at is None and pauses(tx, plans, head, community, task.flow, task.release)


def pauses(
    reader: Reader, plans: Plans, head: Head, community: str, flow: str, release: str | None
) -> bool:
    """Tell whether the present mode, and nothing else, pauses a flow of a release."""
    if head.mode == NORMAL:
        return False
    plan, normal = (
        plans.in_force(reader, at, community, release) for at in (head, head.in_mode(NORMAL))
    )
    return flow in normal.flows and stands_still(plan, normal, flow)


def _tell(
    tx: Tx, plans: Plans, community: str, tasks: Sequence[Task], left: Left, now: int
) -> None:
    moved = [*_moved(tx, plans, community, tasks, left, now)]
    if moved:
        _enter(tx, community, moved, left, now)


def _moved(
    tx: Tx, plans: Plans, community: str, tasks: Iterable[Task], left: Left, now: int
) -> Iterator[Moved]:
    head = _head(tx, community)
    for task in tasks:
        if _knows(tx, task, left):
            continue
        plan, normal = (
            plans.in_force(tx, head.in_mode(mode), community, task.release)
            for mode in (left.mode, NORMAL)
        )
        lasts = normal.flows[task.flow].flow.lasts
        asked = lasts is not None and not lasts.earlier
        opened_in = _opened_in(tx, task, left) if asked else left.mode
        after = told(plan, normal, task, left, opened_in)
        if after != task:
            yield task, after, report_of(normal.flows[task.flow].flow, task, after, now)


def _opened_in(tx: Tx, task: Task, left: Left) -> str:
    """Return the mode in which a task was opened, by its first entry; or which it has begun."""
    if task.opened_at > left.since:
        return left.mode
    tx.settle()
    seq: int | None = task.last
    mode = left.mode
    while seq is not None:
        body = tx.entry(task.community, seq)[0]
        if any(kind == "switch_mode" for kind, *_ in body.get("does", ())):
            return left.mode
        mode = body.get("mode", mode)
        seq = follows(body, task.id)
    return str(mode).partition(":")[0]


def _knows(tx: Tx, task: Task, left: Left) -> bool:
    """Tell whether a task was told of it already, or began only afterwards."""
    seq: int | None = task.last
    if task.last > left.of:
        tx.settle()
    while seq is not None and seq > left.of:
        body = tx.entry(task.community, seq)[0]
        if body["kind"] == TOLD and body["about"]["of"] == left.of:
            return True
        seq = follows(body, task.id)
    return seq is None


def _enter(
    tx: Tx,
    community: str,
    moved: Sequence[Moved],
    left: Left,
    now: int,
    **more: Any,
) -> int:
    rows: list[Any] = [
        [task.id, after.due, after.state_due, dict(after.alarms), task.last]
        for task, after, _ in moved
    ]
    reports = [(task.id, dict(report.detail)) for task, _, report in moved if report is not None]
    about = {**left._asdict(), "tasks": rows, "reports": reports or None, **more}
    seq = journal(tx, community, TOLD, now, about)
    for task, after, _ in moved:
        tx.reschedule(task, after, seq)
    if reports:
        tx.send_off(community, seq, [(task, REPORT, detail) for task, detail in reports], now)
    return seq


def _outstanding(tx: Tx, community: str) -> list[Left]:
    """Return the modes that were left of which not every open task has been told."""
    tx.settle()
    bodies = [(seq, load(body)) for seq, body in tx.all(_OUTSTANDING, community)]
    found = [_left(seq, body) for seq, body in bodies if body["kind"] in (LEFT, TOLD)]
    return sorted(found)


def _left(seq: int, body: Mapping[str, Any]) -> Left:
    about = body["about"]
    return Left(about.get("of", seq), *(about[name] for name in Left._fields[1:]))


def _again(tx: Tx, task: Task) -> Task:
    found = tx.situation(task.community, task.id, None).task
    return task if found is None else found


def _head(tx: Tx, community: str) -> Head:
    head = tx.head(community)
    if head is None:
        raise KeyError(community)
    return head
