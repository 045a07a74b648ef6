"""A task's deadlines worked out anew from what the journal says of it.

They are asked for on another calendar, and under another release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple

from xiangyue.canonical import unchained
from xiangyue.decide.alarms import AUTO
from xiangyue.decide.leaving import Left, given_back, stands_still
from xiangyue.decide.moments import (
    Body,
    Moments,
    Onward,
    kept_if_over,
    named_there,
    with_clocks,
)
from xiangyue.decide.schedule import after_pause, spelt_out, state_deadline
from xiangyue.flow import FlowPlan, Plan
from xiangyue.profile import Deadline, Extension
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import Calendar, Duration, parse_duration
from xiangyue.values import CATEGORY, NORMAL, Task


class _Done(NamedTuple):
    """One command that was carried out: what it left, and what its plan says of it.

    Where it is ``anew`` that is the plan of another release than it was judged by, and ``clock``
    is since when the flow's clock runs by it.
    """

    left: Mapping[str, Any]
    moved: bool
    plan: FlowPlan
    calendar: Calendar
    extend: Extension | None
    state: str
    due: Deadline | None
    anew: bool
    clock: int | None


class _Stood(NamedTuple):
    """Where a task stood: the release that it had, the one it is reckoned by, and its state."""

    own: str
    release: str
    state: str
    category: str | None


def reckon(
    history: Iterable[Body],
    flow: str,
    then: Callable[[str, str], Plan],
    to: Onward | None = None,
) -> Moments:
    """Return a task's moments as they would be, had its calendar held from its opening.

    ``history`` are its commands, and the rows in which its deadlines were reckoned before, the
    oldest first; ``then`` returns the plan of a release in a mode, with the calendar that is to
    hold in it. What left a pause keeps the office time that was left; what was extended by a
    duration is extended by it again; a moment that a field named stays that moment.

    Where it is said ``to`` which release, its durations count from the opening as well; pauses and
    extensions count as they were.
    """
    found, before, stood = Moments(), dict[str, Any](), _Stood("", "", "", None)
    kept, clock = (found, before), None
    bodies = [*history]
    for n, (body, named) in enumerate(zip(bodies, named_there(bodies, to), strict=True)):
        if body["kind"] == "given-back":
            found = _given_back(found, before, body, stood, then, flow)
        elif body["kind"] == "migrated":
            if body["exact"]:
                found, before = kept
            else:
                kept = found, before
                release = body["to"] if to is None else to.release
                if to is None:
                    onward = Onward(release, body["states"])
                    found = reckon(bodies[:n], flow, then, onward)._replace(auto=found.auto)
                found = _gone_on(found, before, body, then(release, NORMAL), flow)
            before = with_clocks(before, body["now"])
            if to is None:
                stood = _Stood(body["to"], body["to"], body["now"]["state"], stood.category)
                found = kept_if_over(found, before, body)
            else:
                stood = stood._replace(own=body["to"])
        elif body["kind"] != "command":
            if to is None:
                found = kept_if_over(found, before, body)
        elif body["outcome"] == "done":
            release = body["release"] if to is None else to.release
            plan, category = then(release, body["mode"]), _category(body) or stood.category
            own = plan if to is None else then(body["release"], body["mode"])
            state = named.get(body["after"], body["after"])
            if clock is None:
                clock = _begun(plan.flows[flow].flow.due, body["left"], state)
            one = _done(body, own, plan, flow, state, category, to, clock)
            found = Moments(
                _flow(one, before, found.flow),
                _state(one, found.state),
                {**found.auto, **_auto(body, one.calendar)},
            )
            before, stood = dict(one.left), _Stood(body["release"], release, state, category)
    return found._replace(clock=clock)


def _gone_on(found: Moments, before: Body, body: Body, plan: Plan, flow: str) -> Moments:
    """Return moments of a task for which another release ends a pause: its clock goes on."""
    deadline, paused_at = plan.flows[flow].flow.due, before.get("paused_at")
    if paused_at is None or "paused_at" in body["now"] or found.flow is None:
        return found
    if deadline is None or deadline.after is None:
        return found
    calendar = plan.profile.calendar
    due = after_pause(calendar, deadline.after, found.flow, paused_at, body["at"])
    return found._replace(flow=due)


def _begun(deadline: Deadline | None, left: Body, state: str) -> int | None:
    """Return since when the clock of a flow runs, if it begins to run in this state."""
    at = "opened_at" if deadline is None or deadline.start is None else "since"
    starts = at == "opened_at" or (deadline is not None and deadline.start == state)
    return unchained(left[at]) if starts else None


def _given_back(
    found: Moments,
    before: Body,
    body: Body,
    stood: _Stood,
    then: Callable[[str, str], Plan],
    flow: str,
) -> Moments:
    """Return moments as a mode has moved them for which the task's clocks stood still."""
    if not stands_still(then(stood.own, body["mode"]), then(stood.own, NORMAL), flow):
        return found  # it was told of something else
    plan = then(stood.release, NORMAL)
    known = stood.state in plan.flows[flow].flow.states
    task = Task(
        community="",
        id="",
        flow=flow,
        release=stood.release,
        state=stood.state if known else plan.flows[flow].flow.start[0],
        version=0,
        unit="",
        opener="",
        opened_at=before["opened_at"],
        since=before["since"],
        due=found.flow,
        state_due=found.state if known else None,
        paused_at=before.get("paused_at"),
        clock_from=before.get("clock_from"),
        data={CATEGORY: stood.category},
        alarms={AUTO + name: moment for name, moment in found.auto.items()},
    )
    left = Left(0, body["mode"], body["to"], body["since"], body["until"])
    after = given_back(plan, plan.flows[flow].flow, task, left)
    auto = {name.removeprefix(AUTO): at for name, at in after.alarms.items()}
    return Moments(after.due, after.state_due, auto)


