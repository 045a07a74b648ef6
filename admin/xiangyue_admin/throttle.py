"""How often one address may try something."""

from __future__ import annotations

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Throttle:
    """Counts tries in this process: several processes let through so many times more."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def passes(self, what: str, who: str, per_minute: int) -> bool:
        """Count a try; return whether it is within so many a minute."""
        return self._limiter.hit(RateLimitItemPerMinute(per_minute), what, who)

    def passes_hourly(self, what: str, who: str, per_hour: int) -> bool:
        """Count a try; return whether it is within so many an hour."""
        return self._limiter.hit(RateLimitItemPerHour(per_hour), what, who)
