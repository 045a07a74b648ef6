"""A plan from who is given what: what it costs, who waits, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xiangyue.matching.alike import Market, in_order
from xiangyue.matching.explaining import Explainer
from xiangyue.matching.fitting import load_cost, load_steps
from xiangyue.matching.solving import Piece
from xiangyue.matching.values import Leaning, Match, Need, Offer, Plan, Waiting


def weights_of(needs: Iterable[Need]) -> dict[str, int]:
    """Return what a unit of each need counts while it is unserved: one that comes before, more."""
    ordered = in_order(needs)
    return {need.id: len(ordered) - place for place, need in enumerate(ordered)}


def draw_up(
    found: Sequence[tuple[Market, Sequence[Piece]]],
    weights: Mapping[str, int],
    now: int,
    leaning: Leaning,
) -> Plan:
    """Return the explained plan of all types; nothing is proved of it."""
    matches: list[Match] = []
    waiting: list[Waiting] = []
    for market, pieces in found:
        explainer = Explainer(market, pieces, now)
        matches += explainer.matches()
        waiting += explainer.waiting()
    matches.sort(key=lambda match: (-weights[match.need.id], match.offer.id))
    waiting.sort(key=lambda one: -weights[one.need.id])
    return Plan(
        matches=tuple(matches),
        waiting=tuple(waiting),
        unserved=sum(weights[one.need.id] * one.quantity for one in waiting),
        cost=sum(_cost(market, pieces, leaning) for market, pieces in found),
    )


def _cost(market: Market, pieces: Sequence[Piece], leaning: Leaning) -> int:
    """Return what is given costs: each unit, and the loads of the owners."""
    needs = {need.id: kind for kind, alike in enumerate(market.needs) for need in alike}
    offers = {offer.id: kind for kind, alike in enumerate(market.offers) for offer in alike}
    owned: dict[str, list[Offer]] = defaultdict(list)
    for alike in market.offers:
        for offer in alike:
            owned[offer.owner].append(offer)
    cost = 0
    given: Counter[str] = Counter()
    for need, offer, amount in pieces:
        cost += market.fits[needs[need.id], offers[offer.id]] * amount
        given[offer.owner] += amount
    loads = (load_cost(load_steps(owned[owner], leaning), given[owner]) for owner in given)
    return cost + sum(loads)
