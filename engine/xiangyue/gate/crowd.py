"""Those whom one rung of a call-out asks, before the limits: each is reviewed as a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xiangyue.values import Planned, replace


def each(planned: Iterable[Planned]) -> Iterator[Planned]:
    """Yield interventions, and in the place of an ask the message to each whom it asks."""
    for one in planned:
        if one.kind != "ask":
            yield one
            continue
        detail = {"rung": one.detail["rung"], "by": one.detail["by"]}
        for member in one.detail["to"]:
            yield Planned("message", member, one.address, True, detail, one.at)


def is_asked(planned: Planned) -> bool:
    """Tell whether it is the message to one of those whom a rung asks."""
    return planned.kind == "message" and "rung" in planned.detail


def together(asked: Planned, left: Sequence[Planned]) -> Iterator[Planned]:
    """Yield an ask as limits leave it: one for each moment, and for each set of channels."""
    groups: dict[tuple[int | None, tuple[str, ...]], list[str]] = {}
    for one in left:
        groups.setdefault((one.at, tuple(one.detail["by"])), []).append(one.to or "")
    for (at, by), names in groups.items():
        detail: dict[str, Any] = {**asked.detail, "to": names, "by": list(by)}
        if "offers" in detail:
            detail["offers"] = {n: detail["offers"][n] for n in names if n in detail["offers"]}
        yield replace(asked, detail=detail, at=at)
