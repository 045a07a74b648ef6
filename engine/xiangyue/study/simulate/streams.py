"""Random numbers: one stream for each purpose, so that a change in one shifts no other."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt
from random import Random


class Streams:
    """The streams of one run; the same seed gives the same numbers, in any process."""

    def __init__(self, *seed: object) -> None:
        """Begin with a seed of any parts."""
        self._seed = "/".join(map(str, seed))
        self._known: dict[tuple[str, ...], Random] = {}

    def of(self, *purpose: str) -> Random:
        """Return the stream of a purpose, wherever it stands by now."""
        found = self._known.get(purpose)
        if found is None:
            found = self._known[purpose] = Random(f"{self._seed}//{'/'.join(purpose)}")
        return found


def spread_out(mean: float, cv: float, stream: Random) -> Callable[[], float]:
    """Return a source of numbers with this mean and coefficient of variation, never below 0.

    0 is always the mean, 1 is exponential, anything else log-normal.
    """
    if mean <= 0 or cv <= 0:
        return lambda: max(mean, 0.0)
    if cv == 1:
        random = stream.random
        return lambda: -mean * log(1.0 - random())
    sigma = sqrt(log(1 + cv * cv))
    middle, normal = log(mean) - sigma * sigma / 2, stream.gauss
    return lambda: exp(normal(middle, sigma))
