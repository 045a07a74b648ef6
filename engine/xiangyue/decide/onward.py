"""The task as it goes on under another release, with its deadlines and alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from xiangyue.decide.comparing import Way, bare
from xiangyue.decide.moments import Body
from xiangyue.decide.reckoning import reckon
from xiangyue.decide.schedule import after_pause, moment_of, state_deadline
from xiangyue.flow import Clock, alarms_of, flow_clock, state_clock
from xiangyue.flow.rungs import rungs_of
from xiangyue.profile import Deadline, Profile
from xiangyue.time.clock import from_micros, to_micros, to_wall, zone
from xiangyue.time.worktime import Calendar, Duration
from xiangyue.values import CATEGORY, Reason, Task, replace


class _Unknown:
    """What only the journal can say."""


_UNKNOWN: Final = _Unknown()

_Clock = tuple[int | None, int | None]
"""The deadline of a flow, and since when its clock runs where that is not since the opening."""


class Dues(NamedTuple):
    """When the clocks of a task run out under the new release."""

    flow: int | None
    clock_from: int | None
    state: int | None


def dues_at_once(way: Way, task: Task) -> Dues | None:
    """Return the deadlines as far as the task tells them; None where the journal is needed."""
    flow, state = _flow(way, task), _state(way, task)
    if isinstance(flow, _Unknown) or isinstance(state, _Unknown):
        return None
    return Dues(*flow, state)


def dues_from(way: Way, task: Task, history: Sequence[Body]) -> Dues:
    """Return the deadlines as they would be, had the new release held from the opening."""
    anew = reckon(history, task.flow, way.then, way.onward())
    flow, state, declared = _flow(way, task), _state(way, task), way.flow.due
    if isinstance(flow, _Unknown):
        starts = declared is not None and declared.start is not None
        flow = anew.flow, anew.clock if starts else None
    return Dues(*flow, anew.state if isinstance(state, _Unknown) else state)


def _flow(way: Way, task: Task) -> _Clock | _Unknown:
    before, after = way.was.due, way.flow.due
    if after is None:
        return None, None
    start = way.states.get(before.start, before.start) if before and before.start else None
    starts_alike = before is not None and start == after.start
    known = before is not None and starts_alike and _same(before, after)
    if known and way.alike(lambda profile, _: profile.flows[way.id].due, task.state):
        return task.due, task.clock_from
    calendar = way.new.plan.profile.calendar
    if after.after is None:
        return moment_of(way.new.plan, after.field or "", task.data), None
    if way.modes:
        return _UNKNOWN
    if before is not None and before.after is not None and starts_alike:
        base = task.opened_at if start is None else task.clock_from
        if base is None:
            return None, None
        if task.due == _later(calendar, base, before.after):
            return _later(calendar, base, after.after), task.clock_from
    if task.version == 1 and not way.stoppable:
        if after.start is None:
            return _later(calendar, task.opened_at, after.after), None
        if after.start != way.stands(task.state).to:
            return None, None
        return _later(calendar, task.since, after.after), task.since
    return _UNKNOWN


def _state(way: Way, task: Task) -> int | _Unknown | None:
    category = task.data.get(CATEGORY)
    before, after = way.clocks(task.state, category)
    if after is None:
        return None
    if (
        before is not None
        and _same(before, after)
        and way.alike(partial(_said, way, category), task.state)
    ):
        return task.state_due
    calendar = way.new.plan.profile.calendar
    if after.after is None:
        return moment_of(way.new.plan, after.field or "", task.data)
    base = task.opened_at if after.since_opening else task.since
    if way.modes:
        return _UNKNOWN
    if before is None:
        return _UNKNOWN if way.stoppable else _later(calendar, base, after.after)
    if before.after is None or before.since_opening != after.since_opening:
        return _UNKNOWN
    stays = task.state_due == _later(calendar, base, before.after)
    return _later(calendar, base, after.after) if stays else _UNKNOWN


def _said(way: Way, category: Any, profile: Profile, state: str) -> Deadline | None:
    return state_deadline(profile, profile.flows[way.id], state, category)


def _same(before: Deadline, after: Deadline) -> bool:
    """Tell whether deadlines come to the same moment if they start at the same one."""
    return (before.after, before.field, before.since_opening) == (
        after.after,
        after.field,
        after.since_opening,
    )


def _later(calendar: Calendar, start: int, duration: Duration) -> int:
    return to_micros(calendar.add(from_micros(start), duration))


def gone_on(way: Way, task: Task, dues: Dues) -> tuple[Task, list[Reason]]:
    """Return the task under the new release, and why it had better stay where it is.

    No deadline moves into the past: it stays, where the task may keep its own.
    """
    reasons: list[Reason] = []
    to, now = way.stands(task.state).to, way.now
    pause = way.flow.states[to].pause
    paused_at = (task.paused_at or now) if pause else None
    over = now if task.paused_at is None else task.paused_at
    due = _not_over(way, task.due, dues.flow, over, reasons)
    state_due = _not_over(way, task.state_due, dues.state, now, reasons)
    lasts = way.flow.due.after if way.flow.due is not None else None
    if task.paused_at is not None and not pause and due is not None and lasts is not None:
        due = after_pause(way.new.plan.profile.calendar, lasts, due, task.paused_at, now)
    after = replace(
        task,
        release=way.new.release,
        state=to,
        due=due,
        state_due=state_due,
        paused_at=paused_at,
        clock_from=dues.clock_from,
    )
    alarms = _alarms(way, task, after)
    return (after if alarms == task.alarms else replace(after, alarms=alarms)), reasons


def _not_over(
    way: Way, due: int | None, anew: int | None, over: int, reasons: list[Reason]
) -> int | None:
    if anew is None or anew == due or anew > over:
        return anew
    if (due is None or due > over) and way.overdue == "leave":
        timezone = zone(way.new.plan.profile.calendar.timezone)
        said = f"{to_wall(from_micros(anew), timezone):%Y-%m-%d %H:%M}"
        reasons.append(Reason("migrate-overdue", {"due": said}))
    return due


def _alarms(way: Way, task: Task, after: Task) -> Mapping[str, int]:
    """Return the alarms of a task; what has rung for a deadline that stays does not ring again."""
    plan = way.new.present if way.modes else way.new.plan
    profile, flow = plan.profile, plan.flows[way.id].flow
    alarms = {n: at for n, at in task.alarms.items() if not n.startswith(("flow.", "state."))}
    stays = (task.due, task.paused_at is None) == (after.due, after.paused_at is None)
    running = after.due if after.paused_at is None else None
    alike = way.rings.get(task.state)
    if alike is None:
        of_flow = _rings_alike(way, flow_clock(way.was), flow_clock(flow))
        of_state = state_clock(way.was, task.state), state_clock(flow, after.state)
        alike = way.rings[task.state] = of_flow, _rings_alike(way, *of_state)
    if stays and alike[0]:
        alarms |= {n: at for n, at in task.alarms.items() if n.startswith("flow.")}
    else:
        alarms |= _ringing(profile, flow_clock(flow), running, way.now)
    if task.state_due == after.state_due and alike[1]:
        alarms |= {n: at for n, at in task.alarms.items() if n.startswith("state.")}
    else:
        alarms |= _ringing(profile, state_clock(flow, after.state), after.state_due, way.now)
    return alarms


def _ringing(profile: Profile, clock: Clock | None, due: int | None, now: int) -> Mapping[str, int]:
    if clock is None or due is None:
        return {}
    return {name: at for name, at in alarms_of(profile, clock, due, now).items() if at > now}


def _rings_alike(way: Way, before: Clock | None, after: Clock | None) -> bool:
    """Tell whether a deadline, if it stays, rings when it did."""
    if before is None or after is None:
        return before is after
    old, new = (
        (clock.name, clock.due.remind, bare(rungs_of(side.plan.profile, clock.due.escalate)))
        for side, clock in ((way.old, before), (way.new, after))
    )
    return old == new
