"""What is declared and never used; only a profile with flows can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.flow import KNOWN, PARAMS
from xiangyue.lint.accounts import AMOUNTS
from xiangyue.lint.subject import MOST_RULES, Subject
from xiangyue.lint.ways import many
from xiangyue.profile import LEVEL_WEIGHTS, WEIGHTS, Action, Finding, Service, said_of_any
from xiangyue.values import CATEGORY

_PARAM = re.compile(r"\bparams\.\w+")
_WORD = re.compile(r"[A-Za-z_]\w*")
# Read by the engine itself: its estimate of burden, rates of service, the level of service.
_BY_NAME = ("params.seconds_per_field", *(f"params.{name}" for name in (*WEIGHTS, *LEVEL_WEIGHTS)))
# What an intervention says by the names of fields.
_NAMING = (
    "fields",
    "level",
    "until",
    "unless",
    "literacy",
    "enough",
    "wants",
    "to",
    "with",
    "unit",
    "change",
    "checks",
    "effects",
)
_ROOMS = {"roles": "role", "fields": "field", "params": "param", "tables": "table"}


def check_unused(subject: Subject) -> Iterator[Finding]:
    """Find roles, fields, params and tables of the profile's own file that nothing uses.

    What other profiles bring is an offer: not all of it need be taken.
    """
    if not subject.profile.flows or len(subject.written) > MOST_RULES:
        return
    own = subject.root.place.file
    used = {*_names(subject)}
    for room, what in _ROOMS.items():
        for name in subject.document.get(room, {}):
            path = (room, name)
            if f"{room}.{name}" not in used and subject.root.place_of(*path).file == own:
                yield subject.about_key(f"unused-{what}", "warning", path, name=name)


def _names(subject: Subject) -> Iterator[str]:
    """Yield what is used, as room and name."""
    yield from _BY_NAME
    document = subject.document
    for flow, action, _ in subject.actions():
        yield from _of_action(action)
        yield f"fields.{flow.exercise}"
        if flow.warns:
            yield from (f"fields.{one}" for one in flow.warns.names())
        if flow.counts_as:
            told = flow.counts_as
            yield from (f"fields.{one}" for one in (told.reached, told.missed, told.utility))
        if flow.service:
            yield from _of_service(flow.service)
        for deadline in (flow.due, *(state.due for state in flow.states.values())):
            if deadline and deadline.field:
                yield f"fields.{deadline.field}"
    for flow in subject.profile.flows.values():
        yield from (f"fields.{field}" for field in flow.returns)
    for rule in subject.profile.scoring.values():
        yield from (f"fields.{rule.to}", f"fields.{rule.corrects}")
    for table in document.get("tables", {}).values():
        yield from (borrowed for borrowed in table["inputs"].values() if isinstance(borrowed, str))
    for ladder in document.get("ladders", {}).values():
        for step in ladder["steps"]:
            asked = (*many(step.get("ask")), *many(step.get("having")))
            yield from (f"roles.{role}" for role in asked)
    yield from _of_accounts(subject)
    for limit in document.get("limits", {}).values():
        claim = limit.get("claim", {})
        yield from (f"fields.{claim.get(key)}" for key in ("field", "review"))
        yield from (f"roles.{role}" for role in many(claim.get("roles")))
        yield from _PARAM.findall(repr(limit.get("config")))
    for category in document.get("intake", {}).get("categories", {}).values():
        yield from (f"roles.{category.get('to')}", f"fields.{CATEGORY}")
    yield from (f"fields.{name}" for name in said_of_any(document).values())
    matching = subject.profile.matching
    for part in (matching.offers, matching.needs, matching.matches) if matching else ():
        yield from (f"fields.{name}" for name in part.fields.values())
    if matching is not None and matching.used_up is not None:
        yield f"fields.{matching.used_up.field}"
    if (alerts := subject.profile.alerts) is not None:
        yield from (f"fields.{name}" for name in alerts.names())
        given = alerts.recorded.given.values() if alerts.recorded else ()
        yield from (f"fields.{name}" for name in given)
    yield from _of_rules(subject)
    for mode in document.get("modes", {}).values():
        yield from _of_words(subject, repr(mode.get("set")))


def _of_action(action: Action) -> Iterator[str]:
    yield from (f"roles.{right}" for right in action.by)
    for field in (*action.needs, *action.asks, *action.proposes, *action.sets):
        yield f"fields.{field}"
    yield f"fields.{action.of}"
    if action.extend:
        yield f"fields.{action.extend.until}"
    for does in action.does:
        yield from (f"roles.{does.to}", f"fields.{does.to}")
        for key in _NAMING:
            yield from (f"fields.{field}" for field in many(does.detail.get(key)))
        yield str(does.detail.get("only_so"))
        for words in does.detail.get("say", {}).values():
            yield from (f"fields.{word}" for word in _WORD.findall(words))


def _of_service(service: Service) -> Iterator[str]:
    yield f"params.{service.within_param}"
    told = (service.solved, service.satisfied, *service.objected, *service.excluded)
    yield from (f"fields.{name}" for name in told)


def _of_accounts(subject: Subject) -> Iterator[str]:
    for account in subject.document.get("accounts", {}).values():
        yield from (f"fields.{account['adoption'].get(key)}" for key in ("funding", "scheme"))
        yield from (value for key in AMOUNTS if isinstance(value := account.get(key), str))


def _of_rules(subject: Subject) -> Iterator[str]:
    for written in subject.rules:
        rule = written.rule
        if rule is None:
            yield from _of_words(subject, written.source)
            continue
        for name in rule.names:
            yield name if name.startswith(PARAMS) else f"fields.{name.removeprefix(KNOWN)}"
        yield from (f"tables.{name.partition('.')[0]}" for name in rule.functions)
        if "has_role" in rule.functions:
            yield from _of_roles(subject, rule.tree.walk())


def _of_roles(subject: Subject, nodes: Iterator[Any]) -> Iterator[str]:
    for node in nodes:
        if node.what == "call" and node.value == "has_role":
            role = node.parts[1]
            known = [role.value] if role.what == "constant" else [*subject.profile.roles]
            yield from (f"roles.{name}" for name in known)


def _of_words(subject: Subject, source: str) -> Iterator[str]:
    """Take every word for a use, where nothing better is known."""
    words = set(_WORD.findall(source))
    document: Mapping[str, Any] = subject.document
    for room in _ROOMS:
        yield from (f"{room}.{name}" for name in document.get(room, {}) if name in words)
