"""Which commands a change of the rules can reach: only these have to be judged anew.

An action is told by everything that its judging may read, as one hash: its own words, its flow's
states and clocks, and from there whatever is named, step by step. Where the hash is the same under
both rules, so is every decision on the same facts. What is not known to be out of reach is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from xiangyue.canonical import chainable, dump, sha256
from xiangyue.flow import Plan
from xiangyue.limit import KINDS, Limit
from xiangyue.profile import ScoringRule
from xiangyue.values import OPEN

_TEXTS: Final = frozenset({"title", "help", "offline", "basis", "otherwise", "note_help"})
"""What is only said; whether something is said is no rule."""

_BY_NAME: Final = ("fields", "params", "tables", "scoring", "accounts", "limits")
_REST: Final = ("fields", "params", "tables", "accounts")
"""Sections of which only what is named counts."""

_APART: Final = frozenset({"flows", "modes", "calendar", "profile", "extends"})
"""Sections that are looked at by themselves, or say nothing that is judged by."""
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?$")
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Reach:
    """Tells the actions of one release, with the values of its params, by hashes."""

    def __init__(
        self,
        plan: Plan,
        current: Plan,
        params: Mapping[str, Any],
        limits: Mapping[str, Limit],
    ) -> None:
        """Look at a plan in its mode; limits, modes and calendar are those of the current one."""
        self._plan = plan
        self._document = plan.profile.document
        self._current = current.profile.document
        self._params = params
        self._limits = limits
        self._hashes: dict[tuple[str, str], bytes] = {}

    def of(self, flow: str, action: str) -> bytes:
        """Return the hash of an action; of one that is not there, another than of any other."""
        found = self._hashes.get((flow, action))
        if found is None:
            parts = chainable(_without_texts(self._parts(flow, action)))
            found = self._hashes[flow, action] = sha256(dump(parts))
        return found

    def _parts(self, flow: str, action: str) -> Any:
        document, current = self._document, self._current
        said = document.get("flows", {}).get(flow)
        if said is None:
            return None
        actions = said.get("actions", {})
        own = said.get("open", {}) if action == OPEN else actions.get(action)
        rules = self._scored(flow, action)
        scoring = {rule.id: document["scoring"][rule.id] for rule in rules}
        calls = "call_out" in _words([said])  # who is called off is told, whatever is done
        limits = self._bound(None if calls else own, scored=bool(scoring))
        # What was given in earlier steps is looked at, too; by which rules it was, is not.
        named = dict(self._named(("fields",), set(_words([said])), {}))
        rest = {name: part for name, part in said.items() if name not in ("actions", "open")}
        accounts = [rule.account for rule in rules]
        fresh: list[Any] = [own, rest, *scoring.values(), *limits.values(), accounts]
        fresh += named.values()
        while fresh:
            found = dict(self._named(_REST, set(_words(fresh)), named))
            named |= found
            fresh = [self._part(address) for address in found]
        modes = {name: _without(mode, "set") for name, mode in current.get("modes", {}).items()}
        return {
            "action": own,
            "flow": rest,
            "scoring": scoring,
            "limits": limits,
            "named": named,
            "modes": modes,
            "calendar": current.get("calendar"),
            "whole": {n: p for n, p in document.items() if n not in _APART and n not in _BY_NAME},
        }

    def _scored(self, flow: str, action: str) -> list[ScoringRule]:
        """Return the rules that score an action."""
        plan = self._plan.flows[flow]
        if action == OPEN:
            return [one.rule for one in plan.opening.scoring]
        known = action in plan.steps or action in plan.calls
        return [one.rule for one in plan.step(action).scoring] if known else []

    def _bound(self, own: Any, *, scored: bool) -> Mapping[str, Any]:
        """Return the limits that review what an action does; all for what only the engine takes."""
        bound: Mapping[str, Any] = self._current.get("limits", {})
        if own is None:
            return bound
        kinds = {kind for does in _each(own.get("does")) for kind in does}
        if scored:
            kinds.add("score")
        if not kinds <= frozenset(KINDS):
            return bound  # a call-out's messages, for one, are made only when it is judged
        known = {name: self._limits.get(part.get("limit", name)) for name, part in bound.items()}
        return {
            name: part
            for name, part in bound.items()
            if (limit := known[name]) is None or not kinds.isdisjoint(limit.kinds)
        }

    def _named(
        self, sections: Iterable[str], words: set[str], seen: Mapping[str, Any]
    ) -> Iterator[tuple[str, Any]]:
        """Yield what these words name and was not seen yet; of a param, its value."""
        for section in sections:
            for name, part in self._document.get(section, {}).items():
                address = f"{section}.{name}"
                if name in words and address not in seen:
                    yield address, self._params.get(name) if section == "params" else part

    def _part(self, address: str) -> Any:
        section, _, name = address.partition(".")
        return self._document[section][name]


def _each(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else [value]


def _words(parts: Iterable[Any]) -> Iterator[str]:
    """Yield every word that stands in these, names of keys too."""
    for part in parts:
        yield from _WORD.findall(dump(chainable(_without_texts(part))).decode())


def _without_texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {n: _without_texts(v) for n, v in value.items() if not _is_text(n, v)}
    if isinstance(value, (list, tuple)):
        return [_without_texts(v) for v in value]
    return value


def _is_text(name: str, value: Any) -> bool:
    """Tell whether it is what a key of this name says, and no part that is called so."""
    if name not in _TEXTS:
        return False
    if isinstance(value, Mapping):
        return all(_LANGUAGE.match(key) and isinstance(v, str) for key, v in value.items())
    return isinstance(value, str)


def _without(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {n: v for n, v in value.items() if n != name}
