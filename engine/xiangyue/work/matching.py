"""The open needs and resources of a community, as they stand in one state, matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from xiangyue.errors import Conflict, Misuse, XiangyueError
from xiangyue.matching import Need, Offer, Plan, Told, is_stale, solve
from xiangyue.profile import Matched, Matching
from xiangyue.storage import Reader, Store, Tx
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, PUBLIC, SYSTEM, Command, Decision, Task, Value
from xiangyue.words import split_ref
from xiangyue.work.acting import check_command, run_each
from xiangyue.work.library import read_offers, sums, tasks_of
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans

LATELY = 30 * 86_400_000_000
"""For so long what somebody has lent counts as their load (microseconds)."""

_TRIES = 5


class Matches(Value, frozen=True):
    """What fits, explained; ``outdated`` are the offers that must be verified again.

    ``proposed`` says, for each match of the plan, what became of the task that proposes it.
    """

    plan: Plan
    outdated: tuple[Offer, ...] = ()
    proposed: tuple[Decision | XiangyueError, ...] = ()


class Market(Value, frozen=True):
    """What is needed and offered in a community, as of the entry ``seq``.

    ``askers`` says whose each need is.
    """

    seq: int
    matching: Matching
    holds: tuple[str, str]
    wishes: Mapping[str, Task]
    askers: Mapping[str, str]
    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]


def match(reader: Reader, plans: Plans, community: str, now: int, *, stale: bool) -> Matches:
    """Match what is open; nothing is changed. Raises Misuse where nothing can be matched here."""
    return _matched(read_market(reader, plans, community, now), now, stale=stale)


def propose(
    store: Store, plans: Plans, community: str, by: str, now: Moment, *, stale: bool
) -> Matches:
    """Match what is open, and open a task for each match, all of them in one transaction.

    Nothing may have happened meanwhile in the community, else it is matched anew: so whatever is
    proposed was still open. Raises Conflict where it never stands still for long enough.
    """
    for _ in range(_TRIES):
        at = micros(now)
        with store.read() as reader:
            market = read_market(reader, plans, community, at)
        found = _matched(market, at, stale=stale)
        commands = [check_command(command) for command in _commands(market, found, community, by)]
        batch = [(command, now) for command in commands]
        work = partial(_open_all, plans=plans, batch=batch, community=community, seq=market.seq)
        results = store.transact(work, keyed=True)
        if results is not None:
            return Matches(found.plan, found.outdated, tuple(results))
    raise Conflict("match-restless", community=community)


def _open_all(
    tx: Tx, plans: Plans, batch: list[tuple[Command, Moment]], community: str, seq: int
) -> list[Decision | XiangyueError] | None:
    """Open what is proposed, unless something has happened since the entry ``seq``."""
    head = tx.head(community)
    return run_each(plans, batch, tx) if head is not None and head.seq == seq else None


def _matched(market: Market, now: int, *, stale: bool) -> Matches:
    plan = solve(market.needs, market.offers, now, stale=stale)
    return Matches(plan, tuple(offer for offer in market.offers if is_stale(offer, now)))


def _commands(market: Market, found: Matches, community: str, by: str) -> Iterator[Command]:
    matches, (resource, quantity) = market.matching.matches, market.holds
    until = market.matching.needs.fields.get("until", "")
    for one in found.plan.matches:
        wish = market.wishes[one.need.id]
        people = {"owner": one.offer.owner, "asker": market.askers[wish.id]}
        told: dict[str, Any] = {"need": wish.id, "until": wish.data.get(until), **people}
        said = {field: told[what] for what, field in matches.fields.items() if told[what]}
        said |= {resource: one.offer.id, quantity: one.quantity}
        key = f"match/{market.seq}/{one.need.id}/{one.offer.id}"
        yield Command(community, OPEN, by, flow=matches.flow, data=said, key=key)


def _asker(reader: Reader, wish: Task) -> str:
    """Return whose need it is: what followed from somebody's matter is that person's.

    Empty where nobody knows who that is.
    """
    asker = wish.opener
    if asker == SYSTEM and wish.origin is not None:
        source = reader.situation(*split_ref(wish.origin), None).task
        asker = asker if source is None else source.opener
    return "" if asker == PUBLIC else asker


def read_market(reader: Reader, plans: Plans, community: str, now: int) -> Market:
    """Read what is needed and offered; raises Misuse where the profile does not say what is."""
    head = known_head(reader.situation(community, None, None).head, community)
    plan = plans.in_force(reader, head, community)
    matching = plan.profile.matching
    if matching is None:
        raise Misuse("match-nothing", community=community)
    flow = plan.profile.flows[matching.matches.flow]
    if flow.holds is None:
        raise Misuse("match-nothing", community=community)
    given = partial(_given, reader, community, matching.matches, flow.holds.quantity)
    served = given(matching.matches.fields["need"], since=0)
    lent = given(flow.holds.resource, since=now - LATELY)
    wishes = tasks_of(reader, community, matching.needs)
    needs = (
        Told(plan.profile, matching.needs, task).need(served.get(task.id, 0)) for task in wishes
    )
    return Market(
        head.seq,
        matching,
        (flow.holds.resource, flow.holds.quantity),
        {task.id: task for task in wishes},
        {task.id: _asker(reader, task) for task in wishes},
        tuple(need for need in needs if need is not None),
        tuple(offer for _, offer in read_offers(reader, plan.profile, community, lent)),
    )


def _given(
    reader: Reader, community: str, part: Matched, quantity: str, by: str, *, since: int
) -> dict[str, int]:
    """Return how much matches give that were opened since, added up by one of their fields."""
    field, marks = reader.json_field, ", ".join("?" for _ in part.states)
    sql = (
        f"SELECT {field}, CAST({field} AS BIGINT) FROM task WHERE community = ? AND flow = ?"
        f" AND opened_at >= ? AND state IN ({marks})"
    )
    return sums(reader, sql, by, quantity, community, part.flow, since, *part.states)
