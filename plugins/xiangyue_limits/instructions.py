"""Instructions from above: openings that limits must be able to see, and what they ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from xiangyue.plugs import Breach, Circumstances, Kind, Words
from xiangyue_limits.documents import many
from xiangyue_limits.reading import steps

OPENINGS: tuple[Kind, ...] = (
    "assign",
    "message",
    "collect",
    "publish",
    "switch_mode",
    "automate",
)
"""What an opening may do besides scoring: by any of it a limit can refuse the instruction."""

_ABOVE = frozenset({"county", "subdistrict", "township"})

_UNSEEN: Words = {
    "en": "It may be opened from above and touches nobody, so that no limit could return it.",
    "zh": "此事项可由上级发起，但发起时不触达任何人，介入限度无法将其退回。",
}
_TOUCH: Words = {
    "en": "Add a message to whoever receives it under the opening's does, without accessory.",
    "zh": "请在发起的 does 中向接收人发一条 message，不写 accessory。",
}


def instructed(case: Circumstances) -> bool:
    """Tell whether somebody above the community opens a task by a role.

    Whoever uses an opening that is for anyone gives no instruction.
    """
    anyone = case.standing is not None and case.standing.role == "anyone"
    return case.opening and case.from_above and not anyone


def from_above(document: Mapping[str, Any], opening: Mapping[str, Any]) -> bool:
    """Tell whether somebody above the community may open it by a role.

    A role that is held at no unit level in particular may be held above.
    """
    roles = document.get("roles", {})
    levels = (
        opening.get("at") or roles[name].get("at", "county")
        for name in many(opening["by"])
        if name in roles
    )
    return any(level in _ABOVE for level in levels)


def unseen(document: Mapping[str, Any], flows: Collection[str]) -> Iterator[Breach]:
    """Yield those flows that may be opened from above and that no limit could refuse."""
    for step in steps(document):
        blind = step.opening and step.flow in flows and not step.seen
        if blind and from_above(document, step.action):
            yield step.address, _UNSEEN, _TOUCH


def unasked(document: Mapping[str, Any], flows: Collection[str], field: str) -> Iterator[Breach]:
    """Yield those flows whose opening does not ask for a field."""
    for step in steps(document):
        if step.opening and step.flow in flows and field not in step.given:
            say = {
                "en": f"Its opening does not ask for “{field}”, so that nobody could give it.",
                "zh": f"发起时没有询问“{field}”，无从填写。",
            }
            mend = {
                "en": f"Add {field} to the asks or needs of the opening.",
                "zh": f"请在发起的 asks 或 needs 中加入 {field}。",
            }
            yield step.address, say, mend
