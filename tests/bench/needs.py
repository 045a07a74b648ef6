"""A thousand needs and two thousand offers, matched at once."""

from __future__ import annotations

import time
from collections import defaultdict
from random import Random

from measuring import Figures

from xiangyue.matching import LEANING, Need, Offer, Plan, greedy, solve
from xiangyue.matching.draw_up import weights_of
from xiangyue.matching.fitting import load_steps, misfit, unit_cost

DAY = 86_400_000_000
NOW = 20_000 * DAY
READY = (15, 60, 240)
OWNERS = 700
PLACES = 10


def matching_figures() -> Figures:
    """Match needs of twelve types, and of one; hold both against greedy and OR-Tools."""
    figures: Figures = {}
    for types in (12, 1):
        needs, offers = _needs(types), _offers(types)
        name = f"1,000 needs, 2,000 offers, {types} type{'s' * (types > 1)}:"
        begin = time.perf_counter()
        plan = solve(needs, offers, NOW)
        spent = time.perf_counter() - begin
        obvious = greedy(needs, offers, NOW)
        figures |= {
            f"{name} s": spent,
            f"{name} optimality gap": plan.gap,
            f"{name} units served": plan.served,
            f"{name} by greedy": obvious.served,
            f"{name} left unserved, weighted, greedy / best": obvious.unserved / plan.unserved,
        }
        theirs = _of_or_tools(plan, needs, offers)
        if theirs is not None:
            figures[f"{name} weight and cost / the optimum of OR-Tools"] = theirs
    return figures


def _needs(types: int) -> list[Need]:
    rnd = Random(7)
    return [
        Need(
            id=f"n{n}",
            type=f"t{rnd.randrange(types)}",
            quantity=rnd.randint(1, 20),
            urgency=rnd.randint(0, 3),
            since=NOW - rnd.randrange(30) * DAY,
            tier=rnd.choice([None, 1, 2, 3]),
            within=rnd.choice([None, *READY]),
            place=f"g{rnd.randrange(PLACES)}",
        )
        for n in range(1000)
    ]


def _offers(types: int) -> list[Offer]:
    rnd = Random(11)
    offers = []
    for n in range(2000):
        total, tier = rnd.randint(1, 12), rnd.randint(1, 3)
        offers.append(
            Offer(
                id=f"o{n}",
                owner=f"w{rnd.randrange(OWNERS)}",
                type=f"t{rnd.randrange(types)}",
                free=rnd.randint(0, total),
                total=total,
                tier=tier,
                ready=rnd.randint(1, READY[tier - 1]),
                verified=NOW - rnd.randrange(100) * DAY,
                verify_by=NOW + rnd.randint(-10, 90) * DAY,
                place=f"g{rnd.randrange(PLACES)}",
                load=rnd.randint(0, total),
            )
        )
    return offers


def _of_or_tools(plan: Plan, needs: list[Need], offers: list[Offer]) -> float | None:
    """Hold a plan against one flow of least cost, pair by pair; None where it is not installed."""
    try:
        from ortools.graph.python import min_cost_flow
    except ImportError:
        return None
    flow = min_cost_flow.SimpleMinCostFlow()
    weights = weights_of(needs)
    most = 1000 * sum(need.quantity for need in needs)  # more than all that is given can cost
    nodes: dict[object, int] = defaultdict(lambda: len(nodes))
    owned: dict[tuple[str, str], list[Offer]] = defaultdict(list)

    def arc(source: object, target: object, units: int, cost: int) -> None:
        flow.add_arc_with_capacity_and_unit_cost(nodes[source], nodes[target], units, cost)

    for offer in offers:
        owned[offer.owner, offer.type].append(offer)
        arc((offer.owner, offer.type), offer.id, offer.free, 0)
    for owner, some in owned.items():
        for units, each in load_steps(some, LEANING):
            arc("source", owner, units, each)
    for need in needs:
        arc("source", need.id, need.quantity, most * weights[need.id])
        flow.set_node_supply(nodes[need.id], -need.quantity)
        for offer in offers:
            if offer.type == need.type and misfit(need, offer, NOW, stale=False) is None:
                units = min(need.quantity, offer.free)
                arc(offer.id, need.id, units, unit_cost(need, offer, NOW, LEANING))
    flow.set_node_supply(nodes["source"], sum(need.quantity for need in needs))
    if flow.solve() != flow.OPTIMAL:
        raise AssertionError("OR-Tools finds no plan")
    return float((most * plan.unserved + plan.cost) / flow.optimal_cost())
