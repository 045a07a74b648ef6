"""Open deadlines worked out anew on another calendar, and entered in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xiangyue.canonical import load, unchained
from xiangyue.decide.alarms import alarms_moved
from xiangyue.decide.leaving import Left
from xiangyue.decide.moments import Body, unless_over
from xiangyue.decide.reckoning import reckon
from xiangyue.decide.reporting import report_of
from xiangyue.errands import REPORT
from xiangyue.flow import Plan
from xiangyue.journal import MIGRATED, follows, migrated_row, row_of
from xiangyue.storage import Reader, Tx, task_columns, to_task
from xiangyue.values import Planned, Task, replace
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.registering import journal

_PAGE = 500
_OPEN = (
    f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND id > ?"
    " AND ended_at IS NULL AND (due IS NOT NULL OR state_due IS NOT NULL OR alarms <> '{}')"
    " ORDER BY id LIMIT ?"
)
_ENTRY = "SELECT body FROM journal WHERE community = ? AND seq = ?"

Moved = list[tuple[Task, Task, Planned | None]]
"""Tasks as they were, and with their new deadlines and alarms, and what is told of that."""


def reschedule(tx: Tx, plans: Plans, community: str, now: int) -> int:
    """Work out every open deadline on the calendar that has come into force.

    Returns how many moved. None moves into the past: what would be over stays where it is.
    """
    head = known_head(tx.head(community), community)

    def then(release: str, mode: str) -> Plan:
        return plans.in_force(tx, head.in_mode(mode), community, release)

    return sum(_record(tx, community, moved, now) for moved in _moved(tx, community, then, now))


def _moved(tx: Tx, community: str, then: Callable[[str, str], Plan], now: int) -> Iterator[Moved]:
    """Yield open tasks whose reckoning is another one, a page at a time."""
    first = ""
    while rows := tx.all(_OPEN, community, first, _PAGE):
        page: Moved = []
        tasks = [to_task(row) for row in rows]
        for task, history in zip(tasks, histories(tx, community, tasks), strict=True):
            anew = reckon(history, task.flow, then)
            over = now if task.paused_at is None else task.paused_at
            due = unless_over(task.due, anew.flow, over)
            state_due = unless_over(task.state_due, anew.state, now)
            # Its alarms are those of the mode in which they were set.
            profile = then(task.release, _last_done(history)["mode"]).profile
            flow = profile.flows[task.flow]
            alarms = alarms_moved(profile, flow, task, due, state_due, anew.auto, now)
            after = replace(task, due=due, state_due=state_due, alarms=alarms)
            # What was kept only because it would be over is entered too: it is kept for good.
            if after != task or (due, state_due) != (anew.flow, anew.state):
                page.append((task, after, report_of(flow, task, after, now)))
        if page:
            yield page
        first = rows[-1][1]


def histories(reader: Reader, community: str, tasks: Sequence[Task]) -> list[list[Body]]:
    """Return what ``reckon`` wants to know of each task: all are followed back side by side."""
    histories: list[list[Body]] = [[] for _ in tasks]
    at = {n: task.last for n, task in enumerate(tasks)}
    while at:
        seqs = [*dict.fromkeys(at.values())]
        rows = reader.each([(_ENTRY, (community, seq)) for seq in seqs])
        bodies = {seq: load(found[0][0]) for seq, found in zip(seqs, rows, strict=True)}
        before = {}
        for n, seq in at.items():
            body, task = bodies[seq], tasks[n].id
            if body["kind"] == "command":
                histories[n].append(body)
            elif (row := row_of(body, task)) is not None:
                due, state_due = unchained(row[1:3])
                said = {"kind": body["kind"], "at": body["at"], "due": due, "state_due": state_due}
                said |= {n: v for n, v in body["about"].items() if n in Left._fields}
                if body["kind"] == MIGRATED:
                    said |= unchained(migrated_row(body["about"], row))
                histories[n].append(said)
            earlier = follows(body, task)
            if earlier is not None:
                before[n] = earlier
        at = before
    return [history[::-1] for history in histories]


def _last_done(history: Sequence[Body]) -> Body:
    return next(body for body in reversed(history) if body.get("outcome") == "done")


def _record(tx: Tx, community: str, moved: Moved, now: int) -> int:
    """Enter a page of moved deadlines in the journal; returns how many they are."""
    rows: list[Any] = [
        [task.id, after.due, after.state_due, dict(after.alarms), task.last]
        for task, after, _ in moved
    ]
    told = [(task.id, dict(report.detail)) for task, _, report in moved if report is not None]
    about = {"tasks": rows, "reports": told} if told else {"tasks": rows}
    seq = journal(tx, community, "recomputed", now, about)
    for task, after, _ in moved:
        tx.reschedule(task, after, seq)
    tx.send_off(community, seq, [(task, REPORT, detail) for task, detail in told], now)
    return sum(
        (task.due != after.due) + (task.state_due != after.state_due) for task, after, _ in moved
    )
