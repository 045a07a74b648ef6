"""A profile compiled for running: rules, checks and one shared machine a flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from xiangyue.errands import DISTRIBUTE
from xiangyue.flow.callout import CallOut, call_of
from xiangyue.flow.calls import calls_of
from xiangyue.flow.changes import Changing, attested, changing
from xiangyue.flow.check import Check, compile_check
from xiangyue.flow.machine import FlowMachine
from xiangyue.flow.names import (
    ACTOR,
    BALANCE,
    KNOWN,
    OUTSTANDING,
    PARAMS,
    PUBLISHED,
    environment,
    kind_of,
)
from xiangyue.frozen import frozen
from xiangyue.profile import Action, Field, Flow, Intervention, Profile, ScoringRule, at_any_time
from xiangyue.rules import Environment, Kind, Rule, compile_rule, keeping_out
from xiangyue.time.durations import Duration


class Scored(NamedTuple):
    """A scoring rule compiled: when it counts, how many points, and the class they are of."""

    rule: ScoringRule
    when: Rule | None
    points: Rule
    group: Rule | None


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its rules compiled; ``reads`` are the fields that judging it needs.

    ``apart`` are rules that the guard makes of ``actor``, one for each whom it keeps out.
    ``members``, ``units`` and ``entries`` are those that hold ids of members and of units, and
    numbers of ledger entries; ``balances`` is whether a rule asks for somebody's points, and
    ``published`` whether one asks when a list hung out.
    ``spreads`` are the fields that say beneath which units it is distributed, None for its own,
    ``outstanding`` is whether a rule asks how many communities are not ready with it.
    ``measures`` are fields that the engine fills in, each with what it measures.
    ``changing`` is what it does to a change of the rules, ``attests`` whether it says what the
    checks of one have found: then nobody takes it but the engine.
    ``declared`` is what the profile says of each intervention, by its address, frozen.
    """

    action: Action
    guard: Rule | None
    apart: tuple[Rule, ...]
    branches: tuple[tuple[str | None, Rule | None], ...]
    proposes: tuple[tuple[str, Rule], ...]
    sets: tuple[tuple[str, Rule], ...]
    accepts: frozenset[str]
    measures: tuple[tuple[str, str], ...]
    scoring: tuple[Scored, ...]
    reads: frozenset[str]
    members: frozenset[str]
    units: frozenset[str]
    entries: frozenset[str]
    balances: bool
    published: bool
    spreads: tuple[str | None, ...]
    outstanding: bool
    changing: Changing | None
    attests: bool
    declared: Mapping[str, Mapping[str, Any]]

    def rules(self) -> Iterator[Rule]:
        """Yield every rule in the order in which they are judged."""
        if self.guard:
            yield self.guard
        yield from (rule for _, rule in self.branches if rule)
        yield from (rule for _, rule in (*self.proposes, *self.sets))
        for scored in self.scoring:
            yield from (r for r in (scored.when, scored.points, scored.group) if r)


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """A flow with its actions compiled and its machine.

    ``calls`` are those that nobody takes but the engine: reminders, and the rungs of ladders;
    ``call`` is its call-out, if it has one. ``asked`` are the fields that it asks for or computes,
    and ``keeps`` says how long each is kept: of the profile's, where it asks for none.
    """

    flow: Flow
    opening: Step
    steps: Mapping[str, Step]
    calls: Mapping[str, Step]
    machine: FlowMachine
    call: CallOut | None
    asked: frozenset[str]
    keeps: Mapping[str, Duration]

    def step(self, name: str) -> Step:
        """Return an action of either kind; raises KeyError for an unknown one."""
        return self.steps[name] if name in self.steps else self.calls[name]


