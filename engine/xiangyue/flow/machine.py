"""One immutable ``transitions`` machine a flow, fired on a throwaway row.

The machine is never given a model, a queue, nested states or strings as callbacks: shared that
way it is thread-safe, costs no memory a task, and nothing in a profile can name Python code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from transitions import EventData, Machine

from xiangyue.profile import Branch, Flow

ANY = "any"

Judge = Callable[[int], bool]
"""Tells whether the rule of the n-th branch of the fired action holds."""


class _Row:
    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class FlowMachine:
    """The states of a flow and the ways between them."""

    __slots__ = ("_events", "_sure", "sources")

    def __init__(self, flow: Flow) -> None:
        """Build the machine of a flow whose graph the linter has passed."""
        machine = Machine(
            model=None,
            states=list(flow.states),
            initial=None,
            auto_transitions=False,
            send_event=True,
        )
        self.sources: Mapping[str, frozenset[str]] = {
            action.id: frozenset(_sources(flow, action.sources)) for action in flow.actions.values()
        }
        for action in flow.actions.values():
            for source in _sources(flow, action.sources):
                for n, branch in enumerate(action.branches):
                    machine.add_transition(
                        action.id, source, branch.to, conditions=[_condition(n, branch)]
                    )
        self._events = machine.events
        # Where nothing is to be judged, the machine always answers the same: ask it once.
        self._sure: Mapping[tuple[str, str], str | None] = {
            (action.id, source): self._fire(action.id, source, _never_asked)
            for action in flow.actions.values()
            if action.branches[0].when is None
            for source in self.sources[action.id]
        }

    def fire(self, action: str, state: str, judge: Judge) -> str | None:
        """Return the state that the action leads to; None if no branch's rule holds."""
        way = (action, state)
        return self._sure[way] if way in self._sure else self._fire(action, state, judge)

    def _fire(self, action: str, state: str, judge: Judge) -> str | None:
        row = _Row(state)
        return row.state if self._events[action].trigger(row, judge=judge) else None


def _sources(flow: Flow, named: tuple[str, ...]) -> tuple[str, ...]:
    if named == (ANY,):
        return tuple(s.id for s in flow.states.values() if not s.final)
    return named


def _condition(n: int, branch: Branch) -> Callable[[EventData], bool]:
    if branch.when is None:
        return _always
    return lambda event: _judge(event)(n)


def _never_asked(_: int) -> bool:
    raise AssertionError


def _always(_: EventData) -> bool:
    return True


def _judge(event: EventData) -> Any:
    return event.kwargs["judge"]
