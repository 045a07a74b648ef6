"""Who may enter for another what was done on paper, by phone or at the counter."""

from __future__ import annotations

from collections import ChainMap
from typing import Any

from xiangyue.decide.case import Case
from xiangyue.flow import ACTOR
from xiangyue.rules import Rule, RuleFailure


def check_entering(case: Case) -> None:
    """Find a hand that must not enter this: one from elsewhere, or one whom the rule keeps out.

    What only a role allows is entered by somebody of the place, or of a place above it. Whoever may
    not do a thing themselves, such as judge their own work, does not write down either that another
    did. Residents' own matters anybody may enter for them whom no rule keeps out.
    """
    command, action = case.command, case.step.action
    if command.on_behalf_of is None or command.actor not in case.facts.members:
        return
    if case.right is not None and case.right.role in case.plan.profile.roles and not _of_here(case):
        case.refuse("behalf-elsewhere", actor=command.actor, action=action.title)
    if _kept_out(case):
        case.refuse("behalf-apart", actor=command.actor, action=action.title)


def _of_here(case: Case) -> bool:
    member = case.facts.members[case.command.actor]
    places = {member.home, *(held.unit for held in member.holdings if held.holds(case.facts.now))}
    return not places.isdisjoint(case.facts.around)


def _kept_out(case: Case) -> bool:
    """Tell whether the guard names the hand as one who may not do it, and does not hold of it."""
    guard = case.step.guard
    if guard is None or not case.step.apart or case.command.actor == case.command.on_behalf_of:
        return False
    scope: ChainMap[str, Any] = ChainMap({ACTOR: case.command.actor}, case.scope)
    if all(_holds(rule, scope, case) for rule in case.step.apart):
        return False
    return not _holds(guard, scope, case)


def _holds(rule: Rule, scope: ChainMap[str, Any], case: Case) -> bool:
    """Ask a rule of the hand; what it reads and is not there keeps nobody out."""
    try:
        return bool(rule.evaluate(scope, case.context))
    except RuleFailure:
        return True
