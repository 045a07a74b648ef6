"""What of a profile its scenarios have seen: states, actions, guards, rows of tables, limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any

from xiangyue.flow import FlowPlan, Plan, Step, change_path, compile_afresh
from xiangyue.limit import Limit
from xiangyue.profile import Action, Flow, Profile
from xiangyue.rules import DecisionTable, Hit, Rule
from xiangyue.study.seen import ALL, TABLES, Seen
from xiangyue.values import OPEN, Decision


@dataclass(frozen=True, slots=True)
class Covered:
    """How many there are, how many were seen, and the addresses of the others."""

    covered: int
    total: int
    missing: tuple[str, ...]

    def __str__(self) -> str:
        """Read as a fraction."""
        return f"{self.covered}/{self.total}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"covered": self.covered, "total": self.total, "missing": list(self.missing)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a profile was seen.

    A state is covered once a task was in it, an action once it was done, and a row once a rule
    read it. A guard, which is any ``when`` of an action, a way or a scoring rule, is covered once
    it was seen to hold and not to hold; ``ADDRESS = false`` says that only the latter is missing.
    A limit is seen once it has said anything but yes. That is for information: a limit that never
    does so leaves nothing incomplete.
    """

    states: Covered
    actions: Covered
    guards: Covered
    rows: Covered
    limits: Covered

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """The addresses of all that was not seen, limits apart."""
        parts = (self.states, self.actions, self.guards, self.rows)
        return tuple(address for part in parts for address in part.missing)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {part.name: getattr(self, part.name).as_dict() for part in fields(self)}


