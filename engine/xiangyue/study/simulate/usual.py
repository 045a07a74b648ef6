"""What comes up where no model says it: what people may open in everyday life, all alike."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.errands import FOLLOW_UP
from xiangyue.flow import CALL_OUT, PUT_BACK, PUT_IN_FORCE
from xiangyue.study.simulate.model import Arrival
from xiangyue.study.simulate.ways import Ways

_SELDOM = frozenset({"switch_mode", "distribute", PUT_IN_FORCE, PUT_BACK, CALL_OUT})
"""What is not everyday work."""


def usual_arrivals(ways: Ways, a_day: float) -> tuple[Arrival, ...]:
    """Return what comes up of itself, ``a_day`` in all: categories, and flows that have none.

    Flows that switch a mode, call people out, hand down or change the rules come up in scripts, and
    those that open themselves again do so from the beginning on.
    """
    found = [*_usual(ways)]
    each = a_day / len(found) if found else 0.0
    return tuple(Arrival(name, flow, category, each) for name, flow, category in found)


def usual_rounds(ways: Ways, grids: int) -> tuple[Arrival, ...]:
    """Return what comes round by itself once it was opened; of what a grid has, one in each."""
    roles = ways.plan.profile.roles
    return tuple(
        Arrival(flow, flow, None, 0.0)
        for flow, option in ways.openings.items()
        if _renews(ways, flow) and _SELDOM.isdisjoint(_kinds(ways, flow))
        for _ in range(grids if any(n in roles and roles[n].at == "grid" for n in option.by) else 1)
    )


def _renews(ways: Ways, flow: str) -> bool:
    """Tell whether a task of a flow opens the next one."""
    known = ways.plan.profile.flows[flow]
    return any(
        does.kind == FOLLOW_UP and does.detail.get("flow") == flow
        for action in known.actions.values()
        for does in action.does
    )


def _usual(ways: Ways) -> Iterator[tuple[str, str, str | None]]:
    profile = ways.plan.profile
    adopted = {account.adoption.flow for account in profile.accounts.values()}
    everyday = {
        name
        for name in ways.openings
        if name not in adopted
        and not _renews(ways, name)
        and _SELDOM.isdisjoint(_kinds(ways, name))
    }
    by_category = {one.flow for one in profile.categories.values()}
    for one in profile.categories.values():
        if one.flow in everyday:
            yield one.id, one.flow, one.id
    for name in ways.openings:
        if name in everyday and name not in by_category:
            yield name, name, None


def _kinds(ways: Ways, flow: str) -> set[str]:
    known = ways.plan.profile.flows[flow]
    actions = (known.opening, *known.actions.values())
    return {does.kind for action in actions for does in action.does}
