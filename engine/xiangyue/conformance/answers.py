"""What a limit may be told of the past: nothing, a little, and very much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.conformance.cases import HERE, Draft, Freeze
from xiangyue.conformance.stage import MOMENTS
from xiangyue.gate.periods import begins
from xiangyue.limit import KINDS, Fact, Held
from xiangyue.time.clock import to_micros
from xiangyue.values import Task

AMOUNTS = (0, 1, 3, 10_000)

_COUNTS = ("touches", "fields", "opened")
_MONTH = 30 * 86_400_000_000
_BEFORE = to_micros(MOMENTS[0]) - _MONTH


def check_fact(fact: Any) -> None:
    """Raise TypeError, ValueError or BadInput for what is no fact that anybody could tell."""
    if not isinstance(fact, Fact):
        raise TypeError(f"{fact!r} is no Fact")
    if fact.what not in (*_COUNTS, *_ANSWERS):
        raise ValueError(f"nobody can tell {fact.what!r}")
    if not all(isinstance(name, str) for name in fact.names):
        raise TypeError(f"{fact.names!r} are no names")
    if fact.what == "touches" and not {*fact.names} <= {*KINDS}:
        raise ValueError(f"{fact.names!r} are not all kinds of intervention")
    if fact.what in _COUNTS:
        begins(fact.within, to_micros(MOMENTS[0]), "UTC")


def answered(facts: Mapping[str, Fact], draft: Draft, amount: int, freeze: Freeze) -> Any:
    """Return the answers to a limit's facts; there is more of everything with the amount."""
    return freeze({name: _answer(fact, draft, amount, freeze) for name, fact in facts.items()})


def _answer(fact: Fact, draft: Draft, amount: int, freeze: Freeze) -> Any:
    if fact.what in _COUNTS:
        return amount if draft.to is not None or fact.what == "opened" else 0
    return _ANSWERS[fact.what](fact, draft, amount, freeze)


def _tasks(fact: Fact, draft: Draft, amount: int, freeze: Freeze) -> Any:
    del fact, draft
    return freeze({"work": amount, "emergency": 1, "gone": amount} if amount else {})


def _latest(fact: Fact, draft: Draft, amount: int, freeze: Freeze) -> Task | None:
    del draft
    flow, state = (*fact.names, "", "")[:2]
    if not amount:
        return None
    return Task(
        community=HERE,
        id="t-0",
        flow=flow,
        release="r-0",
        state=state,
        version=2,
        unit=HERE,
        opener="li",
        opened_at=_BEFORE,
        since=_BEFORE + amount,
        data=freeze({"votes": amount} if amount > 1 else {}),
    )


def _some(draft: Draft, amount: int) -> list[str]:
    return [*draft.detail.get("fields", ())][:amount]


def _held(fact: Fact, draft: Draft, amount: int, freeze: Freeze) -> Any:
    del fact
    return freeze({name: Held("t-0", 3, _BEFORE) for name in _some(draft, amount)})


def _pending(fact: Fact, draft: Draft, amount: int, freeze: Freeze) -> frozenset[str]:
    del fact, freeze
    return frozenset(_some(draft, amount))


_ANSWERS = {
    "open-tasks": _tasks,
    "community-tasks": _tasks,
    "latest": _latest,
    "held": _held,
    "pending": _pending,
}
