"""The obvious way to match, to hold the best one against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from xiangyue.matching.alike import Market, in_order, markets
from xiangyue.matching.draw_up import draw_up, weights_of
from xiangyue.matching.fitting import load_steps
from xiangyue.matching.solving import Piece
from xiangyue.matching.values import LEANING, Leaning, Need, Offer, Plan


def greedy(
    needs: Iterable[Need],
    offers: Iterable[Offer],
    now: int,
    *,
    stale: bool = False,
    leaning: Leaning = LEANING,
) -> Plan:
    """Return the plan of whoever serves one need after the other with what is cheapest just then.

    It takes the same and raises the same as `solve`, but needs no solver and proves nothing.
    """
    needs = list(needs)
    found = markets(needs, list(offers), now, stale=stale, leaning=leaning)
    pieces = [list(grab(market, leaning)) for market in found]
    return draw_up(list(zip(found, pieces, strict=True)), weights_of(needs), now, leaning)


def grab(market: Market, leaning: Leaning) -> Iterator[Piece]:
    """Serve one need of a type after the other with what is cheapest just then."""
    numbers = {need.id: kind for kind, alike in enumerate(market.needs) for need in alike}
    owned: dict[str, list[Offer]] = defaultdict(list)
    for alike in market.offers:
        for offer in alike:
            owned[offer.owner].append(offer)
    steps = {owner: load_steps(offers, leaning) for owner, offers in owned.items()}
    left = {offer.id: offer.free for offers in owned.values() for offer in offers}
    given = dict.fromkeys(owned, 0)
    for need in in_order(need for alike in market.needs for need in alike):
        number, wanted = numbers[need.id], need.quantity
        suiting = [
            (
                market.fits[number, kind] + _next(steps[offer.owner], given[offer.owner]),
                offer.id,
                offer,
            )
            for kind in market.suiting[number]
            for offer in market.offers[kind]
            if left[offer.id] >= (wanted if need.whole else 1)
        ]
        for _, _, offer in sorted(suiting, key=lambda one: one[:2]):
            amount = min(wanted, left[offer.id])
            if amount:
                yield need, offer, amount
                left[offer.id] -= amount
                given[offer.owner] += amount
                wanted -= amount


def _next(steps: list[tuple[int, int]], given: int) -> int:
    """Return what the next unit of an owner's load costs."""
    for units, each in steps:
        if given < units:
            return each
        given -= units
    return 0
