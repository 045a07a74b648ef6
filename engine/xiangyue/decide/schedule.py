"""The task as it is after a decision, with its deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace as altered
from typing import Any, Literal

from xiangyue.decide.alarms import alarms_after, put_off
from xiangyue.decide.case import Case
from xiangyue.flow import Plan
from xiangyue.profile import Deadline, Flow, Profile
from xiangyue.time.clock import end_of_day, from_micros, parse_instant, to_micros, to_wall, zone
from xiangyue.time.worktime import Calendar, Duration, Unit, parse_duration
from xiangyue.values import CATEGORY, TITLE, Planned, Reason, Task, replace


def task_after(
    case: Case, after: str | None, values: Mapping[str, Any], interventions: tuple[Planned, ...]
) -> Task:
    """Return the task once the decision is applied; ``after`` is its next state."""
    task, command, flow = case.task, case.command, case.flow.flow
    state = after or (task.state if task else flow.start[0])
    data = {**task.data, **values} if task else dict(values)
    if command.title:
        data[TITLE] = command.title
    assignee = _assignee(task, interventions)
    if task is not None and state == task.state:
        stays = replace(
            task,
            version=task.version + 1,
            assignee=assignee,
            due=_extended(case, "flow", _flow_due(case, False, task.clock_from, data), data),
            state_due=_extended(
                case, "state", _state_due(case, state, False, task.since, data), data
            ),
            last=case.facts.seq,
            data=data,
        )
        return _armed(case, stays, interventions)
    clock_from = _clock_from(case, state)
    moves = Task(
        community=command.community,
        id=case.task_id,
        flow=flow.id,
        release=task.release if task else case.plan.profile.hash,
        state=state,
        version=task.version + 1 if task else 1,
        unit=task.unit if task else command.unit or command.community,
        opener=task.opener if task else command.principal,
        opened_at=task.opened_at if task else case.at,
        since=case.at,
        assignee=assignee,
        due=_extended(case, "flow", _flow_due(case, True, clock_from, data), data),
        state_due=_state_due(case, state, True, case.at, data),
        ended_at=case.at if flow.states[state].final else None,
        paused_at=case.at if flow.states[state].pause else None,
        clock_from=clock_from,
        last=case.facts.seq,
        data=data,
        private=task.private if task else {},
        origin=task.origin if task else command.origin,
    )
    return _armed(case, moves, interventions)


def _armed(case: Case, task: Task, interventions: tuple[Planned, ...]) -> Task:
    alarms = alarms_after(case, task, interventions)
    return task if alarms == task.alarms else replace(task, alarms=alarms)


def _clock_from(case: Case, state: str) -> int | None:
    """Return when the flow's clock began to run, where that is not at the opening."""
    task, deadline = case.task, case.flow.flow.due
    if task is not None and task.clock_from is not None:
        return task.clock_from
    return case.at if deadline is not None and deadline.start == state else None


def _flow_due(
    case: Case, moved: bool, clock_from: int | None, data: Mapping[str, Any]
) -> int | None:
    task, deadline = case.task, case.flow.flow.due
    if deadline is None or deadline.after is None:
        return _due(case, deadline, case.at, data)
    if clock_from is not None and (task is None or task.clock_from is None):
        return _due(case, deadline, clock_from, data)
    if task is None:
        return None if deadline.start is not None else _due(case, deadline, case.at, data)
    if task.due is None or task.paused_at is None or not moved:
        return task.due
    calendar = case.plan.profile.calendar
    return after_pause(calendar, deadline.after, task.due, task.paused_at, case.at)


def after_pause(calendar: Calendar, after: Duration, due: int, paused_at: int, at: int) -> int:
    """Return the deadline of a task that leaves a pause at ``at``: what was left is left again.

    Where working time is counted, that is office time; what was already over stays as late.
    """
    if after.unit in (Unit.WORKING_DAY, Unit.WORKING_HOUR) and due > paused_at < at:
        left = calendar.working_between(from_micros(paused_at), from_micros(due))
        return to_micros(calendar.after_work(from_micros(at), left))
    return due + max(0, at - paused_at)


def _assignee(task: Task | None, interventions: tuple[Planned, ...]) -> str | None:
    for planned in reversed(interventions):
        if planned.kind == "assign":
            return planned.to
    return task.assignee if task else None


