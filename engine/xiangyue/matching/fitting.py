"""Whether an offer fits a need, why not, and what a unit of it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

from xiangyue.matching.values import Leaning, Need, Offer

Misfit = Literal[
    "over", "counted", "expired", "outdated", "closed", "late", "far", "none-free", "small"
]

MISFITS: Final[tuple[Misfit, ...]] = get_args(Misfit)
"""Why an offer of the right type does not fit; of several the first is told."""

_QUARTERS: Final = 4
_MOST_QUARTERS: Final = 40
_TEN: Final = 10
_MINUTE: Final = 60_000_000


def is_stale(offer: Offer, now: int) -> bool:
    """Tell whether it should have been verified again by now."""
    return offer.verify_by is not None and offer.verify_by <= now


def misfit(need: Need, offer: Offer, now: int, *, stale: bool) -> Misfit | None:
    """Return why an offer of the right type does not fit, None if it does.

    ``stale`` is whether what should have been verified again is offered all the same.
    """
    begin = max(now, now if need.at is None else need.at, now + offer.ready * _MINUTE)
    end = begin if need.until is None else max(begin, need.until)
    if need.until is not None and need.until <= now:
        return "over"
    if need.counted and need.counted != offer.counted:
        return "counted"
    if offer.expires is not None and offer.expires <= end:
        return "expired"
    if not stale and is_stale(offer, now):
        return "outdated"
    if offer.windows and not any(
        since <= begin and (until is None or (begin < until and end <= until))
        for since, until in offer.windows
    ):
        return "closed"
    if need.within is not None and offer.ready > need.within:
        return "late"
    if need.until is not None and need.until <= begin:
        return "late"
    if need.tier is not None and offer.tier > need.tier:
        return "far"
    if offer.free < 1:
        return "none-free"
    return "small" if need.whole and offer.free < need.quantity else None


def last_minute(need: Need, now: int) -> int | None:
    """Return the most minutes until something is ready that still comes in time, None for any."""
    left = None if need.until is None else -((now - need.until) // _MINUTE) - 1
    return min((one for one in (need.within, left) if one is not None), default=None)


def ten_minutes(offer: Offer) -> int:
    """Return how many times ten minutes it takes to be ready."""
    return offer.ready // _TEN


def unit_cost(need: Need, offer: Offer, now: int, leaning: Leaning) -> int:
    """Return what one unit costs, without the load of its owner."""
    elsewhere = bool(need.place and offer.place and need.place != offer.place)
    return (
        leaning.tier * (offer.tier - 1)
        + leaning.ready * ten_minutes(offer)
        + leaning.elsewhere * elsewhere
        + leaning.stale * is_stale(offer, now)
    )


def load_steps(offers: Sequence[Offer], leaning: Leaning) -> list[tuple[int, int]]:
    """Return what the units of one owner's offers of one type cost for its load: (units, each).

    The first are the cheapest: with each quarter of all it has that an owner has given, lately and
    now, the next unit costs a quarter of ``leaning.load`` more. One who has a hundred seats gives
    fifty as easily as one who has two gives one.
    """
    free = sum(offer.free for offer in offers)
    total = sum(max(offer.total, offer.free) for offer in offers)
    load = sum(offer.load for offer in offers)
    steps = []
    given = 0
    while given < free:
        quarter = min(_QUARTERS * (load + given) // total, _MOST_QUARTERS)
        upto = -(-(quarter + 1) * total // _QUARTERS) - load
        if quarter == _MOST_QUARTERS:
            upto = free
        upto = min(upto, free)
        steps.append((upto - given, leaning.load * quarter // _QUARTERS))
        given = upto
    return steps


def load_cost(steps: Sequence[tuple[int, int]], amount: int) -> int:
    """Return what giving so much costs an owner whose next units cost this (`load_steps`)."""
    cost = begin = 0
    for units, each in steps:
        cost += each * max(0, min(units, amount - begin))
        begin += units
    return cost