@dataclass(frozen=True, slots=True)
class Plan:
    """A profile compiled for running; made once a release and shared by all threads.

    ``instants`` are the fields and ``params.`` whose text means an instant; true where it is a day.
    ``about`` are the fields whose values are data of a person or unit, ``only_in`` those that are
    asked in some modes only, and ``visits`` the modes at whose end open tasks have to be told.
    """

    profile: Profile
    flows: Mapping[str, FlowPlan]
    checks: Mapping[str, Check]
    private: frozenset[str]
    instants: Mapping[str, bool]
    about: Mapping[str, str]
    only_in: Mapping[str, tuple[str, ...]]
    visits: frozenset[str]

    def keeping_apart(self, names: Iterable[str]) -> Plan:
        """Return the plan with what some task has kept apart as personal, though it asks as open.

        What came from another task stays as personal as it was there.
        """
        more = [name for name in names if name in self.checks and name not in self.private]
        return replace(self, private=self.private.union(more)) if more else self


_MOST = 256
_INSIDE_FLOW = 2
_compiled: dict[str, Plan] = {}


def compiled_plan(digest: str) -> Plan | None:
    """Return the plan of a profile that ``compile_plan`` was given before, by its content hash."""
    return _compiled.get(digest)


def compile_plan(profile: Profile) -> Plan:
    """Compile a profile that the linter has passed, once; raises RuleError where a rule is none."""
    plan = compiled_plan(profile.hash)
    if plan is None:
        plan = compile_afresh(profile)
        if len(_compiled) >= _MOST:
            _compiled.clear()
        _compiled[profile.hash] = plan
    return plan


def compile_afresh(profile: Profile) -> Plan:
    """Compile a profile without remembering it: one whose tables are watched, for instance."""
    names = environment(profile)
    return Plan(
        profile=profile,
        flows={flow.id: _flow(profile, flow, names) for flow in profile.flows.values()},
        checks={field.id: compile_check(field.schema) for field in profile.fields.values()},
        private=frozenset(f.id for f in profile.fields.values() if f.sensitivity != "none"),
        instants={
            prefix + part.id: part.schema["format"] == "date"
            for prefix, parts in (("", profile.fields), (PARAMS, profile.params))
            for part in parts.values()
            if kind_of(part.schema) is Kind.INSTANT
        },
        about={f.id: f.about for f in profile.fields.values() if f.about != "task"},
        only_in={f.id: f.only_in for f in profile.fields.values() if f.only_in},
        visits=frozenset(_visits(profile)),
    )


def _visits(profile: Profile) -> Iterator[str]:
    for mode in profile.modes.values():
        # A whole flow may be set too, and be paused in it.
        if any(name.startswith("flows") and _may_pause(name) for name in mode.set):
            yield mode.id
    for field in profile.fields.values():
        yield from field.only_in
    for flow in profile.flows.values():
        yield from flow.lasts.modes if flow.lasts else ()


def _may_pause(address: str) -> bool:
    return address.endswith(".paused") or address.count(".") < _INSIDE_FLOW


def _flow(profile: Profile, flow: Flow, names: Environment) -> FlowPlan:
    def compiled(actions: Mapping[str, Action]) -> dict[str, Step]:
        return {name: _step(profile, flow, action, names) for name, action in actions.items()}

    calls = calls_of(profile, flow)
    machine = FlowMachine(replace(flow, actions={**flow.actions, **calls}))
    opening = _step(profile, flow, flow.opening, names)
    steps, call, fields = compiled(flow.actions), call_of(profile, flow), profile.fields
    given = (n for step in (opening, *steps.values()) for n in (*step.accepts, *dict(step.sets)))
    asked = frozenset(name for name in given if name in fields)
    keeps = {name: fields[name].keep for name in sorted(asked or fields)}
    return FlowPlan(flow, opening, steps, compiled(calls), machine, call, asked, keeps)


