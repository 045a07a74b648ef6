"""Where the actions of a workflow lead."""

from __future__ import annotations

from collections.abc import Iterable

from xiangyue.exchange.digit.model import DigitState
from xiangyue.exchange.digit.naming import safe_id


class Targets:
    """Which state is meant by a next state: by its name, the last one of that; else by its uuid."""

    def __init__(self, states: Iterable[DigitState], ids: Iterable[str]) -> None:
        """Begin with the states of a service and the ids that they have."""
        self._by_name: dict[str, str] = {}
        self._by_uuid: dict[str, str] = {}
        self._ids: dict[str, DigitState] = {}
        self._led_to: set[str] = set()
        for state, chosen in zip(states, ids, strict=True):
            self._ids[chosen] = state
            self._led_to.update(action.target for action in state.actions)
            if state.name and state.name.strip():
                self._by_name[state.name] = chosen
            if state.uuid:
                self._by_uuid.setdefault(state.uuid, chosen)

    def find(self, target: str) -> tuple[str, bool]:
        """Return the id of a state, and whether there is such a state at all."""
        chosen = self._by_name.get(target) or self._by_uuid.get(target)
        if chosen:
            return chosen, True
        made = safe_id(target, "state")
        while made in self._ids:
            made += "_missing"
        return made, False

    def asks(self, chosen: str) -> bool:
        """Tell whether documents are asked of whoever brings a task into a state."""
        return chosen in self._ids and self._ids[chosen].documents

    def needs_id(self, chosen: str) -> bool:
        """Tell whether nothing but its uuid can name a state that some action leads to."""
        state = self._ids[chosen]
        if not state.uuid or self._by_uuid[state.uuid] != chosen:
            return False
        named = self._by_name.get(state.name or "") == chosen
        return not named and state.uuid in self._led_to