def _state_due(
    case: Case, state: str, moved: bool, since: int, data: Mapping[str, Any]
) -> int | None:
    deadline = _of_state(case, state, data)
    if not moved and case.task and deadline and deadline.after:
        return case.task.state_due
    if deadline and deadline.since_opening and case.task:
        since = case.task.opened_at
    return _due(case, deadline, since, data)


def _of_state(case: Case, state: str, data: Mapping[str, Any]) -> Deadline | None:
    due = state_deadline(case.plan.profile, case.flow.flow, state, data.get(CATEGORY))
    return spelt_out(due, case.facts.params)


def spelt_out(due: Deadline | None, params: Mapping[str, Any]) -> Deadline | None:
    """Return a deadline with the duration that its param says, if one does."""
    if due is None or due.param is None:
        return due
    return altered(due, after=parse_duration(params[due.param]), param=None)


def state_deadline(profile: Profile, flow: Flow, state: str, category: Any) -> Deadline | None:
    """Return the deadline of a state, for a matter of this category if it came in by one.

    The category says how soon the state must be left in which the flow begins, counted from the
    opening: what comes back there is due when it was.
    """
    due = flow.states[state].due
    known = profile.categories.get(category) if type(category) is str else None
    if due is None or known is None or known.urgency is None or state != flow.start[0]:
        return due
    return altered(due, after=known.urgency, param=None, field=None, since_opening=True)


def _due(case: Case, deadline: Deadline | None, start: int, data: Mapping[str, Any]) -> int | None:
    if deadline is None:
        return None
    if deadline.after is not None:
        return to_micros(case.plan.profile.calendar.add(from_micros(start), deadline.after))
    return moment(case, deadline.field or "", data)


def moment(case: Case, field: str, data: Mapping[str, Any]) -> int | None:
    """Return the moment that a field says: of a day, its end."""
    return moment_of(case.plan, field, data)


def moment_of(plan: Plan, field: str, data: Mapping[str, Any]) -> int | None:
    """Return what ``moment`` does, by a plan."""
    value, timezone = data.get(field), plan.profile.calendar.timezone
    if value is None:
        return None
    if plan.instants.get(field):
        return to_micros(end_of_day(value, timezone))
    return to_micros(parse_instant(value, timezone))


def check_extension(case: Case) -> None:
    """Find an extension of a deadline that does not run, or that would bring it nearer."""
    task, extend = case.task, case.step.action.extend
    if task is None or extend is None:
        return
    if extend.of == "keep":
        found = put_off(case)
        if not found or any(found):
            case.refuse("extend-keep" if not found else "extend-keep-once")
        return
    due = task.due if extend.of == "flow" else task.state_due
    if due is None:
        case.refuse("extend-no-deadline", action=case.step.action.title)
    elif extend.until is not None:
        until = moment(case, extend.until, case.data)
        if until is None:
            case.miss([extend.until])
        elif until <= due:
            case.refuse("extend-not-later", field=case.title(extend.until))


def _extended(
    case: Case, of: Literal["flow", "state"], due: int | None, data: Mapping[str, Any]
) -> int | None:
    """Return a deadline as the action moves it; comments and the like leave it where it is."""
    extend = case.step.action.extend
    if due is None or extend is None or extend.of != of:
        return due
    if extend.by is not None:
        return to_micros(case.plan.profile.calendar.add(from_micros(due), extend.by))
    return moment(case, extend.until or "", data)


def provisional(case: Case, after: Task) -> Iterator[Reason]:
    """Tell of new deadlines that count working time into a year whose holidays are a guess."""
    before, calendar, years = case.task, case.plan.profile.calendar, set[int]()
    for due, of_state in ((after.due, False), (after.state_due, True)):
        if due is None or (before and due == (before.state_due if of_state else before.due)):
            continue
        deadline = _of_state(case, after.state, after.data) if of_state else case.flow.flow.due
        if counts_working_time(deadline):
            years.add(to_wall(from_micros(due), zone(calendar.timezone)).year)
    for year in sorted(years):
        if calendar.provisional(year):
            yield Reason("due-provisional", {"year": year})


def counts_working_time(deadline: Deadline | None) -> bool:
    """Tell whether a deadline counts working days or office hours, which holidays move."""
    return (
        deadline is not None
        and deadline.after is not None
        and deadline.after.unit in (Unit.WORKING_DAY, Unit.WORKING_HOUR)
    )
