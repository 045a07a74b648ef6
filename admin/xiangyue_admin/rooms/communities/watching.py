"""A call-out as it stands: who was asked by which rung, who has answered, who comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any

from xiangyue import Engine

_KEPT = 60.0
"""Seconds for which a name is remembered: so soon is one gone whose consent is taken back."""

SHOWN = 100
"""So many of one rung are named in each way to stand; of others it says how many there are."""

_LONG_AGO = (-inf, "")

_STANDS: Mapping[str, str] = {
    "accepted": "comes",
    "arrived": "comes",
    "freed": "comes",
    "asked": "waits",
    "declined": "not",
    "lapsed": "not",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: whom it asks, how many it has asked, and who they are by how they stand.

    ``people`` holds, for ``comes``, ``waits`` and ``not``, how many there are and the first of
    them: as what they are called, the state and how many they bring.
    """

    number: int
    roles: tuple[Mapping[str, str], ...]
    asked: int
    people: Mapping[str, tuple[int, tuple[tuple[str, str, int], ...]]]


@dataclass(frozen=True, slots=True)
class CallNow:
    """What is to be seen of a call-out now."""

    task: str
    flow: str
    state: str
    title: str
    over: bool
    counted: Any
    rungs: tuple[Rung, ...]


class Look:
    """Looks at one call-out again and again, and remembers for a minute what people are called."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._names: dict[str, tuple[float, str]] = {}

    def __call__(self, engine: Engine, ref: str) -> CallNow:
        """Return the call-out as it stands; raises Misuse where the task calls nobody out."""
        counted = engine.call_out_yield(ref)
        task, asked = engine.task(ref), engine.asks(ref)
        numbers = sorted({one.rung for one in asked})
        rungs = (self._rung(engine, n, [one for one in asked if one.rung == n]) for n in numbers)
        return CallNow(
            task=ref,
            flow=task.flow,
            state=task.state,
            title=task.title,
            over=task.ended_at is not None,
            counted=counted,
            rungs=tuple(rungs),
        )

    def _rung(self, engine: Engine, number: int, asked: list[Any]) -> Rung:
        stand: dict[str, list[Any]] = {"comes": [], "waits": [], "not": []}
        for one in asked:
            stand[_STANDS.get(one.state, "waits")].append(one)
        people = {n: (len(ones), tuple(self._named(engine, ones))) for n, ones in stand.items()}
        return Rung(number + 1, asked[0].roles, len(asked), people)

    def _named(self, engine: Engine, ones: Iterable[Any]) -> list[tuple[str, str, int]]:
        """Name the first of some by their ids: by id alone who has not consented to be named."""
        first = sorted(ones, key=lambda one: str(one.member))[:SHOWN]
        self._learn(engine, [one.member for one in first])
        return [(self._names[one.member][1], one.state, one.brings) for one in first]

    def _learn(self, engine: Engine, members: Iterable[str]) -> None:
        """Ask what those are called of whom it is not known, or no more."""
        now = monotonic()
        unknown = [one for one in members if now - self._names.get(one, _LONG_AGO)[0] > _KEPT]
        named = engine.names(unknown) if unknown else {}
        self._names.update((one, (now, named.get(one, one))) for one in unknown)
