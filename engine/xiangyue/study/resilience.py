"""Resilience after Bruneau and others: what service was lost, how low it fell, how fast it rose.

Of a level of service Q(t) from 0 to 100 between t0 and t1, with times in hours:
loss RL = ∫(100 − Q(t))dt, normalised R = 1 − RL / (100·(t1 − t0)), robustness = min Q(t),
rapidity = (100 − min Q) / (recovered − lowest), where *lowest* is when it first was at its minimum
and *recovered* when it next was whole. A level of service changes in steps, so that all of these
are exact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import accumulate
from math import fsum
from typing import Any, Final

HOUR: Final = 3_600_000_000
"""Microseconds."""

WHOLE: Final = 100.0

_DECIMALS: Final = 9


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function: ``values[n]`` holds from ``times[n]`` on, the last until ``until``.

    Times are microseconds that increase; at least one is given. Build it with ``steps``.
    """

    times: tuple[int, ...]
    values: tuple[float, ...]
    until: int

    @property
    def since(self) -> int:
        """When it begins."""
        return self.times[0]

    def at(self, instant: int) -> float:
        """Return what holds at an instant; before it begins, what it begins with."""
        return self.values[max(bisect_right(self.times, instant) - 1, 0)]

    def stretches(self) -> Iterator[tuple[int, int, float]]:
        """Yield from when until when (exclusive) each value holds."""
        ends = (*self.times[1:], self.until)
        yield from zip(self.times, ends, self.values, strict=True)

    def between(self, since: int, until: int) -> Curve:
        """Return the part from ``since`` until ``until``; outside, its end values hold."""
        inside = [
            (at, value)
            for at, value in zip(self.times, self.values, strict=True)
            if since < at < until
        ]
        return steps([(since, self.at(since)), *inside], until)


def steps(points: Iterable[tuple[int, float]], until: int) -> Curve:
    """Return the curve of points in the order of time; of several at one instant the last holds.

    A point that changes nothing is left out.
    """
    times: list[int] = []
    values: list[float] = []
    for at, value in points:
        if times and times[-1] == at:
            values[-1] = value
        else:
            times.append(at)
            values.append(value)
        if len(values) > 1 and values[-1] == values[-2]:
            del times[-1], values[-1]
    return Curve(tuple(times), tuple(values), until)


@dataclass(frozen=True, slots=True)
class Resilience:
    """What a level of service shows between two instants (microseconds).

    ``loss`` is in percent·hours, ``normalised`` from 0 to 1, ``robustness`` in percent and
    ``rapidity`` in percent an hour. ``lowest_at`` is when it first was at its minimum;
    ``recovered_at`` and ``rapidity`` are None if it never fell, or was not whole by the end.
    """

    since: int
    until: int
    loss: float
    normalised: float
    robustness: float
    rapidity: float | None
    lowest_at: int
    recovered_at: int | None

    @property
    def fell(self) -> bool:
        """Whether it was ever less than whole."""
        return self.loss > 0

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def resilience(
    curve: Curve, since: int | None = None, until: int | None = None, whole: float = WHOLE
) -> Resilience:
    """Return what a curve shows between two instants, its own ends where they are left out.

    ``whole`` is the level at which it counts as recovered, and that rapidity is counted up to: what
    service is like in ordinary times. Loss and normalised resilience are counted from 100.
    """
    start = curve.since if since is None else since
    end = curve.until if until is None else until
    part = curve.between(start, end)
    loss = fsum((WHOLE - value) * ((b - a) / HOUR) for a, b, value in part.stretches())
    lowest = min(part.values)
    lowest_at = part.times[part.values.index(lowest)]
    recovered_at, rapidity = None, None
    if lowest < whole:
        later = zip(part.times, part.values, strict=True)
        recovered_at = next((at for at, q in later if at > lowest_at and q >= whole), None)
    if recovered_at is not None:
        rapidity = (whole - lowest) / ((recovered_at - lowest_at) / HOUR)
    normalised = 1 - loss / (WHOLE * ((end - start) / HOUR))
    return Resilience(start, end, loss, normalised, lowest, rapidity, lowest_at, recovered_at)


def weighed(curves: Iterable[tuple[float, Curve]]) -> Curve:
    """Return the sum of weighted curves of one period, to nine decimals at every instant."""
    moves: defaultdict[int, float] = defaultdict(float)
    until = 0
    for weight, curve in curves:
        before, until = 0.0, curve.until
        for at, value in zip(curve.times, curve.values, strict=True):
            moves[at] += weight * (value - before)
            before = value
    times = sorted(moves)
    sums = accumulate(moves[at] for at in times)
    return steps(zip(times, (round(one, _DECIMALS) for one in sums), strict=True), until)


def mean_curve(curves: Iterable[Curve]) -> Curve:
    """Return the mean of one or more curves of one period, to nine decimals at every instant."""
    every = tuple(curves)
    return weighed((1 / len(every), curve) for curve in every)