def _done(
    body: Body,
    own: Plan,
    plan: Plan,
    flow: str,
    state: str,
    category: str | None,
    to: Onward | None,
    clock: int | None,
) -> _Done:
    judged = plan.flows[flow]
    due = None
    if to is None or state in judged.flow.states:
        due = state_deadline(plan.profile, judged.flow, state, category)
    if to is not None and due is not None and due.param in to.params:
        due = spelt_out(due, to.params)
    opening = "before" not in body
    return _Done(
        left=unchained(body["left"]),
        moved=body.get("before") != body["after"],
        plan=judged,
        calendar=plan.profile.calendar,
        extend=None if opening else own.flows[flow].step(body["action"]).action.extend,
        state=state,
        due=due,
        anew=to is not None,
        clock=clock,
    )


def _category(body: Body) -> str | None:
    return {**body.get("given", {}), **body.get("computed", {})}.get(CATEGORY)


def _auto(body: Body, calendar: Calendar) -> dict[str, int]:
    begun, found = body.get("occurred", body["at"]), {}
    for kind, _, _, _, *more in body.get("does", ()):
        if kind == "automate":
            detail, at = unchained(more)
            after = parse_duration(detail["after"])
            found[detail["action"]] = _later(calendar, begun if at is None else at, after)
    return found


def _flow(one: _Done, before: Mapping[str, Any], due: int | None) -> int | None:
    left, deadline, known = one.left, one.plan.flow.due, one.left.get("due")
    if deadline is None or deadline.after is None or (known is None and not one.anew):
        return None if one.anew else known
    if due is None:
        start = one.clock if one.anew else left.get("clock_from", left["opened_at"])
        if start is None:
            return None
        due = _later(one.calendar, start, deadline.after)
    elif one.moved and "paused_at" in before:
        due = after_pause(one.calendar, deadline.after, due, before["paused_at"], left["since"])
    return _extended(one, "flow", due, known)


def _state(one: _Done, due: int | None) -> int | None:
    deadline, known = one.due, one.left.get("state_due")
    if deadline is None or deadline.after is None or (known is None and not one.anew):
        return None if one.anew else known
    if one.moved or due is None:
        since = one.left["opened_at" if deadline.since_opening else "since"]
        return _later(one.calendar, since, deadline.after)
    return _extended(one, "state", due, known)


def _extended(one: _Done, of: Literal["flow", "state"], due: int, known: int | None) -> int:
    extend = one.extend
    if extend is None or extend.of != of:
        return due
    if extend.by is None:
        return due if known is None else known
    return _later(one.calendar, due, extend.by)


def _later(calendar: Calendar, start: int, duration: Duration) -> int:
    return to_micros(calendar.add(from_micros(start), duration))
