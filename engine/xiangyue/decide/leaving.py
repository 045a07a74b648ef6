"""An open task when a mode is left: its clocks get back the time for which they stood still.

What was asked only because of the mode gets the moment at which it is destroyed, and a flow that
lasts no longer than the mode is ended by an action of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xiangyue.decide.alarms import AUTO
from xiangyue.decide.retention import GONE
from xiangyue.decide.schedule import after_pause, state_deadline
from xiangyue.flow import Clock, FlowPlan, Plan, alarms_of, flow_clock, state_clock
from xiangyue.profile import Deadline, Flow
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import parse_duration
from xiangyue.values import CATEGORY, Task, replace


class Left(NamedTuple):
    """A mode that was left for another one: by entry ``of``, after so long (microseconds)."""

    of: int
    mode: str
    to: str
    since: int
    until: int


def stands_still(plan: Plan, normal: Plan, flow: str) -> bool:
    """Tell whether the mode of ``plan``, and nothing else, stops the clocks of a flow."""
    return plan.flows[flow].flow.paused and not normal.flows[flow].flow.paused


def told(plan: Plan, normal: Plan, task: Task, left: Left, opened_in: str) -> Task:
    """Return an open task as it stands when it is known that a mode was left.

    ``plan`` is that of its release in the mode, ``normal`` the one without it. What was opened in
    another mode than those that it must not outlast goes on.
    """
    after = task
    if stands_still(plan, normal, task.flow):
        after = given_back(normal, normal.flows[task.flow].flow, task, left)
    own = normal.flows[task.flow]
    ending = _ending(own, task, left, opened_in)
    alarms = {**after.alarms, **_gone(normal, own, left), **ending}
    return replace(after, alarms=alarms) if alarms != dict(after.alarms) else after


def given_back(plan: Plan, flow: Flow, task: Task, left: Left) -> Task:
    """Return a task whose clocks stood still for a mode: what was left then is left again.

    What was over before stays as late; where the engine has acted on that, it does not do so twice.
    """
    due, state_due = task.due, task.state_due
    if task.paused_at is None:
        start = task.opened_at if task.clock_from is None else task.clock_from
        due = _later(plan, flow.due, due, max(left.since, start), left.until)
    deadline = state_deadline(plan.profile, flow, task.state, task.data.get(CATEGORY))
    start = task.opened_at if deadline and deadline.since_opening else task.since
    state_due = _later(plan, deadline, state_due, max(left.since, start), left.until)
    alarms = dict(_announced(plan, flow, task, left))
    for prefix, clock, before, after in (
        ("flow.", flow_clock(flow), task.due, due),
        ("state.", state_clock(flow, task.state), task.state_due, state_due),
    ):
        if clock is None or after is None:
            continue
        if after != before:
            alarms = _rung_again(plan, prefix, clock, after, alarms, left)
        else:
            alarms.update(_missed(prefix, clock, after, alarms, left))
    return replace(task, due=due, state_due=state_due, alarms=alarms)


def _later(
    plan: Plan, deadline: Deadline | None, due: int | None, start: int, until: int
) -> int | None:
    if due is None or deadline is None or deadline.after is None:
        return due
    if due <= start and deadline.then is not None:
        return due
    return after_pause(plan.profile.calendar, deadline.after, due, start, max(start, until))


def _announced(plan: Plan, flow: Flow, task: Task, left: Left) -> Iterator[tuple[str, int]]:
    """Yield a task's alarms, those of announced actions as much later as the mode lasted."""
    calendar = plan.profile.calendar
    terms = {
        does.detail["action"]: parse_duration(does.detail["after"])
        for action in (flow.opening, *flow.actions.values())
        for does in action.does
        if does.kind == "automate"
    }
    for name, at in task.alarms.items():
        term = terms.get(name.removeprefix(AUTO)) if name.startswith(AUTO) else None
        if term is not None and at > left.since:
            start = max(left.since, task.opened_at)
            yield name, after_pause(calendar, term, at, start, max(start, left.until))
        else:
            yield name, at


def _rung_again(
    plan: Plan, prefix: str, clock: Clock, due: int, alarms: Mapping[str, int], left: Left
) -> dict[str, int]:
    """Return the alarms of a clock that goes on; what had rung before the mode is not repeated."""
    rung = {n: at for n, at in alarms.items() if n.startswith(prefix) and at <= left.since}
    others = {n: at for n, at in alarms.items() if not n.startswith(prefix)}
    return {**others, **alarms_of(plan.profile, clock, due, left.until), **rung}


def _missed(
    prefix: str, clock: Clock, due: int, alarms: Mapping[str, int], left: Left
) -> Iterator[tuple[str, int]]:
    """Yield what a deadline that stays would have brought meanwhile: it comes at the end."""
    for name, at in alarms.items():
        if name.startswith(prefix) and left.since < at < left.until:
            yield name, left.until
    if clock.due.then is not None and left.since < due < left.until:
        yield AUTO + clock.due.then, left.until


def _gone(plan: Plan, flow: FlowPlan, left: Left) -> Mapping[str, int]:
    calendar, fields = plan.profile.calendar, plan.profile.fields
    found: dict[str, int] = {}
    for name in flow.asked:
        modes = fields[name].only_in
        if left.mode in modes and left.to not in modes:
            end = calendar.add(from_micros(left.until), fields[name].keep)
            found[f"{GONE}{fields[name].keep}.{left.until}"] = to_micros(end)
    return found


def _ending(flow: FlowPlan, task: Task, left: Left, opened_in: str) -> Mapping[str, int]:
    lasts = flow.flow.lasts
    if lasts is None or left.mode not in lasts.modes or left.to in lasts.modes:
        return {}
    if opened_in not in lasts.modes and not lasts.earlier:
        return {}
    if task.state not in flow.machine.sources[lasts.then]:
        return {}
    return {AUTO + lasts.then: left.until}
