"""Why a need is given of this offer and of no nearer one, and why a need waits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from xiangyue.matching.alike import Market
from xiangyue.matching.fitting import MISFITS, is_stale
from xiangyue.matching.solving import Piece
from xiangyue.matching.values import Match, Need, Offer, Waiting
from xiangyue.values import Reason

_DAY: Final = 86_400_000_000


@dataclass(slots=True)
class Explainer:
    """What became of the offers of one type, looked up for each need."""

    market: Market
    pieces: Sequence[Piece]
    now: int
    given: Counter[str] = field(default_factory=Counter)
    mine: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    used_up: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count what each offer gives, and to whom."""
        for need, offer, amount in self.pieces:
            self.given[offer.id] += amount
            self.mine[need.id][offer.id] = amount
        for number, alike in enumerate(self.market.offers):
            gone = sum(self.given[offer.id] == offer.free for offer in alike)
            self.used_up.append(gone)
            self.left.append(len(alike) - gone)
            self.kinds |= {offer.id: number for offer in alike}

    def matches(self) -> Iterator[Match]:
        """Explain each match."""
        numbers = {n.id: number for number, alike in enumerate(self.market.needs) for n in alike}
        for need, offer, amount in self.pieces:
            why = (*self._suits(need, offer, amount), *self._before(numbers[need.id], need, offer))
            yield Match(need, offer, amount, why)

    def waiting(self) -> Iterator[Waiting]:
        """Explain each need that is not served, or not in full."""
        for number, alike in enumerate(self.market.needs):
            why = self._why_not(number)
            for need in alike:
                missing = need.quantity - sum(self.mine[need.id].values())
                if missing:
                    yield Waiting(need, missing, why)

    def _suits(self, need: Need, offer: Offer, amount: int) -> Iterator[Reason]:
        """Say what it gives, how near and how sure it is."""
        part = "match-gives-all" if amount == need.quantity else "match-gives-part"
        yield Reason(part, {"quantity": amount, "wanted": need.quantity})
        yield Reason("match-tier", {"tier": offer.tier, "minutes": offer.ready})
        if need.place and need.place == offer.place:
            yield Reason("match-same-place")
        if offer.verify_by is not None and is_stale(offer, self.now):
            yield Reason("match-stale", {"days": (self.now - offer.verify_by) // _DAY})
        elif offer.verified is not None:
            yield Reason("match-verified", {"days": max(0, self.now - offer.verified) // _DAY})

    def _before(self, number: int, need: Need, offer: Offer) -> Iterator[Reason]:
        """Say how many others suit, and why those that are nearer were passed over."""
        suiting = self.market.suiting[number]
        if sum(len(self.market.offers[kind]) for kind in suiting) == 1:
            yield Reason("match-only")
            return
        own = self.market.fits[number, self.kinds[offer.id]]
        nearer = [kind for kind in suiting if self.market.fits[number, kind] < own]
        if need.whole:
            yield from self._before_whole(need, nearer)
            return
        gone = sum(self.used_up[kind] for kind in nearer)
        for name, amount in self.mine[need.id].items():
            gone -= (
                self.kinds[name] in nearer and self.given[name] == amount and self._is_gone(name)
            )
        if gone:
            yield Reason("match-others", {"count": gone})
        if left := sum(self.left[kind] for kind in nearer):
            yield Reason("match-spread", {"count": left})

    def _before_whole(self, need: Need, nearer: Sequence[int]) -> Iterator[Reason]:
        """Say the same of a need that nothing serves of which less is left than all of it."""
        offers = [offer for kind in nearer for offer in self.market.offers[kind]]
        left = sum(offer.free - self.given[offer.id] >= need.quantity for offer in offers)
        if len(offers) > left:
            yield Reason("match-others", {"count": len(offers) - left})
        if left:
            yield Reason("match-spread", {"count": left})

    def _is_gone(self, name: str) -> bool:
        alike = self.market.offers[self.kinds[name]]
        return any(offer.id == name and offer.free == self.given[name] for offer in alike)

    def _why_not(self, number: int) -> tuple[Reason, ...]:
        """Say why the offers of the type do not serve a kind of need, one reason for each."""
        if not self.market.offers:
            return (Reason("match-no-type"),)
        counts: Counter[str] = Counter()
        for kind, alike in enumerate(self.market.offers):
            counts[self.market.misfits.get((number, kind), "taken")] += len(alike)
        order = (*MISFITS, "taken")
        return tuple(Reason(f"match-{why}", {"count": counts[why]}) for why in order if counts[why])
