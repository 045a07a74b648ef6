"""When things come up: a Poisson process whose rate changes from hour to hour.

Each arrival uses one number of its stream, however the rate changes: twice the rate is the same
numbers on a clock that runs twice as fast.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log
from random import Random

from xiangyue.study.simulate.model import Arrival

HOUR = 3_600_000_000
_DAY = 24


class Coming:
    """The moments of one arrival."""

    __slots__ = ("_factor", "_hour", "_random", "_rates")

    def __init__(
        self, arrival: Arrival, hour_of_week: int, stream: Random, factor: Callable[[int], float]
    ) -> None:
        """Begin in an hour of the week (0 is Monday's first); ``factor`` multiplies at a moment."""
        self._rates, self._hour = rates_of(arrival), hour_of_week
        self._random, self._factor = stream, factor

    def after(self, now: int, begin: int, end: int) -> int | None:
        """Return the next moment after ``now``; None where there is none before ``end``.

        Moments are microseconds; full hours are counted from ``begin``.
        """
        if not any(self._rates):
            return None
        rest = -log(1.0 - self._random.random())
        rates, factor = self._rates, self._factor
        at = now
        while at < end:
            hour = (at - begin) // HOUR
            over = begin + (hour + 1) * HOUR
            rate = rates[(self._hour + hour) % len(rates)] * factor(at)
            takes = rate * ((over - at) / HOUR)
            if takes >= rest and rate:
                return at + max(1, round(rest / rate * HOUR))
            rest -= takes
            at = over
        return None


def rates_of(arrival: Arrival) -> tuple[float, ...]:
    """Return how many an hour come up in each hour of the week."""
    hours = arrival.hours or (1.0,) * _DAY
    days = arrival.days or (1.0,) * 7
    total, week = sum(hours), sum(days)
    if not total or not week:
        return (0.0,) * (_DAY * 7)
    return tuple(
        arrival.a_day * 7 * (day / week) * (hour / total) for day in days for hour in hours
    )
