"""What a scheme of points is, as far as it counts: so that an adoption knows what was adopted.

Two schemes are one where their accounts, ceilings and scoring rules say the same, and so does all
that these rules read: params, tables, and how fields are worked out. Words do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.canonical import chainable, dump, sha256
from xiangyue.flow.names import KNOWN, PARAMS
from xiangyue.flow.plan import Plan
from xiangyue.profile import Account, Profile
from xiangyue.rules import Rule

_AMOUNTS: Final = ("base", "month_cap", "class_share", "bonus_cap", "deduction_cap")
_SAID: Final = ("flow", "action", "to", "when", "points", "account", "sort", "group", "corrects")


def adopting(profile: Profile) -> Mapping[str, tuple[Account, ...]]:
    """Return the flows that put schemes in force, each with the accounts that are adopted there."""
    found: dict[str, tuple[Account, ...]] = {}
    for account in profile.accounts.values():
        flow = account.adoption.flow
        found[flow] = (*found.get(flow, ()), account)
    return found


def scheme_of(plan: Plan, flow: str, params: Mapping[str, Any]) -> str:
    """Return by which hash the scheme is known that is adopted in a flow, under these params."""
    profile = plan.profile
    accounts = adopting(profile).get(flow, ())
    names = {account.id for account in accounts}
    scoring = [one for one in profile.scoring.values() if one.account in names]
    read = dict(_read(plan, {one.id for one in scoring}, params))
    said = {
        "accounts": {one.id: _account(one, params) for one in accounts},
        "scoring": {one.id: [getattr(one, key) for key in _SAID] for one in scoring},
        "read": read,
    }
    return sha256(dump(chainable(said))).hex()


def _account(account: Account, params: Mapping[str, Any]) -> list[Any]:
    amounts = [getattr(account, key) for key in _AMOUNTS]
    counts = [None if one is None else float(one.of(params)) for one in amounts]
    return [list(account.kinds), account.counts, account.yearly, *counts]


def _read(plan: Plan, scoring: set[str], params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what rules read, by its address, and what that reads in turn."""
    steps = [s for flow in plan.flows.values() for s in (flow.opening, *flow.steps.values())]
    tables = plan.profile.document.get("tables", {})
    waiting = [
        rule
        for step in steps
        for one in step.scoring
        if one.rule.id in scoring
        for rule in (one.when, one.points, one.group)
        if rule is not None
    ]
    seen: set[str] = set()
    while waiting:
        rule = waiting.pop()
        for function in rule.functions:
            table = function.partition(".")[0]
            if table in tables:
                yield f"tables.{table}", tables[table]["rows"]
        for name in {one.removeprefix(KNOWN) for one in rule.names} - seen:
            seen.add(name)
            if name.startswith(PARAMS):
                yield name, params.get(name.removeprefix(PARAMS))
                continue
            working = [*_working_out(steps, name)]
            waiting += working
            if working:
                yield name, sorted({one.source for one in working})


def _working_out(steps: list[Any], field: str) -> Iterator[Rule]:
    for step in steps:
        yield from (rule for name, rule in (*step.proposes, *step.sets) if name == field)
