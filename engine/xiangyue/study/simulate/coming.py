"""When things come up: a Poisson process whose rate changes with the hour of the week.

Each arrival uses one number of its stream, however the rate changes: twice the rate is the same
numbers on a clock that runs twice as fast.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import ceil, log
from random import Random

from xiangyue.study.simulate.model import Arrival

HOUR = 3_600_000_000
"""Microseconds."""

_DAY = 24
_WEEK = 7 * _DAY

Stretch = tuple[int, float]
"""Until when (microseconds) something is multiplied, and by what."""


class Coming:
    """The moments of one arrival."""

    __slots__ = ("_begin", "_hour", "_random", "_rates", "_stretches", "_sums", "_week")

    def __init__(
        self, arrival: Arrival, begin: int, hour: int, stream: Random, stretches: Sequence[Stretch]
    ) -> None:
        """Begin at a full hour (microseconds), which is so many hours after Monday began.

        ``stretches`` follow each other to the end; nothing comes up after the last.
        """
        self._rates, self._begin, self._hour = rates_of(arrival), begin, hour
        self._sums = (0.0, *accumulate(self._rates))
        self._week = self._sums[-1]
        self._random, self._stretches = stream, stretches

    def after(self, now: int) -> int | None:
        """Return the next moment after ``now``; None where there is none before the end."""
        if not self._week:
            return None
        rest, at = -log(1.0 - self._random.random()), now
        come = self._come(at)
        for until, factor in self._stretches:
            if until <= at:
                continue
            over = self._come(until)
            if factor and factor * (over - come) > rest:
                return min(max(now + 1, self._when(come + rest / factor)), until - 1)
            rest -= factor * (over - come)
            at, come = until, over
        return None

    def _come(self, at: int) -> float:
        """Return how many are expected from the first Monday until a moment."""
        weeks, hour = divmod((at - self._begin) / HOUR + self._hour, _WEEK)
        full = int(hour)
        return weeks * self._week + self._sums[full] + (hour - full) * self._rates[full]

    def _when(self, come: float) -> int:
        """Return when so many are expected to have come."""
        weeks, rest = divmod(come, self._week)
        full = min(bisect_right(self._sums, rest) - 1, _WEEK - 1)
        part = (rest - self._sums[full]) / self._rates[full] if self._rates[full] else 0.0
        return self._begin + ceil((weeks * _WEEK + full + part - self._hour) * HOUR)


def rates_of(arrival: Arrival) -> tuple[float, ...]:
    """Return how many an hour come up in each hour of the week."""
    hours = arrival.hours or (1.0,) * _DAY
    days = arrival.days or (1.0,) * 7
    total, week = sum(hours), sum(days)
    if not total or not week:
        return (0.0,) * _WEEK
    return tuple(
        arrival.a_day * 7 * (day / week) * (hour / total) for day in days for hour in hours
    )
