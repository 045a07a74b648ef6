"""Needs and offers brought together: the best plan, explained."""

from xiangyue.matching.fitting import is_stale, misfit
from xiangyue.matching.greedy import greedy
from xiangyue.matching.solve import solve
from xiangyue.matching.told import Told, moment_in
from xiangyue.matching.values import LEANING, Leaning, Match, Need, Offer, Plan, Waiting

__all__ = [
    "LEANING",
    "Leaning",
    "Match",
    "Need",
    "Offer",
    "Plan",
    "Told",
    "Waiting",
    "greedy",
    "is_stale",
    "misfit",
    "moment_in",
    "solve",
]
