"""L16: nobody is disturbed at night or outside working time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from circumstances import CALENDAR, circumstances, judge, wall
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.time.worktime import build_calendar
from xiangyue_limits.quiet_hours import QuietHours

CHANNELS = {"channels": {"sms": {"kind": "sms"}, "board": {"kind": "board"}}}

WEEKDAY_CASES = {
    "2026-06-01T08:29": "2026-06-01T08:30",
    "2026-06-01T08:30": None,
    "2026-06-01T13:00": None,  # the noon break is within the day's work
    "2026-06-01T17:59": None,
    "2026-06-01T18:00": "2026-06-02T08:30",
    "2026-06-01T23:00": "2026-06-02T08:30",
    "2026-06-05T18:30": "2026-06-08T08:30",  # Friday evening
    "2026-06-06T10:00": "2026-06-08T08:30",  # Saturday
    "2026-10-01T10:00": "2026-10-08T08:30",  # the national holiday
    "2026-10-10T10:00": None,  # a Saturday that is worked instead
}


@pytest.mark.parametrize(("now", "until"), WEEKDAY_CASES.items())
def test_work_waits_for_the_next_working_time(now: str, until: str | None) -> None:
    """Nights, evenings, rest days and holidays end where work begins, in Shanghai's time."""
    verdict = judge(QuietHours(), circumstances(now=now))
    assert wall(verdict.until if verdict else None) == (until or "")
    assert verdict is None or verdict.kind == "defer"


@pytest.mark.parametrize(
    ("config", "now", "until"),
    [
        ({"soft": False}, "2026-06-06T18:30", ""),
        ({"soft": False}, "2026-06-06T22:00", "2026-06-07T06:00"),
        ({"soft": False}, "2026-06-07T05:59", "2026-06-07T06:00"),
        ({"soft": False, "hard": ["12:00", "14:00"]}, "2026-06-01T12:30", "2026-06-01T14:00"),
        ({"soft": False, "hard": False}, "2026-06-07T03:00", ""),
        ({"hard": False}, "2026-06-01T23:00", "2026-06-02T08:30"),
        ({"soft": ["20:00", "07:00"]}, "2026-06-01T19:00", ""),
        ({"soft": ["20:00", "07:00"]}, "2026-06-01T20:00", "2026-06-02T07:00"),
        ({"soft": ["20:00", "07:00"]}, "2026-06-05T20:00", "2026-06-08T07:00"),
        ({"soft": ["20:00", "05:00"]}, "2026-06-01T20:00", "2026-06-02T06:00"),
        ({"soft": ["09:00", "09:00"]}, "2026-06-06T20:00", "2026-06-08T06:00"),
    ],
)
def test_windows_can_be_set(config: dict[str, Any], now: str, until: str) -> None:
    """Each window, or none; rest days are quiet as long as there is a soft window."""
    verdict = judge(QuietHours(), circumstances(now=now), config)
    assert wall(verdict.until if verdict else None) == until


@pytest.mark.parametrize(
    ("by", "passes"), [(["board"], True), ("board", True), (["board", "sms"], False), (None, False)]
)
def test_what_disturbs_nobody_passes(by: Any, passes: bool) -> None:
    """A notice can be put up at night; as soon as one channel reaches people, it waits."""
    detail = {} if by is None else {"by": by}
    case = circumstances("message", detail=detail, now="2026-06-01T23:00", profile=CHANNELS)
    assert (judge(QuietHours(), case) is None) is passes
    assert judge(QuietHours(), case, {"passive": ["sms", "board"]}) is None or by is None


@pytest.mark.parametrize("kind", ["assign", "message", "collect"])
def test_a_kind_can_be_exempt(kind: Any) -> None:
    """Otherwise all that ask for somebody's attention wait."""
    case = circumstances(kind, now="2026-06-01T23:00")
    assert judge(QuietHours(), case)
    assert judge(QuietHours(), case, {"exempt": [kind]}) is None


def test_whoever_acts_is_awake() -> None:
    """What somebody sets off for themselves disturbs nobody."""
    assert judge(QuietHours(), circumstances(to="li", actor="li", now="2026-06-01T23:00")) is None


WATCH = {"on_duty": {"activation": "[D] of the tests"}}


@pytest.mark.parametrize(
    ("differs", "passes"),
    [
        ({}, True),
        ({"to": "zhao"}, False),
        ({"to": "role:secretary"}, False),
        ({"flow": "work"}, False),
        ({"mode": "normal"}, False),
        ({"kind": "assign"}, False),
    ],
)
def test_whoever_is_on_duty_is_told_at_any_hour(differs: dict[str, Any], passes: bool) -> None:
    """That is the person responsible, by messages, as long as the mode lasts; nobody else."""
    said = {"flow": "activation", "mode": "emergency", "now": "2026-06-01T23:00", **differs}
    case = circumstances(**said)
    assert (judge(QuietHours(), case, WATCH) is None) is passes
    assert judge(QuietHours(), case)


