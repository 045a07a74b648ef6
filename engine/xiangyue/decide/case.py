"""One command before its judge: what is known, what was found, and the reasons so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xiangyue.decide.retention import gone_at
from xiangyue.decide.scope import Scope, plain
from xiangyue.flow import FlowPlan, Plan, Step
from xiangyue.gate import Asking
from xiangyue.profile import RECEIVER
from xiangyue.rules import Rule, RuleFailure
from xiangyue.text import Text
from xiangyue.time.clock import to_wall, zone
from xiangyue.values import (
    CATEGORY,
    Command,
    Facts,
    Hold,
    Planned,
    Posting,
    Reason,
    Standing,
    Task,
    replace,
)


class Case:
    """The working record of one decision; it lives only while ``decide`` runs."""

    __slots__ = (
        "asking",
        "at",
        "command",
        "computed",
        "context",
        "data",
        "facts",
        "flow",
        "hold",
        "interventions",
        "notes",
        "plan",
        "planned",
        "points",
        "reasons",
        "right",
        "scope",
        "step",
        "task",
        "way",
    )

    def __init__(self, plan: Plan, task: Task | None, command: Command, facts: Facts) -> None:
        """Lay the command before the flow and action that it names; both exist."""
        self.plan = plan
        self.task = task
        self.command = command
        self.facts = facts
        self.flow: FlowPlan = plan.flows[task.flow if task else command.flow or ""]
        self.step: Step = self.flow.step(command.action) if task else self.flow.opening
        self.at = facts.now if command.occurred_at is None else command.occurred_at
        given: Mapping[str, Any] = command.data
        if not given.keys() <= self.step.accepts:
            given = {name: value for name, value in given.items() if name in self.step.accepts}
        self.data: dict[str, Any] = {**task.data, **given} if task else dict(given)
        if command.category is not None:
            self.data[CATEGORY] = command.category
        self.scope = Scope(plan, facts, task, self.data, _people(task, command), self.at)
        self.context = facts if self.at == facts.now else replace(facts, now=self.at)
        self.reasons: list[Reason] = []
        self.notes: list[Reason] = []
        self.right: Standing | None = None
        self.computed: Mapping[str, Any] | None = None
        self.way: str | None = None
        self.hold: Hold | None = None
        self.interventions: tuple[Planned, ...] = ()
        self.points: tuple[Posting, ...] = ()
        self.planned: tuple[Planned, ...] = ()
        self.asking: Asking | None = None

    def refuse(self, code: str, **values: Any) -> None:
        """Add a reason; judging goes on, so that all of them are found."""
        self.reasons.append(Reason(code, values))

    @property
    def stands(self) -> bool:
        """Whether it is known what the command would do, refused or not."""
        return self.computed is not None

    @property
    def values(self) -> Mapping[str, Any]:
        """What was given and computed."""
        return {**self.command.data, **self.computed} if self.computed else self.command.data

    @property
    def unit(self) -> str:
        """The unit that the task is about."""
        return self.task.unit if self.task else self.command.unit or self.command.community

    @property
    def task_id(self) -> str:
        """The id of the task; one that is made here is none that a caller could give."""
        return self.task.id if self.task else self.command.task or f"_{self.facts.seq}"

    def holds(self, rule: Rule, address: str) -> Any:
        """Return what a rule says; None, with a reason, where that cannot be told."""
        try:
            return rule.evaluate(self.scope, self.context)
        except RuleFailure as failure:
            name = failure.values.get("name")
            if failure.code == "rule-missing-value" and name in self.plan.profile.fields:
                self.miss([str(name)])
            else:
                # What went wrong may quote the values, and a reason is kept in the open.
                personal = not self.plan.private.isdisjoint(rule.names)
                detail = failure.code if personal else failure.text()
                self.refuse("rule-failed", rule=address, detail=detail)
            return None

    def told(self, rule: Rule) -> Any:
        """Return what a rule says; None, without a reason, where that cannot be told."""
        try:
            return rule.evaluate(self.scope, self.context)
        except RuleFailure:
            return None

    def miss(self, fields: list[str]) -> None:
        """Say which fields are still needed; each only once."""
        said = {f for r in self.reasons if r.code == "needs" for f in r.values["fields"]}
        new = [f for f in fields if f not in said]
        if new:
            self.refuse("needs", fields=new, titles=[self.title(f) for f in new])

    def stored(self, field: str, value: Any) -> Any:
        """Return what a rule gives as the field keeps it: of an instant, a date field the day."""
        if self.plan.instants.get(field) and isinstance(value, datetime):
            return to_wall(value, zone(self.plan.profile.calendar.timezone)).date().isoformat()
        return plain(value)

    def asked_now(self, field: str) -> bool:
        """Tell whether the mode that counts lets a field be asked."""
        modes = self.plan.only_in.get(field)
        return modes is None or self.facts.told_in.partition(":")[0] in modes

    def may_be_given(self, field: str) -> bool:
        """Tell whether a field can be given: also in a task that was opened in such a mode.

        What was begun for somebody's life is brought to its end. Once the values are destroyed that
        were asked only because of the mode, nobody gives new ones.
        """
        modes = self.plan.only_in.get(field)
        if modes is None or self.asked_now(field):
            return True
        return self.facts.opened_in in modes and not self._gone(field)

    def _gone(self, field: str) -> bool:
        ends = gone_at(self.task, self.plan.profile.fields[field].keep)
        return bool(ends) and max(ends) <= self.facts.now

    def title(self, field: str) -> Text:
        """Return what people call a field."""
        return self.plan.profile.fields[field].title

    def person(self, who: str) -> str | None:
        """Return the member, or the role as ``role:id``, that the profile's word stands for."""
        if who == RECEIVER:
            category = self.plan.profile.categories.get(self.data.get(CATEGORY, ""))
            return f"role:{category.to}" if category and category.to else None
        if who in self.scope:
            return str(self.scope[who])
        if who in self.plan.profile.roles:
            return f"role:{who}"
        try:
            return str(self.scope[who])
        except KeyError:
            return None


def _people(task: Task | None, command: Command) -> dict[str, Any]:
    if task is None:
        return {"actor": command.principal, "opener": command.principal}
    people: dict[str, Any] = {"actor": command.principal, "opener": task.opener}
    if task.assignee:
        people["assignee"] = task.assignee
    return people
