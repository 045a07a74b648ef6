"""Durations against one another: what the linter calls longer is longer, whenever it begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.lint.deadlines import exceeds
from xiangyue.time.worktime import Calendar, Duration, Unit, build_calendar, parse_duration

OFFICE = build_calendar({"timezone": "Asia/Shanghai", "country": "CN"})

calendars = st.builds(
    lambda days, hours: build_calendar(
        {"timezone": "Asia/Shanghai", "week": sorted(days), "hours": [hours]}
    ),
    st.sets(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1),
    st.sampled_from([("09:00", "17:00"), ("00:00", "24:00"), ("08:00", "09:00")]),
)
durations = st.builds(Duration, st.integers(0, 60), st.sampled_from(Unit))
starts = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


LONGER = "11d 10d, 11d 1w, 6wd 5wd, 25h 1d, 6wd 5d, 2m 30d, 1y 11m, 200wh 10wd, 30d 2wd, 13m 1y"
NOT_LONGER = "10d 10d, 7d 1w, 5wd 5d, 1m 31d, 7d 5wd, 8wh 1wd, 16wh 1wd, 1wd 24h, 12m 1y, 0d 0wh"


@pytest.mark.parametrize(("state", "limit"), [*map(str.split, LONGER.split(","))])
def test_longer_is_longer(state: str, limit: str) -> None:
    """Units of one kind compare exactly, others by what they take at least and at most."""
    assert exceeds([parse_duration(state)], parse_duration(limit), OFFICE)


@pytest.mark.parametrize(("state", "limit"), [*map(str.split, NOT_LONGER.split(","))])
def test_what_may_be_within_is_not_longer(state: str, limit: str) -> None:
    """What depends on the day of the week or the length of a month is let pass."""
    assert not exceeds([parse_duration(state)], parse_duration(limit), OFFICE)


@given(durations, durations, calendars, starts)
def test_never_a_false_alarm(
    state: Duration, limit: Duration, calendar: Calendar, start: datetime
) -> None:
    """Whatever exceeds a limit is over later than the limit, or at the same time."""
    if exceeds([state], limit, calendar):
        assert calendar.add(start, state) >= calendar.add(start, limit)


@given(st.lists(durations, max_size=3), durations, calendars, starts)
def test_never_a_false_alarm_in_a_row(
    states: list[Duration], limit: Duration, calendar: Calendar, start: datetime
) -> None:
    """So are several, each beginning when the one before is over."""
    if exceeds(states, limit, calendar):
        at = start
        for state in states:
            at = calendar.add(at, state)
        assert at >= calendar.add(start, limit)