ALARM = {"alerts": {"flow": "alarm"}, "flows": {"alarm": {"exercise": "drill"}, "work": {}}}
ON_WATCH = {"on_watch": {"watch": "[L:ERL 60,61] being on duty is working time"}}


@pytest.mark.parametrize(
    ("differs", "passes"),
    [
        ({}, True),
        ({"mode": "emergency"}, True),
        ({"to": "role:grid_worker"}, False),
        ({"to": "watch"}, False),  # a member of that name holds no watch
        ({"kind": "assign"}, False),
        ({"flow": "work"}, False),
        ({"profile": {"flows": ALARM["flows"]}}, False),
        ({"data": {"drill": True}}, False),
        ({"data": {"drill": False}}, True),
    ],
)
def test_whoever_is_on_watch_hears_of_an_alert(differs: dict[str, Any], passes: bool) -> None:
    """In any mode and at any hour, by messages in the flow of alerts; not of a drill."""
    said = {"to": "role:watch", "flow": "alarm", "now": "2026-06-01T03:00", "profile": ALARM}
    case = circumstances(**{**said, **differs})
    assert (judge(QuietHours(), case, ON_WATCH) is None) is passes
    assert judge(QuietHours(), case)


def test_watches_are_those_of_roles_that_are_there() -> None:
    """A role that is misspelt would hear of nothing until the morning."""
    assert not list(QuietHours().check_profile({"roles": {"watch": {}}}, ON_WATCH))
    ((address, _, _),) = QuietHours().check_profile({"roles": {}}, ON_WATCH)
    assert address == "roles.watch"


def test_duties_are_those_of_flows_that_are_there() -> None:
    """A name that is misspelt spares nobody's night unnoticed."""
    assert not list(QuietHours().check_profile({"flows": {"activation": {}}}, WATCH))
    ((address, say, _),) = QuietHours().check_profile({"flows": {}}, WATCH)
    assert address == "flows.activation"
    assert "activation" in say["en"]


def test_what_takes_place_later_is_judged_then() -> None:
    """The moment of the intervention counts, not that of the command."""
    case = circumstances(now="2026-06-01T17:00", at="2026-06-01T19:00")
    verdict = judge(QuietHours(), case)
    assert verdict
    assert wall(verdict.until) == "2026-06-02T08:30"


def test_windows_that_leave_no_time_deny() -> None:
    """There is nothing to wait for."""
    verdict = judge(
        QuietHours(), circumstances(now="2026-06-01T23:00"), {"hard": ["08:00", "19:00"]}
    )
    assert verdict
    assert verdict.kind == "deny"


CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 1, 29, 30, 59]))
WINDOWS = st.one_of(st.just(False), st.tuples(CLOCKS, CLOCKS).map(list))
CONFIGS = st.fixed_dictionaries(
    {}, optional={"hard": WINDOWS, "soft": st.one_of(WINDOWS, st.booleans())}
)
CALENDARS = st.sampled_from(
    [
        CALENDAR,
        # Clocks change, once at midnight; work through the night; a week of one day.
        build_calendar({"timezone": "America/Havana", "country": "CU"}),
        build_calendar({"timezone": "Europe/Berlin", "hours": [["00:00", "24:00"]]}),
        build_calendar(
            {"timezone": "Asia/Kolkata", "week": ["sun"], "hours": [["16:00", "24:00"]]}
        ),
    ]
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, CONFIGS, CALENDARS)
def test_what_waits_is_allowed_when_it_is_due(
    now: datetime, config: dict[str, Any], calendar: Any
) -> None:
    """Whatever the moment, the time that is given lies ahead and is not quiet itself."""
    verdict = judge(QuietHours(), circumstances(now=now, calendar=calendar), config)
    if verdict and verdict.kind == "defer":
        assert verdict.until is not None
        assert now < verdict.until
        again = circumstances(now=verdict.until, calendar=calendar)
        assert judge(QuietHours(), again, config) is None


@given(MOMENTS, CONFIGS, st.integers(0, 2000))
def test_no_earlier_moment_would_do(now: datetime, config: dict[str, Any], share: int) -> None:
    """Until then every moment is quiet."""
    verdict = judge(QuietHours(), circumstances(now=now), config)
    if verdict and verdict.until:
        between = now + (verdict.until - now) * share / 2001
        again = judge(QuietHours(), circumstances(now=between), config)
        assert again
        assert again.until == verdict.until
