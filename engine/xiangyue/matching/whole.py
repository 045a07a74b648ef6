"""The best plan of a type of which some needs must be served by one offer alone, or not at all.

The more urgent come first: of all plans that serve them as well, one that leaves the least weight
of the next unserved. Of equally urgent ones a larger whole one may so go before a smaller one that
has waited longer, as two would be served by it. Then one of those of least cost is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from xiangyue.errors import Misuse
from xiangyue.matching.alike import Market
from xiangyue.matching.fitting import load_steps
from xiangyue.matching.greedy import grab
from xiangyue.matching.solving import Piece, Solved, shared_out, solve_market
from xiangyue.matching.transport import Program, least
from xiangyue.matching.values import Leaning, Need, Offer
from xiangyue.values import replace as altered

MOST_PLACES: Final = 20_000
"""So many places of whole needs are weighed at once; for more, what is best is not looked for."""


@dataclass(slots=True)
class _Model:
    """A program in which each offer gives to the needs that may share it, and to whole ones."""

    market: Market
    program: Program = field(default_factory=Program)
    gives: dict[str, int] = field(default_factory=dict)
    places: dict[int, tuple[Need, Offer]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def give(self, kinds: Mapping[int, int], owners: Mapping[str, int]) -> None:
        """Let each offer give from its own row to the row of its kind, and count for its owner."""
        for kind, offer in _offers(self.market):
            self.rows[offer.id] = self.program.row(offer.free)
            self.gives[offer.id] = len(self.program.cost)
            counts = [(kinds[kind], -1), (self.rows[offer.id], 1)]
            counts += [(owners[offer.owner], 1)] if owners else []
            self.program.column(0, offer.free, counts)

    def place(
        self, number: int, need: Need, row: int, cost: int | None, owners: Mapping[str, int]
    ) -> None:
        """Let a whole need go to one of the offers that suit it; without a cost, each at its own.

        ``row`` is where it counts once.
        """
        for kind in self.market.suiting[number]:
            each = self.market.fits[number, kind] if cost is None else cost
            for offer in self.market.offers[kind]:
                self.places[len(self.program.cost)] = need, offer
                self.program.whole.append(len(self.program.cost))
                counts = [(row, 1), (self.rows[offer.id], need.quantity)]
                counts += [(owners[offer.owner], need.quantity)] if owners else []
                self.program.column(each * need.quantity, 1, counts)


def solve_whole(market: Market, weights: Mapping[str, int], leaning: Leaning) -> Solved:
    """Return who is given what; ``weights`` say what a unit left unserved of each need counts.

    Where there are too many places, or the solver comes to no end, nothing is proved of it. Raises
    Misuse where the extra ``match`` is missing.
    """
    alike = [len(offers) for offers in market.offers]
    suiting = (market.suiting[number] for number, need in _needs(market) if need.whole)
    if sum(alike[kind] for kinds in suiting for kind in kinds) > MOST_PLACES:
        return solve_roughly(market, weights, leaning)
    try:
        return _solve(market, weights, leaning)
    except Misuse as error:
        if error.code != "match-unsolved":
            raise
        return solve_roughly(market, weights, leaning)


def solve_roughly(market: Market, weights: Mapping[str, int], leaning: Leaning) -> Solved:
    """Place whole needs the obvious way, and share out the best way what is left; unproved."""
    placed = [piece for piece in grab(market, leaning) if piece[0].whole]
    taken = {offer.id: 0 for _, offer in _offers(market)}
    for _, offer, amount in placed:
        taken[offer.id] += amount
    known = {offer.id: offer for _, offer in _offers(market)}
    rest = replace(
        market,
        needs=tuple(tuple(n for n in alike if not n.whole) for alike in market.needs),
        offers=tuple(tuple(_without(o, taken[o.id]) for o in alike) for alike in market.offers),
    )
    shared = solve_market(rest, weights, leaning).pieces
    pieces = (*placed, *((need, known[offer.id], amount) for need, offer, amount in shared))
    return Solved(pieces, None, None)


def _without(offer: Offer, taken: int) -> Offer:
    return altered(offer, free=offer.free - taken, load=offer.load + taken)


def _solve(market: Market, weights: Mapping[str, int], leaning: Leaning) -> Solved:
    served: dict[str, int] = defaultdict(int)
    unserved = 0
    for urgency in sorted({need.urgency for _, need in _needs(market)}, reverse=True):
        unserved += _serve(market, weights, urgency, served)
    pieces, cost = _allot(market, served, leaning)
    return Solved(tuple(pieces), unserved, cost)


def _serve(market: Market, weights: Mapping[str, int], urgency: int, served: dict[str, int]) -> int:
    """Serve the needs of one urgency beside all that are more urgent; say what waits at least."""
    model = _Model(market)
    program, pools = model.program, _pools(market)
    rows = {takers: program.row(0) for takers in dict.fromkeys(pools.values())}
    model.give({kind: rows[takers] for kind, takers in pools.items()}, {})
    whose: dict[int, str] = {}
    waits = 0
    for number, need in _needs(market):
        if need.urgency < urgency:
            continue
        now = need.urgency == urgency
        waits += weights[need.id] * need.quantity * now
        cost = -weights[need.id] * now
        if need.whole:
            if now or served[need.id]:
                model.place(number, need, program.row(1, equal=not now), cost, {})
            continue
        own = program.row(need.quantity if now else served[need.id], equal=not now)
        for takers, row in rows.items():
            if number in takers:
                whose[len(program.cost)] = need.id
                program.column(cost, need.quantity, ((own, 1), (row, 1)))
    if not (whose or model.places):
        return waits
    amounts, bound = least(program)
    served.clear()
    for column, name in whose.items():
        served[name] += amounts[column]
    for column, (need, _) in model.places.items():
        served[need.id] += need.quantity * amounts[column]
    return waits + bound


def _allot(market: Market, served: Mapping[str, int], leaning: Leaning) -> tuple[list[Piece], int]:
    """Return from whom each need is given, and what that costs at least."""
    if not any(served.values()):
        return [], 0
    model = _Model(market)
    program = model.program
    owned: dict[str, list[Offer]] = defaultdict(list)
    for _, offer in _offers(market):
        owned[offer.owner].append(offer)
    owners = {owner: program.row(0) for owner in sorted(owned)}
    kinds = {kind: program.row(0) for kind in range(len(market.offers))}
    model.give(kinds, owners)
    for owner, row in owners.items():
        for units, each in load_steps(owned[owner], leaning):
            program.column(each, units, ((row, -1),))
    flows: dict[int, tuple[int, int]] = {}
    shared = {need.id: 0 if need.whole else served[need.id] for _, need in _needs(market)}
    for number, alike in enumerate(market.needs):
        wanted = sum(shared[need.id] for need in alike)
        own = program.row(wanted, equal=True)
        for kind in market.suiting[number] if wanted else ():
            flows[len(program.cost)] = number, kind
            program.column(market.fits[number, kind], wanted, ((own, 1), (kinds[kind], 1)))
        for need in alike:
            if need.whole and served[need.id]:
                model.place(number, need, program.row(1, equal=True), None, owners)
    amounts, bound = least(program)
    pieces = [(*pair, pair[0].quantity) for at, pair in model.places.items() if amounts[at]]
    flow = {pair: amounts[column] for column, pair in flows.items()}
    given = {name: amounts[column] for name, column in model.gives.items()}
    return [*pieces, *shared_out(market, shared, flow, given)], bound


def _needs(market: Market) -> Iterator[tuple[int, Need]]:
    return ((number, need) for number, alike in enumerate(market.needs) for need in alike)


def _offers(market: Market) -> Iterator[tuple[int, Offer]]:
    return ((kind, offer) for kind, alike in enumerate(market.offers) for offer in alike)


def _pools(market: Market) -> dict[int, frozenset[int]]:
    """Return which kinds of needs can share each kind of offer."""
    shared = [number for number, (need, *_) in enumerate(market.needs) if not need.whole]
    return {
        kind: frozenset(number for number in shared if (number, kind) in market.fits)
        for kind in range(len(market.offers))
    }
