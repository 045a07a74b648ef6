"""How webhooks are sent."""

from __future__ import annotations

import random
from dataclasses import dataclass

MICROS = 1_000_000
_UNEVEN = 1.25


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """How webhooks are sent; all times are in seconds.

    ``timeout`` is for one event and everything that belongs to it. The first wait is ``wait``, each
    further one ``factor`` times as long up to ``longest``, a quarter more or less, or as long as
    the receiver asks for by Retry-After with 429 or 503, never beyond ``longest``; after
    ``attempts`` in a row a subscription is suspended (ten are the most of a day). ``batch`` is how
    many events one subscription is told before it is another's turn.
    """

    timeout: float = 10.0
    allow_private: bool = False
    attempts: int = 10
    wait: float = 5.0
    factor: float = 4.0
    longest: float = 6 * 3600.0
    batch: int = 20

    def pause(self, failed: int) -> int:
        """Return how long to wait after so many failures in a row, in microseconds."""
        seconds = min(self.longest, self.wait * self.factor ** (failed - 1))
        return round(seconds * random.uniform(2 - _UNEVEN, _UNEVEN) * MICROS)

    @property
    def longest_pause(self) -> int:
        """How long such a wait is at most, in microseconds."""
        return round(self.longest * _UNEVEN * MICROS)
