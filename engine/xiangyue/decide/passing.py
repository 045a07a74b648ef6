"""From a case to the gate and back: what limits are shown of it, and what they leave of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from xiangyue.asks import Answers, Ask, Datum, subject_of
from xiangyue.decide.case import Case
from xiangyue.decide.ledger import asks_of_points
from xiangyue.decide.planning import as_interventions
from xiangyue.frozen import frozen
from xiangyue.gate import Asking, Before, Gate, asks_of, review
from xiangyue.limit import Circumstances, Intervention
from xiangyue.time.clock import from_micros
from xiangyue.values import (
    SYSTEM,
    TIERS,
    TITLE,
    Member,
    Planned,
    Posting,
    Reason,
    Ruling,
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
    if not case.stands or not (gate or case.points):
        return frozenset()
    asks = set(asks_of_points(case)) if case.points else set()
    if gate:
        case.planned = (*case.interventions, *as_interventions(case, case.points))
        case.asking = _asking(case)
        asks.update(asks_of(gate, case.planned, case.facts.mode, case.asking))
    return frozenset(asks)


def pass_gate(case: Case, gate: Gate, answers: Answers, after: Task | None) -> Passed:
    """Let what a case would set off pass the limits; reasons and notes are added to it."""
    if after is None or case.asking is None or not case.planned:
        return Passed(case.interventions, case.points)
    if all(one.kind not in gate.bound for one in case.planned):
        return Passed(case.interventions, case.points)
    reviewed = review(gate, case.planned, _before(case, gate, answers, after, case.asking))
    # What is refused anyway must not be a way to suspend a limit.
    failing = {} if case.reasons else reviewed.failing
    case.notes.extend(reviewed.notes)
    waits = reviewed.reasons if reviewed.until is not None and not case.reasons else ()
    if reviewed.denied:
        case.reasons.extend(reviewed.reasons)
        waits = ()
    interventions, postings = [], []
    for one in reviewed.interventions:
        if one.kind == "score":
            posting, amount = case.points[one.detail["posting"]], one.detail["points"]
            if amount or not posting.amount:
                postings.append(replace(posting, amount=amount))
        else:
            interventions.append(_sourced(case, one, answers))
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
    profile = case.plan.profile
    timezone = profile.calendar.timezone
    return Asking(profile.fields, case.facts.now, timezone, case.task_id, case.unit)


def _before(case: Case, gate: Gate, answers: Answers, after: Task, asking: Asking) -> Before:
    """Return what all reviews of the case share; personal values are not shown."""
    private, facts, command = case.plan.private | {TITLE}, case.facts, case.command
    now = from_micros(facts.now)
    shown = {name: value for name, value in after.data.items() if name not in private}
    mode, _, level = facts.mode.partition(":")
    circumstances = Circumstances(
        intervention=Intervention("assign", None, "", False, {}, now),
        now=now,
        mode=mode,
        response_level=level,
        flow=after.flow,
        action=command.action,
        actor=command.principal,
        source=command.source,
        by_system=command.actor == SYSTEM,
        opening=case.task is None,
        standing=case.right,
        from_above=_from_above(case),
        tiers=tuple(facts.line.values()),
        task=replace(after, data=frozen(shown), private=MappingProxyType(_private(case, after))),
        chars=MappingProxyType(_chars(case)),
        member=None,
        named=MappingProxyType(_named(case, after)),
        params=facts.params,
        calendar=case.plan.profile.calendar,
        profile=gate.document,
    )
    declared = case.step.declared
    members = facts.members
    given = command.data
    return Before(circumstances, declared, members, facts, answers, asking, case.right, given)


def _private(case: Case, after: Task) -> dict[str, int]:
    """Return the names of the task's personal values, each with the entry that holds it."""
    new = {name: case.facts.seq for name in after.data if name in case.plan.private}
    return {**new, **after.private}


def _named(case: Case, after: Task) -> dict[str, Member]:
    """Return the members whom the task's fields name, as far as they were looked up."""
    members = case.facts.members
    return {
        name: members[value]
        for name, value in after.data.items()
        if type(value) is str and value in members
    }


def _chars(case: Case) -> dict[str, int]:
    """Return how long the texts are that the command gives."""
    command = case.command
    texts = {**command.data, "title": command.title, "note": command.note}
    return {name: len(text) for name, text in texts.items() if isinstance(text, str)}


def _from_above(case: Case) -> bool:
    """Tell whether the actor stands above the community."""
    right = case.right
    tier = case.facts.line.get(right.unit) if right else None
    return tier is not None and tier < _COMMUNITY


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
