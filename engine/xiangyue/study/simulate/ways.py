"""What people can do with a task where it stands, read off a compiled profile once a mode."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple

from xiangyue.flow import FlowPlan, Plan, Step
from xiangyue.study.simulate.model import Model, Pace
from xiangyue.values import OPEN, PUBLIC, SYSTEM

BACK = 0.1
"""Project default: how much rarer an action is that brings a task no nearer to its end.

So is one after which it counts as nothing.
"""

_ANSWERS = ("accepted", "declined")


class Option(NamedTuple):
    """An action that people may take: by which rights, how often, how fast, what it needs.

    ``begins`` and ``delay`` are as in ``Way``. ``address`` is ``flow.action``, ``fills`` the fields
    that whoever takes it fills in.
    """

    address: str
    step: Step
    by: tuple[str, ...]
    share: float
    pace: Pace | None
    begins: float
    delay: Pace
    fills: tuple[str, ...]

    @property
    def action(self) -> str:
        """The action's name."""
        return self.step.action.id


class Answers(NamedTuple):
    """The actions by which whoever a call-out has asked says yes or no."""

    accept: str | None
    decline: str | None


class Ways:
    """The options of every state of every flow in one mode of one release."""

    def __init__(self, plan: Plan, model: Model, mode: str) -> None:
        """Look at everything once."""
        self.plan, self._mode = plan, mode
        self._model = model
        self.by_state: dict[str, Mapping[str, tuple[Option, ...]]] = {}
        self.openings: dict[str, Option] = {}
        self.answers: dict[str, Answers] = {}
        for name, flow in plan.flows.items():
            self._look(name, flow)

    def _look(self, name: str, flow: FlowPlan) -> None:
        far = _distances(flow)
        states = {} if flow.flow.paused else flow.flow.states
        self.by_state[name] = {
            state: tuple(
                option
                for step in flow.steps.values()
                if state in flow.machine.sources[step.action.id] and _by_people(step)
                if (option := self._option(name, step, self._weight(name, step, far, state))).share
            )
            for state in states
        }
        if not flow.flow.paused:
            opens = [right for right in flow.opening.action.by if right != SYSTEM]
            if opens:
                self.openings[name] = self._option(name, flow.opening, 1.0)
        if flow.call is not None:
            found = {step.action.answer: step.action.id for step in flow.steps.values()}
            self.answers[name] = Answers(found.get("accepted"), found.get("declined"))

    def _option(self, flow: str, step: Step, share: float) -> Option:
        action = step.action
        address = f"{flow}.{OPEN if action.id == OPEN else action.id}"
        said = self._model.ways.get(address)
        begins = self._model.begins if said is None or said.begins is None else said.begins
        delay = self._model.delay if said is None or said.delay is None else said.delay
        by = tuple(right for right in action.by if right not in (SYSTEM, "asked"))
        pace = said.pace if said else None
        return Option(address, step, by, share, pace, begins, delay, self._fills(step))

    def _fills(self, step: Step) -> tuple[str, ...]:
        """Return what is needed and not proposed, and what is asked for and the model has."""
        action, only_in = step.action, self.plan.only_in
        wanted = [n for n in action.needs if n not in action.proposes]
        wanted += [n for n in (*action.asks, *action.proposes) if n in self._model.values]
        return tuple(
            name
            for name in dict.fromkeys(wanted)
            if name in step.accepts and (name not in only_in or self._mode in only_in[name])
        )

    def _weight(self, flow: str, step: Step, far: Mapping[str, int], state: str) -> float:
        said = self._model.ways.get(f"{flow}.{step.action.id}")
        if said is not None and said.share is not None:
            return said.share
        leads = [branch.to for branch in step.action.branches if branch.to]
        counts = self.plan.profile.flows[flow].counts_as
        void = counts.void if counts is not None else ()
        nearer = any(far.get(to, 99) < far.get(state, 99) for to in leads if to not in void)
        return 1.0 if nearer else BACK


def _by_people(step: Step) -> bool:
    rights = [right for right in step.action.by if right not in (SYSTEM, PUBLIC, "asked")]
    return bool(rights) and step.action.answer not in _ANSWERS


def _distances(flow: FlowPlan) -> dict[str, int]:
    """Return how many actions each state is from an end, at least."""
    before: dict[str, set[str]] = {}
    for step in flow.steps.values():
        for branch in step.action.branches:
            if branch.to:
                before.setdefault(branch.to, set()).update(flow.machine.sources[step.action.id])
    far = {name: 0 for name, state in flow.flow.states.items() if state.final}
    next_up = deque(far)
    while next_up:
        state = next_up.popleft()
        for name in before.get(state, ()):
            if name not in far:
                far[name] = far[state] + 1
                next_up.append(name)
    return far
