"""Other rules in force: by somebody else than who proposed them, checked, and still fitting.

Whoever decides does it themselves: what a helper enters would be the helper's word alone.

What is put back needs no second person: it was in force before. It may not open a way round the
flow, though.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.decide.case import Case
from xiangyue.flow import DRAFT
from xiangyue.profile import Intervention


def check_drafted(case: Case) -> None:
    """Find a change that cannot be read, or that starts from rules that hold no more."""
    what, found = case.step.changing, case.facts.proposed
    if what is None or what.kind != DRAFT:
        return
    if found is None:
        case.refuse("change-unreadable")
    elif found.moved:
        case.refuse("change-moved")


def put_in_force(case: Case, does: Intervention) -> Mapping[str, Any]:
    """Work out what comes into force; add every reason why it cannot."""
    del does
    found, right = case.facts.proposed, case.right
    if found is None:
        case.refuse("change-unreadable")
        return {}
    _check_own(case)
    acting = {case.command.actor, case.command.principal, right and right.deputy_for}
    if case.task is None or acting & found.authors:
        case.refuse("change-self")
    if found.checked != found.content:
        case.refuse("change-unchecked")
    elif found.errors:
        case.refuse("change-failed", count=found.errors, first=found.first)
    if found.moved:
        case.refuse("change-moved")
    return {"release": found.release, "params": found.params, "content": found.content}


def put_back(case: Case, does: Intervention) -> Mapping[str, Any]:
    """Work out what comes into force again; add every reason why it cannot."""
    del does
    found = case.facts.proposed
    if found is None:
        case.refuse("change-unreadable")
        return {}
    _check_own(case)
    if found.moved:
        case.refuse("change-not-in-force")
    if found.lifts:
        case.refuse("change-lifts")
    return {"release": found.release, "params": found.params, "content": found.content}


def _check_own(case: Case) -> None:
    """Find a hand that enters another's decision."""
    if case.command.principal != case.command.actor:
        case.refuse("change-own-act", action=case.step.action.title)
