"""A task's deadlines worked out anew on another calendar, from what the journal says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from xiangyue.canonical import unchained
from xiangyue.decide.schedule import after_pause
from xiangyue.flow import FlowPlan
from xiangyue.profile import Extension
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import Calendar, Duration, parse_duration


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
    extend: Extension | None
    state: str


def reckon(history: Iterable[tuple[Mapping[str, Any], FlowPlan]], calendar: Calendar) -> Moments:
    """Return a task's moments as they would be, had this calendar held from its opening.

    ``history`` are the bodies of its entries, the oldest first, each with the flow as it was then.
    What left a pause keeps the office time that was left; what was extended by a duration is
    extended by it again; a moment that a field named stays that moment.
    """
    found, before = Moments(), None
    for body, plan in history:
        if body["kind"] != "command" or body["outcome"] != "done":
            continue
        one = _Done(
            unchained(body["left"]),
            body.get("before") != body["after"],
            plan,
            plan.step(body["action"]).action.extend if "before" in body else None,
            body["after"],
        )
        found = Moments(
            _flow(one, before, found.flow, calendar),
            _state(one, found.state, calendar),
            {**found.auto, **_auto(body, calendar)},
        )
        before = one.left
    return found


def _auto(body: Mapping[str, Any], calendar: Calendar) -> dict[str, int]:
    begun, found = body.get("occurred", body["at"]), {}
    for kind, _, _, _, *more in body.get("does", ()):
        if kind == "automate":
            detail, at = unchained(more)
            after = parse_duration(detail["after"])
            found[detail["action"]] = _later(calendar, begun if at is None else at, after)
    return found


def _flow(
    one: _Done, before: Mapping[str, Any] | None, due: int | None, calendar: Calendar
) -> int | None:
    left, deadline, known = one.left, one.plan.flow.due, one.left.get("due")
    if known is None or deadline is None or deadline.after is None:
        return known
    if due is None:
        due = _later(calendar, left.get("clock_from", left["opened_at"]), deadline.after)
    elif one.moved and before is not None and "paused_at" in before:
        due = after_pause(calendar, deadline.after, due, before["paused_at"], left["since"])
    return _extended(one, "flow", due, known, calendar)


def _state(one: _Done, due: int | None, calendar: Calendar) -> int | None:
    deadline, known = one.plan.flow.states[one.state].due, one.left.get("state_due")
    if known is None or deadline is None or deadline.after is None:
        return known
    if one.moved or due is None:
        return _later(calendar, one.left["since"], deadline.after)
    return _extended(one, "state", due, known, calendar)


def _extended(
    one: _Done,
    of: Literal["flow", "state"],
    due: int,
    known: int,
    calendar: Calendar,
) -> int:
    extend = one.extend
    if extend is None or extend.of != of:
        return due
    return known if extend.by is None else _later(calendar, due, extend.by)


def _later(calendar: Calendar, start: int, duration: Duration) -> int:
    return to_micros(calendar.add(from_micros(start), duration))
