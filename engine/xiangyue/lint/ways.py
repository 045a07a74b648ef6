"""The ways through a flow: what leads where, and what can be known on arrival."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import Any

from xiangyue.flow import ANY
from xiangyue.profile import Action, Flow

MOST_WAYS = 100_000
"""Ways that a flow may have: an action's states times its branches, all actions together."""

ASSIGNED = "@assigned"
"""Stands among the known names for a person responsible: nobody can call a field so."""

_ROUNDS = 20  # through all ways; where more is needed, nothing is found that may be none


@dataclass(frozen=True, slots=True)
class Known:
    """Names as bits: thousands of states may know thousands of fields."""

    names: int
    bits: Mapping[str, int]

    def __contains__(self, name: str) -> bool:
        """Tell whether the name may be known."""
        return bool(self.names & self.bits.get(name, 0))


class Graph:
    """The states of a flow and the ways between them; what does not exist is left out."""

    def __init__(self, flow: Flow, given: Collection[str] = ()) -> None:
        """Look up where each action can be taken; ``given`` may be known before the opening."""
        self.flow = flow
        self.given = given
        self.open_states = tuple(s.id for s in flow.states.values() if not s.final)
        self.too_large = self._count() > MOST_WAYS
        self.sources: Mapping[str, tuple[str, ...]] = {
            a.id: () if self.too_large else self._sources(a) for a in flow.actions.values()
        }
        self.starts = tuple(s for s in flow.start if s in flow.states)

    def _count(self) -> int:
        anywhere = len(self.open_states)
        return sum(
            (anywhere if a.sources == (ANY,) else len(a.sources)) * len(a.branches)
            for a in self.flow.actions.values()
        )

    def _sources(self, action: Action) -> tuple[str, ...]:
        if action.sources == (ANY,):
            return self.open_states
        return tuple(state for state in action.sources if state in self.flow.states)

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
    def reached(self) -> Mapping[str, None]:
        """The states that a task can come to, those nearest to the start first."""
        return _spread(self.starts, self._forward)

    @cached_property
    def ending(self) -> Mapping[str, None]:
        """The states from which the task can end, final ones included."""
        back: dict[str, list[str]] = {state: [] for state in self.flow.states}
        for source, target, _ in self.ways():
            back[target].append(source)
        finals = (s.id for s in self.flow.states.values() if s.final)
        return _spread(finals, back)

    @property
    def _forward(self) -> Mapping[str, Iterable[str]]:
        return {state: [target for target, _ in ways] for state, ways in self.out.items()}

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """What may be known of a task in each state that it can come to, on some way at least."""
        steps = {a.id: _names(a) for a in (self.flow.opening, *self.flow.actions.values())}
        names = dict.fromkeys(chain(self.given, *steps.values()))
        bits = {name: 1 << n for n, name in enumerate(names)}
        gives = {step: sum(bits[name] for name in names) for step, names in steps.items()}
        found = dict.fromkeys(self.reached, 0)
        first = gives[self.flow.opening.id] | sum(bits[name] for name in self.given)
        found.update(dict.fromkeys(self.starts, first))
        for _ in range(_ROUNDS):
            before = dict(found)
            for state in found:
                for target, action in self.out[state]:
                    found[target] |= found[state] | gives[action.id]
            if found == before:
                break
        else:
            found = dict.fromkeys(found, -1)
        return {state: Known(names, bits) for state, names in found.items()}

    @cached_property
    def passed(self) -> Mapping[str, Known]:
        """The states that lie on every way to each state that a task can come to, itself too."""
        bits = {state: 1 << n for n, state in enumerate(self.reached)}
        found = {state: bits[state] if state in self.starts else -1 for state in self.reached}
        for _ in range(_ROUNDS):
            before = dict(found)
            for state in self.reached:
                for target, _ in self.out[state]:
                    found[target] &= found[state] | bits[target]
            if found == before:
                break
        else:
            found = bits
        return {state: Known(names, bits) for state, names in found.items()}

    def asks_for(self, field: str) -> bool:
        """Tell whether anything in the flow gives a field its value."""
        steps = (self.flow.opening, *self.flow.actions.values())
        return any(field in provided(action) for action in steps)

    def known_before(self, action: Action) -> Known | None:
        """Return what may be known when an action is judged; None if that cannot be told."""
        if action is self.flow.opening:
            return Known(-1, dict.fromkeys(self.given, 1))
        states = [] if self.too_large else [self.known.get(s) for s in self.sources[action.id]]
        known = [names for names in states if names is not None]
        return Known(reduce(or_, (k.names for k in known)), known[0].bits) if known else None


def _names(action: Action) -> frozenset[str]:
    return frozenset(provided(action))


def provided(action: Action) -> Iterator[str]:
    """Yield what is known once an action was taken: fields, and perhaps who is responsible."""
    yield from (*action.needs, *action.asks, *action.proposes, *action.sets)
    for does in action.does:
        if does.kind == "assign":
            yield ASSIGNED
        elif does.kind == "collect":
            yield from many(does.detail["fields"])


def told_upwards(flow: Flow) -> bool:
    """Tell whether a state of it means something to whoever distributes such a task."""
    return any(state.reports for state in flow.states.values())


def many(value: Any) -> tuple[str, ...]:
    """Return what may be one name, a list of names, or left out, as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _spread(seeds: Iterable[str], ways: Mapping[str, Iterable[str]]) -> dict[str, None]:
    found = dict.fromkeys(seeds)
    waiting = deque(found)
    while waiting:
        for target in ways[waiting.popleft()]:
            if target not in found:
                found[target] = None
                waiting.append(target)
    return found
