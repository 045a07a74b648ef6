"""What was refused or put off, and why: walked back from the journal's end, so much at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from xiangyue.canonical import load
from xiangyue.errors import Misuse
from xiangyue.journal import to_decision
from xiangyue.storage import Reader
from xiangyue.values import Decision

MOST: Final = 200
LOOK: Final = 2000
"""Entries that one page looks at."""

OUTCOMES: Final = ("refused", "deferred")
_ROWS: Final = (
    "SELECT seq, body FROM journal WHERE community = ? AND seq < ? AND seq >= ?"
    " AND (body LIKE ? OR body LIKE ?) ORDER BY seq DESC"
)
_SAID: Final = tuple(f'%"outcome":"{outcome}"%' for outcome in OUTCOMES)
_WAITS: Final = "SELECT seq, due, state FROM waiting WHERE community = ? AND seq >= ? AND seq <= ?"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that was refused or put off; its decision holds every reason, nothing personal.

    ``runs_at`` is when it is decided again, None where it is not, and ``dead`` whether that was
    given up.
    """

    decision: Decision
    runs_at: int | None
    dead: bool

    @property
    def outcome(self) -> Literal["refused", "deferred"]:
        """Whether it was refused, or put off."""
        return "deferred" if self.decision.outcome == "deferred" else "refused"


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """Some refusals, the newest first; ``older`` is what to pass as ``before`` for more.

    It is None at the journal's beginning. A page may hold few or none, and yet have others behind.
    ``looked`` is at how many entries it has looked.
    """

    items: tuple[Refusal, ...]
    older: int | None
    looked: int


def find_refusals(
    reader: Reader,
    community: str,
    last: int,
    *,
    flow: str | None,
    reason: str | None,
    outcome: str | None,
    before: int | None,
    limit: int,
) -> RefusalPage:
    """Return a page of a community's refusals; ``reason`` is a reason's code or a limit's name."""
    if not 1 <= limit <= MOST:
        raise Misuse("page-limit", limit=limit, most=MOST)
    if outcome is not None and outcome not in OUTCOMES:
        raise Misuse("outcome-unknown", given=outcome, known=", ".join(OUTCOMES))
    top = last + 1 if before is None else min(before, last + 1)
    bottom = max(top - LOOK, 1)
    found: list[Mapping[str, Any]] = []
    for _, text in reader.all(_ROWS, community, top, bottom, *_SAID):
        body = load(text)
        if _fits(body, flow, reason, outcome):
            found.append(body)
            if len(found) == limit:
                bottom = body["seq"]
                break
    waits = {seq: (due, state) for seq, due, state in reader.all(_WAITS, community, bottom, top)}
    items = tuple(_refusal(body, waits) for body in found)
    return RefusalPage(items, bottom if bottom > 1 else None, top - bottom)


def _fits(
    body: Mapping[str, Any], flow: str | None, reason: str | None, outcome: str | None
) -> bool:
    if body["kind"] != "command" or body["outcome"] not in OUTCOMES:
        return False
    if (flow and body["flow"] != flow) or (outcome and body["outcome"] != outcome):
        return False
    said = body.get("reasons", ())
    return reason is None or any(reason in _names(one) for one in said)


def _names(reason: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a reason is asked for by; a guard with words of its own is a guard."""
    code = reason["code"]
    return code, code.removesuffix("-otherwise"), reason["values"].get("limit", "")


def _refusal(body: Mapping[str, Any], waits: Mapping[int, tuple[int, str]]) -> Refusal:
    due, state = waits.get(body["seq"], (None, "")) if body["outcome"] == "deferred" else (None, "")
    return Refusal(to_decision(body, None), due, state == "dead")
