"""What a rule gives for values that somebody makes up: tried before anything is changed.

Only rules are tried that a few values decide: fields, params and decision tables. Those that read
a task, its people or the calendar are tried by scenarios.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from xiangyue.errors import Misuse
from xiangyue.flow import KNOWN, PARAMS, FlowPlan, Plan, Step, compile_plan
from xiangyue.profile import Profile
from xiangyue.rules import Rule
from xiangyue.text import Text

Sort = Literal["proposes", "sets", "guard", "points"]

_KEPT = 16  # profiles compiled; whoever tries changes one a little at a time


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule to be tried: ``gives`` is the field that it works out, None for a guard or points.

    ``reads`` are the fields that it is asked with, ``params`` and ``tables`` what it also takes.
    """

    address: str
    sort: Sort
    flow: Text
    action: Text
    gives: str | None
    source: str
    reads: tuple[str, ...]
    params: frozenset[str]
    tables: frozenset[str]
    rule: Rule = field(repr=False, compare=False)


def formulas(
    profile: Profile, *, param: str | None = None, table: str | None = None
) -> tuple[Formula, ...]:
    """Return the rules that can be tried, in the order of the profile.

    Where a param or a table is named, only those that take it.
    """
    plan = _plan(_Release(profile))
    found = (one for flow in plan.flows.values() for one in _of_flow(plan, flow))
    return tuple(
        one
        for one in found
        if (param is None or param in one.params) and (table is None or table in one.tables)
    )


def try_formula(
    profile: Profile, address: str, given: Mapping[str, Any], params: Mapping[str, Any]
) -> Any:
    """Return what a formula of a profile gives for values of its fields under these params.

    Params that are left out have the profile's own values. Raises Misuse for an address at which
    there is none, and BadInput where the values give nothing.
    """
    found = next((one for one in formulas(profile) if one.address == address), None)
    if found is None:
        raise Misuse("try-unknown", address=address)
    values = {PARAMS + one.id: params.get(one.id, one.default) for one in profile.params.values()}
    known = {KNOWN + name: given.get(name) is not None for name in profile.fields}
    return found.rule.evaluate({**given, **values, **known})


def try_table(profile: Profile, table: str, values: Sequence[Any]) -> Mapping[str, Any]:
    """Return what a decision table gives for one value an input; raises BadInput, or Misuse."""
    if table not in profile.tables:
        raise Misuse("try-unknown", address=f"tables.{table}")
    return profile.tables[table].lookup(*values).outputs


def uses(profile: Profile, param: str) -> tuple[str, ...]:
    """Return the addresses in the profile at which a param is read."""
    word = re.compile(rf"\bparams\.{re.escape(param)}\b")
    return tuple(dict.fromkeys(_uses(profile.document, word, ())))


def _uses(data: Any, word: re.Pattern[str], at: tuple[str, ...]) -> Iterator[str]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _uses(value, word, (*at, str(name)))
    elif isinstance(data, (list, tuple)):
        for number, value in enumerate(data):
            yield from _uses(value, word, (*at, str(number)))
    elif isinstance(data, str) and word.search(data):
        yield ".".join(at)


def _of_flow(plan: Plan, flow: FlowPlan) -> Iterator[Formula]:
    for step in (flow.opening, *flow.steps.values()):
        for name, rule in step.proposes:
            yield from _formula(plan, flow, step, "proposes", name, rule)
        for name, rule in step.sets:
            yield from _formula(plan, flow, step, "sets", name, rule)
        if step.guard:
            yield from _formula(plan, flow, step, "guard", None, step.guard)
        for scored in step.scoring:
            yield from _formula(plan, flow, step, "points", None, scored.points, scored.rule.id)


def _formula(
    plan: Plan,
    flow: FlowPlan,
    step: Step,
    sort: Sort,
    name: str | None,
    rule: Rule,
    of: str = "",
) -> Iterator[Formula]:
    profile = plan.profile
    tables = {one.partition(".")[0] for one in rule.functions} & {*profile.tables}
    reads = dict.fromkeys(one.removeprefix(KNOWN) for one in sorted(rule.names))
    params = {one.removeprefix(PARAMS) for one in reads if one.startswith(PARAMS)}
    fields = tuple(one for one in reads if not one.startswith(PARAMS))
    functions = {one.partition(".")[0] for one in rule.functions}
    if not fields or not all(_may_be_made_up(plan, one) for one in fields):
        return
    if not functions <= {*profile.tables}:
        return  # asks of people, entries or days
    tail = {"guard": "when", "points": f"scoring.{of}"}.get(sort, f"{sort}.{name}")
    yield Formula(
        f"{step.action.address}.{tail}",
        sort,
        flow.flow.title,
        step.action.title,
        name,
        rule.source,
        tuple(sorted(fields, key=list(profile.fields).index)),
        frozenset(params),
        frozenset(tables),
        rule,
    )


def _may_be_made_up(plan: Plan, name: str) -> bool:
    """Tell whether a rule's name is a field whose value somebody can simply write."""
    found = plan.profile.fields.get(name)
    if found is None or name in plan.instants:
        return False
    return found.schema.get("type") != "array" and "format" not in found.schema


@dataclass(frozen=True, slots=True)
class _Release:
    """A profile that is told apart by its hash."""

    profile: Profile

    def __eq__(self, other: object) -> bool:
        """Be the same release."""
        return isinstance(other, _Release) and self.profile.hash == other.profile.hash

    def __hash__(self) -> int:
        """Tell releases apart."""
        return hash(self.profile.hash)


@lru_cache(maxsize=_KEPT)
def _plan(release: _Release) -> Plan:
    return compile_plan(release.profile)
