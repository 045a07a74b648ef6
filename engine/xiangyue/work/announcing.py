"""A holiday notice put in force in one community, and the deadlines that it moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiangyue.canonical import load
from xiangyue.decide.alarms import alarms_moved
from xiangyue.decide.schedule import counts_working_time
from xiangyue.errors import Misuse
from xiangyue.journal import registry_entry
from xiangyue.profile import Deadline
from xiangyue.storage import Head, Tx, task_columns, to_task
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.notices import Notice
from xiangyue.time.working_calendar import Calendar
from xiangyue.values import Task, replace
from xiangyue.work.acting import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.registering import put_settings

_PAGE = 500
_OPEN = (
    f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND id > ?"
    " AND ended_at IS NULL AND (due IS NOT NULL OR state_due IS NOT NULL) ORDER BY id LIMIT ?"
)


def announce(tx: Tx, plans: Plans, community: str, notice: Notice, by: str, now: int) -> int | None:
    """Put a notice in force; returns how many deadlines it moves, None if it was in force.

    Raises Misuse where the community's calendar is not that of the notice's country.
    """
    head = known_head(tx.head(community), community)
    profile = plans.get(tx, tx.settings(community, head.settings)[0]).profile
    if profile.calendar.country != notice.country:
        own = profile.calendar.country or "-"
        raise Misuse("notice-country", community=community, country=notice.country, own=own)
    said, year = notice.days(), str(notice.year)
    if load(tx.days(community, head.settings)).get(year) == said:
        return None
    before = plans.in_force(tx, head, community).profile.calendar
    put_settings(tx, community, profile, {}, by, now, {year: said})
    head = known_head(tx.head(community), community)
    after = plans.in_force(tx, head, community).profile.calendar
    return sum(
        _record(tx, community, moved, now)
        for moved in _moved(tx, plans, head, community, before, after, now)
        if moved
    )


Moved = list[tuple[Task, Task]]
"""Tasks as they were, and with their new deadlines and alarms."""


def _moved(
    tx: Tx,
    plans: Plans,
    head: Head,
    community: str,
    before: Calendar,
    after: Calendar,
    now: int,
) -> Iterator[Moved]:
    """Yield open tasks with their new deadlines, a page at a time, where these are others."""
    first = ""
    while rows := tx.all(_OPEN, community, first, _PAGE):
        page: Moved = []
        for task in map(to_task, rows):
            profile = plans.in_force(tx, head, community, task.release).profile
            flow = profile.flows[task.flow]
            own, state = flow.due, flow.states[task.state].due
            begun = task.opened_at if task.clock_from is None else task.clock_from
            due = _anew(own, begun, task.due, before, after, now)
            state_due = _anew(state, task.since, task.state_due, before, after, now)
            if (due, state_due) != (task.due, task.state_due):
                alarms = alarms_moved(profile, flow, task, due, state_due, now)
                page.append((task, replace(task, due=due, state_due=state_due, alarms=alarms)))
        yield page
        first = rows[-1][1]


def _anew(
    deadline: Deadline | None, start: int, due: int | None, old: Calendar, new: Calendar, now: int
) -> int | None:
    """Return a deadline on a new calendar; one that would already be over stays where it is."""
    if due is None or deadline is None or deadline.after is None:
        return due
    if not counts_working_time(deadline):
        return due
    begun = from_micros(start)
    gained = due - to_micros(old.add(begun, deadline.after))
    anew = to_micros(new.add(begun, deadline.after)) + gained
    return anew if anew > now else due


def _record(tx: Tx, community: str, moved: Moved, now: int) -> int:
    """Enter a page of moved deadlines in the journal; returns how many they are."""
    seq = known_head(tx.head(community), community).seq + 1
    rows: list[Any] = [
        [task.id, after.due, after.state_due, dict(after.alarms), task.last]
        for task, after in moved
    ]
    tx.append(
        community,
        registry_entry(community, seq, "recomputed", now, {"tasks": rows}, {}),
        None,
        None,
    )
    for task, after in moved:
        tx.reschedule(task, after, seq)
    return sum(
        (task.due != after.due) + (task.state_due != after.state_due) for task, after in moved
    )
