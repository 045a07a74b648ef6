"""Those whom one rung of a call-out asks, before the limits: each is reviewed as a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xiangyue.values import Planned, Reason, Ruling, replace


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
        for said in ("offers", "ready"):
            if said in detail:
                detail[said] = {n: detail[said][n] for n in names if n in detail[said]}
        if "stale" in detail:
            detail["stale"] = [name for name in names if name in detail["stale"]]
        yield replace(asked, detail=detail, at=at)


def addressee(planned: Planned) -> str | None:
    """Return of whom a ruling speaks: one stands for all whom a rung asks, and notes name them."""
    return f"rung:{planned.detail['rung']}" if is_asked(planned) else planned.to


class Crowds:
    """What limits make of those whom a rung asks: each limit is noted once, with whom it keeps."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        self._found: list[tuple[str, Ruling, list[str]]] = []

    def note(self, code: str, ruling: Ruling, name: str) -> None:
        """Note what a ruling means for one more of them."""
        for said, same, names in self._found:
            if said == code and same == ruling:
                names.append(name)
                return
        self._found.append((code, ruling, [name]))

    def notes(self) -> Iterator[Reason]:
        """Yield what was noted."""
        for code, ruling, names in self._found:
            values = {**ruling.reason.values, "to": ruling.to, "who": names, "count": len(names)}
            yield Reason(_CODES[code], values)


_CODES = {
    "limit-dropped": "call-left-out",
    "limit-deferred": "call-later",
    "limit-reshaped": "call-otherwise",
    "limit-warned": "call-warned",
}
