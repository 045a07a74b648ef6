"""Durations against one another: what the linter calls longer is longer, whenever it begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.lint import lint
from xiangyue.lint.deadlines import exceeds
from xiangyue.profile import load
from xiangyue.time.worktime import Calendar, Duration, Unit, build_calendar, parse_duration

FLOW = """\
profile: long
title: {en: Long}
languages: [en]
roles: {clerk: {title: {en: Clerk}}}
flows:
  task:
    title: {en: Task}
    start: s0
    due: DUE
    open: {by: clerk}
    states:
STATES
      done: {title: {en: Done}, final: true}
    actions:
ACTIONS
"""

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


def long_ways(folder: Path, due: str, ways: Mapping[str, str], each: str = "1d") -> list[str]:
    """Return what the linter says of a flow's ways: each state may last as long as all others."""
    states = [f"      {name}: {{title: {{en: {name}}}, due: {each}}}" for name in ways]
    actions = [
        f"      {name}_{to}: {{title: {{en: Go}}, from: {name}, to: {to}, by: clerk, note: true}}"
        for name, targets in ways.items()
        for to in targets.split()
    ]
    text = FLOW.replace("DUE", due)
    text = text.replace("STATES", "\n".join(states)).replace("ACTIONS", "\n".join(actions))
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    return [str(found.values["way"]) for found in lint(load(folder)) if found.code.endswith("-way")]


def test_the_longest_way_is_held_against_the_flow(tmp_path: Path) -> None:
    """A short way out does not hide that another one takes longer than the whole may."""
    ways = {"s0": "s1 done", "s1": "s2", "s2": "s0 done"}
    assert long_ways(tmp_path, "2d", ways) == ["s0 → s1 → s2 → done"]
    assert not long_ways(tmp_path, "3d", ways)


def test_what_lies_before_the_clock_does_not_count(tmp_path: Path) -> None:
    """Where the flow's clock starts later, so does the sum."""
    ways = {"s0": "s1 done", "s1": "s2", "s2": "done"}
    assert not long_ways(tmp_path, '{after: 2d, from: s1, basis: "[D]"}', ways)
    assert long_ways(tmp_path, '{after: 1d, from: s1, basis: "[D]"}', ways)


def test_millions_of_ways_are_not_all_looked_at(tmp_path: Path) -> None:
    """A flow in which everything leads everywhere is judged all the same."""
    names = [f"s{n}" for n in range(25)]
    everywhere = " ".join([*names, "done"])
    ways = dict.fromkeys(names, everywhere)
    (way,) = long_ways(tmp_path, "20d", ways)
    assert way.count("→") > 20
    assert not long_ways(tmp_path, "25d", ways)