class Watch:
    """Watches a profile at work: it compiles one whose rules and tables tell what they answer."""

    def __init__(self, profile: Profile, limits: Mapping[str, Limit]) -> None:
        """Begin having seen nothing; ``limits`` are those that are installed."""
        self._profile = profile
        self._limits = limits
        path = change_path(profile)
        self._of_rules = path.flow if path else None
        self._all = Seen()
        self._now = self._all

    @contextmanager
    def apart(self) -> Iterator[Seen]:
        """Note what one play shows and reads, apart and with all the rest."""
        self._now = Seen()
        try:
            yield self._now
        finally:
            self.add(self._now)
            self._now = self._all

    def add(self, seen: Seen) -> None:
        """Count what was seen earlier, too."""
        self._all.add(seen)

    def read(self, address: str) -> None:
        """Note that a param, a table or all of the profile is read."""
        self._now.read.add(address)

    def compile(self, profile: Profile) -> Plan:
        """Compile a profile so that it is watched; whoever runs it unwatched pays nothing."""
        tables = {name: self._table(table) for name, table in profile.tables.items()}
        plan = compile_afresh(replace(profile, tables=tables))
        return replace(plan, flows={name: self._flow(flow) for name, flow in plan.flows.items()})

    def note(self, decision: Decision) -> None:
        """Remember what a decision did, and which limits said what of it."""
        if decision.flow == self._of_rules:
            self.read(ALL)  # a change of the rules is held against all of them
        self._now.spoken.update(f"limits.{ruling.limit}" for ruling in decision.rulings)
        if decision:
            at = f"flows.{decision.flow}"
            action = decision.command.action
            opened = decision.before is None and action == OPEN
            self._now.actions.add(f"{at}.open" if opened else f"{at}.actions.{action}")
            self._now.states.add(f"{at}.states.{decision.after}")

    def coverage(self) -> Coverage:
        """Return what has been seen until now."""
        flows = self._profile.flows.values()
        actions = [(flow, action) for flow in flows for action in _actions(flow)]
        guards = [*_guards(self._profile)]
        tables = self._profile.tables.items()
        return Coverage(
            states=_count(
                [f"flows.{f.id}.states.{s}" for f in flows for s in f.states], self._all.states
            ),
            actions=_count([action.address for _, action in actions], self._all.actions),
            guards=self._judged(guards),
            rows=_count(
                [_row(t, n) for t, table in tables for n in range(len(table.rows))], self._all.rows
            ),
            limits=_count([*_reviewing(self._profile, self._limits)], self._all.spoken),
        )

    def _judged(self, guards: list[str]) -> Covered:
        answers = self._all.answers
        unseen = {
            guard: [a for a in (True, False) if (guard, a) not in answers] for guard in guards
        }
        missing = [
            f"{guard} = {str(answer).lower()}" for guard in guards for answer in unseen[guard]
        ]
        return Covered(sum(not answers for answers in unseen.values()), len(guards), tuple(missing))

    def _saw_hit(self, table: str, hit: Hit) -> None:
        self._now.rows.update(_row(table, number) for number in hit.rows)

    def _saw_answer(self, address: str, answer: Any) -> None:
        self._now.answers.add((address, answer))

    def _table(self, table: DecisionTable) -> DecisionTable:
        return _WatchedTable(**_parts(table), asked=self.read, tell=self._saw_hit)

    def _flow(self, flow: FlowPlan) -> FlowPlan:
        steps = {name: self._step(step) for name, step in flow.steps.items()}
        calls = {name: self._step(step) for name, step in flow.calls.items()}
        return replace(flow, opening=self._step(flow.opening), steps=steps, calls=calls)

    def _step(self, step: Step) -> Step:
        at = step.action.address
        return replace(
            step,
            guard=self._rule(step.guard, f"{at}.when"),
            branches=tuple(
                (to, self._rule(rule, f"{at}.to.{n}.when"))
                for n, (to, rule) in enumerate(step.branches)
            ),
            proposes=tuple((name, _afresh(rule)) for name, rule in step.proposes),
            sets=tuple((name, _afresh(rule)) for name, rule in step.sets),
            scoring=tuple(
                scored._replace(
                    when=self._rule(scored.when, f"scoring.{scored.rule.id}.when"),
                    points=_afresh(scored.points),
                )
                for scored in step.scoring
            ),
        )

    def _rule(self, rule: Rule | None, address: str) -> Rule | None:
        if rule is None:
            return None
        return _WatchedRule(**_parts(_afresh(rule)), address=address, tell=self._saw_answer)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _WatchedRule(Rule):
    """A rule that tells what it answers."""

    address: str
    tell: Callable[[str, Any], None]

    def evaluate(self, values: Mapping[str, Any], context: object = None) -> Any:
        """Answer as the rule does."""
        answer = Rule.evaluate(self, values, context)
        self.tell(self.address, answer)
        return answer


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _WatchedTable(DecisionTable):
    """A table that tells which rows it answers with."""

    asked: Callable[[str], None]
    tell: Callable[[str, Hit], None]

    def lookup(self, *values: Any) -> Hit:
        """Answer as the table does."""
        self.asked(f"{TABLES}{self.id}")
        hit = DecisionTable.lookup(self, *values)
        self.tell(self.id, hit)
        return hit


def _afresh(rule: Rule) -> Rule:
    """Return a rule that remembers no answers, so that each play is seen to look things up."""
    return replace(rule, remembered=None)


def _parts(value: Any) -> dict[str, Any]:
    return {part.name: getattr(value, part.name) for part in fields(value)}


def _actions(flow: Flow) -> tuple[Action, ...]:
    return (flow.opening, *flow.actions.values())


def _guards(profile: Profile) -> Iterator[str]:
    for flow in profile.flows.values():
        for action in _actions(flow):
            if action.when is not None:
                yield f"{action.address}.when"
            for n, branch in enumerate(action.branches):
                if branch.when is not None:
                    yield f"{action.address}.to.{n}.when"
    yield from (f"scoring.{rule.id}.when" for rule in profile.scoring.values() if rule.when)


def _reviewing(profile: Profile, limits: Mapping[str, Limit]) -> Iterator[str]:
    """Yield the limits that review what happens; others only judge profiles."""
    for binding in profile.limits.values():
        limit = limits.get(binding.limit)
        if binding.stance != "lifted" and limit is not None and limit.kinds:
            yield f"limits.{binding.id}"


def _row(table: str, number: int) -> str:
    return f"tables.{table}.rows.{number}"


def _count(addresses: list[str], seen: set[str]) -> Covered:
    missing = tuple(address for address in addresses if address not in seen)
    return Covered(len(addresses) - len(missing), len(addresses), missing)
