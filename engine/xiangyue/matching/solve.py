"""Many needs against many offers at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xiangyue.matching.alike import Market, markets
from xiangyue.matching.draw_up import draw_up, weights_of
from xiangyue.matching.solving import Solved, solve_market
from xiangyue.matching.values import LEANING, Leaning, Need, Offer, Plan
from xiangyue.matching.whole import solve_whole
from xiangyue.values import replace


def solve(
    needs: Iterable[Need],
    offers: Iterable[Offer],
    now: int,
    *,
    stale: bool = False,
    leaning: Leaning = LEANING,
) -> Plan:
    """Return the best plan, the same in whatever order needs and offers come.

    *Who is served* comes first. Needs stand in an order: the more urgent, then the one that has
    waited longer, then by id. Each weighs more than the next, and the least weight is left
    unserved. What can be served together is a polymatroid, in which whoever minimizes such weights
    gives each need as much as can be given without taking from one before it; and gives as many
    units in all as can be given. So a more urgent need never waits because a less urgent one would
    be cheaper to serve, or because two could be served instead of it.

    *From whom* comes next: of all plans that serve just this, one of least cost (`Leaning`): nearer
    tiers, what is ready sooner, the same place; with each owner's load each further unit of it
    costs more, so that loads are spread. A need may be served by several offers, or in part; what
    is missing waits, with the reasons why.

    What must be ``whole`` is served by one offer alone or not at all. Where there is such a need,
    no less urgent one takes from a more urgent one either; of equally urgent ones it may go before
    one that has waited longer, where more is served so. Where there are so many that this takes too
    long, whole needs are placed the obvious way, and of that type nothing is proved.

    Otherwise they are linear and end at whole numbers. Both bounds are proved (`Plan.gap`).
    What is past its ``verify_by`` is offered only where ``stale`` is true; what has expired never.

    Raises Misuse where the extra ``match`` is missing, an id comes twice or there is too much to
    weigh, and BadInput for quantities that cannot be.
    """
    needs = list(needs)
    weights = weights_of(needs)
    found = markets(needs, list(offers), now, stale=stale, leaning=leaning)
    solved = [_solved(market, weights, leaning) for market in found]
    plan = draw_up(
        [(market, one.pieces) for market, one in zip(found, solved, strict=True)],
        weights,
        now,
        leaning,
    )
    unserved = [one.unserved_bound for one in solved if one.unserved_bound is not None]
    cost = [one.cost_bound for one in solved if one.cost_bound is not None]
    if len(unserved) < len(solved):
        return plan
    return replace(plan, unserved_bound=sum(unserved), cost_bound=sum(cost))


def _solved(market: Market, weights: Mapping[str, int], leaning: Leaning) -> Solved:
    whole = any(need.whole for alike in market.needs for need in alike)
    return (solve_whole if whole else solve_market)(market, weights, leaning)
