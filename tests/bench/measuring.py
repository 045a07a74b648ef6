"""Measuring in turn: what drifts with the machine drifts for all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
Figures = dict[str, Any]
Work = tuple[Callable[[], None], int, int]
"""What is called, how often in a round, and how many commands one call is."""


class Spent(NamedTuple):
    """Seconds that something took: by the clock, and of this process's own processor time."""

    wall: float
    cpu: float

    def each(self, count: int) -> Spent:
        """Return what each of so many took."""
        return Spent(self.wall / count, self.cpu / count)


def spent(work: Callable[[], T], times: int = 1) -> tuple[T, Spent]:
    """Return what some work returned last, and what it took all in all."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times - 1):
        work()
    found = work()
    return found, Spent(time.perf_counter() - wall, time.process_time() - cpu)


def per_call(work: Callable[[], None], times: int) -> float:
    """Return the mean seconds of one call over so many calls."""
    return spent(work, times)[1].wall / times


def interleaved(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Return the median seconds a command of each work; works take turns, round by round."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds + 1):
        for name, (work, times, size) in works.items():
            seconds[name].append(per_call(work, times) / size)
    return {name: statistics.median(found[1:]) for name, found in seconds.items()}


def rates(found: Mapping[str, float], where: str = "") -> Figures:
    """Return how many commands a second each does."""
    return {f"{where}{name} commands/s": 1 / seconds for name, seconds in found.items()}


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many percent do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
