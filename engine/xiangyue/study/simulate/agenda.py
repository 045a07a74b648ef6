"""What happens when: the events of a run in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

Happening = Callable[[int, Any], None]
"""What is done at a moment (microseconds), about something."""


class Agenda:
    """Events to come. Of those at the same moment, what was entered first comes first."""

    __slots__ = ("_count", "_heap")

    def __init__(self) -> None:
        """Begin with nothing to come."""
        self._heap: list[tuple[int, int, Happening, Any]] = []
        self._count = 0

    def put(self, at: int, happening: Happening, about: Any = None) -> None:
        """Let something happen at a moment."""
        self._count += 1
        heappush(self._heap, (at, self._count, happening, about))

    def next_at(self) -> int | None:
        """Return when something happens next; None where nothing does."""
        return self._heap[0][0] if self._heap else None

    def step(self) -> int:
        """Let the next thing happen; returns when that was."""
        at, _, happening, about = heappop(self._heap)
        happening(at, about)
        return at

    def run(self, until: int) -> None:
        """Let everything happen that comes before a moment."""
        heap = self._heap
        while heap and heap[0][0] < until:
            self.step()
