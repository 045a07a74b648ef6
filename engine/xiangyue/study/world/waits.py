"""What falls due in a world, the first first."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple


class Waits(NamedTuple):
    """What falls due: a timer of a task, or an entry to come back to (``task`` is empty then)."""

    due: int
    community: str
    task: str
    name: str


class Agenda:
    """Timers and entries that wait, each by its place."""

    __slots__ = ("_heap", "_known")

    def __init__(self) -> None:
        """Begin with nothing to wait for."""
        self._known: dict[tuple[str, str, str], int] = {}
        self._heap: list[Waits] = []

    def put(self, community: str, task: str, name: str, due: int | None) -> None:
        """Wait for something, from now on until then; None for no longer."""
        if due is None:
            self._known.pop((community, task, name), None)
        else:
            self._known[community, task, name] = due
            heappush(self._heap, Waits(due, community, task, name))

    def waits(self, community: str, task: str, name: str, due: int) -> bool:
        """Tell whether something waits until then."""
        return self._known.get((community, task, name)) == due

    def first(self) -> Waits | None:
        """Return what falls due first; None where nothing waits."""
        while self._heap:
            first = self._heap[0]
            if self._known.get(first[1:]) == first.due:
                return first
            heappop(self._heap)
        return None
