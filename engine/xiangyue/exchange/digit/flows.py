"""A flow of a profile, made of one workflow of DIGIT."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import DigitAction, DigitService, DigitState
from xiangyue.exchange.digit.naming import Ids, safe_id
from xiangyue.exchange.digit.spans import written
from xiangyue.exchange.names import title
from xiangyue.importer import Fate
from xiangyue.spelling import shown

ANYBODY: Final = "*"
ANYONE: Final = "anyone"
NOBODY: Final = "nobody"
NOWHERE: Final = -1
"""Instead of a file's number: what stands in several places."""
DOCUMENTS: Final[Mapping[str, Any]] = {
    "title": {"en": "Documents"},
    "schema": {"type": "array", "items": {"type": "string", "maxLength": 300}, "maxItems": 50},
    "purpose": {"en": "What has to be uploaded, as references to files"},
    "keep": "1y",
}


class Roles:
    """The roles of all flows, each with an id."""

    def __init__(self, ledger: Ledger) -> None:
        """Nobody was named yet."""
        self.document: dict[str, Any] = {}
        self._ids = Ids("role", ["documents"])
        self._of: dict[str | None, str] = {}
        self._ledger = ledger

    def rights(self, codes: Iterable[str], path: tuple[str | int, ...]) -> list[str]:
        """Return who may, in the words of a profile; where no role is named, a role of nobody's."""
        found = [ANYONE if code == ANYBODY else self.id(code, path) for code in codes]
        if not found:
            self._ledger.note("changed", path, "digit-no-roles")
        return found or [self._nobody()]

    def id(self, code: str, path: tuple[str | int, ...]) -> str:
        """Return the id of a role, which is one of the profile from now on."""
        if code not in self._of:
            self._of[code] = chosen = self._ids.give(code)
            about = (NOWHERE, "roles", code)
            self._ledger.seen("roles", about)
            said = {} if chosen == code else {"as_imported": {"code": code}}
            self.document[chosen] = {"title": {"en": heading(code, "Role")}, **said}
            if said:
                name = shown(code)
                self._ledger.note("changed", path, "digit-id", about=about, name=name, id=chosen)
        return self._of[code]

    def _nobody(self) -> str:
        if None not in self._of:
            self._of[None] = chosen = self._ids.give(NOBODY)
            role = {"title": {"en": "Nobody"}, "as_imported": {"code": None}}
            self.document[chosen] = role
        return self._of[None]


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
        self._targets = _Targets(service.states, self.state_ids)
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
        if state.uuid and self._targets.needs_id(state):
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


class _Targets:
    """Which state is meant by a next state: by its name, the last one of that; else by its uuid."""

    def __init__(self, states: Iterable[DigitState], ids: Iterable[str]) -> None:
        self._by_name: dict[str, str] = {}
        self._by_uuid: dict[str, str] = {}
        self._asking: set[str] = set()
        self._named: set[str] = set()
        self._states = list(states)
        self._ids = list(ids)
        for state, chosen in zip(self._states, self._ids, strict=True):
            if state.name and state.name.strip():
                self._by_name[state.name] = chosen
            if state.uuid:
                self._by_uuid.setdefault(state.uuid, chosen)
            if state.documents:
                self._asking.add(chosen)
        self._named = set(self._by_name.values())

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
        return chosen in self._asking

    def needs_id(self, state: DigitState) -> bool:
        """Tell whether nothing but its uuid can name a state that some action leads to."""
        chosen = self._by_uuid.get(state.uuid or "")
        if chosen is None or chosen in self._named or chosen != self._id(state):
            return False
        return any(a.target == state.uuid for one in self._states for a in one.actions)

    def _id(self, state: DigitState) -> str:
        return next(c for s, c in zip(self._states, self._ids, strict=True) if s.path == state.path)


def heading(name: str | None, unnamed: str) -> str:
    """Return a name as a title; what is ``unnamed`` where there is none to read."""
    return title(name) if name and name.strip() else unnamed


def _is_exact(sla: int) -> bool:
    due = written(sla)
    return due is not None and due[1]
