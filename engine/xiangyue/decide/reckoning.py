"""A task's deadlines worked out anew on another calendar, from what the journal says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple

from xiangyue.canonical import unchained
from xiangyue.decide.alarms import AUTO
from xiangyue.decide.leaving import Left, given_back, stands_still
from xiangyue.decide.schedule import after_pause, state_deadline
from xiangyue.flow import FlowPlan, Plan
from xiangyue.profile import Deadline, Extension, Profile
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import Calendar, Duration, parse_duration
from xiangyue.values import CATEGORY, NORMAL, Task

Body = Mapping[str, Any]


class Moments(NamedTuple):
    """The deadlines of a task's flow and of its state, in microseconds.

    ``auto`` is when the engine takes the actions, by name, that it was told to take later.
    """

    flow: int | None = None
    state: int | None = None
    auto: Mapping[str, int] = {}


class _Done(NamedTuple):
    """One command that was carried out: what it left, and what its plan says of it."""

    left: Mapping[str, Any]
    moved: bool
    plan: FlowPlan
    calendar: Calendar
    extend: Extension | None
    state: str
    due: Deadline | None


def reckon(history: Iterable[Body], flow: str, then: Callable[[str, str], Plan]) -> Moments:
    """Return a task's moments as they would be, had its calendar held from its opening.

    ``history`` are its commands, and the rows in which its deadlines were reckoned before, the
    oldest first; ``then`` returns the plan of a release in a mode, with the calendar that is to
    hold in it. What left a pause keeps the office time that was left; what was extended by a
    duration is extended by it again; a moment that a field named stays that moment.
    """
    found = Moments()
    before: Body = {}
    state = ("", "")
    category: str | None = None
    for body in history:
        if body["kind"] == "given-back":
            found = _given_back(found, before, body, (*state, category), then, flow)
        elif body["kind"] != "command":
            over: int = before.get("paused_at", body["at"])
            flow_due = unless_over(body["due"], found.flow, over)
            state_due = unless_over(body["state_due"], found.state, body["at"])
            found = Moments(flow_due, state_due, found.auto)
        elif body["outcome"] == "done":
            plan = then(body["release"], body["mode"])
            category = _category(body) or category
            one = _done(body, plan.flows[flow], plan.profile, category)
            found = Moments(
                _flow(one, before, found.flow),
                _state(one, found.state),
                {**found.auto, **_auto(body, one.calendar)},
            )
            before, state = one.left, (body["release"], one.state)
    return found


def _given_back(
    found: Moments,
    before: Body,
    body: Body,
    stood: tuple[str, str, str | None],
    then: Callable[[str, str], Plan],
    flow: str,
) -> Moments:
    """Return moments as a mode has moved them for which the task's clocks stood still."""
    release, state, category = stood
    plan = then(release, NORMAL)
    if not stands_still(then(release, body["mode"]), plan, flow):
        return found  # it was told of something else
    task = Task(
        community="",
        id="",
        flow=flow,
        release=release,
        state=state,
        version=0,
        unit="",
        opener="",
        opened_at=before["opened_at"],
        since=before["since"],
        due=found.flow,
        state_due=found.state,
        paused_at=before.get("paused_at"),
        clock_from=before.get("clock_from"),
        data={CATEGORY: category},
        alarms={AUTO + name: moment for name, moment in found.auto.items()},
    )
    left = Left(0, body["mode"], body["to"], body["since"], body["until"])
    after = given_back(plan, plan.flows[flow].flow, task, left)
    auto = {name.removeprefix(AUTO): at for name, at in after.alarms.items()}
    return Moments(after.due, after.state_due, auto)


def unless_over(due: int | None, anew: int | None, now: int) -> int | None:
    """Return a deadline reckoned anew; ``due``, as it was, where the new one would be over."""
    return due if due is None or anew is None or anew <= now else anew


def _done(body: Body, plan: FlowPlan, profile: Profile, category: str | None) -> _Done:
    return _Done(
        left=unchained(body["left"]),
        moved=body.get("before") != body["after"],
        plan=plan,
        calendar=profile.calendar,
        extend=plan.step(body["action"]).action.extend if "before" in body else None,
        state=body["after"],
        due=state_deadline(profile, plan.flow, body["after"], category),
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
    if known is None or deadline is None or deadline.after is None:
        return known
    if due is None:
        due = _later(one.calendar, left.get("clock_from", left["opened_at"]), deadline.after)
    elif one.moved and "paused_at" in before:
        due = after_pause(one.calendar, deadline.after, due, before["paused_at"], left["since"])
    return _extended(one, "flow", due, known)


def _state(one: _Done, due: int | None) -> int | None:
    deadline, known = one.due, one.left.get("state_due")
    if known is None or deadline is None or deadline.after is None:
        return known
    if one.moved or due is None:
        since = one.left["opened_at" if deadline.since_opening else "since"]
        return _later(one.calendar, since, deadline.after)
    return _extended(one, "state", due, known)


def _extended(one: _Done, of: Literal["flow", "state"], due: int, known: int) -> int:
    extend = one.extend
    if extend is None or extend.of != of:
        return due
    return known if extend.by is None else _later(one.calendar, due, extend.by)


def _later(calendar: Calendar, start: int, duration: Duration) -> int:
    return to_micros(calendar.add(from_micros(start), duration))
