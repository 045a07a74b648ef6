"""Instants and durations as limits reckon with them, and as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from xiangyue.plugs import Calendar, Duration, Words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_UNITS = {
    "min": ("minute", "分钟"),
    "h": ("hour", "小时"),
    "wh": ("working hour", "个工作小时"),
    "d": ("day", "天"),
    "wd": ("working day", "个工作日"),
    "w": ("week", "周"),
    "m": ("month", "个月"),
    "y": ("year", "年"),
}


def instant(micros: int) -> datetime:
    """Return microseconds since 1970 UTC, as tasks keep them, as an aware datetime."""
    return _EPOCH + micros * _MICROSECOND


def shown(at: datetime, calendar: Calendar) -> str:
    """Write a moment as the clock on the wall of the community shows it, to the minute."""
    return at.astimezone(ZoneInfo(calendar.timezone)).strftime("%Y-%m-%d %H:%M")


def spoken(length: Duration) -> Words:
    """Say a duration in words: 4 working hours."""
    en, zh = _UNITS[length.unit.value]
    plural = "" if length.amount == 1 else "s"
    return {"en": f"{length.amount} {en}{plural}", "zh": f"{length.amount} {zh}"}
