"""The best plan of one type: first who is served, then from whom, then piece by piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from xiangyue.matching.alike import Market
from xiangyue.matching.fitting import load_steps
from xiangyue.matching.transport import Program, least
from xiangyue.matching.values import Leaning, Need, Offer

Piece = tuple[Need, Offer, int]
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Solved:
    """What each need is given of each offer, and what no plan can do better, if that is proved."""

    pieces: tuple[Piece, ...]
    unserved_bound: int | None
    cost_bound: int | None


def solve_market(market: Market, weights: Mapping[str, int], leaning: Leaning) -> Solved:
    """Return who is given what; ``weights`` say what a unit left unserved of each need counts.

    Raises Misuse where the extra ``match`` is missing.
    """
    served, unserved = _serve(market, weights)
    amounts, given, cost = _allot(market, served, leaning)
    return Solved(tuple(shared_out(market, served, amounts, given)), unserved, cost)


def _serve(market: Market, weights: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """Return how much each need is given, and what is left unserved at least."""
    program = Program()
    pools: dict[frozenset[int], int] = defaultdict(int)  # who can have of it: how much there is
    for kind, offers in enumerate(market.offers):
        takers = frozenset(a for a in range(len(market.needs)) if (a, kind) in market.fits)
        pools[takers] += sum(offer.free for offer in offers)
    rows = [(takers, program.row(units)) for takers, units in pools.items() if takers]
    whose: list[str] = []
    for number, alike in enumerate(market.needs):
        suiting = [row for takers, row in rows if number in takers]
        for need in alike:
            own = program.row(need.quantity)
            for row in suiting:
                whose.append(need.id)
                most = min(need.quantity, program.limit[row])
                program.column(-weights[need.id], most, ((own, 1), (row, 1)))
    served: dict[str, int] = defaultdict(int)
    all_of_it = sum(weights[n.id] * n.quantity for alike in market.needs for n in alike)
    if not whose:
        return served, all_of_it
    amounts, bound = least(program)
    for name, amount in zip(whose, amounts, strict=True):
        served[name] += amount
    return served, all_of_it + bound


def _allot(
    market: Market, served: Mapping[str, int], leaning: Leaning
) -> tuple[dict[tuple[int, int], int], dict[str, int], int]:
    """Return what each kind of need is given of each kind of offer, what each offer gives.

    The last is what that costs at least.
    """
    program = Program()
    wanted = [sum(served[need.id] for need in alike) for alike in market.needs]
    takers = [program.row(amount, equal=True) for amount in wanted]
    kinds = [program.row(0) for _ in market.offers]
    owned: dict[str, list[Offer]] = defaultdict(list)
    for alike in market.offers:
        for offer in alike:
            owned[offer.owner].append(offer)
    owners = {owner: program.row(0) for owner in sorted(owned)}
    flows = list(market.fits)
    for a, b in flows:
        program.column(market.fits[a, b], wanted[a], ((takers[a], 1), (kinds[b], 1)))
    offers = [(offer, kind) for kind, alike in enumerate(market.offers) for offer in alike]
    for offer, kind in offers:
        program.column(0, offer.free, ((kinds[kind], -1), (owners[offer.owner], 1)))
    for owner, row in owners.items():
        for units, each in load_steps(owned[owner], leaning):
            program.column(each, units, ((row, -1),))
    if not any(wanted):
        return {}, {}, 0
    amounts, bound = least(program)
    given = {
        offer.id: amount
        for (offer, _), amount in zip(offers, amounts[len(flows) :], strict=False)
        if amount
    }
    return dict(zip(flows, amounts, strict=False)), given, bound


def shared_out(
    market: Market,
    served: Mapping[str, int],
    amounts: Mapping[tuple[int, int], int],
    given: Mapping[str, int],
) -> Iterator[Piece]:
    """Share out what the kinds are given: the first in the order has the first of what is best."""
    wanting: dict[int, list[tuple[Need, int]]] = defaultdict(list)
    for number, alike in enumerate(market.needs):
        kinds = [(kind, amounts.get((number, kind), 0)) for kind in market.suiting[number]]
        needs = [(need, served[need.id]) for need in alike]
        for need, kind, amount in _paired(needs, kinds):
            wanting[kind].append((need, amount))
    for kind, needs in sorted(wanting.items()):
        offers = [(offer, given.get(offer.id, 0)) for offer in market.offers[kind]]
        yield from _paired(needs, offers)


def _paired(
    takers: Iterable[tuple[A, int]], givers: Iterable[tuple[B, int]]
) -> Iterator[tuple[A, B, int]]:
    """Give to each in turn from each in turn, until all is shared out."""
    supply = [(giver, amount) for giver, amount in reversed(list(givers)) if amount]
    for taker, wanted in takers:
        missing = wanted
        while missing and supply:
            giver, left = supply.pop()
            amount = min(missing, left)
            yield taker, giver, amount
            missing -= amount
            if left > amount:
                supply.append((giver, left - amount))
