"""Posts that a command fills, or that end with it: whose, at which unit, and until when.

Nobody fills a post with themselves, and by no right but a role; whoever has no role in it ends
their own alone. It stays within the community of the task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xiangyue.decide.case import Case
from xiangyue.decide.schedule import moment
from xiangyue.profile import Intervention, Role
from xiangyue.roles import standing
from xiangyue.values import TIERS, Standing


def appoint(case: Case, does: Intervention) -> Mapping[str, Any]:
    """Work out a post that is filled; add a reason where it cannot be."""
    role, member = case.plan.profile.roles[does.detail["role"]], case.person(does.to or "")
    known, right = case.facts.members.get(member or ""), _by_role(case)
    acting = {case.command.actor, case.command.principal, right and right.deputy_for}
    if member in acting:
        case.refuse("appoint-self", role=role.title)
    if right is None and case.right is not None:
        case.refuse("appoint-right", role=role.title)
    if known is None:
        case.refuse("unknown-member", field=case.title(does.to or ""))
    elif known.kind not in role.kinds:
        case.refuse("appoint-kind", role=role.title, member=known.id)
    detail: dict[str, Any] = {"role": role.id, "member": member, "unit": _unit(case, does, role)}
    if (field := does.detail.get("until")) is not None:
        detail["until"] = until = moment(case, field, case.data)
        if until is None:
            case.miss([field])
        elif until <= case.facts.now:
            case.refuse("appoint-over", field=case.title(field), role=role.title)
    return detail


def dismiss(case: Case, does: Intervention) -> Mapping[str, Any]:
    """Work out a post that ends; add a reason where it cannot."""
    role, member = case.plan.profile.roles[does.detail["role"]], case.person(does.to or "")
    own = member == case.command.principal
    if not own and case.right is not None and _by_role(case) is None:
        case.refuse("dismiss-other", role=role.title)
    return {"role": role.id, "member": member, "unit": _unit(case, does, role)}


def _by_role(case: Case) -> Standing | None:
    """Return the role by which the action may be taken, whatever other right there is."""
    action, roles = case.step.action, case.plan.profile.roles
    named = replace(action, by=tuple(right for right in action.by if right in roles))
    return standing(named, roles, case.facts, case.task, case.command.principal, case.at)


def _unit(case: Case, does: Intervention, role: Role) -> str:
    """Return where the post is: as the field says, or on the line from the task's unit upwards."""
    line, below = case.facts.line, case.facts.below
    top, level = line[case.command.community], role.at and TIERS[role.at]
    own = {unit: tier for unit, tier in line.items() if tier >= top}
    named = case.data.get(does.detail.get("unit", ""))
    if named is None:
        named = next((u for u, tier in own.items() if tier == level), case.unit)
    tier = {**dict.fromkeys(below, TIERS["grid"]), **own}.get(named)
    if tier is None or level not in (None, tier):
        case.refuse("appoint-unit", role=role.title, unit=named)
    return str(named)
