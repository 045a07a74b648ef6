"""What can be said against a command before any rule is asked."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from xiangyue.decide.case import Case
from xiangyue.roles import standing
from xiangyue.text import Text
from xiangyue.time.clock import from_micros
from xiangyue.values import NOBODYS, PUBLIC, SYSTEM, Standing

CLOCK_SKEW = 300_000_000
"""Microseconds by which another clock may differ from ours."""

RIGHTS = {
    "assignee": Text(en="the person responsible", zh="责任人"),
    "opener": Text(en="who opened it", zh="发起人"),
    "anyone": Text(en="any registered member", zh="任何登记成员"),
    "public": Text(en="anybody, registered or not", zh="任何人（无需登记）"),
    "asked": Text(en="whom the call-out has asked", zh="被动员的人员"),
    "system": Text(en="the engine itself", zh="系统"),
}


def check_flow(case: Case) -> None:
    """Find a paused flow, and a state in which the action cannot be taken."""
    flow, task, action = case.flow, case.task, case.step.action
    if flow.flow.paused:
        case.refuse("flow-paused", flow=flow.flow.title)
    if task is None:
        return
    sources = flow.machine.sources[action.id]
    if task.state not in sources:
        states = flow.flow.states
        case.refuse(
            "state",
            action=action.title,
            state=states[task.state].title,
            sources=[s.title for s in states.values() if s.id in sources],
        )


def check_time(case: Case) -> None:
    """Find a way in that is not open, and a time that cannot be taken at its word."""
    profile, command, at, now = case.plan.profile, case.command, case.at, case.facts.now
    if command.source not in profile.sources and command.actor != SYSTEM:
        case.refuse("source", source=command.source, sources=list(profile.sources))
    if at == now:
        return
    if at > now + CLOCK_SKEW:
        case.refuse("occurred-in-future")
    elif at < now - CLOCK_SKEW:
        if command.source == "digital":
            case.refuse("backdated-digital")
        elif profile.calendar.add(from_micros(at), profile.backdate) < from_micros(now):
            case.refuse("backdated-too-far", window=str(profile.backdate))
    if case.task and at < case.task.opened_at:
        case.refuse("before-opening")


def check_role(case: Case) -> Standing | None:
    """Return by which right the actor acts; add a reason where there is none."""
    command, action, roles = case.command, case.step.action, case.plan.profile.roles
    if command.on_behalf_of and command.source == "digital":
        case.refuse("behalf-digital")
    people = {command.actor} - NOBODYS
    # Nobody can enter anything on behalf of the engine itself.
    if command.on_behalf_of and command.on_behalf_of != PUBLIC:
        people.add(command.on_behalf_of)
    if unknown := people - case.facts.members.keys():
        case.refuse("unknown-actor", actor=", ".join(sorted(unknown)))
        return None
    right = standing(action, roles, case.facts, case.task, command.principal, case.at)
    if right is None:
        case.refuse(
            "role",
            actor=command.principal,
            action=action.title,
            roles=[roles[r].title if r in roles else RIGHTS[r] for r in action.by],
        )
    return right


def check_fields(case: Case) -> bool:
    """Find values that nobody asked for, that do not fit, and those that are missing.

    Returns whether rules can be asked at all: they would judge nonsense by a value that does not
    fit.
    """
    sound = True
    plan, step, command = case.plan, case.step, case.command
    for name, value in command.data.items():
        if name not in step.accepts:
            case.refuse("not-asked", field=case.title(name), action=step.action.title)
        elif not case.may_be_given(name):
            modes = plan.profile.modes
            titles = [modes[m].title if m in modes else m for m in plan.only_in[name]]
            case.refuse("only-in", field=case.title(name), modes=titles)
        elif not plan.checks[name](value):
            sound = False
            case.refuse("value", field=case.title(name), expected=_expected(case, name))
        elif name in step.members and not known(value, case.facts.members):
            sound = False
            case.refuse("unknown-member", field=case.title(name))
        elif name in step.units and not known(value, case.facts.units):
            sound = False
            case.refuse("unknown-unit", field=case.title(name))
        elif name in step.entries and not known(value, case.facts.entries):
            sound = False
            case.refuse("unknown-entry", field=case.title(name))
    proposed = step.action.proposes
    missing = [
        n
        for n in step.action.needs
        if case.data.get(n) is None and n not in proposed and case.asked_now(n)
    ]
    if missing:
        case.miss(missing)
    if step.action.note and not command.note:
        case.refuse("note", action=step.action.title)
    return sound


def known(value: Any, names: Container[str]) -> bool:
    """Tell whether an id, or each of a list of ids, is among those that are known."""
    return all(name in names for name in value) if isinstance(value, list) else value in names


def _expected(case: Case, name: str) -> str:
    return describe(case.plan.profile.fields[name].schema)


def describe(schema: Mapping[str, Any]) -> str:
    """Say in short which values a schema accepts; the same words in every language."""
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    bounds = [f"{sign} {schema[key]}" for key, sign in _SIGNS.items() if key in schema]
    return " ".join([schema.get("format", schema.get("type", "string")), *bounds])


_SIGNS = {
    "minimum": "≥",
    "maximum": "≤",
    "multipleOf": "×",
    "minLength": "length ≥",
    "maxLength": "length ≤",
}
