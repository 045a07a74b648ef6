"""The open needs and resources of a community, as they stand in one state, matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from xiangyue.errors import Conflict, Misuse, XiangyueError
from xiangyue.flow import Plan as Compiled
from xiangyue.matching import Need, Offer, Plan, is_stale, solve
from xiangyue.profile import Matched, Matching
from xiangyue.storage import Reader, Store, Tx, task_columns, to_task
from xiangyue.time.clock import end_of_day, parse_instant, start_of_day, to_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, Command, Decision, Task, Value
from xiangyue.work.acting import check_command, known_head, run_each
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
    """What is needed and offered in a community, as of the entry ``seq``."""

    seq: int
    matching: Matching
    holds: tuple[str, str]
    wishes: Mapping[str, Task]
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
        people = {"owner": one.offer.owner, "asker": wish.opener}
        told: dict[str, Any] = {"need": wish.id, "until": wish.data.get(until), **people}
        said = {field: told[what] for what, field in matches.fields.items() if told[what]}
        said |= {resource: one.offer.id, quantity: one.quantity}
        key = f"match/{market.seq}/{one.need.id}/{one.offer.id}"
        yield Command(community, OPEN, by, flow=matches.flow, data=said, key=key)


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
    held = _sums(reader, "SELECT resource, quantity FROM hold WHERE community = ?", community)
    served = given(matching.matches.fields["need"], since=0)
    lent = given(flow.holds.resource, since=now - LATELY)
    tell = partial(_Told, plan, community)
    offers = (
        tell(matching.offers, task).offer(held.get(task.id, 0), lent.get(task.id, 0))
        for task in _tasks(reader, community, matching.offers)
    )
    wishes = _tasks(reader, community, matching.needs)
    needs = (tell(matching.needs, task).need(served.get(task.id, 0)) for task in wishes)
    return Market(
        head.seq,
        matching,
        (flow.holds.resource, flow.holds.quantity),
        {task.id: task for task in wishes},
        tuple(need for need in needs if need is not None),
        tuple(offer for offer in offers if offer is not None),
    )


def _tasks(reader: Reader, community: str, part: Matched) -> list[Task]:
    """Return the open tasks of a flow that stand in one of these states."""
    marks = ", ".join("?" for _ in part.states)
    rows = reader.all(
        f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND flow = ?"
        f" AND ended_at IS NULL AND state IN ({marks}) ORDER BY id",
        community,
        part.flow,
        *part.states,
    )
    return [to_task(row) for row in rows]


def _given(
    reader: Reader, community: str, part: Matched, quantity: str, by: str, *, since: int
) -> dict[str, int]:
    """Return how much matches give that were opened since, added up by one of their fields."""
    field, marks = reader.json_field, ", ".join("?" for _ in part.states)
    sql = (
        f"SELECT {field}, CAST({field} AS BIGINT) FROM task WHERE community = ? AND flow = ?"
        f" AND opened_at >= ? AND state IN ({marks})"
    )
    return _sums(reader, sql, by, quantity, community, part.flow, since, *part.states)


def _sums(reader: Reader, sql: str, *values: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, quantity in reader.all(sql, *values):
        if name is not None and quantity is not None:
            found[name] = found.get(name, 0) + quantity
    return found


class _Told:
    """What a task tells, by the fields that the profile names for it."""

    def __init__(self, plan: Compiled, community: str, part: Matched, task: Task) -> None:
        self._plan = plan
        self._fields = part.fields
        self._task = task
        self._place = "" if task.unit == community else task.unit

    def offer(self, held: int, lent: int) -> Offer | None:
        """Return the offer; None where it does not say what it is."""
        kind, total = self._value("type"), self._value("quantity", 0)
        if kind is None:
            return None
        window = self._moment("from"), self._moment("until", end=True)
        return Offer(
            id=self._task.id,
            owner=self._value("owner", self._task.opener),
            type=str(kind),
            free=max(0, total - held),
            total=total,
            tier=self._place_in("tier") + 1,
            ready=self._value("ready", 0),
            windows=() if window == (None, None) else ((window[0] or 0, window[1]),),
            expires=self._moment("expires", end=True),
            verified=self._moment("verified"),
            verify_by=self._moment("verify_by", end=True),
            place=self._place,
            load=max(lent, held),
        )

    def need(self, served: int) -> Need | None:
        """Return what is still needed; None where that is nothing."""
        kind, missing = self._value("type"), self._value("quantity", 0) - served
        if kind is None or missing < 1:
            return None
        tier = self._value("tier")
        return Need(
            id=self._task.id,
            type=str(kind),
            quantity=missing,
            urgency=-self._place_in("urgency"),
            since=self._task.opened_at,
            tier=None if tier is None else self._place_in("tier") + 1,
            within=self._value("within"),
            at=self._moment("from"),
            until=self._moment("until", end=True),
            place=self._place,
        )

    def _value(self, name: str, otherwise: Any = None) -> Any:
        value = self._task.data.get(self._fields.get(name, ""))
        return otherwise if value is None else value

    def _moment(self, name: str, *, end: bool = False) -> int | None:
        """Return the moment that a field says; of a day, its begin or its end."""
        field, value = self._fields.get(name, ""), self._value(name)
        timezone = self._plan.profile.calendar.timezone
        if value is None:
            return None
        if self._plan.instants.get(field):
            return to_micros((end_of_day if end else start_of_day)(value, timezone))
        return to_micros(parse_instant(value, timezone))

    def _place_in(self, name: str) -> int:
        """Return the place of a choice in its list, from 0; the last where nothing was chosen.

        A number says its place itself: tiers count from 1, and the highest urgency comes first.
        """
        schema: Mapping[str, Any] = {}
        if name in self._fields:
            schema = self._plan.profile.fields[self._fields[name]].schema
        choices, value = schema.get("enum"), self._value(name)
        if choices:
            return list(choices).index(value) if value in choices else len(choices) - 1
        if value is None:
            return 0
        return int(-value if name == "urgency" else value - 1)
