"""How fast a caller may come."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from xiangyue import Misuse
from xiangyue_admin.api.problems import Problem

_MINUTE = 60


class Pace:
    """So many requests of a caller in each minute, counted in memory. Thread-safe.

    A count costs a fraction of a microsecond; the storage of ``limits`` starts a thread every ten
    milliseconds, which took as long as a quarter of a command.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Have counted nothing yet."""
        self._most = per_minute
        self._clock = clock
        self._minute = 0
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def take(self, who: str) -> None:
        """Count a request; raises Problem where it is one too many."""
        now = self._clock()
        with self._lock:
            if now // _MINUTE != self._minute:
                self._minute = int(now // _MINUTE)
                self._counts.clear()
            count = self._counts[who] = self._counts.get(who, 0) + 1
        if count > self._most:
            seconds = int(_MINUTE - now % _MINUTE) + 1
            said = Misuse("api-pace", most=self._most, seconds=seconds)
            raise Problem("pace", said, headers={"Retry-After": str(seconds)})
