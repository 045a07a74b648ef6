"""The ways through a flow: what leads where, and what can be known on arrival."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from xiangyue.flow import ANY
from xiangyue.profile import Action, Flow

MOST_WAYS = 100_000
"""Pairs of state and action that a flow may have; `from: any` multiplies them."""

ASSIGNED = "@assigned"
"""Stands among the known names for a person responsible: nobody can call a field so."""


class Graph:
    """The states of a flow and the ways between them; what does not exist is left out."""

    def __init__(self, flow: Flow) -> None:
        """Look up where each action can be taken."""
        self.flow = flow
        self.open_states = tuple(s.id for s in flow.states.values() if not s.final)
        self.too_large = self._count() > MOST_WAYS
        everywhere = () if self.too_large else self.open_states
        self.sources: Mapping[str, tuple[str, ...]] = {
            a.id: everywhere
            if a.sources == (ANY,)
            else tuple(s for s in a.sources if s in flow.states)
            for a in flow.actions.values()
        }
        self.starts = tuple(s for s in flow.start if s in flow.states)

    def _count(self) -> int:
        anywhere = sum(a.sources == (ANY,) for a in self.flow.actions.values())
        return anywhere * len(self.open_states)

    def targets(self, action: Action, source: str) -> Iterator[str]:
        """Yield the states that an action can lead to from one state."""
        for branch in action.branches:
            target = source if branch.to is None else branch.to
            if target in self.flow.states:
                yield target

    def ways(self) -> Iterator[tuple[str, str, Action]]:
        """Yield source, target and action of every way."""
        for action in self.flow.actions.values():
            for source in self.sources[action.id]:
                for target in self.targets(action, source):
                    yield source, target, action

    @cached_property
    def out(self) -> Mapping[str, tuple[tuple[str, Action], ...]]:
        """The ways out of each state: target and action."""
        found: dict[str, list[tuple[str, Action]]] = {state: [] for state in self.flow.states}
        for source, target, action in self.ways():
            found[source].append((target, action))
        return {state: tuple(ways) for state, ways in found.items()}

    @cached_property
    def reached(self) -> frozenset[str]:
        """The states that a task can come to."""
        return frozenset(_spread(self.starts, self._forward))

    @cached_property
    def ending(self) -> frozenset[str]:
        """The states from which the task can end, final ones included."""
        back: dict[str, list[str]] = {state: [] for state in self.flow.states}
        for source, target, _ in self.ways():
            back[target].append(source)
        finals = (s.id for s in self.flow.states.values() if s.final)
        return frozenset(_spread(finals, back))

    @property
    def _forward(self) -> Mapping[str, Iterable[str]]:
        return {state: [target for target, _ in ways] for state, ways in self.out.items()}

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """What may be known of a task in each state that it can come to, on some way at least."""
        known = dict.fromkeys(self.starts, frozenset(provided(self.flow.opening)))
        gives = {action.id: frozenset(provided(action)) for action in self.flow.actions.values()}
        waiting = deque(known)
        while waiting:
            state = waiting.popleft()
            for target, action in self.out[state]:
                before = known.get(target)
                after = known[state] | gives[action.id] | (before or frozenset())
                if after != before:
                    known[target] = after
                    waiting.append(target)
        return known

    def gives(self, field: str) -> bool:
        """Tell whether anything in the flow gives a field its value."""
        steps = (self.flow.opening, *self.flow.actions.values())
        return any(field in provided(action) for action in steps)

    def known_before(self, action: Action) -> frozenset[str] | None:
        """Return what may be known when an action is judged; None if that cannot be told."""
        if action is self.flow.opening:
            return frozenset()
        if self.too_large:
            return None
        states = [self.known[s] for s in self.sources[action.id] if s in self.known]
        return frozenset().union(*states) if states else None


def provided(action: Action) -> Iterator[str]:
    """Yield what is known once an action was taken: fields, and perhaps who is responsible."""
    yield from (*action.needs, *action.asks, *action.proposes, *action.sets)
    for does in action.does:
        if does.kind == "assign":
            yield ASSIGNED
        elif does.kind == "collect":
            yield from many(does.detail["fields"])


def many(value: Any) -> tuple[str, ...]:
    """Return what may be one name, a list of names, or left out, as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _spread(seeds: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    found = set(seeds)
    waiting = list(found)
    while waiting:
        for target in ways[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
