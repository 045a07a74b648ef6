"""Whether a message may still go: what limits say at the moment it is sent.

A message that leaves with its decision was judged by it. One that quiet hours held back, that
could not be sent at once, or that nobody sent for a while passes the limits once more, by the
mode, consents and counts of now. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace as altered
from typing import Final, NamedTuple

from xiangyue.asks import Answers, Ask
from xiangyue.decide.passing import Turn
from xiangyue.flow import Plan
from xiangyue.gate import Asking, Reviewed, asks_of, each, review
from xiangyue.storage import Reader
from xiangyue.storage.asks import chunks, counted, still_asked
from xiangyue.values import Decision, Planned, Reason, Ruling, Task, replace
from xiangyue.work.deliveries import AGAIN, deliveries
from xiangyue.work.gathering import gather
from xiangyue.work.plans import Plans

FRESH: Final = 300 * 1_000_000
"""So many microseconds after its decision a message needs no second one.

As often it is looked whether those are asked after all who wait because enough have come.
"""


class Clearance(NamedTuple):
    """What limits leave of a message: as it goes now, or not before ``until``, or not at all.

    ``broken`` is whether only limits that do not work keep it back; ``limits`` names those that do.
    ``kept`` are those of a rung whom they keep back, by the moment until then; None is for good.
    ``later`` is when the message to a rung goes on with those who are not asked yet.
    """

    planned: Planned | None
    until: int | None = None
    limits: tuple[str, ...] = ()
    broken: bool = False
    kept: Mapping[int | None, tuple[str, ...]] = {}
    later: int | None = None


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
    fields, timezone = plan.profile.fields, plan.profile.calendar.timezone
    asking = Asking(fields, now, timezone, task.id, task.unit, opening=opening)
    going: tuple[Planned, ...] = (replace(planned, at=None),)
    later: int | None = None
    if asks:
        names, later = _untold(reader, task, decision, n, now)
        if names and _enough(reader, plan, task):
            names, later = [], now + FRESH
        going = tuple(each((_to(planned, names),)))
        facts = replace(facts, members={**facts.members, **reader.crowd(names)})
    answers = reader.answer(community, set(asks_of(gate, going, facts.modes, asking)))
    turn = Turn(plan, step, decision.command, facts, task, decision.standing)
    at = _touched(reader, community, seq, n, [one.to for one in going if one.to is not None])
    others = _but_itself(answers, planned, at)
    reviewed = review(gate, going, turn.before(gate, others, asking, opening=opening))
    return _cleared_of(reviewed, planned, going, later, now) if asks else _cleared(reviewed)


def _untold(
    reader: Reader, task: Task, decision: Decision, n: int, now: int
) -> tuple[list[str], int | None]:
    """Return whom a rung is still to ask by now, and when it is the turn of the next ones."""
    detail, community = decision.interventions[n].detail, task.community
    told = deliveries(reader, community, decision.seq, n)
    waiting = {
        name: at
        for name, at in still_asked(reader, community, task.id, detail["rung"]).items()
        if name not in told or told[name].state == AGAIN
    }
    names = [name for name in detail["to"] if name in waiting]
    later = [waiting[name] for name in names if waiting[name] > now]
    return [name for name in names if waiting[name] <= now], min(later, default=None)


def _enough(reader: Reader, plan: Plan, task: Task) -> bool:
    """Tell whether as many have accepted as a call-out wants."""
    call = plan.flows[task.flow].call
    wanted = task.data.get(call.enough) if call and call.enough else None
    return type(wanted) is int and counted(reader, task.community, task.id)[1] >= wanted


def _to(planned: Planned, names: Sequence[str]) -> Planned:
    return replace(planned, at=None, detail={**planned.detail, "to": list(names)})


def _cleared_of(
    reviewed: Reviewed, planned: Planned, going: Sequence[Planned], later: int | None, now: int
) -> Clearance:
    """Say of a rung who is asked now, and who at which moment, or not at all.

    Whom only a limit keeps back that does not work is tried again.
    """
    through = {one.to: one.at for one in reviewed.interventions}
    enforced = [one for one in reviewed.rulings if one.stance == "enforce"]
    refused = {
        name for note in reviewed.notes if _denied(note, enforced) for name in note.values["who"]
    }
    kept: dict[int | None, tuple[str, ...]] = {}
    for one in going:
        at, name = through.get(one.to), one.to or ""
        if at is not None or name in refused:
            kept[at] = (*kept.get(at, ()), name)
    broken = any(one.to not in through and one.to not in refused for one in going)
    asked = [one.to or "" for one in going if one.to in through and through[one.to] is None]
    limits = tuple(sorted({one.limit for one in enforced if one.verdict in ("deny", "defer")}))
    if broken and not asked:
        limits = limits or tuple(sorted({one.limit for one in enforced}))
        return Clearance(None, None, limits, broken=True, kept=kept)
    moments = [at for at in (later, *kept, now + FRESH if broken else None) if at is not None]
    later = min(moments, default=None)
    if asked or not kept or (later is not None and later not in kept):
        return Clearance(_to(planned, asked), None, limits, kept=kept, later=later)
    return Clearance(None, later, limits, kept=kept)


def _denied(note: Reason, rulings: Sequence[Ruling]) -> bool:
    """Tell whether a note says whom a limit that works keeps from being asked."""
    said = [one.reason.values for one in rulings if one.verdict == "deny"]
    return note.code == "call-left-out" and any(
        all(note.values[name] == value for name, value in values.items()) for values in said
    )


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


def _touched(
    reader: Reader, community: str, seq: int, n: int, subjects: Sequence[str]
) -> Mapping[str, int]:
    """Return the moment at which a message is counted, of those for whom it is."""
    found: dict[str, int] = {}
    for some in chunks(subjects):
        sql = (
            "SELECT subject, at FROM touch WHERE community = ? AND seq = ? AND n = ?"
            f" AND subject IN ({', '.join('?' * len(some))})"
        )
        found |= dict(reader.all(sql, community, seq, n, *some))
    return found


def _but_itself(answers: Answers, planned: Planned, at: Mapping[str, int]) -> Answers:
    """Return the counts without the message that is asked about, which is counted ``at``."""
    fields = len(planned.detail["fields"]) if planned.kind == "collect" else 0
    kind = "message" if planned.kind == "ask" else planned.kind

    def own(ask: Ask) -> int:
        if at.get(ask.subject or "", -1) < ask.since:
            return 0
        if ask.what == "fields":
            return fields
        return int(ask.what == "touches" and (not ask.names or kind in ask.names))

    return {ask: found - own(ask) if own(ask) else found for ask, found in answers.items()}
