"""Who may do what: roles held along one line of the unit tree, with deputies."""

from __future__ import annotations

from collections.abc import Mapping

from xiangyue.profile import Action, Role
from xiangyue.values import (
    ANSWERS,
    PUBLIC,
    SYSTEM,
    TIERS,
    Facts,
    Holding,
    Member,
    Standing,
    Task,
    is_away,
)

ASSIGNEE, OPENER, ANYONE, ASKED = "assignee", "opener", "anyone", "asked"


def standing(
    action: Action,
    roles: Mapping[str, Role],
    facts: Facts,
    task: Task | None,
    actor: str,
    at: int,
) -> Standing | None:
    """Return by which right the actor may take the action at this instant, or None.

    A role counts when it is held at the task's unit, above it or beneath it, at the unit level
    that the role and the action ask for. A deputy stands in while the holder is away. Who is away
    uses neither a role nor another's. Who is not registered opens where the
    profile says ``public``, and goes on with what was opened so.
    """
    if actor == SYSTEM:
        return Standing(SYSTEM, "") if SYSTEM in action.by else None
    if actor == PUBLIC:
        return _of_nobody(action, task)
    member = facts.members.get(actor)
    if member is None:
        return None
    for right in action.by:
        if right == ANYONE:
            return Standing(ANYONE, member.home)
        if right == ASKED and _is_asked(action, facts, actor):
            return Standing(ASKED, task.unit if task else member.home)
        if task is not None and (
            (right == ASSIGNEE and task.assignee == actor)
            or (right == OPENER and task.opener == actor)
        ):
            return Standing(right, task.unit)
    return by_role(action, roles, facts, member, at)


def by_role(
    action: Action, roles: Mapping[str, Role], facts: Facts, member: Member, at: int
) -> Standing | None:
    """Return by which role, the member's own or a deputized one, the action may be taken, or None.

    Of the facts only the unit line and what is beneath it are looked at.
    """
    if member.absences and is_away(member.absences, at):
        return None
    return _own(action, roles, facts, member, at) or _deputized(action, roles, facts, member, at)


def _of_nobody(action: Action, task: Task | None) -> Standing | None:
    if task is None:
        return Standing(PUBLIC, "") if PUBLIC in action.by else None
    return Standing(OPENER, task.unit) if OPENER in action.by and task.opener == PUBLIC else None


def _is_asked(action: Action, facts: Facts, actor: str) -> bool:
    """Tell whether the call-out has asked the actor, and this can be the answer."""
    stands = facts.calling.stands.get(actor) if facts.calling else None
    return stands in (ANSWERS[action.answer] if action.answer else ("asked", "accepted", "arrived"))


def _own(
    action: Action, roles: Mapping[str, Role], facts: Facts, member: Member, at: int
) -> Standing | None:
    for holding in member.holdings:
        if counts(action, roles, facts, holding, at) and _may_hold(member, roles, holding):
            return Standing(holding.role, holding.unit)
    return None


def _may_hold(member: Member, roles: Mapping[str, Role], holding: Holding) -> bool:
    role = roles.get(holding.role)
    return role is None or member.kind in role.kinds


def _deputized(
    action: Action, roles: Mapping[str, Role], facts: Facts, member: Member, at: int
) -> Standing | None:
    for holder, holding, absences in member.deputizes:
        if is_away(absences, at) and counts(action, roles, facts, holding, at):
            return Standing(holding.role, holding.unit, holder)
    return None


def counts(
    action: Action, roles: Mapping[str, Role], facts: Facts, holding: Holding, at: int
) -> bool:
    """Tell whether a role held somewhere gives the right to take the action here."""
    if holding.role not in action.by or not holding.holds(at):
        return False
    tier = facts.line.get(holding.unit)
    if tier is None:
        if holding.unit not in facts.below:
            return False
        tier = TIERS["grid"]
    role = roles.get(holding.role)
    asked = (role.at if role else None, action.at)
    return all(level is None or TIERS[level] == tier for level in asked)
