"""Whether a rule says the same as another, and if not, for which input it differs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from xiangyue.diff.cases import MOST, Case, Domain, cases
from xiangyue.diff.change import Spread
from xiangyue.diff.schemas import choices
from xiangyue.errors import BadInput
from xiangyue.flow import PARAMS, environment
from xiangyue.flow.names import OF_POINTS
from xiangyue.profile import Branch, Profile
from xiangyue.rules import Environment, Function, Interval, Kind, Rule, RuleFailure, compile_rule
from xiangyue.rules.tree import Node

REFUSED: Final = None
"""What a rule gives that fails, and a condition that does not hold: the action is refused."""

NORMAL: Final = "normal"

LEVELS: Final = ("I", "II", "III", "IV")

_STEPS: Final = 200  # multiples that are tried one by one


def _held(roles: Mapping[tuple[str, str], bool], member: str, role: str) -> bool:
    return roles.get((member, role), False)


_HAS_ROLE: Final = Function(
    "has_role", (Kind.STRING, Kind.STRING), Kind.BOOLEAN, _held, member=True, needs_context=True
)


@dataclass(frozen=True, slots=True)
class Question:
    """Rules of one side, and what they answer together; those with one ``key`` say the same."""

    key: Any
    rules: tuple[Rule, ...]
    answer: Callable[[Case], Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the new compares with the old, with an input that shows it where one is known."""

    spread: Spread
    case: Case | None = None
    before: Any = REFUSED
    after: Any = REFUSED


SAME: Final = Verdict("same")
UNKNOWN: Final = Verdict("other")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where rules are judged: fields that are surely known by then, and the task's states."""

    needed: frozenset[str] = frozenset()
    states: tuple[str, ...] = ()


class Side:
    """One of the two profiles, as its rules see it."""

    def __init__(self, profile: Profile) -> None:
        """Declare its names; who holds a role is for the cases to say."""
        self.profile = profile
        try:
            own = environment(profile)
        except BadInput:
            own = Environment({})
        functions = (f for f in own.functions if f.name != _HAS_ROLE.name)
        self.environment = Environment(own.names, (_HAS_ROLE, *functions))

    def compiled(self, source: str, kind: Kind) -> Rule | None:
        """Return a rule, or None where it is none: the linter says why."""
        try:
            return compile_rule(source, self.environment, kind)
        except BadInput:
            return None

    def condition(self, source: str | None) -> Question | None:
        """Ask whether a condition holds; one that is left out always does."""
        if source is None:
            return Question(None, (), lambda _: True)
        rule = self.compiled(source, Kind.BOOLEAN)
        if rule is None:
            return None
        return Question(_shape(rule), (rule,), lambda case: _answer(rule, case) or REFUSED)

    def value(self, source: str, kind: Kind) -> Question | None:
        """Ask what a rule gives."""
        rule = self.compiled(source, kind)
        if rule is None:
            return None
        return Question(_shape(rule), (rule,), lambda case: _answer(rule, case))

    def way(self, branches: Sequence[Branch], stay: str) -> Question | None:
        """Ask where an action leads; ``stay`` stands for the state in which the task is."""
        rules = [self.compiled(b.when, Kind.BOOLEAN) if b.when else None for b in branches]
        if any(b.when and not rule for b, rule in zip(branches, rules, strict=True)):
            return None

        def answer(case: Case) -> str | None:
            for branch, rule in zip(branches, rules, strict=True):
                holds = _answer(rule, case) if rule else True
                if holds is REFUSED:
                    break
                if holds:
                    return branch.to or stay
            return REFUSED

        key = tuple(
            (branch.to or stay, rule and _shape(rule))
            for branch, rule in zip(branches, rules, strict=True)
        )
        return Question(key, tuple(rule for rule in rules if rule), answer)


