"""From a scoring rule's result to hundredths of a point, and back to what people read."""

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


def shown_points(amount: int) -> str:
    """Write hundredths as people read points: 683 is ``6.83``, -5 is ``-0.05``."""
    whole, rest = divmod(abs(amount), HUNDREDTHS)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:02d}"
