"""How evenly something is spread: Lorenz curve, Gini coefficient, the share of the top tenth.

Values below nothing count as nothing: somebody who has lost more than gained has none of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from math import ceil


def lorenz(values: Iterable[float]) -> tuple[tuple[float, float], ...]:
    """Return the Lorenz curve: the share of those with least, and the share of all that they have.

    From (0, 0) to (1, 1); the diagonal where there is nothing to share.
    """
    found = sorted(max(value, 0.0) for value in values)
    total = sum(found)
    if not total:
        return (0.0, 0.0), (1.0, 1.0)
    sums = accumulate(found)
    held = ((n / len(found), some / total) for n, some in enumerate(sums, 1))
    return (0.0, 0.0), *held


def gini(values: Iterable[float]) -> float | None:
    """Return the Gini coefficient: 0 where all have the same; None where there is nothing."""
    found = sorted(max(value, 0.0) for value in values)
    n, total = len(found), sum(found)
    if not total:
        return None
    return sum((2 * rank - n - 1) * value for rank, value in enumerate(found, 1)) / (n * total)


def top_share(values: Iterable[float], part: float = 0.1) -> float | None:
    """Return the share of all that those with most have, a tenth of them (rounded up)."""
    found = sorted((max(value, 0.0) for value in values), reverse=True)
    total = sum(found)
    # What is a whole number but for rounding stays one.
    count = ceil(round(len(found) * part, 9))
    return sum(found[:count]) / total if total else None
