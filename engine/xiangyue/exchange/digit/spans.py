"""Milliseconds and durations: what a profile can say of how long something may take."""

from __future__ import annotations

from typing import Final

from xiangyue.time.worktime import Duration, Unit

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
_DIGITS: Final = 999_999
_DAYS: Final = 99_999
# A month and a year are never the same length; working time is none.
_LENGTH: Final = {
    Unit.MINUTE: MINUTE,
    Unit.HOUR: HOUR,
    Unit.WORKING_HOUR: HOUR,
    Unit.DAY: DAY,
    Unit.WORKING_DAY: DAY,
    Unit.WEEK: 7 * DAY,
    Unit.MONTH: 30 * DAY,
    Unit.YEAR: 365 * DAY,
}
_EXACT: Final = frozenset({Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK})


def written(milliseconds: int) -> tuple[str, bool] | None:
    """Return a duration and whether it is exactly so long; None for what no deadline can be.

    Whole hours are hours, and all else minutes, rounded up: both run on by night and on holidays,
    as the milliseconds do.
    """
    if milliseconds <= 0:
        return None
    minutes = -(-milliseconds // MINUTE)
    exact = minutes * MINUTE == milliseconds
    if minutes % 60 == 0 and minutes // 60 <= _DIGITS:
        return f"{minutes // 60}h", exact
    if minutes <= _DIGITS:
        return f"{minutes}min", exact
    if minutes // 60 < _DIGITS:
        return f"{minutes // 60 + 1}h", False
    days = -(-minutes // (24 * 60))
    return (f"{days}d", False) if days <= _DAYS else None


def milliseconds(duration: Duration) -> tuple[int, bool]:
    """Return how long a duration is, and whether it always is: working time and months are not."""
    return duration.amount * _LENGTH[duration.unit], duration.unit in _EXACT
