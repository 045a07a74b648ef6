"""Who: somebody who may take each action, and somebody whom it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.errands import APPOINT, ASSESS, DISMISS
from xiangyue.flow.changes import attested
from xiangyue.flow.unanswered import assigners, doors, superiors
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.ways import ASSIGNED, many
from xiangyue.lint.written import ALLOWED, step_of
from xiangyue.profile import RESERVED_WHO, Action, Finding, Flow, Severity
from xiangyue.values import SYSTEM, TIERS

Useless = tuple[str, Mapping[str, Any]]

_WHOM: Mapping[str, str] = {"collect": "from", ASSESS: "who"}
"""Under which name an intervention says whom it touches, where that is not ``to``."""


def check_rights(subject: Subject) -> Iterator[Finding]:
    """Find rights that nobody can have; an action without any other can never be taken."""
    for flow in subject.profile.flows.values():
        fired = set(_fired(subject, flow))
        for action in (flow.opening, *flow.actions.values()):
            found = {right: _useless(subject, flow, action, right, fired) for right in action.by}
            severity: Severity = "error" if all(found.values()) else "warning"
            for right, at in subject.each(action.by, *_path(action), "by"):
                if useless := found[right]:
                    code, values = useless
                    yield subject.finding(code, severity, at, values)


def check_ladders(subject: Subject) -> Iterator[Finding]:
    """Find rungs on which nobody can be asked."""
    roles = subject.profile.roles
    for name, ladder in subject.document.get("ladders", {}).items():
        for n, step in enumerate(ladder["steps"]):
            asked, level = many(step.get("ask")), step.get("at")
            if asked and all(role in roles and _apart(roles[role].at, level) for role in asked):
                path = ("ladders", name, "steps", n, "at")
                yield subject.error("ladder-nobody", *path, level=level)
            if not _follows(subject, step):
                path = ("ladders", name, "steps", n, "then")
                yield subject.error("ladder-then", *path, then=step["then"])


def _follows(subject: Subject, step: Mapping[str, Any]) -> bool:
    """Tell whether there is anybody, or any door, for what follows on a rung."""
    profile = subject.profile
    match step.get("then"):
        case "superior":
            return bool(superiors(profile, step))
        case "door_knock":
            return bool(doors(profile))
        case "reassign":
            flows = profile.flows.values()
            may = any(assigners(profile, flow, tuple(flow.states)) for flow in flows)
            return may or bool(superiors(profile, step))
    return True


def check_touched(subject: Subject) -> Iterator[Finding]:
    """Find interventions and points for nobody, or for somebody who cannot be told."""
    for flow, action, path in subject.actions():
        for n, does in enumerate(action.does):
            if does.to is None or does.kind in (APPOINT, DISMISS):
                continue
            at: Steps = (*path, "does", n, does.kind, _WHOM.get(does.kind, "to"))
            assigns = does.kind == "assign"
            yield from _check_who(subject, does.to, at, one=assigns or does.kind == ASSESS)
            if assigns and does.to == ALLOWED and ALLOWED not in subject.profile.fields:
                yield subject.error("assign-assignee", *at)
            elif not assigns and _is_nobody(subject, flow, action, does.to):
                severity: Severity = "warning" if does.accessory else "error"
                yield subject.finding("who-nobody", severity, at, {"who": does.to})
    for rule in subject.profile.scoring.values():
        at = ("scoring", rule.id, "to")
        yield from _check_who(subject, rule.to, at, one=True)
        of = subject.profile.flows.get(rule.flow)
        step = step_of(of, rule.action)
        if of and step and _is_nobody(subject, of, step, rule.to):
            yield subject.error("who-nobody", *at, who=rule.to)


def _useless(
    subject: Subject, flow: Flow, action: Action, right: str, fired: set[str]
) -> Useless | None:
    """Say why nobody can have this right, if so."""
    role = subject.profile.roles.get(right)
    if role and _apart(role.at, action.at):
        return "by-level", {"role": right, "held": role.at, "asked": action.at}
    if action is flow.opening:
        return None
    if right == SYSTEM and action.id not in fired:
        return "by-unfired", {}
    if right == "opener" and flow.opening.by == (SYSTEM,):
        return "by-unopened", {}
    if right == "assignee":
        known = subject.graphs[flow.id].known_before(action)
        if known is not None and ASSIGNED not in known:
            return "by-unassigned", {}
    return None


def _fired(subject: Subject, flow: Flow) -> Iterator[str]:
    """Yield the actions that the engine takes by itself."""
    matching = subject.profile.matching
    if flow.holds is not None and flow.holds.then is not None:
        yield flow.holds.then
    if matching is not None and matching.used_up is not None and matching.offers.flow == flow.id:
        yield matching.used_up.then
    if matching is not None and matching.served is not None and matching.needs.flow == flow.id:
        yield matching.served.then
    if matching is not None and matching.unlisted is not None and matching.offers.flow == flow.id:
        yield matching.unlisted.then
    if flow.lasts is not None:
        yield flow.lasts.then
    if (alerts := subject.profile.alerts) is not None and alerts.flow == flow.id:
        yield from (alerts.update, alerts.cancel)
    checks = attested(flow)
    yield from (a.id for a in flow.actions.values() if not checks.isdisjoint((*a.needs, *a.asks)))
    for deadline in (flow.due, *(state.due for state in flow.states.values())):
        if deadline and deadline.then:
            yield deadline.then
    for action in (flow.opening, *flow.actions.values()):
        yield from (does.detail["action"] for does in action.does if does.kind == "automate")
        yield from (d.detail["through"] for d in action.does if d.detail.get("through"))


def _check_who(subject: Subject, who: str, path: Steps, *, one: bool) -> Iterator[Finding]:
    fields, roles = subject.profile.fields, subject.profile.roles
    if who in fields and who in roles:
        yield subject.error("who-ambiguous", *path, who=who)
    elif who in fields:
        if fields[who].schema.get("format") != "member":
            yield subject.error("who-not-member", *path, who=who)
    elif who in RESERVED_WHO:
        return
    elif who not in roles:
        members = (f.id for f in fields.values() if f.schema.get("format") == "member")
        known = (*RESERVED_WHO, *members, *(() if one else roles))
        yield subject.error("unknown-who", *path, **guess(who, known))
    elif one:
        yield subject.error("who-role", *path, who=who)


def _is_nobody(subject: Subject, flow: Flow, action: Action, who: str) -> bool:
    """Tell whether it is the person responsible, and in some state there cannot be one yet."""
    if who != ALLOWED or ALLOWED in subject.profile.fields:
        return False
    if action is flow.opening:
        return True
    graph = subject.graphs[flow.id]
    return any(ASSIGNED not in graph.known[s] for s in graph.sources[action.id] if s in graph.known)


def _apart(held: str | None, asked: str | None) -> bool:
    return held is not None and asked is not None and TIERS[held] != TIERS[asked]


def _path(action: Action) -> Steps:
    return tuple(action.address.split("."))
