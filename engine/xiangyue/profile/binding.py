"""How a profile binds a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xiangyue.profile.service import many

BUDGET_MS = 50


@dataclass(frozen=True, slots=True)
class Claim:
    """How a named role lifts a limit for one command, and the field in which it is reviewed."""

    field: str
    roles: tuple[str, ...]
    review: str


@dataclass(frozen=True, slots=True)
class LimitBinding:
    """How a profile binds a limit; ``budget_ms`` is what one review may take."""

    id: str
    limit: str
    config: Mapping[str, Any]
    stance: Literal["audit", "warn", "enforce", "lifted"]
    lifted_in: frozenset[str]
    claim: Claim | None
    closed: bool
    budget_ms: int


def binding(name: str, data: Mapping[str, Any]) -> LimitBinding:
    """Return how a profile binds a limit, of what it says."""
    claim = data.get("claim")
    return LimitBinding(
        id=name,
        limit=data.get("limit", name),
        config=data.get("config", {}),
        stance=data["stance"],
        lifted_in=frozenset(data.get("lifted_in", ())),
        claim=Claim(claim["field"], many(claim["roles"]), claim["review"]) if claim else None,
        closed=data.get("broken", "closed") == "closed",
        budget_ms=data.get("budget_ms", BUDGET_MS),
    )
