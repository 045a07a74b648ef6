"""The whole story from a command to its decision. Pure: nothing is read, nothing is written.

    consider: flow → time → role → fields → who enters it → guard → computed values
              → the way it leads → what it would hold → whom it would touch → whose points it moves
    decide:   the task as it will be → what it holds is free → limits review each intervention
              → points within their caps → what is told to whoever distributed it

Every check adds its reasons and the next one goes on, so that a refusal names all of them. Between
the two stands what resources, limits and accounts ask about the past: ``questions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.asks import Answers, subject_of
from xiangyue.decide.calling import check_answer, count_answer
from xiangyue.decide.case import Case
from xiangyue.decide.changing import check_drafted
from xiangyue.decide.checks import check_fields, check_flow, check_role, check_time
from xiangyue.decide.entering import check_entering
from xiangyue.decide.holding import check_hold, check_span, hold_after
from xiangyue.decide.ledger import settle
from xiangyue.decide.passing import Passed, pass_gate
from xiangyue.decide.planning import plan_interventions, plan_points
from xiangyue.decide.reporting import report_of
from xiangyue.decide.retention import kept_until
from xiangyue.decide.schedule import check_extension, provisional, task_after
from xiangyue.decide.scope import plain
from xiangyue.flow import Plan
from xiangyue.gate import Gate
from xiangyue.rules import Rule
from xiangyue.text import Text
from xiangyue.values import CATEGORY, PUBLIC, Command, Decision, Facts, Outcome, Posting, Task

HIDDEN = Text(en="something that is not shown here", zh="（此处不显示）")


def consider(plan: Plan, task: Task | None, command: Command, facts: Facts) -> Case:
    """Judge a command by its profile: on ``task``, or opening one where it is None.

    The flow and the action exist: naming unknown ones is misuse and never gets this far. The case
    that is returned knows whom the command would touch; ``questions`` says what must be known of
    the past before ``decide`` can end it.
    """
    case = Case(plan, task, command, facts)
    check_flow(case)
    check_time(case)
    case.right = check_role(case)
    count_answer(case)
    sound = check_fields(case)
    if sound:
        check_entering(case)
        check_drafted(case)
    case.computed = _compute(case) if sound and _guard_holds(case) else None
    if case.computed is not None:
        # What follows reads the computed values: without them it would ask for what nobody has.
        case.way = _way(case)
        check_extension(case)
        case.hold = hold_after(case)
        check_span(case)
        check_answer(case)
        case.interventions = plan_interventions(case)
        if not case.reasons:
            case.points = plan_points(case)
    return case


def decide(case: Case, gate: Gate, answers: Answers) -> tuple[Decision, Task | None]:
    """End a case: what it would set off passes the limits, and points the rules of their accounts.

    Returns the decision, and the task as it leaves it: None where it is refused or deferred.
    """
    values = case.values
    after = task_after(case, case.way, values, case.interventions) if case.stands else None
    check_hold(case, answers)
    reviewed = pass_gate(case, gate, answers, after)
    points = settle(case, reviewed.postings, answers) if not case.reasons else ()
    if case.reasons or reviewed.until is not None or after is None:
        return _decision(case, case.command.data, reviewed), None
    if reviewed.filled or reviewed.interventions != case.interventions:
        values = {**values, **reviewed.filled}
        after = task_after(case, case.way, values, reviewed.interventions)
    case.notes.extend(provisional(case, after))
    report = report_of(case.flow.flow, case.task, after, case.at)
    if report is not None:
        reviewed = reviewed._replace(interventions=(*reviewed.interventions, report))
    return _decision(case, values, reviewed, points), after


def _guard_holds(case: Case) -> bool:
    """Ask the action's guard; a guard that cannot be told refuses."""
    action, guard = case.step.action, case.step.guard
    if guard is None:
        return True
    holds = case.holds(guard, f"{action.address}.when")
    if holds is False:
        names = sorted(guard.names - case.plan.private)
        case.refuse(
            "guard-otherwise" if action.otherwise else "guard",
            action=action.title,
            otherwise=action.otherwise or "",
            rule=guard.source,
            saw=", ".join(f"{n} = {plain(case.scope[n])}" for n in names if n in case.scope),
        )
    return holds is True


