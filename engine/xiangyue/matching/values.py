"""What is needed, what is offered, and the plan that brings both together.

Instants are microseconds since 1970-01-01 UTC; quantities are whole numbers of what is counted.
"""

from __future__ import annotations

from typing import Final

from xiangyue.values import Reason, Value


class Need(Value, frozen=True):
    """What somebody needs: so much of one type, since when, and how urgently (higher comes first).

    ``tier`` is the farthest tier that will do (1 to 3) and ``within`` the minutes in which it must
    be ready, None where it does not matter. It is wanted at ``at``, or now, and until ``until``.
    Only what is ``counted`` in the same serves it, unless that is empty. What must be ``whole`` is
    served by one offer alone, or not at all.
    """

    id: str
    type: str
    quantity: int
    urgency: int = 0
    since: int = 0
    tier: int | None = None
    within: int | None = None
    at: int | None = None
    until: int | None = None
    place: str = ""
    counted: str = ""
    whole: bool = False


class Offer(Value, frozen=True):
    """What an owner offers: ``free`` now, of ``total``, ready after so many minutes.

    ``windows`` are the times at which it can be had (begin, end or None), always where there are
    none. After ``expires`` it is of no use; from ``verify_by`` on nobody knows whether it is still
    so. ``load`` is what the owner has given of it lately, what is out now included.
    """

    id: str
    owner: str
    type: str
    free: int
    total: int = 0
    tier: int = 1
    ready: int = 0
    windows: tuple[tuple[int, int | None], ...] = ()
    expires: int | None = None
    verified: int | None = None
    verify_by: int | None = None
    place: str = ""
    load: int = 0
    counted: str = ""


class Leaning(Value, frozen=True):
    """What a unit that is given costs the plan, in points of no other meaning: less is better.

    ``tier`` for each tier beyond the first, ``ready`` for each ten minutes, ``elsewhere`` where
    need and offer are in different places, ``stale`` past its verification, ``load`` for each time
    that the owner has given, lately and in this plan, all that it has of the type.
    """

    tier: int = 30
    ready: int = 2
    elsewhere: int = 15
    stale: int = 120
    load: int = 40


LEANING: Final = Leaning()
"""What is preferred where nothing else is said."""


class Match(Value, frozen=True):
    """So much of an offer for a need, and why this one."""

    need: Need
    offer: Offer
    quantity: int
    why: tuple[Reason, ...] = ()


class Waiting(Value, frozen=True):
    """A need of which ``quantity`` could not be served, and why not."""

    need: Need
    quantity: int
    why: tuple[Reason, ...] = ()


class Plan(Value, frozen=True):
    """Who is given what, and who waits, in the order in which what comes free is theirs.

    ``unserved`` is what waits, weighted by its place in the order, and ``cost`` what is given costs
    (see `Leaning`). ``unserved_bound`` and ``cost_bound`` are proved: no plan has fewer unserved,
    nor, serving the same, a lower cost; None where nothing was proved. Where something must be
    whole, that is so of those that serve the more urgent needs as well.
    """

    matches: tuple[Match, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    unserved: int = 0
    cost: int = 0
    unserved_bound: int | None = None
    cost_bound: int | None = None

    @property
    def served(self) -> int:
        """How many units are given."""
        return sum(match.quantity for match in self.matches)

    @property
    def gap(self) -> float | None:
        """By which share the plan may at most be worse than the best; 0 is proved to be optimal."""
        if self.unserved_bound is None or self.cost_bound is None:
            return None
        pairs = ((self.unserved, self.unserved_bound), (self.cost, self.cost_bound))
        return max((value - bound) / max(value, 1) for value, bound in pairs)
