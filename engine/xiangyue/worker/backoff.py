"""How long to wait after a failure."""

from __future__ import annotations

import random
from typing import Final

ATTEMPTS: Final = 12
"""After so many failures in a row a row is given up."""

SECOND: Final = 1_000_000


def backoff(failures: int, shortest: int, longest: int) -> int:
    """Return microseconds to wait: doubling, and drawn by lot so that not all come back at once.

    Never less than half the shortest, so that nothing is tried in a tight circle.
    """
    most = min(longest, shortest << min(failures - 1, 40))
    return random.randint(shortest // 2, max(most, shortest // 2))
