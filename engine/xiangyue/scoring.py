"""From a scoring rule's result to hundredths of a point."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

HUNDREDTHS = 100
_NEAR = 1e-7


def hundredths(points: float) -> int:
    """Return points as whole hundredths; halves go away from zero, as people round."""
    whole = round(points * HUNDREDTHS)
    if abs(points * HUNDREDTHS - whole) < _NEAR:
        return whole
    return int((Decimal(str(points)) * HUNDREDTHS).quantize(Decimal(1), rounding=ROUND_HALF_UP))
