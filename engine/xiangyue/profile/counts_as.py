"""What the tasks of a flow count as in the level of service Q(t) of a community."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.profile.service import many

LEVEL_WEIGHTS: Mapping[str, float] = {
    "on_time_weight": 0.4,
    "reached_weight": 0.3,
    "acknowledged_weight": 0.2,
    "utilities_weight": 0.1,
}
"""Params that weigh the components, and what they are where a profile has none (our defaults)."""


@dataclass(frozen=True, slots=True)
class CountsAs:
    """What a task is a promise of.

    ``essential``: each of its deadlines is one. ``vulnerable``: that vulnerable people are reached
    by its deadline: one, or as many as the number fields ``reached`` and ``missed`` say. While it
    is open, the utility is out that the enum field ``utility`` names. Nothing was promised where it
    ends in one of the states ``void`` before anything is due.
    """

    essential: bool
    vulnerable: bool
    reached: str | None
    missed: str | None
    utility: str | None
    void: tuple[str, ...]


def counts_as(data: Mapping[str, Any] | None) -> CountsAs | None:
    """Return what a flow says of the level of service; None where it says nothing."""
    if data is None:
        return None
    return CountsAs(
        essential=data.get("essential", False),
        vulnerable=data.get("vulnerable", False),
        reached=data.get("reached"),
        missed=data.get("missed"),
        utility=data.get("utility"),
        void=many(data.get("void")),
    )
