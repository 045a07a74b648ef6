"""How a flow serves people: when first contact is due, and what they say at the return visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.time.worktime import Duration, parse_duration

PARAMS = "params."

WEIGHTS: Mapping[str, float] = {
    "response_weight": 0.2,
    "resolution_weight": 0.4,
    "satisfaction_weight": 0.4,
}
"""Params that weigh the three rates, and what they are where a profile has none (our defaults)."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the rates of response, resolution and satisfaction are counted from.

    ``contact`` are actions, or states that are entered, by which somebody is in contact; that is
    due ``within`` a duration, or what the param ``within_param`` says. At the action ``visit`` the
    fields ``solved`` and ``satisfied`` are asked for. ``objected`` and ``excluded`` are states or
    boolean fields: a dispatch that was rightly objected to, and a demand that a review excluded.
    """

    contact: tuple[str, ...]
    within: Duration | None
    within_param: str | None
    visit: str
    solved: str
    satisfied: str
    objected: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def promise(self) -> str:
        """The time to first contact as the profile writes it."""
        return str(self.within) if self.within else f"{PARAMS}{self.within_param}"


def build_service(data: Mapping[str, Any] | None) -> Service | None:
    """Return what a flow says of its service; None where it says nothing."""
    if data is None:
        return None
    within: str = data["within"]
    param = within.removeprefix(PARAMS) if within.startswith(PARAMS) else None
    return Service(
        contact=many(data["contact"]),
        within=None if param else parse_duration(within),
        within_param=param,
        visit=data["visit"],
        solved=data["solved"],
        satisfied=data["satisfied"],
        objected=many(data.get("objected")),
        excluded=many(data.get("excluded")),
    )


def many(value: Any) -> tuple[str, ...]:
    """Return what may be one name, a list of names, or left out, as a tuple."""
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)
