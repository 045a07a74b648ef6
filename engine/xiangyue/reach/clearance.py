"""Whether a message may still go: what limits say at the moment it is sent.

A message that leaves with its decision was judged by it. One that quiet hours held back, that
could not be sent at once, or that nobody sent for a while passes the limits once more, by the
mode, consents and counts of now. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace as altered
from typing import Final, NamedTuple

from xiangyue.asks import Answers, Ask
from xiangyue.decide.passing import Turn
from xiangyue.flow import Plan
from xiangyue.gate import Asking, Reviewed, asks_of, each, review
from xiangyue.storage import Reader
from xiangyue.storage.asks import still_asked
from xiangyue.values import Planned, Task, replace
from xiangyue.work.gathering import gather
from xiangyue.work.plans import Plans

FRESH: Final = 300 * 1_000_000
"""So many microseconds after its decision a message needs no second one."""


class Clearance(NamedTuple):
    """What limits leave of a message: as it goes now, or not before ``until``, or not at all.

    ``broken`` is whether only limits that do not work keep it back; ``limits`` names those that do.
    ``kept`` are those of a rung whom they keep back, ``until`` then or for good.
    """

    planned: Planned | None
    until: int | None = None
    limits: tuple[str, ...] = ()
    broken: bool = False
    kept: tuple[str, ...] = ()


def clear(
    reader: Reader, plans: Plans, community: str, seq: int, n: int, now: int, *, again: bool
) -> Clearance:
    """Judge a message anew, if it is sent ``again`` or later than its decision; ``now`` in micros.

    What it touched already does not count against itself.
    """
    decision = reader.decision(community, seq)
    planned = decision.interventions[n]
    if not again and planned.at is None and now - decision.now <= FRESH:
        return Clearance(planned)
    found = reader.situation(community, decision.task, None)
    head, task = found.head, found.task
    if head is None or task is None:
        return Clearance(planned)
    head = head.at(now)
    gate = plans.gate(reader, head, community)
    asks = planned.kind == "ask"
    if ("message" if asks else planned.kind) not in gate.bound:
        return Clearance(replace(planned, at=None))
    current = plans.in_force(reader, head, community, task.release)
    plan = _with_calendar(plans.get(reader, decision.release, decision.mode), current)
    flow, opening = plan.flows[decision.flow], decision.before is None
    step = flow.opening if opening else flow.step(decision.command.action)
    facts = gather(reader, plans, plan, head, step, decision.command, task, now)
    asking = Asking(plan.profile.fields, now, plan.profile.calendar.timezone, task.id, task.unit)
    going: tuple[Planned, ...] = (replace(planned, at=None),)
    if asks:
        going = tuple(each(_unanswered(reader, task, one) for one in going))
        facts = replace(
            facts, members={**facts.members, **reader.crowd([g.to or "" for g in going])}
        )
    answers = reader.answer(community, set(asks_of(gate, going, facts.mode, asking)))
    turn = Turn(plan, step, decision.command, facts, task, decision.standing)
    others = answers
    for subject in {one.to for one in going[:1] if one.to is not None}:
        at = _touched(reader, community, seq, n, subject)
        others = _but_itself(answers, {one.to for one in going}, going[0], at)
    reviewed = review(gate, going, turn.before(gate, others, asking, opening=opening))
    return _cleared_of(reviewed, planned, going) if asks else _cleared(reviewed)


def _unanswered(reader: Reader, task: Task, planned: Planned) -> Planned:
    rung, names = planned.detail["rung"], planned.detail["to"]
    waiting = still_asked(reader, task.community, task.id, rung, names)
    return replace(planned, detail={**planned.detail, "to": waiting})


def _cleared_of(reviewed: Reviewed, planned: Planned, going: Sequence[Planned]) -> Clearance:
    """Say of a rung who is asked now; where nobody is, whether all are asked later.

    Where some are, those who could be asked later are left out: the rung has one message.
    """
    now = [one.to for one in reviewed.interventions if one.at is None]
    later = [one.at for one in reviewed.interventions if one.at is not None]
    kept = tuple(one.to or "" for one in going if one.to not in {*now})
    enforced = [one for one in reviewed.rulings if one.stance == "enforce"]
    limits = tuple(sorted({one.limit for one in enforced if one.verdict in ("deny", "defer")}))
    if now or not kept:
        asked = replace(planned, at=None, detail={**planned.detail, "to": now})
        return Clearance(asked, None, limits, kept=kept)
    if not limits:
        return Clearance(None, None, tuple(sorted({one.limit for one in enforced})), broken=True)
    return Clearance(None, min(later, default=None), limits, kept=kept)


def _cleared(reviewed: Reviewed) -> Clearance:
    kept = [one for one in reviewed.rulings if one.stance == "enforce"]
    if reviewed.interventions:
        (planned,) = reviewed.interventions
        limits = tuple(sorted({one.limit for one in kept if one.verdict == "defer"}))
        return Clearance(None if planned.at else planned, planned.at, limits if planned.at else ())
    denied = {one.limit for one in kept if one.verdict == "deny"}
    broken = {one.limit for one in kept if one.verdict == "broken"}
    return Clearance(None, None, tuple(sorted(denied or broken)), not denied)


def _with_calendar(plan: Plan, current: Plan) -> Plan:
    """Return the plan that a decision was made by, with the calendar of now."""
    profile = altered(plan.profile, calendar=current.profile.calendar)
    return altered(plan, profile=profile)


def _touched(reader: Reader, community: str, seq: int, n: int, subject: str) -> int | None:
    """Return the moment at which a message is counted, if it is."""
    sql = "SELECT at FROM touch WHERE community = ? AND subject = ? AND seq = ? AND n = ?"
    rows = reader.all(sql, community, subject, seq, n)
    return rows[0][0] if rows else None


def _but_itself(
    answers: Answers, subjects: Container[str | None], planned: Planned, at: int | None
) -> Answers:
    """Return the counts without the message that is asked about, which is counted ``at``."""
    if at is None:
        return answers
    fields = len(planned.detail["fields"]) if planned.kind == "collect" else 0

    def own(ask: Ask) -> int:
        if ask.subject not in subjects or at < ask.since:
            return 0
        if ask.what == "fields":
            return fields
        return int(ask.what == "touches" and (not ask.names or planned.kind in ask.names))

    return {ask: found - own(ask) if own(ask) else found for ask, found in answers.items()}
