"""A flow of a profile, made of one workflow of DIGIT."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import DigitAction, DigitService, DigitState
from xiangyue.exchange.digit.naming import Ids, heading, safe_id
from xiangyue.exchange.digit.roles import ANYONE, Roles
from xiangyue.exchange.digit.spans import written
from xiangyue.exchange.digit.targets import Targets
from xiangyue.exchange.names import title
from xiangyue.importer import Fate
from xiangyue.spelling import shown

DOCUMENTS: Final[Mapping[str, Any]] = {
    "title": {"en": "Documents"},
    "schema": {"type": "array", "items": {"type": "string", "maxLength": 300}, "maxItems": 50},
    "purpose": {"en": "What has to be uploaded, as references to files"},
    "keep": "1y",
}


class FlowDraft:
    """The flow while it is made: states and actions have ids, and escalation may be added."""

    def __init__(self, service: DigitService, name: str, roles: Roles, ledger: Ledger) -> None:
        """Lay the flow out; what had to become something else is noted."""
        self.service = service
        self.id = name
        self.ladders: dict[str, Any] = {}
        self.kept: dict[str, Any] = {}
        self.states: dict[str, dict[str, Any]] = {}
        self.actions: dict[str, dict[str, Any]] = {}
        self.due: dict[str, Any] | None = None
        self.roles = roles
        self._ledger = ledger
        self._by_state: dict[tuple[str, str], str] = {}
        ids = Ids("state")
        self.state_ids = [ids.give(state.name or "start") for state in service.states]
        self._targets = Targets(service.states, self.state_ids)
        names = Counter(state.name for state in service.states)
        for state, chosen in zip(service.states, self.state_ids, strict=True):
            self.states[chosen] = self._state(state, chosen, names[state.name] > 1)
        self._add_actions()
        self.starts = self._starts()
        self.due = self._due()

    @property
    def asks_documents(self) -> bool:
        """Tell whether documents are asked for anywhere."""
        return any(state.documents for state in self.service.states)

    def action_in(self, state: str, name: str) -> str | None:
        """Return the id of the action of this name in a state of this id."""
        return self._by_state.get((state, name))

    def state_of(self, name: str) -> str | None:
        """Return the id of a state by its name, whatever the case of the letters."""
        named = dict(zip((s.name for s in self.service.states), self.state_ids, strict=True))
        lower = {(key or "").lower(): chosen for key, chosen in named.items()}
        return named.get(name) or lower.get(name.lower())

    def document(self) -> dict[str, Any]:
        """Return the flow as a profile has it."""
        service = self.service
        said: dict[str, Any] = {"businessService": service.code}
        if service.sla is not None and (self.due is None or not _is_exact(service.sla)):
            said["businessServiceSla"] = service.sla
        kept = {**service.more, **said, **self.kept}
        first = service.states[self.state_ids.index(self.starts[0])].documents
        return {
            "title": {"en": heading(service.code, "Service")},
            "as_imported": kept,
            "start": self.starts[0] if len(self.starts) == 1 else self.starts,
            **({"due": self.due} if self.due else {}),
            "open": {"by": self._openers(), **({"needs": ["documents"]} if first else {})},
            "states": self.states,
            "actions": self.actions,
        }

    def _state(self, state: DigitState, chosen: str, twice: bool) -> dict[str, Any]:
        said: dict[str, Any] = {} if state.name == chosen else {"state": state.name}
        if state.name and (said or title(state.name) != state.name):
            code = "digit-state-twice" if twice else "digit-id"
            self._ledger.note("changed", state.path, code, name=shown(state.name), id=chosen)
        if state.status != state.name:
            said["applicationStatus"] = state.status
        if state.updatable is not None:
            said["isStateUpdatable"] = state.updatable
        if state.documents:
            said["docUploadRequired"] = True
        if state.idle:
            said["actions"] = [dict(one) for one in state.idle]
        if state.uuid and self._targets.needs_id(chosen):
            said["uuid"] = state.uuid
        due = written(state.sla) if state.sla is not None else None
        if state.sla is not None:
            self._note_sla(state.sla, (*state.path, "sla"))
            if due is None or not due[1]:
                said["sla"] = state.sla
        said |= {key: value for key, value in state.more.items() if key not in said}
        return {
            "title": {"en": heading(state.name, "Start")},
            **({"final": True} if state.final else {}),
            **({"due": due[0]} if due else {}),
            **({"as_imported": said} if said else {}),
        }

    def _note_sla(self, sla: int, path: tuple[str | int, ...]) -> None:
        due = written(sla)
        if due is None:
            fate: Fate = "refused" if sla < 0 else "changed"
            self._ledger.note(fate, path, "digit-sla-none", sla=sla)
        elif not due[1]:
            self._ledger.note("changed", path, "digit-sla-rounded", sla=sla, due=due[0])

    def _add_actions(self) -> None:
        groups: dict[str, str] = {}
        ids = Ids("action")
        for state, source in zip(self.service.states, self.state_ids, strict=True):
            for action in state.actions:
                target, known = self._targets.find(action.target)
                by = self.roles.rights(action.roles, action.path)
                said = dict(action.more)
                if not known and target != action.target:
                    said["nextState"] = action.target
                key = json.dumps([action.name, target, sorted(by), said], sort_keys=True)
                if (source, action.name) in self._by_state:
                    self._ledger.note("changed", action.path, "digit-twice", name=action.name)
                    key = json.dumps([key, source, len(self.actions)])
                if key not in groups:
                    groups[key] = chosen = ids.give(action.name, more=[source])
                    self.actions[chosen] = self._action(action, chosen, source, target, by, said)
                else:
                    self.actions[groups[key]]["from"].append(source)
                self._by_state.setdefault((source, action.name), groups[key])
                base = safe_id(action.name, "action")
                if base != action.name:
                    name = shown(action.name)
                    self._ledger.note("changed", action.path, "digit-id", name=name, id=groups[key])

    def _action(
        self,
        action: DigitAction,
        chosen: str,
        source: str,
        target: str,
        by: list[str],
        said: Mapping[str, Any],
    ) -> dict[str, Any]:
        kept = {**({} if action.name == chosen else {"action": action.name}), **said}
        needs = {"needs": ["documents"]} if self._targets.asks(target) else {}
        return {
            "title": {"en": heading(action.name, "Action")},
            "from": [source],
            "to": target,
            "by": by,
            **needs,
            **({"as_imported": kept} if kept else {}),
        }

    def _starts(self) -> list[str]:
        pairs = [*zip(self.service.states, self.state_ids, strict=True)]
        starts = [chosen for state, chosen in pairs if state.start]
        if starts:
            return starts
        unnamed = [chosen for state, chosen in pairs if not state.name]
        first = unnamed[0] if unnamed else pairs[0][1]
        state = pairs[self.state_ids.index(first)][0]
        self._ledger.note("changed", state.path, "digit-no-start", state=first)
        self.states[first].setdefault("as_imported", {})["isStartState"] = False
        return [first]

    def _openers(self) -> list[str]:
        """Return who can do what comes first: where that is nobody, anybody may open."""
        found = dict.fromkeys(
            right
            for action in self.actions.values()
            if self.starts[0] in action["from"]
            for right in action["by"]
            if right != "system"
        )
        return [ANYONE] if ANYONE in found or not found else [*found]

    def _due(self) -> dict[str, Any] | None:
        sla = self.service.sla
        if sla is None:
            return None
        self._note_sla(sla, (*self.service.path, "businessServiceSla"))
        due = written(sla)
        return {"after": due[0], "basis": "project default"} if due else None


def _is_exact(sla: int) -> bool:
    due = written(sla)
    return due is not None and due[1]
