"""What the engine says by itself: reminders before a deadline, and the rungs of a ladder after it.

Each is an action like any other, taken by the engine, that leads nowhere and only sends messages,
so that limits, journal and explanations hold for it. Its name begins with ``~``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xiangyue.errors import BadInput
from xiangyue.flow.by_engine import action_of_engine
from xiangyue.flow.callout import asking_calls
from xiangyue.flow.machine import ANY
from xiangyue.flow.rungs import rungs_of
from xiangyue.flow.unanswered import follow_up
from xiangyue.messages.reminding import ESCALATION, LATE, REMINDER, SOON
from xiangyue.profile import (
    Action,
    Deadline,
    Flow,
    Intervention,
    Profile,
)
from xiangyue.time.clock import from_micros, to_micros

ASSIGNEE, OPENER = "assignee", "opener"
UNLESS = "unless"
"""In the detail of a message: it is sent only if there is no such person (or none of these)."""


class Clock(NamedTuple):
    """A deadline: the name of its clock, its address, and the states in which it runs."""

    name: str
    due: Deadline
    address: str
    states: tuple[str, ...]


def flow_clock(flow: Flow) -> Clock | None:
    """Return the clock of a whole flow; it stands still in a pause."""
    if flow.due is None:
        return None
    running = tuple(s.id for s in flow.states.values() if not (s.final or s.pause))
    return Clock("flow", flow.due, f"flows.{flow.id}.due", running)


def state_clock(flow: Flow, state: str) -> Clock | None:
    """Return the clock of one state."""
    due = flow.states[state].due
    if due is None or flow.states[state].final:
        return None
    return Clock(f"state.{state}", due, f"flows.{flow.id}.states.{state}.due", (state,))


def calls_of(profile: Profile, flow: Flow) -> dict[str, Action]:
    """Return all that the engine says by itself in a flow, by name."""
    clocks = (flow_clock(flow), *(state_clock(flow, state) for state in flow.states))
    actions = (action for clock in clocks if clock for action in _actions(profile, flow, clock))
    return {action.id: action for action in (*actions, *asking_calls(profile, flow))}


def alarms_of(profile: Profile, clock: Clock, due: int, now: int) -> dict[str, int]:
    """Return the moments of a clock's reminders that are still to come, and of its rungs."""
    return dict(_moments(profile, clock, due, now))


def _moments(profile: Profile, clock: Clock, due: int, now: int) -> Iterator[tuple[str, int]]:
    calendar, end = profile.calendar, from_micros(due)
    for n, duration in enumerate(clock.due.remind if due > now else ()):
        moment = to_micros(calendar.before(end, duration))
        if moment > now:
            yield _remind(clock, n), moment
    for n, rung in enumerate(rungs_of(profile, clock.due.escalate)):
        for again in range(rung.tries):
            yield _rung(clock, n, again), to_micros(end)
            try:
                end = calendar.add(end, rung.within)
            except BadInput:  # beyond the last year that there is: nobody is told any more
                return
        if rung.then:
            yield _unanswered(clock, n), to_micros(end)


def _actions(profile: Profile, flow: Flow, clock: Clock) -> Iterator[Action]:
    rungs = rungs_of(profile, clock.due.escalate)
    for n in range(len(clock.due.remind)):
        address = f"{clock.address}.remind.{n}"
        told = [_message(address, ASSIGNEE, SOON, {})]
        if rungs:
            detail = {**rungs[0].detail, UNLESS: ASSIGNEE}
            told += [_message(rungs[0].address, who, SOON, detail) for who in rungs[0].ask]
        else:
            told.append(_message(address, OPENER, SOON, {UNLESS: ASSIGNEE}))
            detail = {UNLESS: (ASSIGNEE, OPENER)}
            told += [
                _message(address, role, SOON, detail) for role in _acting(profile, flow, clock)
            ]
        yield _action(clock, _remind(clock, n), address, told)
    for n, rung in enumerate(rungs):
        told = [_message(rung.address, who, LATE, rung.detail) for who in rung.ask]
        for again in range(rung.tries):
            yield _action(clock, _rung(clock, n, again), rung.address, told)
        if rung.then:
            address = f"{rung.address}.then"
            found = follow_up(profile, flow, clock.states, rung.step, rung.detail["by"])
            told = [_message(address, who, say, detail) for who, say, detail in found]
            yield _action(clock, _unanswered(clock, n), address, told)


def _acting(profile: Profile, flow: Flow, clock: Clock) -> Iterator[str]:
    """Yield the roles that can do something while a clock runs."""
    states = {ANY, *clock.states}
    acting = (one.by for one in flow.actions.values() if states & {*one.sources})
    yield from dict.fromkeys(role for by in acting for role in by if role in profile.roles)


def _action(clock: Clock, alarm: str, address: str, told: list[Intervention]) -> Action:
    title = REMINDER if is_reminder(alarm) else ESCALATION
    return action_of_engine(alarm, title, clock.states, told, address)


def _message(
    address: str, who: str, say: Mapping[str, str], detail: Mapping[str, Any]
) -> Intervention:
    # It is accessory: that a limit drops or moves it stops nothing.
    return Intervention("message", who, True, {**detail, "say": say}, address)


def is_reminder(alarm: str) -> bool:
    """Tell whether an alarm comes before its deadline."""
    return ".remind." in alarm


def _remind(clock: Clock, n: int) -> str:
    return f"{clock.name}.remind.{n}"


def _rung(clock: Clock, n: int, again: int) -> str:
    return f"{clock.name}.rung.{n}.{again}"


def _unanswered(clock: Clock, n: int) -> str:
    return f"{clock.name}.rung.{n}.then"
