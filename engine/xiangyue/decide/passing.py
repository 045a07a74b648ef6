"""From a case to the gate and back: what limits are shown of it, and what they leave of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from xiangyue.asks import Answers, Ask, Datum, subject_of
from xiangyue.decide.case import Case
from xiangyue.decide.holding import asks_of_hold
from xiangyue.decide.ledger import asks_of_points
from xiangyue.decide.planning import as_interventions
from xiangyue.flow import Plan, Step
from xiangyue.frozen import frozen
from xiangyue.gate import Asking, Before, Gate, asks_of, each, is_asked, review, together
from xiangyue.limit import Circumstances, Intervention
from xiangyue.time.clock import from_micros
from xiangyue.values import (
    SYSTEM,
    TIERS,
    TITLE,
    Command,
    Facts,
    Member,
    Planned,
    Posting,
    Reason,
    Ruling,
    Standing,
    Task,
    replace,
)

_COMMUNITY = TIERS["community"]


class Passed(NamedTuple):
    """What of a case got through the gate.

    ``filled`` are the values that were held already, ``waits`` the reasons of a deferral, and
    ``failing`` how often each binding has now broken in a row, where that has changed.
    """

    interventions: tuple[Planned, ...]
    postings: tuple[Posting, ...]
    filled: Mapping[str, Any] = {}
    waits: tuple[Reason, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    until: int | None = None
    failing: Mapping[str, int] = {}


def questions(case: Case, gate: Gate) -> frozenset[Ask]:
    """Return what must be known of the past before the case can be ended."""
    if not case.stands or not (gate or case.points or case.hold):
        return frozenset()
    asks = {*asks_of_hold(case), *(asks_of_points(case) if case.points else ())}
    if gate:
        planned = (*case.interventions, *as_interventions(case, case.points))
        case.planned = tuple(each(planned)) if "message" in gate.bound else planned
        case.asking = _asking(case)
        asks.update(asks_of(gate, case.planned, case.facts.modes, case.asking))
    return frozenset(asks)


def pass_gate(case: Case, gate: Gate, answers: Answers, after: Task | None) -> Passed:
    """Let what a case would set off pass the limits; reasons and notes are added to it."""
    if after is None or case.asking is None:
        return Passed(case.interventions, case.points)
    modes, opening = case.facts.modes, case.task is None
    if not any(gate.holding(one.kind, modes, opening) for one in case.planned):
        return Passed(case.interventions, case.points)
    reviewed = review(gate, case.planned, _before(case, gate, answers, after, case.asking))
    # What is refused anyway must not be a way to suspend a limit.
    failing = {} if case.reasons else reviewed.failing
    case.notes.extend(reviewed.notes)
    waits = reviewed.reasons if reviewed.until is not None and not case.reasons else ()
    if reviewed.denied:
        case.reasons.extend(reviewed.reasons)
        waits = ()
    interventions: list[Planned] = []
    postings, asked = [], []
    for one in reviewed.interventions:
        if one.kind == "score":
            posting, amount = case.points[one.detail["posting"]], one.detail["points"]
            if amount or not posting.amount:
                postings.append(replace(posting, amount=amount))
        elif is_asked(one):
            asked.append(one)
        else:
            interventions.append(_sourced(case, one, answers))
    if asked:
        for ask in (one for one in case.interventions if one.kind == "ask"):
            interventions += together(ask, asked)
    return Passed(
        interventions=tuple(interventions),
        postings=tuple(postings),
        filled=_filled(case, interventions, answers),
        waits=waits,
        rulings=reviewed.rulings,
        until=reviewed.until,
        failing=failing,
    )


def _asking(case: Case) -> Asking:
    profile, facts, opening = case.plan.profile, case.facts, case.task is None
    timezone = profile.calendar.timezone
    return Asking(profile.fields, facts.now, timezone, case.task_id, case.unit, opening=opening)


def _before(case: Case, gate: Gate, answers: Answers, after: Task, asking: Asking) -> Before:
    apart = case.plan.private
    new = {name: case.facts.seq for name in after.data if name in apart}
    task = replace(after, private={**new, **after.private}) if new else after
    turn = Turn(case.plan, case.step, case.command, case.facts, task, case.right)
    return turn.before(gate, answers, asking, opening=case.task is None)


class Turn(NamedTuple):
    """Whose turn it is at the gate: a command, the task it leaves, and in what right."""

    plan: Plan
    step: Step
    command: Command
    facts: Facts
    task: Task
    standing: Standing | None

    def before(self, gate: Gate, answers: Answers, asking: Asking, *, opening: bool) -> Before:
        """Return what all reviews of the command share; personal values are not shown."""
        command, facts, task = self.command, self.facts, self.task
        private, now = self.plan.private, from_micros(self.facts.now)
        shown = {n: value for n, value in task.data.items() if n not in private and n != TITLE}
        mode, _, level = facts.mode.partition(":")
        circumstances = Circumstances(
            intervention=Intervention("assign", None, "", False, {}, now),
            now=now,
            mode=mode,
            response_level=level,
            flow=task.flow,
            action=command.action,
            actor=command.principal,
            source=command.source,
            by_system=command.actor == SYSTEM,
            opening=opening,
            standing=self.standing,
            from_above=self._from_above(),
            tiers=tuple(facts.line.values()),
            task=replace(task, data=frozen(shown), private=MappingProxyType(dict(task.private))),
            chars=MappingProxyType(_chars(command)),
            member=None,
            named=MappingProxyType(_named(facts, task)),
            params=facts.params,
            calendar=self.plan.profile.calendar,
            profile=gate.document,
        )
        declared, members, given = self.step.declared, facts.members, command.data
        return Before(
            circumstances, declared, members, facts, answers, asking, self.standing, given
        )

    def _from_above(self) -> bool:
        """Tell whether the actor stands above the community."""
        tier = self.facts.line.get(self.standing.unit) if self.standing else None
        return tier is not None and tier < _COMMUNITY


def _named(facts: Facts, task: Task) -> dict[str, Member]:
    """Return the members whom the task's fields name, as far as they were looked up."""
    return {
        name: facts.members[value]
        for name, value in task.data.items()
        if type(value) is str and value in facts.members
    }


def _chars(command: Command) -> dict[str, int]:
    """Return how long the texts are that the command gives."""
    texts = {**command.data, "title": command.title, "note": command.note}
    return {name: len(text) for name, text in texts.items() if isinstance(text, str)}


def _sourced(case: Case, planned: Planned, answers: Answers) -> Planned:
    """Return a collect that says from which task, and from when, each datum is that it fills in."""
    names = planned.detail.get("confirm")
    if not names:
        return planned
    held = {name: _held(case, planned, name, answers) for name in names}
    told = {name: {"task": d.task, "at": d.at} for name, d in held.items() if d is not None}
    return replace(planned, detail={**planned.detail, "confirm": told})


def _filled(case: Case, planned: list[Planned], answers: Answers) -> dict[str, Any]:
    """Return the values of data that are held and need only be confirmed."""
    return {
        name: datum.value
        for one in planned
        for name in one.detail.get("confirm", ())
        if case.data.get(name) is None and (datum := _held(case, one, name, answers)) is not None
    }


def _held(case: Case, planned: Planned, name: str, answers: Answers) -> Datum | None:
    about = case.plan.profile.fields[name].about
    subject = subject_of(about, case.unit if about == "unit" else planned.to or "")
    for ask, found in answers.items():
        if ask.what == "held" and ask.subject == subject and name in found:
            datum: Datum = found[name]
            return datum
    return None
