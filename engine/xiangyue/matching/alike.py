"""What is alike is weighed together: needs, and offers, between which a plan cannot tell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.errors import BadInput, Misuse
from xiangyue.matching.fitting import Misfit, is_stale, last_minute, misfit, ten_minutes, unit_cost
from xiangyue.matching.values import Leaning, Need, Offer

MOST_PAIRS: Final = 4_000_000
"""So many pairs of unlike needs and offers of one type are weighed at once."""


@dataclass(frozen=True, slots=True)
class Market:
    """The needs and offers of one type, those alike together, and how each kind suits each.

    Needs come in the order in which they are served; ``fits`` says what a unit costs, by the
    number of the kind of need and of the kind of offer, and ``misfits`` why one does not suit;
    ``suiting`` are the kinds of offers that suit each kind of need, the cheapest first.
    """

    needs: tuple[tuple[Need, ...], ...]
    offers: tuple[tuple[Offer, ...], ...]
    fits: dict[tuple[int, int], int]
    misfits: dict[tuple[int, int], Misfit]
    suiting: tuple[tuple[int, ...], ...]


def in_order(needs: Iterable[Need]) -> list[Need]:
    """Return needs as they come: the most urgent, then the longest waiting, then by id."""
    return sorted(needs, key=lambda need: (-need.urgency, need.since, need.id))


def markets(
    needs: Sequence[Need], offers: Sequence[Offer], now: int, *, stale: bool, leaning: Leaning
) -> list[Market]:
    """Return the needs and offers of each type that is needed, whatever order they came in.

    Raises Misuse where an id comes twice or they are too many, and BadInput for a quantity below
    what there can be.
    """
    _check(needs, offers)
    wanted: dict[str, list[Need]] = defaultdict(list)
    for need in in_order(needs):
        wanted[need.type].append(need)
    offered: dict[str, list[Offer]] = defaultdict(list)
    for offer in sorted(offers, key=lambda offer: offer.id):
        offered[offer.type].append(offer)
    return [
        _market(wanted[name], offered[name], now, stale=stale, leaning=leaning)
        for name in sorted(wanted)
    ]


def _market(
    needs: list[Need], offers: list[Offer], now: int, *, stale: bool, leaning: Leaning
) -> Market:
    limits = sorted({last for need in needs if (last := last_minute(need, now)) is not None})
    sizes = sorted({need.quantity for need in needs if need.whole})
    needed: dict[Any, list[Need]] = defaultdict(list)
    for need in needs:
        wanted = need.within, need.at, need.until
        whole = need.quantity if need.whole else 0
        needed[need.tier, need.place, need.counted, whole, *wanted].append(need)
    offered: dict[Any, list[Offer]] = defaultdict(list)
    for offer in offers:
        exact = offer.ready if offer.windows or offer.expires is not None else None
        when = (offer.windows, offer.expires, exact)
        ready = (ten_minutes(offer), bisect_left(limits, offer.ready))
        has = (offer.tier, offer.place, offer.counted, is_stale(offer, now))
        much = offer.free > 0, bisect_right(sizes, offer.free)
        offered[(*has, *much, *ready, *when)].append(offer)
    if len(needed) * len(offered) > MOST_PAIRS:
        raise Misuse("match-many", most=MOST_PAIRS)
    fits: dict[tuple[int, int], int] = {}
    misfits: dict[tuple[int, int], Misfit] = {}
    suiting: list[tuple[int, ...]] = []
    kinds = list(enumerate(offers[0] for offers in offered.values()))
    for a, (need, *_) in enumerate(needed.values()):
        suits = []
        for b, offer in kinds:
            why = misfit(need, offer, now, stale=stale)
            if why is None:
                fits[a, b] = unit_cost(need, offer, now, leaning)
                suits.append((fits[a, b], b))
            else:
                misfits[a, b] = why
        suiting.append(tuple(b for _, b in sorted(suits)))
    every_need, every_offer = map(tuple, needed.values()), map(tuple, offered.values())
    return Market(tuple(every_need), tuple(every_offer), fits, misfits, tuple(suiting))


def _check(needs: Sequence[Need], offers: Sequence[Offer]) -> None:
    for things in (needs, offers):
        seen: set[str] = set()
        for thing in things:
            if thing.id in seen:
                raise Misuse("match-twice", id=thing.id)
            seen.add(thing.id)
    for need in needs:
        if need.quantity < 1:
            raise BadInput("match-need-quantity", id=need.id, quantity=need.quantity)
    for offer in offers:
        if min(offer.free, offer.load, offer.ready) < 0 or offer.tier < 1:
            raise BadInput("match-offer-quantity", id=offer.id)
