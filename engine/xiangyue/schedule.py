"""The task as it is after a decision, with its deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.case import Case
from xiangyue.clock import end_of_day, from_micros, parse_instant, to_micros, to_wall, zone
from xiangyue.durations import Unit
from xiangyue.profile import Deadline
from xiangyue.values import TITLE, Planned, Reason, Task, replace


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
        return replace(
            task,
            version=task.version + 1,
            assignee=assignee,
            due=_flow_due(case, False, task.opened_at, data),
            state_due=_state_due(case, state, False, task.since, data),
            last=case.facts.seq,
            data=data,
        )
    return Task(
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
        due=_flow_due(case, True, task.opened_at if task else case.at, data),
        state_due=_state_due(case, state, True, case.at, data),
        ended_at=case.at if flow.states[state].final else None,
        paused_at=case.at if flow.states[state].pause else None,
        last=case.facts.seq,
        data=data,
        private=task.private if task else {},
    )


def _flow_due(case: Case, moved: bool, opened_at: int, data: Mapping[str, Any]) -> int | None:
    task, deadline = case.task, case.flow.flow.due
    if task is not None and deadline is not None and deadline.after is not None:
        return None if task.due is None else task.due + _held(case, moved)
    return _due(case, deadline, opened_at, data)


def _held(case: Case, moved: bool) -> int:
    """Return for how long the task was paused, in microseconds, if it leaves a pause now."""
    task = case.task
    if task is None or not moved or task.paused_at is None:
        return 0
    return max(0, case.at - task.paused_at)


def _assignee(task: Task | None, interventions: tuple[Planned, ...]) -> str | None:
    for planned in reversed(interventions):
        if planned.kind == "assign":
            return planned.to
    return task.assignee if task else None


def _state_due(
    case: Case, state: str, moved: bool, since: int, data: Mapping[str, Any]
) -> int | None:
    deadline = case.flow.flow.states[state].due
    if not moved and case.task and deadline and deadline.after:
        return case.task.state_due
    return _due(case, deadline, since, data)


def _due(case: Case, deadline: Deadline | None, start: int, data: Mapping[str, Any]) -> int | None:
    if deadline is None:
        return None
    calendar = case.plan.profile.calendar
    if deadline.after is not None:
        return to_micros(calendar.add(from_micros(start), deadline.after))
    value = data.get(deadline.field or "")
    if value is None:
        return None
    if case.plan.instants.get(deadline.field or ""):
        return to_micros(end_of_day(value, calendar.timezone))
    return to_micros(parse_instant(value, calendar.timezone))


def provisional(case: Case, after: Task) -> Iterator[Reason]:
    """Tell of new deadlines that count working time into a year whose holidays are a guess."""
    task, flow, calendar = case.task, case.flow.flow, case.plan.profile.calendar
    dues = (
        (flow.due, after.due, task and task.due),
        (flow.states[after.state].due, after.state_due, task and task.state_due),
    )
    years = {
        to_wall(from_micros(due), zone(calendar.timezone)).year
        for deadline, due, before in dues
        if due is not None and due != before and counts_working_time(deadline)
    }
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
