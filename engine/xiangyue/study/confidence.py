"""How sure a mean over repetitions is: Student's interval, exact without a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import atan, cos, fsum, inf, pi, sin, sqrt
from typing import Any, Final

from xiangyue.study.resilience import Curve

CONFIDENCE: Final = 0.95

_HALVINGS: Final = 80


@dataclass(frozen=True, slots=True)
class Interval:
    """The mean of ``count`` repetitions and where the true mean lies with such confidence.

    ``deviation`` is that of single ones. Of one alone, ``low`` and ``high`` are its value: it says
    nothing of the spread.
    """

    mean: float
    low: float
    high: float
    count: int
    deviation: float = 0.0
    confidence: float = CONFIDENCE

    @property
    def single(self) -> tuple[float, float]:
        """Where one further repetition lies with such confidence, rather than the mean of all."""
        if self.count == 1:
            return self.low, self.high
        half = student_t(self.confidence, self.count - 1) * self.deviation
        half *= sqrt(1 + 1 / self.count)
        return self.mean - half, self.mean + half

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def interval(values: Iterable[float], confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of one or more independent, about normal values; pairs as differences."""
    found = tuple(values)
    n = len(found)
    mean = fsum(found) / n
    if n == 1:
        return Interval(mean, mean, mean, 1, 0.0, confidence)
    deviation = sqrt(fsum((value - mean) ** 2 for value in found) / (n - 1))
    half = student_t(confidence, n - 1) * deviation / sqrt(n)
    return Interval(mean, mean - half, mean + half, n, deviation, confidence)


def band(
    curves: Sequence[Curve], times: Iterable[int], confidence: float = CONFIDENCE
) -> tuple[Interval, ...]:
    """Return the interval of what several curves say at each of some instants."""
    return tuple(interval((curve.at(at) for curve in curves), confidence) for at in times)


@lru_cache(maxsize=256)
def student_t(confidence: float, freedom: int) -> float:
    """Return how many deviations hold this share of Student's distribution between them.

    ``freedom`` are the degrees of freedom, at least 1; ``confidence`` lies between 0 and 1.
    """
    low, high = 0.0, 1.0
    while _within(high, freedom) < confidence:
        low, high = high, high * 2
        if high == inf:
            return inf
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _within(middle, freedom) < confidence:
            low = middle
        else:
            high = middle
    return high


def _within(t: float, freedom: int) -> float:
    """Return the share between −t and t: Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    angle = atan(t / sqrt(freedom))
    square, odd = cos(angle) ** 2, freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for n in range(freedom // 2):
        total += term
        step = 2 * n + 1 + odd
        term *= square * step / (step + 1)
    share = sin(angle) * total
    return 2 / pi * (angle + share) if odd else share
