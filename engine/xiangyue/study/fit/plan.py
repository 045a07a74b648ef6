"""How far the tools may go in a community by now: paper, assisted, digital, each with its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from xiangyue.messages import say
from xiangyue.study.fit.indicators import INDICATORS, Band
from xiangyue.study.fit.scoring import Bands

Standing = Literal["ready", "unknown", "blocked"]


@dataclass(frozen=True, slots=True)
class Need:
    """An indicator that has to lie in one of these bands, and why."""

    code: str
    bands: tuple[Band, ...]

    @property
    def wanted(self) -> str:
        """The values that do."""
        indicator = INDICATORS[self.code]
        if len(self.bands) == 1:
            return indicator.range(self.bands[0])
        return f"≤ {indicator.upper:g}" if indicator.falls else f"≥ {indicator.lower:g}"


_NEEDS: Final[Mapping[str, tuple[Need, ...]]] = {
    "paper": (),
    "assisted": (Need("D2", ("mid", "high")),),
    "digital": (
        Need("D1", ("mid", "high")),
        Need("D2", ("high",)),
        Need("D3", ("mid", "high")),
    ),
}
"""What each stage needs beside those before it: people who can, before tools that ask it. [D]"""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage; ``unmet`` and ``unknown`` are its own needs that do not hold, or may not.

    It is ready once its own needs and those of all stages before it hold.
    """

    stage: str
    standing: Standing
    unmet: tuple[Need, ...]
    unknown: tuple[Need, ...]

    def as_dict(self, values: Mapping[str, float], lang: str) -> dict[str, Any]:
        """Return it in words."""
        return {
            "stage": self.stage,
            "standing": self.standing,
            "what": say(f"fit-stage-{self.stage}", lang),
            "first": say(f"fit-first-{self.stage}", lang),
            "needs": [
                {
                    "indicator": need.code,
                    "wanted": need.wanted,
                    "value": values.get(need.code),
                    "met": None if need in self.unknown else need not in self.unmet,
                }
                for need in _NEEDS[self.stage]
            ],
        }


def plan(bands: Bands) -> tuple[Step, ...]:
    """Return the three stages in their order, and how a community stands to each."""
    steps: list[Step] = []
    standing: Standing = "ready"
    for stage, needs in _NEEDS.items():
        unknown = tuple(need for need in needs if need.code not in bands)
        unmet = tuple(n for n in needs if n not in unknown and bands[n.code] not in n.bands)
        if unmet or standing == "blocked":
            standing = "blocked"
        elif unknown:
            standing = "unknown"
        steps.append(Step(stage, standing, unmet, unknown))
    return tuple(steps)
