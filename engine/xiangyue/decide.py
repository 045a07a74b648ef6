"""The whole story from a command to its decision. Pure: nothing is read, nothing is written.

    flow → time → role → fields → guard → computed values → the way it leads
    → interventions → points → the task as it will be

Every check adds its reasons and the next one goes on, so that a refusal names all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.case import Case
from xiangyue.checks import check_fields, check_flow, check_role, check_time
from xiangyue.flow import Plan
from xiangyue.rules import Rule
from xiangyue.schedule import task_after
from xiangyue.scope import plain
from xiangyue.scoring import MOST_POINTS, hundredths
from xiangyue.text import Text
from xiangyue.values import Command, Decision, Facts, Planned, Posting, Standing, Task

HIDDEN = Text(en="something that is not shown here", zh="（此处不显示）")


def decide(
    plan: Plan, task: Task | None, command: Command, facts: Facts
) -> tuple[Decision, Task | None]:
    """Judge a command: on ``task``, or opening one where it is None.

    Returns the decision, and the task as it leaves it: None where it is refused. The flow and the
    action exist: naming unknown ones is misuse and never gets this far.
    """
    case = Case(plan, task, command, facts)
    check_flow(case)
    check_time(case)
    right = check_role(case)
    sound = check_fields(case)
    computed = _compute(case) if sound and _guard_holds(case) else None
    # What follows reads the computed values: without them it would ask for what nobody can give.
    after = _way(case) if computed is not None else None
    interventions = _interventions(case) if computed is not None else ()
    points = _points(case) if not case.reasons else ()
    if case.reasons:
        return _decision(case, right, command.data, None), None
    values = {**command.data, **computed} if computed else command.data
    decision = _decision(case, right, values, after, interventions, points)
    return decision, task_after(case, after, values, interventions)


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
    values: dict[str, Any] = {}
    whole = True
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


def _interventions(case: Case) -> tuple[Planned, ...]:
    """Plan whom the action touches, and how."""
    planned = []
    for does in case.step.action.does:
        who = case.person(does.to) if does.to else None
        if who is not None or does.to is None:
            planned.append(Planned(does.kind, who, does.address, does.accessory))
        elif not does.accessory:
            _nobody(case, does.to)
    return tuple(planned)


def _points(case: Case) -> tuple[Posting, ...]:
    """Apply the scoring rules of the action."""
    postings = []
    for rule, when, points in case.step.scoring:
        address = f"scoring.{rule.id}"
        if when is not None and case.holds(when, f"{address}.when") is not True:
            continue
        who, worth = case.person(rule.to), case.holds(points, f"{address}.points")
        if who is None:
            _nobody(case, rule.to)
        elif worth is not None and abs(worth) > MOST_POINTS:
            case.refuse("points-many", rule=rule.title, most=MOST_POINTS)
        elif worth is not None:
            postings.append(Posting(who, rule.account, hundredths(worth), rule.id))
    return tuple(postings)


def _nobody(case: Case, who: str) -> None:
    if who in case.plan.profile.fields:
        case.miss([who])
    else:
        case.refuse("nobody", who=who)


def _decision(
    case: Case,
    right: Standing | None,
    values: Mapping[str, Any],
    after: str | None,
    interventions: tuple[Planned, ...] = (),
    points: tuple[Posting, ...] = (),
) -> Decision:
    task, command, facts, private = case.task, case.command, case.facts, case.plan.private
    before = task.state if task else None
    scope = case.scope
    return Decision(
        outcome="refused" if case.reasons else "done",
        command=command,
        task=case.task_id,
        seq=facts.seq,
        now=facts.now,
        release=case.plan.profile.hash,
        settings=facts.settings,
        mode=facts.mode,
        before=before,
        after=after or before,
        flow=case.flow.flow.id,
        reasons=tuple(case.reasons),
        standing=right,
        values=values,
        saw={name: plain(value) for name, value in scope.items() if name not in private},
        saw_private=tuple(sorted(name for name in scope if name in private)),
        interventions=interventions,
        points=points,
    )
