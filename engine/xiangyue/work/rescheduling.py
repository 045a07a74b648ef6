"""Open deadlines worked out anew on another calendar, and entered in the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xiangyue.canonical import load
from xiangyue.decide.alarms import alarms_moved
from xiangyue.decide.reckoning import reckon
from xiangyue.journal import follows, registry_entry
from xiangyue.storage import Head, Tx, task_columns, to_task
from xiangyue.time.working_calendar import Calendar
from xiangyue.values import Task, replace
from xiangyue.work.acting import known_head
from xiangyue.work.plans import Plans

_PAGE = 500
_OPEN = (
    f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND id > ?"
    " AND ended_at IS NULL AND (due IS NOT NULL OR state_due IS NOT NULL OR alarms <> '{}')"
    " ORDER BY id LIMIT ?"
)
_ENTRY = "SELECT body FROM journal WHERE community = ? AND seq = ?"

Moved = list[tuple[Task, Task]]
"""Tasks as they were, and with their new deadlines and alarms."""


def reschedule(tx: Tx, plans: Plans, community: str, calendar: Calendar, now: int) -> int:
    """Work out every open deadline on a calendar that has come into force.

    Returns how many moved. None moves into the past: what would be over stays where it is.
    """
    head = known_head(tx.head(community), community)
    return sum(
        _record(tx, community, moved, now)
        for moved in _moved(tx, plans, head, community, calendar, now)
        if moved
    )


def _moved(
    tx: Tx, plans: Plans, head: Head, community: str, calendar: Calendar, now: int
) -> Iterator[Moved]:
    """Yield open tasks with their new deadlines, a page at a time, where these are others."""
    first = ""
    while rows := tx.all(_OPEN, community, first, _PAGE):
        page: Moved = []
        tasks = [to_task(row) for row in rows]
        for task, history in zip(tasks, _histories(tx, community, tasks), strict=True):
            then = [(b, plans.get(tx, b["release"], b["mode"]).flows[task.flow]) for b in history]
            anew = reckon(then, calendar)
            due = _unless_over(task.due, anew.flow, now)
            state_due = _unless_over(task.state_due, anew.state, now)
            profile = plans.in_force(tx, head, community, task.release).profile
            flow = profile.flows[task.flow]
            alarms = alarms_moved(profile, flow, task, due, state_due, anew.auto, now)
            after = replace(task, due=due, state_due=state_due, alarms=alarms)
            if after != task:
                page.append((task, after))
        yield page
        first = rows[-1][1]


def _histories(tx: Tx, community: str, tasks: Sequence[Task]) -> list[list[Mapping[str, Any]]]:
    """Return the commands of each task, the oldest first: all are followed back side by side."""
    histories: list[list[Mapping[str, Any]]] = [[] for _ in tasks]
    at = {n: task.last for n, task in enumerate(tasks)}
    while at:
        before = {}
        rows = tx.each([(_ENTRY, (community, seq)) for seq in at.values()])
        for n, found in zip(at, rows, strict=True):
            body = load(found[0][0])
            if body["kind"] == "command":
                histories[n].append(body)
            seq = follows(body, tasks[n].id)
            if seq is not None:
                before[n] = seq
        at = before
    return [history[::-1] for history in histories]


def _unless_over(due: int | None, anew: int | None, now: int) -> int | None:
    return due if due is None or anew is None or anew <= now else anew


def _record(tx: Tx, community: str, moved: Moved, now: int) -> int:
    """Enter a page of moved deadlines in the journal; returns how many they are."""
    seq = known_head(tx.head(community), community).seq + 1
    rows: list[Any] = [
        [task.id, after.due, after.state_due, dict(after.alarms), task.last]
        for task, after in moved
    ]
    about = {"tasks": rows}
    entry = registry_entry(community, seq, "recomputed", now, about, {})
    tx.append(community, entry, None, None)
    for task, after in moved:
        tx.reschedule(task, after, seq)
    return sum(
        (task.due != after.due) + (task.state_due != after.state_due) for task, after in moved
    )
