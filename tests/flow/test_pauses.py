"""Pauses in working time: the office time that was left is left again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from clocks import begin, settle
from errands import MONDAY, day, done
from hypothesis import given
from hypothesis import settings as conditions
from hypothesis import strategies as st

from xiangyue import Engine
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import build_calendar, parse_duration

CALENDAR = build_calendar({"timezone": "Asia/Shanghai"})


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def resumed(engine: Engine, paused: datetime, resumed: datetime) -> datetime:
    """Return the deadline of an office matter that was paused from one moment to another."""
    task = begin(engine, "office")
    done(engine.act(task, "wait", by="li", note="rain", now=paused))
    done(engine.act(task, "go_on", by="li", now=resumed))
    due = engine.task(task).due
    assert due is not None
    return from_micros(due)


def test_a_weekend_in_a_pause_costs_nothing(engine: Engine) -> None:
    """Paused on Thursday noon with four hours left, it has four left on Monday week."""
    noon = datetime(2026, 10, 1, 5, tzinfo=UTC)  # one o'clock in Shanghai; the deadline is 17:00
    again = datetime(2026, 10, 5, 1, tzinfo=UTC)  # nine o'clock on Monday
    assert resumed(engine, noon, again) == again + timedelta(hours=4)


def test_a_pause_at_night_moves_nothing(engine: Engine) -> None:
    """What was left at the close of business is left when the office opens."""
    assert resumed(engine, day(0.5), day(0.9)) == day(3 + 8 / 24)


def test_what_was_over_stays_as_late(engine: Engine) -> None:
    """A pause makes nobody less late, nor later."""
    assert resumed(engine, day(5), day(9)) == day(3 + 8 / 24 + 4)


def test_the_reminder_comes_as_long_before_the_new_deadline(engine: Engine) -> None:
    """It moves with it, and names whoever opened the task."""
    task = begin(engine, "office")
    done(engine.act(task, "wait", by="li", note="rain", now=day(0.2)))
    done(engine.act(task, "go_on", by="li", now=day(7.2)))
    assert engine.task(task).due == to_micros(day(10 + 8 / 24))
    assert engine.task(task).alarms == {"flow.remind.0": to_micros(day(9))}


@conditions(deadline=None, max_examples=60)
@given(st.integers(0, 80 * 60), st.integers(0, 20 * 24 * 60))
def test_as_much_office_time_is_left(engine: Engine, before: int, length: int) -> None:
    """Whenever a pause begins in time, and whenever it ends."""
    paused = MONDAY + timedelta(minutes=before)
    again = paused + timedelta(minutes=length)
    due = resumed(engine, paused, again)
    first = CALENDAR.add(MONDAY, parse_duration("3wd"))
    left = CALENDAR.working_between(paused, first)
    assert CALENDAR.working_between(again, due) == left
