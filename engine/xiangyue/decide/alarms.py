"""The moments at which the engine comes back to a task, besides its deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xiangyue.decide.calling import call_alarm
from xiangyue.decide.case import Case
from xiangyue.decide.retention import GONE, gone_at, keep_alarms
from xiangyue.flow import alarms_of, flow_clock, is_reminder, state_clock
from xiangyue.profile import Deadline, Flow, Profile
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import parse_duration
from xiangyue.values import Planned, Task

AUTO, MODE = "auto.", "mode."
"""Before the name of an action that the engine is to take, and of a mode that is to end."""


def alarms_after(case: Case, after: Task, interventions: tuple[Planned, ...]) -> Mapping[str, int]:
    """Return the alarms, by name, of a task as a decision leaves it.

    Those of a deadline stay as they are until the deadline moves, the clock stops or the task
    ends; then those that have rung may ring again. The end of a mode outlives the task, and so do
    the ends of retention, which begin with the task's or with that of a mode.
    """
    modes = {**_of_mode(case, interventions), **dict(_gone(case))}
    if after.ended_at is not None:
        return {**modes, **keep_alarms(case.plan, after)}
    automated = _automated(case, after, interventions)
    call = call_alarm(case, after, interventions)
    return {**_of_flow(case, after), **_of_state(case, after), **automated, **call, **modes}


def alarms_moved(
    profile: Profile,
    flow: Flow,
    task: Task,
    due: int | None,
    state_due: int | None,
    auto: Mapping[str, int],
    now: int,
) -> Mapping[str, int]:
    """Return the alarms of an open task whose calendar is another one; ``due`` is the new deadline.

    ``auto`` are the moments, by action, of what the engine is to do. Of a deadline that stays,
    what has rung does not ring again, and what is still to come does not move into the past.
    """
    alarms = dict(task.alarms)
    waiting = {name for name, at in alarms.items() if at > now}
    clocks = (
        ("flow.", flow_clock(flow), task.due, due if task.paused_at is None else None),
        ("state.", state_clock(flow, task.state), task.state_due, state_due),
    )
    new = {AUTO + action: at for action, at in auto.items() if AUTO + action in waiting}
    for prefix, clock, before, after in clocks:
        if clock is None or after is None:
            continue
        ringing = alarms_of(profile, clock, after, now)
        own = {name for name in alarms if name.startswith(prefix)}
        if after == before:
            ringing = {name: at for name, at in ringing.items() if name in waiting}
        else:
            # A reminder that should have rung by now is not lost: it rings at once.
            missed = {n: now for n in own & waiting if is_reminder(n) and n not in ringing}
            ringing = {**missed, **ringing}
            alarms = {name: at for name, at in alarms.items() if name not in own}
        new.update(ringing)
    return {**alarms, **{name: at for name, at in new.items() if at >= now}}


def _automated(case: Case, after: Task, interventions: tuple[Planned, ...]) -> Mapping[str, int]:
    alarms, calendar = dict(_kept(case.task, AUTO)), case.plan.profile.calendar
    lasts, sources = case.flow.flow.lasts, case.flow.machine.sources
    if lasts is not None and after.state not in sources[lasts.then]:
        alarms.pop(AUTO + lasts.then, None)
    for one in interventions:
        if one.kind == "automate":
            start = from_micros(case.at if one.at is None else one.at)
            moment = calendar.add(start, parse_duration(one.detail["after"]))
            alarms[AUTO + one.detail["action"]] = to_micros(moment)
    return alarms


def _of_mode(case: Case, interventions: tuple[Planned, ...]) -> Mapping[str, int]:
    alarms = _kept(case.task, MODE)
    for one in interventions:
        if one.kind == "switch_mode":
            until = one.detail.get("until")
            alarms = {} if until is None else {MODE + one.detail["mode"]: until}
    return alarms


def _gone(case: Case) -> Iterator[tuple[str, int]]:
    """Yield when what was asked only because of a mode is destroyed; an action may put it off."""
    extend, calendar = case.step.action.extend, case.plan.profile.calendar
    by = extend.by if extend is not None and extend.of == "keep" else None
    for name, at in _kept(case.task, GONE).items():
        later = by is not None and at > case.facts.now
        yield name, to_micros(calendar.add(from_micros(at), by)) if later and by else at
    # What was on paper when the mode ended is kept no longer than if it had been entered then.
    if case.plan.only_in.keys().isdisjoint(case.command.data):
        return
    mode, fields = case.facts.mode.partition(":")[0], case.plan.profile.fields
    for given in case.command.data.keys() & case.plan.only_in.keys():
        keep = fields[given].keep
        known = max(gone_at(case.task, keep), default=0) > case.facts.now
        if mode not in case.plan.only_in[given] and not known:
            end = to_micros(calendar.add(from_micros(case.at), keep))
            yield f"{GONE}{keep}.{case.at}", end


def put_off(case: Case) -> list[bool]:
    """Tell of each destruction still to come because a mode has ended whether it was put off."""
    if case.task is None:
        return []
    calendar, found = case.plan.profile.calendar, []
    for name, at in _kept(case.task, GONE).items():
        keep, until = name.removeprefix(GONE).split(".")
        if at > case.facts.now:
            due = calendar.add(from_micros(int(until)), parse_duration(keep))
            found.append(at > to_micros(due))
    return found


def _of_flow(case: Case, after: Task) -> Mapping[str, int]:
    deadline, before = case.flow.flow.due, case.task
    if not _speaks(deadline) or after.due is None or after.paused_at is not None:
        return {}
    if before is not None and before.paused_at is None and before.due == after.due:
        return _kept(before, "flow.")
    clock = flow_clock(case.flow.flow)
    return alarms_of(case.plan.profile, clock, after.due, case.facts.now) if clock else {}


def _of_state(case: Case, after: Task) -> Mapping[str, int]:
    deadline, before = case.flow.flow.states[after.state].due, case.task
    if not _speaks(deadline) or after.state_due is None:
        return {}
    same = before is not None and before.state == after.state
    if before is not None and same and before.state_due == after.state_due:
        return _kept(before, "state.")
    clock = state_clock(case.flow.flow, after.state)
    return alarms_of(case.plan.profile, clock, after.state_due, case.facts.now) if clock else {}


def _speaks(deadline: Deadline | None) -> bool:
    return deadline is not None and bool(deadline.remind or deadline.escalate)


def _kept(task: Task | None, prefix: str) -> Mapping[str, int]:
    if task is None or not task.alarms:
        return {}
    return {name: due for name, due in task.alarms.items() if name.startswith(prefix)}
