"""From a scoring rule's result to hundredths of a point."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

HUNDREDTHS = 100
MOST_POINTS = 1_000_000_000
"""Points that one posting may bring or cost."""

_DECIMALS = 7
_NEAR = 10**-_DECIMALS


def hundredths(points: float) -> int:
    """Return points as whole hundredths; halves go away from zero, as people round.

    9.75 × 0.7 is 6.825 on paper and a trifle less in binary: it is the paper that counts.
    """
    scaled = points * HUNDREDTHS
    whole = round(scaled)
    if abs(scaled - whole) < _NEAR:
        return whole
    return int(Decimal(str(round(scaled, _DECIMALS))).quantize(Decimal(1), ROUND_HALF_UP))
