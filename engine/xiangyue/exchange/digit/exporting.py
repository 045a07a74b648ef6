"""From a profile to workflow configurations of DIGIT: a business service for each flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from xiangyue.exchange.digit.levels import entry_of, level, level_of_flow
from xiangyue.flow import ANY
from xiangyue.profile import Action, Flow, Profile
from xiangyue.spelling import shown
from xiangyue.values import Value

AUTOMATIC: Final = "AUTO_ESCALATE"
"""The role by which DIGIT's own scheduler acts."""

TENANT: Final = "default"

_OF_FLOW: Final = frozenset({"businessService", "businessServiceSla"})
_RULES: Final = frozenset({"AutoEscalation", "EscalationConfig"})
_OF_STATE: Final = frozenset(
    {"state", "applicationStatus", "isStateUpdatable", "docUploadRequired", "uuid", "sla"}
    | {"isStartState", "actions"}
)
_OF_ACTION: Final = frozenset({"action", "nextState"})
_RECORDED: Final = frozenset({"photo", "video", "audio"})


class LeftOut(Value, frozen=True):
    """What a configuration of DIGIT cannot say: where it stands, and the message that says so."""

    at: str
    code: str
    values: Mapping[str, Any] = {}


class Exported(Value, frozen=True):
    """The configuration as it is written in JSON, and what it could not say."""

    document: Mapping[str, Any]
    left_out: tuple[LeftOut, ...]


def export_profile(profile: Profile, tenant: str = "") -> Exported:
    """Return the flows of a profile as business services, and what escalates by itself.

    ``tenant`` is whose they are where no file said so; ``default`` if left out.
    """
    left_out: list[LeftOut] = []
    services, escalations, levels = [], [], []
    for flow in profile.flows.values():
        made = _FlowExport(profile, flow, tenant, left_out)
        services.append(made.service())
        escalations += [one for one in made.escalations() if one not in escalations]
        levels += [one for one in _dicts(made.kept.get("EscalationConfig")) if one not in levels]
    for room in ("limits", "modes", "scoring", "accounts", "intake", "matching", "tables"):
        if profile.document.get(room):
            left_out.append(LeftOut(room, "digit-out-room", {"room": room}))
    document: dict[str, Any] = {"BusinessServices": services}
    if escalations:
        document["AutoEscalation"] = escalations
    if levels:
        document["EscalationConfig"] = levels
    return Exported(document, tuple(left_out))


