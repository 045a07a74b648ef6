"""Every rule of a profile: where it stands, what it must give, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xiangyue.flow import KNOWN, PARAMS, TAKEN, environment, kind_of
from xiangyue.profile import Action, Flow, Node, Profile
from xiangyue.rules import Kind, Rule, RuleError, compile_rule
from xiangyue.rules.kinds import usable
from xiangyue.values import OPEN

Steps = tuple[str | int, ...]

ALLOWED = "assignee"
"""The one name of the context that a field may have: it says who the person responsible is."""


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as it is written; ``rule`` is None where ``error`` says why it is none.

    ``gives`` are the fields that its action accepts or has worked out before the rule is judged.
    """

    path: Steps
    source: str
    kind: Kind
    flow: Flow | None
    action: Action | None
    gives: frozenset[str]
    rule: Rule | None = None
    error: RuleError | None = None


def written(profile: Profile, root: Node) -> Iterator[Written]:
    """Yield every rule of a profile; none is compiled yet."""
    for flow in profile.flows.values():
        for action in (flow.opening, *flow.actions.values()):
            yield from _of_action(profile, flow, action, root)
    for scoring in profile.scoring.values():
        of = profile.flows.get(scoring.flow)
        step = step_of(of, scoring.action)
        gives = _given(step) | step.sets.keys() if step else frozenset()
        at: Steps = ("scoring", scoring.id)
        if scoring.when is not None:
            yield Written((*at, "when"), scoring.when, Kind.BOOLEAN, of, step, gives)
        yield Written((*at, "points"), scoring.points, Kind.NUMBER, of, step, gives)
        if scoring.group is not None:
            yield Written((*at, "class"), scoring.group, Kind.STRING, of, step, gives)


def compiled(rules: Iterable[Written], sound: Profile) -> Iterator[Written]:
    """Yield rules compiled with what is sound of their profile, or with what is wrong."""
    names = environment(sound)
    for rule in rules:
        try:
            yield replace(rule, rule=compile_rule(rule.source, names, rule.kind))
        except RuleError as error:
            yield replace(rule, error=error)


def step_of(flow: Flow | None, action: str) -> Action | None:
    """Return a flow's action by its name, or its opening; None where there is none."""
    if flow is None:
        return None
    return flow.opening if action == OPEN else flow.actions.get(action)


def readable(profile: Profile) -> Profile:
    """Leave out what rules cannot name, so that the rest can be judged."""
    return replace(
        profile,
        fields={k: v for k, v in profile.fields.items() if may_be_read(k)},
        params={k: v for k, v in profile.params.items() if usable(PARAMS + k)},
        tables={k: v for k, v in profile.tables.items() if _may_be_called(k, v.outputs)},
    )


def may_be_read(field: str) -> bool:
    """Tell whether rules can name a field of this name."""
    return field not in TAKEN and usable(field) and usable(KNOWN + field)


def _may_be_called(table: str, outputs: Iterable[str]) -> bool:
    names = (f"{table}.{output}" for output in outputs)
    return table not in (*TAKEN, ALLOWED) and all(usable(name, function=True) for name in names)


def _of_action(profile: Profile, flow: Flow, action: Action, root: Node) -> Iterator[Written]:
    at: Steps = tuple(action.address.split("."))
    done = _given(action)
    if action.when is not None:
        whole = root.get(*at, "when", "rule") is None
        path = (*at, "when") if whole else (*at, "when", "rule")
        yield Written(path, action.when, Kind.BOOLEAN, flow, action, done)
    for key, computed in (("proposes", action.proposes), ("sets", action.sets)):
        for field, source in computed.items():
            if field in profile.fields:
                kind = kind_of(profile.fields[field].schema)
                yield Written((*at, key, field), source, kind, flow, action, done)
            done |= {field}
    for n, branch in enumerate(action.branches):
        if branch.when is not None:
            yield Written((*at, "to", n, "when"), branch.when, Kind.BOOLEAN, flow, action, done)


def _given(action: Action) -> frozenset[str]:
    return frozenset((*action.needs, *action.asks, *action.proposes))
