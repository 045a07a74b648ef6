"""What follows a command in its own transaction: promises called off, needs served, stock used."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.flow import Plan
from xiangyue.profile import Matching
from xiangyue.storage import Reader
from xiangyue.values import SYSTEM, Command, Decision, Task

_HOLDERS = (
    "SELECT t.id, t.flow, t.state FROM hold h"
    " JOIN task t ON t.community = h.community AND t.id = h.task"
    " WHERE h.community = ? AND h.resource = ? ORDER BY t.id"
)


def following(
    reader: Reader, plan: Plan, decision: Decision, before: Task | None
) -> Iterator[Command]:
    """Yield what the engine does next to others, now that a task has moved from ``before``.

    Where a need is closed, or an offer is not on offer any more, what is only promised of it is
    called off; where a match has served with what does not come back, its offer is told, and where
    all that was needed has come, its need.
    """
    matching = plan.profile.matching
    if matching is None or before is None or not decision or decision.before == decision.after:
        return
    reader.settled()
    if _closes(decision, matching.offers.flow, matching.offers.states):
        yield from _of_offer(reader, plan, before)
    if _closes(decision, matching.needs.flow, matching.needs.states):
        yield from _of_need(reader, plan, matching, before)
    if decision.flow == matching.matches.flow:
        yield from _used_up(reader, plan, matching, decision, before)
        yield from _served(reader, plan, matching, decision, before)


def _closes(decision: Decision, flow: str, states: tuple[str, ...]) -> bool:
    return decision.flow == flow and decision.before in states and decision.after not in states


def _of_offer(reader: Reader, plan: Plan, offer: Task) -> Iterator[Command]:
    """Call off what is promised of an offer, in whatever flow."""
    for name, flow, state in reader.all(_HOLDERS, offer.community, offer.id):
        holds = plan.profile.flows[flow].holds if flow in plan.profile.flows else None
        if holds is not None and holds.then is not None and state in holds.promised:
            yield Command(offer.community, holds.then, SYSTEM, name)


def _of_need(reader: Reader, plan: Plan, matching: Matching, need: Task) -> Iterator[Command]:
    """Call off what is promised to a need."""
    matches = matching.matches
    holds = plan.profile.flows[matches.flow].holds
    if holds is None or holds.then is None:
        return
    rows = reader.all(
        "SELECT id FROM task WHERE community = ? AND flow = ? AND ended_at IS NULL"
        f" AND {reader.json_field} = ? AND state IN ({', '.join('?' for _ in holds.promised)})"
        " ORDER BY id",
        need.community,
        matches.flow,
        matches.fields["need"],
        need.id,
        *holds.promised,
    )
    yield from (Command(need.community, holds.then, SYSTEM, name) for (name,) in rows)


def _used_up(
    reader: Reader, plan: Plan, matching: Matching, decision: Decision, before: Task
) -> Iterator[Command]:
    """Let an offer know what of it does not come back, though the match holds it no more."""
    holds, used = plan.profile.flows[decision.flow].holds, matching.used_up
    if holds is None or used is None or before.state not in holds.states:
        return
    if decision.after in holds.states or decision.after not in matching.matches.states:
        return
    name, quantity = before.data[holds.resource], before.data[holds.quantity]
    offer = reader.situation(before.community, name, None).task
    if offer is not None and offer.data.get(used.field) in used.values:
        data = {holds.quantity: quantity}
        yield Command(before.community, used.then, SYSTEM, name, data=data)


def _served(
    reader: Reader, plan: Plan, matching: Matching, decision: Decision, before: Task
) -> Iterator[Command]:
    """Let a need know that all it asked for has come, with this match and those before it."""
    holds, served = plan.profile.flows[decision.flow].holds, matching.served
    if holds is None or served is None:
        return
    if before.state in served.states or decision.after not in served.states:
        return
    needs, by = matching.needs, matching.matches.fields["need"]
    need = reader.situation(before.community, before.data.get(by), None).task
    if need is None or need.flow != needs.flow or need.state not in needs.states:
        return
    ((come,),) = reader.all(
        f"SELECT SUM(CAST({reader.json_field} AS BIGINT)) FROM task WHERE community = ?"
        f" AND flow = ? AND {reader.json_field} = ?"
        f" AND state IN ({', '.join('?' for _ in served.states)})",
        holds.quantity,
        before.community,
        matching.matches.flow,
        by,
        need.id,
        *served.states,
    )
    if (come or 0) >= need.data[needs.fields["quantity"]]:
        yield Command(before.community, served.then, SYSTEM, need.id)