class _FlowExport:
    """One flow while it becomes a business service."""

    def __init__(self, profile: Profile, flow: Flow, tenant: str, left_out: list[LeftOut]) -> None:
        self.profile = profile
        self.flow = flow
        self.said: Mapping[str, Any] = profile.document["flows"][flow.id]
        self.kept: Mapping[str, Any] = self.said.get("as_imported", {})
        self._left_out = left_out
        self._came = "businessService" in self.kept
        own = {"tenantId": tenant} if tenant else {}
        if not self._came:
            own = {"tenantId": tenant or TENANT, "business": profile.id}
        self._of_file = {**own, **_others(self.kept, _OF_FLOW | _RULES)}
        self._service = str(self.kept.get("businessService", flow.id))
        self._uuids = {state: self._kept_of("states", state).get("uuid") for state in flow.states}
        self._names = {state: self._name(state) for state in flow.states}

    def service(self) -> dict[str, Any]:
        """Return the business service."""
        begin = [] if self._came else [self._before()]
        if not self._came and self.flow.opening.needs:
            self._leave(f"flows.{self.flow.id}.open.needs", "digit-out-fields")
        return {
            **self._of_file,
            "businessService": self._service,
            "businessServiceSla": level_of_flow(self.said, self._leave, f"flows.{self.flow.id}"),
            "states": [*begin, *map(self._state, self.flow.states)],
        }

    def escalations(self) -> Iterator[Mapping[str, Any]]:
        """Yield what the file said of escalation, and what only the profile says."""
        told = [*_dicts(self.kept.get("AutoEscalation"))]
        yield from told
        covered = {str(one.get("state")).lower() for one in told}
        for name in self.flow.states:
            said = self.said["states"][name].get("due")
            state = self._names[name]
            if isinstance(said, dict) and said.get("then") and str(state).lower() not in covered:
                action = self._action_name(said["then"])
                yield entry_of(self._service, str(self._of_file.get("business", "")), state, action)

    def _before(self) -> dict[str, Any]:
        """Return the state of what is not there yet, from which it is opened."""
        opening = self.flow.opening
        to = self.flow.start[0]
        action = {
            "action": "OPEN",
            "nextState": self._names[to],
            "roles": self._roles(opening.by, opening.address),
        }
        return {**_bare(None), "isStartState": True, "actions": [action]}

    def _state(self, name: str) -> dict[str, Any]:
        state, kept = self.flow.states[name], self._kept_of("states", name)
        at = f"flows.{self.flow.id}.states.{name}"
        if state.pause:
            self._leave(f"{at}.pause", "digit-out-pause")
        starts = self._came and name in self.flow.start and kept.get("isStartState") is not False
        own = None if self._came else not state.final
        idle = [*_dicts(kept.get("actions"))]
        found = {
            **_bare(self._names[name]),
            "applicationStatus": kept.get("applicationStatus", self._names[name]),
            "sla": level(self.said["states"][name], self._leave, at),
            "docUploadRequired": self._asks_documents(name, kept),
            "isStartState": starts,
            "isTerminateState": state.final,
            "isStateUpdatable": kept.get("isStateUpdatable", own),
            **({"uuid": kept["uuid"]} if kept.get("uuid") else {}),
            **_others(kept, _OF_STATE),
        }
        actions = [one for action in self._actions_of(name) for one in self._ways(action, name)]
        return {**found, "actions": [*actions, *idle] or None}

    def _actions_of(self, state: str) -> list[Action]:
        return [a for a in self.flow.actions.values() if state in self._sources(a)]

    def _sources(self, action: Action) -> Iterable[str]:
        if action.sources == (ANY,):
            return [name for name, state in self.flow.states.items() if not state.final]
        return action.sources

    def _ways(self, action: Action, source: str) -> Iterator[dict[str, Any]]:
        kept = self._kept_of("actions", action.id)
        name = self._action_name(action.id)
        self._note_action(action)
        for number, branch in enumerate(action.branches):
            to = source if branch.to is None else branch.to
            yield {
                "action": f"{name}_{to}" if number else name,
                "nextState": kept.get("nextState") or self._uuids.get(to) or self._target(to),
                "roles": self._roles(action.by, action.address),
                **_others(kept, _OF_ACTION),
            }

    def _target(self, to: str) -> str:
        return str(self._names.get(to) or to)

    def _note_action(self, action: Action) -> None:
        at = action.address
        if len(action.branches) > 1:
            self._leave(f"{at}.to", "digit-out-branches")
        if action.when is not None:
            self._leave(f"{at}.when", "digit-out-rule")
        if any(not self._is_document(field) for field in (*action.needs, *action.asks)):
            self._leave(f"{at}.needs", "digit-out-fields")
        if action.proposes or action.sets or action.does or action.note:
            self._leave(at, "digit-out-more")

    def _roles(self, rights: Iterable[str], at: str) -> list[str]:
        found: list[str] = []
        rights = [*rights]
        for right in rights:
            if right in self.profile.roles:
                kept = self.profile.document["roles"][right].get("as_imported", {})
                code = kept.get("code", right)
                found += [] if code is None else [str(code)]
            elif right in ("anyone", "public"):
                found.append("*")
            elif right == "system":
                found += [AUTOMATIC] if len(rights) == 1 else []
            else:
                self._leave(f"{at}.by", "digit-out-right", right=right)
                found.append(right)
        return [*dict.fromkeys(found)]

    def _asks_documents(self, name: str, kept: Mapping[str, Any]) -> bool:
        into = [
            action
            for action in self.flow.actions.values()
            if any(branch.to == name for branch in action.branches)
        ]
        if not into:
            return bool(kept.get("docUploadRequired", False))
        return all(any(map(self._is_document, action.needs)) for action in into)

    def _is_document(self, field: str) -> bool:
        known = self.profile.fields.get(field)
        return field == "documents" or (known is not None and known.evidence in _RECORDED)

    def _action_name(self, action: str) -> str:
        return str(self._kept_of("actions", action).get("action", action))

    def _name(self, state: str) -> str | None:
        name: str | None = self._kept_of("states", state).get("state", state)
        return name

    def _kept_of(self, room: str, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.said[room].get(name, {}).get("as_imported", {})
        return found

    def _leave(self, at: str, code: str, **values: Any) -> None:
        one = LeftOut(at, code, {key: shown(value) for key, value in values.items()})
        if one not in self._left_out:
            self._left_out.append(one)


def _bare(name: str | None) -> dict[str, Any]:
    return {
        "sla": None,
        "state": name,
        "applicationStatus": name,
        "docUploadRequired": False,
        "isStartState": False,
        "isTerminateState": False,
        "isStateUpdatable": True,
    }


def _others(kept: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key not in known}


def _dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, or one that stands alone."""
    values = value if isinstance(value, list) else [value]
    yield from (one for one in values if isinstance(one, dict))