def _step(profile: Profile, flow: Flow, action: Action, names: Environment) -> Step:
    def compiled(source: str | None, kind: Kind) -> Rule | None:
        return compile_rule(source, names, kind) if source is not None else None

    def computed(rules: Mapping[str, str]) -> tuple[tuple[str, Rule], ...]:
        return tuple(
            (field, compile_rule(source, names, kind_of(profile.fields[field].schema)))
            for field, source in rules.items()
        )

    guard = compiled(action.when, Kind.BOOLEAN)
    step = Step(
        action=action,
        guard=guard,
        apart=keeping_out(guard, ACTOR) if guard and ACTOR in guard.names else (),
        branches=tuple((b.to, compiled(b.when, Kind.BOOLEAN)) for b in action.branches),
        proposes=computed(action.proposes),
        sets=computed(action.sets),
        accepts=frozenset(
            name
            for name in (*action.needs, *action.asks, *action.proposes)
            if name not in profile.fields or not profile.fields[name].measure
        ),
        measures=tuple(
            (name, profile.fields[name].measure)
            for name in action.asks
            if name in profile.fields
            and (measure := profile.fields[name].measure)
            and (action is flow.opening or at_any_time(measure))
        ),
        scoring=tuple(
            Scored(
                rule,
                compiled(rule.when, Kind.BOOLEAN),
                compile_rule(rule.points, names, Kind.NUMBER),
                compiled(rule.group, Kind.STRING),
            )
            for rule in profile.scoring.values()
            if rule.flow == flow.id and rule.action == action.id
        ),
        reads=frozenset(),
        members=frozenset(),
        units=frozenset(),
        entries=frozenset(),
        balances=False,
        published=False,
        spreads=tuple(d.detail.get("to") for d in action.does if d.kind == DISTRIBUTE),
        outstanding=False,
        changing=changing(flow, action),
        attests=not attested(flow).isdisjoint((*action.needs, *action.asks, *action.proposes)),
        declared={does.address: frozen(does.detail) for does in action.does},
    )
    named = {name.removeprefix(KNOWN) for rule in step.rules() for name in rule.names}
    dues = (flow.due, *(state.due for state in flow.states.values()))
    return _with_reads(step, profile.fields, named, {d.field for d in dues if d and d.field})


def _with_reads(step: Step, fields: Mapping[str, Field], named: set[str], dues: set[str]) -> Step:
    people = {d.to for d in step.action.does if d.to} | {s.rule.to for s in step.scoring}
    told = {
        d.detail[key]
        for d in step.action.does
        for key in ("level", "until", "unless", "literacy", "enough", "wants", "unit")
        if key in d.detail
    }
    told |= {step.action.of} if step.action.of else set()
    lists = [d.detail.get("fields", ()) for d in step.action.does if d.kind == "publish"]
    shown = {name for one in lists for name in ((one,) if isinstance(one, str) else one)}
    told |= {name for d in step.action.does for name in _passed_on(d)}
    told |= {step.action.extend.until or ""} if step.action.extend else set()
    told |= {s.rule.corrects for s in step.scoring if s.rule.corrects}
    return replace(
        step,
        reads=frozenset((named | people | dues | told | {*step.action.needs}) & fields.keys()),
        members=_of_format("member", fields, step.accepts | named | people | shown),
        units=_of_format("unit", fields, step.accepts),
        entries=_of_format("entry", fields, step.accepts | named | told),
        outstanding=any(OUTSTANDING in rule.names for rule in step.rules()),
        balances=any(BALANCE in rule.functions for rule in step.rules()),
        published=any(PUBLISHED in rule.functions for rule in step.rules()),
    )


def _passed_on(does: Intervention) -> Iterator[str]:
    """Yield the fields that an errand reads: to whom it goes, and what is passed on."""
    if does.kind == DISTRIBUTE and "to" in does.detail:
        yield does.detail["to"]


def _of_format(form: str, fields: Mapping[str, Field], names: Iterable[str]) -> frozenset[str]:
    """Return the fields among these names whose value, or each item of it, has this format."""
    schemas = {name: fields[name].schema for name in names if name in fields}
    return frozenset(n for n, s in schemas.items() if s.get("items", s).get("format") == form)
