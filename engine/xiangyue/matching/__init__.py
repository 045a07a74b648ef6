"""Needs and offers brought together: the best plan, explained."""

from xiangyue.matching.fitting import is_stale
from xiangyue.matching.greedy import greedy
from xiangyue.matching.solve import LEANING, solve
from xiangyue.matching.values import Leaning, Match, Need, Offer, Plan, Waiting

__all__ = [
    "LEANING",
    "Leaning",
    "Match",
    "Need",
    "Offer",
    "Plan",
    "Waiting",
    "greedy",
    "is_stale",
    "solve",
]
