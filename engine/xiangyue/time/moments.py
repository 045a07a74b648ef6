"""The one place where the engine reads the clock: where a caller gives no moment."""

from __future__ import annotations

import time
from datetime import datetime

from xiangyue.errors import BadInput
from xiangyue.time.clock import to_micros

Moment = datetime | None


def micros(now: Moment) -> int:
    """Return the moment in microseconds; the system clock's where none is given.

    Raises BadInput from the year 2255 on: chained integers end at 2**53.
    """
    if now is None:
        return time.time_ns() // 1000
    at = to_micros(now)
    if at >= _END:
        raise BadInput("now-late", now=now.isoformat())
    return at


_END = 2**53