def _compute(case: Case) -> dict[str, Any] | None:
    """Work out what is proposed, unless the actor says otherwise, and what is set.

    Returns None where one of the values cannot be told.
    """
    step, given = case.step, case.command.data
    category = case.command.category
    kept = category is not None and CATEGORY in case.plan.profile.fields
    values: dict[str, Any] = {CATEGORY: category} if kept else {}
    whole = True
    for field, name in step.measures:
        if name in case.facts.measured:
            values[field] = case.facts.measured[name]
            case.scope.put(field, values[field])
    for field, rule in step.proposes + step.sets:
        if field in given and field in step.action.proposes:
            _check_other(case, field, rule)
            continue
        told = case.holds(rule, f"{step.action.address}.{field}")
        if told is None:
            whole = False
            continue
        value = case.stored(field, told)
        if not case.plan.checks[field](value):
            seen = HIDDEN if field in case.plan.private else value
            case.refuse("computed-value", field=case.title(field), value=seen)
        values[field] = value
        case.scope.put(field, value)
    return values if whole else None


def _check_other(case: Case, field: str, rule: Rule) -> None:
    """Ask for a note where the actor gives another value than the one that is proposed."""
    if not case.command.note and case.stored(field, case.told(rule)) != case.data[field]:
        case.refuse("note-for-other-value", field=case.title(field))


def _way(case: Case) -> str | None:
    """Return the next state; an action without one leaves the task where it is."""
    step, task = case.step, case.task
    if task is None:
        return case.flow.flow.start[0]
    if task.state not in case.flow.machine.sources[step.action.id]:
        return None

    answers: list[bool | None] = []

    def judge(n: int) -> bool:
        rule = step.branches[n][1]
        address = f"{step.action.address}.to.{n}.when"
        answers.append(rule is None or case.holds(rule, address))
        return answers[-1] is True

    after = case.flow.machine.fire(step.action.id, task.state, judge)
    if after is None and None not in answers:
        case.refuse("no-way", action=step.action.title)
    return after


def _decision(
    case: Case, values: Mapping[str, Any], reviewed: Passed, points: tuple[Posting, ...] = ()
) -> Decision:
    task, facts, private, scope = case.task, case.facts, case.plan.private, case.scope
    before = task.state if task else None
    outcome: Outcome = "refused" if case.reasons else "deferred" if reviewed.until else "done"
    return Decision(
        outcome=outcome,
        command=case.command,
        task=case.task_id,
        seq=facts.seq,
        now=facts.now,
        release=case.plan.profile.hash,
        settings=facts.settings,
        mode=facts.mode,
        before=before,
        after=(case.way if outcome == "done" else None) or before,
        flow=case.flow.flow.id,
        reasons=(*case.reasons, *reviewed.waits),
        standing=case.right,
        values=values,
        saw={name: plain(value) for name, value in scope.items() if name not in private},
        saw_private=tuple(sorted(name for name in scope if name in private)),
        interventions=reviewed.interventions if outcome == "done" else (),
        points=points,
        rulings=reviewed.rulings,
        notes=tuple(case.notes),
        until=reviewed.until if outcome == "deferred" else None,
        keep=_keep(case) if outcome == "refused" else None,
        failing=reviewed.failing,
        reported=_reported(case, values, reviewed) if outcome == "done" else (),
        holds=case.hold if outcome == "done" else None,
    )


def _keep(case: Case) -> int | None:
    """Return how long what a refused opening carries is kept; None where it carries nothing.

    Of other commands too, where they give what is asked in some modes only.
    """
    said = case.command
    carries = said.data or said.title or said.note
    if not carries or (case.task is not None and case.plan.only_in.keys().isdisjoint(said.data)):
        return None
    return kept_until(case.plan, case.flow, case.facts.now, said.data)


def _reported(
    case: Case, values: Mapping[str, Any], reviewed: Passed
) -> tuple[tuple[str, str, bool], ...]:
    """Return the data of persons and units that are given, and those that are asked for."""
    about = case.plan.about
    if not about:
        return ()
    given = [
        (subject_of(about[name], _subject(case, about[name], case.command.principal)), name, True)
        for name in values
        if name in about and name not in reviewed.filled and not _of_nobody(case, about[name])
    ]
    asked = [
        (subject_of(about[name], _subject(case, about[name], one.to)), name, False)
        for one in reviewed.interventions
        if one.kind == "collect" and one.to
        for name in one.detail["fields"]
        if name in about
    ]
    return (*given, *asked)


def _of_nobody(case: Case, about: str) -> bool:
    """Tell whether it is about whoever is not registered: nobody knows who that is."""
    return about != "unit" and case.command.principal == PUBLIC


def _subject(case: Case, about: str, person: str) -> str:
    return case.unit if about == "unit" else person