class Judge:
    """Compares the rules of two profiles."""

    def __init__(self, old: Profile, new: Profile) -> None:
        """Look at both sides."""
        self.old = Side(old)
        self.new = Side(new)

    def compare(self, old: Question | None, new: Question | None, setting: Setting) -> Verdict:
        """Compare what the two sides answer for all inputs that both of them know."""
        if old is None or new is None:
            return UNKNOWN
        if old.key == new.key:
            return SAME
        rules = (*old.rules, *new.rules)
        if any(function.name in rule.functions for function in OF_POINTS for rule in rules):
            return UNKNOWN  # who has how many points is told by no case
        kinds, others = self.old.environment.names, self.new.environment.names
        read = {name for rule in rules for name in rule.names}
        if any(kinds[name] != others[name] for name in read & kinds.keys() & others.keys()):
            return UNKNOWN
        inputs = cases(rules, {**kinds, **others}, lambda name: self._domain(name, setting))
        return UNKNOWN if inputs is None else _verdict(old, new, inputs)

    def _domain(self, name: str, setting: Setting) -> Domain:
        """Return what a name can be on both sides."""
        if name.startswith(PARAMS):
            param = name.removeprefix(PARAMS)
            return _common([s.profile.params[param].schema for s in self._with("params", param)])
        if sides := self._with("fields", name):
            schemas = [side.profile.fields[name].schema for side in sides]
            return replace(_common(schemas), absent=name not in setting.needed)
        if name == "mode":
            modes = [side.profile.document.get("modes", {}) for side in (self.old, self.new)]
            both = [mode for mode in modes[1] if mode in modes[0] and mode != NORMAL]
            return Domain((NORMAL, *both))
        if name == "response_level":
            return Domain(("", *LEVELS))
        if name == "task.state":
            return Domain(setting.states)
        if name == "task.days_late":
            return Domain(span=Interval(Kind.INTEGER, 0))
        return Domain(absent=name == "assignee")

    def _with(self, room: str, name: str) -> list[Side]:
        return [side for side in (self.old, self.new) if name in getattr(side.profile, room)]


def _common(schemas: Sequence[Mapping[str, Any]]) -> Domain:
    """Return the values that all of one or two schemas accept."""
    some = [found for found in map(choices, schemas) if found is not None]
    if some:
        return Domain(tuple(value for value in some[-1] if all(value in found for found in some)))
    low = max((schema["minimum"] for schema in schemas if "minimum" in schema), default=None)
    high = min((schema["maximum"] for schema in schemas if "maximum" in schema), default=None)
    step = math.lcm(*(schema.get("multipleOf", 1) for schema in schemas))
    if step > 1 and low is not None and high is not None and high - low <= step * _STEPS:
        first, last = math.ceil(low / step), math.floor(high / step)
        return Domain(tuple(n * step for n in range(first, last + 1)))
    return Domain(span=Interval(Kind.NUMBER, low, high))


def _verdict(old: Question, new: Question, inputs: Iterable[Case]) -> Verdict:
    """Ask both sides about every input until it is clear how they differ."""
    found: dict[Spread, Verdict] = {}
    tried = 0
    for tried, case in enumerate(inputs, 1):
        before, after = old.answer(case), new.answer(case)
        if before != after:
            kind: Spread = (
                "wider" if before is REFUSED else "narrower" if after is REFUSED else "other"
            )
            found.setdefault(kind, Verdict("other", case, before, after))
        if len(found) > 1 or "other" in found or tried == MOST:
            return next(reversed(found.values()), UNKNOWN)
    if not tried:
        return UNKNOWN
    return next((replace(verdict, spread=kind) for kind, verdict in found.items()), SAME)


def _answer(rule: Rule, case: Case) -> Any:
    try:
        return rule.evaluate(case.values, case.roles)
    except RuleFailure:
        return REFUSED


def _shape(rule: Rule) -> Any:
    """Return what a rule says, whatever its spaces and brackets."""

    def shape(node: Node) -> Any:
        return node.what, node.value, node.type, tuple(map(shape, node.parts))

    return shape(rule.tree)
