"""Made-up people: whoever is asked answers by a fixed rule, always the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import TYPE_CHECKING, Final

from xiangyue.time.clock import from_micros
from xiangyue.values import Command

if TYPE_CHECKING:
    from xiangyue import Decision

_SILENT: Final = 0.04
"""The share of people who never answer."""
_COMES: Final = 0.62
"""The share of those who answer that they come."""
_MINUTES: Final = 4.0
"""After how many minutes, on average, somebody answers."""

Answer = tuple[datetime, Command]


class People:
    """Who has been asked for help, and when each of them says yes or no, or never does."""

    def __init__(self) -> None:
        """Begin with nobody asked."""
        self._answers: list[tuple[datetime, str, Command]] = []
        self._asked: set[tuple[str, str]] = set()

    def hear(self, decisions: Iterable[Decision]) -> None:
        """Let whoever is asked by these decisions make up their mind, once for each call-out."""
        for decision in decisions:
            for one in decision.interventions:
                if one.kind == "ask":
                    at = from_micros(decision.now if one.at is None else one.at)
                    for member in one.detail["to"]:
                        self._make_up(decision, member, at)

    def answers(self, until: datetime) -> Iterator[Answer]:
        """Yield what people have said by then, the earliest first."""
        while self._answers and self._answers[0][0] <= until:
            at, _, command = heappop(self._answers)
            yield at, command

    def _make_up(self, decision: Decision, member: str, asked: datetime) -> None:
        if (decision.ref, member) in self._asked:
            return
        self._asked.add((decision.ref, member))
        chance = Random(f"{decision.command.community}/{member}")
        if chance.random() < _SILENT:
            return
        action = "accept" if chance.random() < _COMES else "decline"
        at = asked + timedelta(minutes=0.5 + chance.expovariate(1 / _MINUTES))
        command = Command(decision.command.community, action, member, decision.task)
        heappush(self._answers, (at, f"{decision.ref}/{member}", command))
