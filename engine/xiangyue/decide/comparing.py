"""What two releases say of a flow, compared once for all tasks that go from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple

from xiangyue.decide.leaving import stands_still
from xiangyue.decide.moments import Onward
from xiangyue.decide.schedule import spelt_out, state_deadline
from xiangyue.flow import CallOut, Plan
from xiangyue.flow.rungs import Rung
from xiangyue.profile import Deadline, Flow, Mode, Profile
from xiangyue.text import Text
from xiangyue.time.clock import from_micros
from xiangyue.time.durations import Duration
from xiangyue.values import TITLE, Reason, Task

Overdue = Literal["leave", "keep"]
"""What becomes of a task whose deadline would be over: it is left, or keeps its own."""

THERE = "there"


class Side(NamedTuple):
    """A release: its plan by itself and in the present mode, the params in force, its own modes.

    The calendar is that in force in the community.
    """

    plan: Plan
    present: Plan
    params: Mapping[str, Any]
    modes: Mapping[str, Mode]

    @property
    def release(self) -> str:
        """Its hash."""
        return self.plan.profile.hash


class Beside(NamedTuple):
    """What the store knows of a task beside its row.

    ``asked`` is whether its call-out has asked anybody, ``due`` whether something is due that was
    not done yet, ``deferred`` are actions that were put off, ``roles`` those that who is
    responsible holds; None where nobody is.
    """

    asked: bool = False
    due: bool = False
    deferred: tuple[str, ...] = ()
    roles: frozenset[str] | None = None


class Stands(NamedTuple):
    """A state, as it goes on under the other release, and what stands in the way of that."""

    to: str
    reasons: tuple[Reason, ...]


class Way:
    """From one release to another, for the open tasks of one flow."""

    def __init__(
        self,
        old: Side,
        new: Side,
        flow: str,
        states: Mapping[str, str],
        overdue: Overdue,
        now: int,
        then: Callable[[str, str], Plan],
    ) -> None:
        """Compare what both say of the flow; ``states`` are those that are called otherwise.

        ``then`` returns the plan of any release in a mode.
        """
        self.old, self.new, self.id, self.then = old, new, flow, then
        self.states, self.overdue, self.now = states, overdue, now
        self._stands: dict[str, Stands] = {}
        self._clocks: dict[tuple[str, Any], tuple[Deadline | None, Deadline | None]] = {}
        self._apart: dict[frozenset[str], tuple[Reason, ...]] = {}
        self.rings: dict[str, tuple[bool, bool]] = {}

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What stands in the way of every task of the flow."""
        if self.id not in self.new.plan.flows:
            title = self.old.plan.flows[self.id].flow.title
            return (Reason("migrate-flow-gone", {"flow": title}),)
        still = [stands_still(side.present, side.plan, self.id) for side in (self.old, self.new)]
        return (Reason("migrate-mode"),) if still[0] != still[1] else ()

    def stands(self, state: str) -> Stands:
        """Return where a state goes on."""
        found = self._stands.get(state)
        if found is None:
            to = self.states.get(state, state)
            found = self._stands[state] = Stands(to, (*self._of_state(state, to),))
        return found

    def _of_state(self, state: str, to: str) -> Iterator[Reason]:
        known = self.was.states.get(state)
        title = known.title if known else Text(en=state)
        going_on = self.flow.states.get(to)
        if going_on is None:
            yield Reason("migrate-state-gone", {"state": title})
        elif going_on.final:
            yield Reason("migrate-state-final", {"state": title, THERE: going_on.title})
        elif _held(self.was, state) != _held(self.flow, to):
            yield Reason("migrate-hold", {"state": title})

    @cached_property
    def was(self) -> Flow:
        """The flow as the old release says it."""
        return self.old.plan.flows[self.id].flow

    @cached_property
    def flow(self) -> Flow:
        """The flow as the new release says it."""
        return self.new.plan.flows[self.id].flow

    @cached_property
    def asks_otherwise(self) -> bool:
        """Whether its call-out is another one, so that none can go on."""
        before, after = (side.plan.flows[self.id].call for side in (self.old, self.new))
        if before is None or after is None:
            return before is not None
        return _shape(before, self.states) != _shape(after, {})

    @cached_property
    def changed(self) -> frozenset[str]:
        """The fields whose values may not fit any more."""
        fields = self.new.plan.profile.fields
        known = self.old.plan.profile.fields
        return frozenset(
            name
            for name, field in known.items()
            if name in fields and fields[name].schema != field.schema
        )

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The fields that every task has from its opening under the new release alone.

        They are read later on, where nobody is asked for them any more.
        """
        there = self.new.plan.flows[self.id]
        later = (*there.steps.values(), *there.calls.values())
        return tuple(
            name
            for name in there.opening.action.needs
            if any(name in step.reads and name not in step.accepts for step in later)
        )

    @cached_property
    def reads(self) -> frozenset[str]:
        """The fields that name a moment."""
        dues = (self.flow.due, *(state.due for state in self.flow.states.values()))
        return frozenset(due.field for due in dues if due is not None and due.field)

    @cached_property
    def stoppable(self) -> bool:
        """Whether a mode stops the clocks of the flow."""
        names = ("flows", f"flows.{self.id}", f"flows.{self.id}.paused")
        sides = (self.old, self.new)
        return any(name in names for s in sides for mode in s.modes.values() for name in mode.set)

    def wants_values(self, task: Task) -> bool:
        """Tell whether personal values have to be looked at."""
        return any(name in self.changed or name in self.reads for name in task.private)

    def apart(self, private: frozenset[str]) -> tuple[Reason, ...]:
        """Return what stands in the way of personal values: what was promised of them holds."""
        found = self._apart.get(private)
        if found is None:
            found = self._apart[private] = tuple(self._of_personal(private))
        return found

    def _of_personal(self, private: frozenset[str]) -> Iterator[Reason]:
        old, new = self.old.plan, self.new.plan
        for name in sorted(private - {TITLE}):
            field = new.profile.fields.get(name)
            known = old.profile.fields.get(name)
            said = {"field": known.title if known else name}
            if field is None:
                yield Reason("migrate-personal-gone", said)
            elif name in old.private and name not in new.private:
                yield Reason("migrate-personal-open", said)
            elif known is not None and self._longer(known.keep, field.keep):
                yield Reason(
                    "migrate-keep", {**said, "old": str(known.keep), THERE: str(field.keep)}
                )

    def _longer(self, before: Duration, after: Duration) -> bool:
        add, start = self.new.plan.profile.calendar.add, from_micros(self.now)
        return before != after and add(start, after) > add(start, before)

    def clocks(self, state: str, category: Any) -> tuple[Deadline | None, Deadline | None]:
        """Return the deadline of a state as both releases say it, their params spelt out."""
        key = state, category if type(category) is str else None
        found = self._clocks.get(key)
        if found is None:
            to = self.stands(state).to
            pairs = ((self.old, self.was, state), (self.new, self.flow, to))
            before, after = (
                spelt_out(state_deadline(s.plan.profile, flow, name, category), s.params)
                for s, flow, name in pairs
            )
            found = self._clocks[key] = before, after
        return found

    @cached_property
    def modes(self) -> frozenset[str]:
        """The modes that say otherwise how long something takes."""
        return frozenset(
            mode.id
            for side in (self.old, self.new)
            for mode in side.modes.values()
            if any(_touches(name, self.id) for name in mode.set)
        )

    def alike(self, said: Callable[[Profile, str], Deadline | None], state: str) -> bool:
        """Tell whether both releases say the same of a deadline in every such mode."""
        to = self.stands(state).to
        return all(
            _in_time(said(self.then(self.old.release, mode).profile, state))
            == _in_time(said(self.then(self.new.release, mode).profile, to))
            for mode in self.modes
        )

    def onward(self) -> Onward:
        """Return where the history of a task is to be reckoned anew."""
        return Onward(self.new.release, self.states, self.new.params)


def _held(flow: Flow, state: str) -> tuple[str, str] | None:
    holds = flow.holds
    return (holds.resource, holds.quantity) if holds and state in holds.states else None


def _shape(call: CallOut, states: Mapping[str, str]) -> CallOut:
    """Return a call-out without what may change while it goes on."""
    running, still_open = (
        frozenset(states.get(state, state) for state in some) for some in (call.running, call.open)
    )
    rungs = bare(call.rungs)
    words = call._replace(ladder="", say={}, address="", rungs=rungs)
    return words._replace(running=running, open=still_open)


def bare(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """Return rungs without where they are said."""
    return tuple(rung._replace(address="") for rung in rungs)


def _in_time(deadline: Deadline | None) -> Any:
    """Return what of a deadline says when it is over."""
    if deadline is None:
        return None
    return deadline.after, deadline.field, deadline.param, deadline.since_opening


def _touches(address: str, flow: str) -> bool:
    if address.endswith(".paused"):
        return False
    return address in ("flows", f"flows.{flow}") or address.startswith(f"flows.{flow}.")
