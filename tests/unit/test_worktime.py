"""Working calendars: Chinese holiday weeks, office hours, and invariants of counting."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue.errors import BadInput, Misuse
from xiangyue.time.clock import parse_instant, to_wall, zone
from xiangyue.time.worktime import Calendar, Duration, Unit, build_calendar, parse_duration

SHANGHAI = "Asia/Shanghai"
OFFICE = [["08:30", "12:00"], ["14:00", "18:00"]]
CHINA = build_calendar({"timezone": SHANGHAI, "country": "CN", "hours": OFFICE})
PLAIN = build_calendar({"timezone": SHANGHAI, "hours": OFFICE})


def due(start: str, duration: str, calendar: Calendar = CHINA) -> str:
    """Return when it is over, as the calendar's wall shows it."""
    over = calendar.add(parse_instant(start, calendar.timezone), parse_duration(duration))
    assert over.tzinfo is UTC
    return to_wall(over, zone(calendar.timezone)).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        # National Day and Mid-Autumn 2025: 1 to 8 October, made up for on two weekend days.
        (date(2025, 9, 27), date(2025, 10, 12), "28 29 30 9 10 11"),
        # Spring Festival 2026: 15 to 23 February, made up for on 14 and 28 February.
        (date(2026, 2, 13), date(2026, 3, 1), "13 14 24 25 26 27 28"),
        # National Day 2026: 1 to 7 October, made up for on 20 September and 10 October.
        (date(2026, 9, 19), date(2026, 9, 21), "20 21"),
        (date(2026, 9, 30), date(2026, 10, 11), "30 8 9 10"),
    ],
)
def test_holiday_weeks_and_make_up_days(first: date, last: date, worked: str) -> None:
    """Days off are not worked, and the weekend days that pay for them are."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    assert " ".join(str(day.day) for day in days if CHINA.is_working_day(day)) == worked


def test_a_notice_may_reach_into_the_year_before() -> None:
    """New Year 2007 was paid for on the last weekend of 2006."""
    assert CHINA.is_working_day(date(2006, 12, 30))


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2026-09-28T09:00", "1wd", "2026-09-29T18:00"),
        ("2026-09-28T23:00", "1wd", "2026-09-29T18:00"),
        ("2026-09-28T09:00", "3wd", "2026-10-08T18:00"),
        ("2026-09-28T09:00", "5wd", "2026-10-10T18:00"),
        ("2026-10-03T12:00", "1wd", "2026-10-08T18:00"),
        ("2026-02-13T09:00", "2wd", "2026-02-24T18:00"),
        ("2026-09-28T09:00", "4wh", "2026-09-28T15:00"),
        ("2026-09-28T09:00", "3wh", "2026-09-28T12:00"),
        ("2026-09-28T13:00", "4wh", "2026-09-28T18:00"),
        ("2026-09-30T17:00", "2wh", "2026-10-08T09:30"),
        ("2026-10-03T12:00", "15wh", "2026-10-09T18:00"),
        ("2026-09-30T20:00", "1wh", "2026-10-08T09:30"),
        ("2026-09-28T09:00", "90min", "2026-09-28T10:30"),
        ("2026-09-28T09:00", "48h", "2026-09-30T09:00"),
        ("2026-09-28T09:00", "2w", "2026-10-12T09:00"),
        ("2026-09-28T09:00", "1y", "2027-09-28T09:00"),
        ("2026-08-31T09:00", "6m", "2027-02-28T23:59"),
        ("2026-09-28T09:00", "0wd", "2026-09-28T09:00"),
    ],
)
def test_when_a_duration_is_over(start: str, duration: str, expected: str) -> None:
    """The day of the start does not count, and the last day ends when business ends."""
    assert due(start, duration) == expected


def test_exceptions_overrule_the_country() -> None:
    """A county may work on a holiday and rest on a make-up day."""
    data = {"country": "CN", "open": ["2026-10-01"], "closed": ["2026-10-10", "2026-09-29"]}
    local = build_calendar(data)
    assert local.is_working_day(date(2026, 10, 1))
    assert not local.is_working_day(date(2026, 10, 10))
    assert not local.is_working_day(date(2026, 9, 29))


def test_office_time_between_two_moments() -> None:
    """Lunch, nights and holidays do not count, and the way back is negative."""
    start = parse_instant("2026-09-30T11:00", SHANGHAI)
    end = parse_instant("2026-10-08T14:30", SHANGHAI)
    assert CHINA.working_between(start, end) == timedelta(hours=9)
    assert CHINA.working_between(end, start) == -timedelta(hours=9)
    new_year = parse_instant("2027-01-04T08:30", SHANGHAI)
    whole = PLAIN.working_between(parse_instant("2025-12-31T18:00", SHANGHAI), new_year)
    assert whole == 262 * timedelta(hours=7.5)


def test_calendar_days_keep_the_wall_time() -> None:
    """A day on which the clocks change is one day, and 24 hours are 24 hours."""
    berlin = build_calendar({"timezone": "Europe/Berlin", "hours": [["00:00", "24:00"]]})
    assert due("2026-03-28T12:00", "1d", berlin) == "2026-03-29T12:00"
    assert due("2026-03-28T12:00", "24h", berlin) == "2026-03-29T13:00"
    assert due("2026-03-28T02:30", "1d", berlin) == "2026-03-29T03:00"
    assert due("2026-03-27T12:00", "1wd", berlin) == "2026-03-31T00:00"


def test_years_not_yet_announced_are_provisional() -> None:
    """China announces each year's schedule; other years, and other countries, need no notice."""
    assert not CHINA.provisional(2026)
    assert CHINA.provisional(2060) and CHINA.provisional(2150) and CHINA.provisional(1990)
    assert not PLAIN.provisional(2060)
    assert not build_calendar({"country": "DE"}).provisional(2060)


def test_the_holidays_are_loaded_only_for_a_country() -> None:
    """A calendar without a country does not pay for the package."""
    code = (
        "import sys; from xiangyue.time.worktime import build_calendar as b; b({});"
        "assert 'holidays' not in sys.modules; b({'country': 'CN'});"
        "assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_defaults() -> None:
    """Nothing said means UTC, Monday to Friday, nine to five."""
    assert build_calendar({}) == Calendar("UTC", frozenset(range(5)), ((540, 1020),))
    assert due("2026-10-01T10:00", "1wd", build_calendar({})) == "2026-10-02T17:00"


def test_a_calendar_is_a_value() -> None:
    """It can be hashed, compared and sent to another process."""
    copy = pickle.loads(pickle.dumps(CHINA))
    assert copy == CHINA and hash(copy) == hash(CHINA)
    assert copy.is_working_day(date(2026, 10, 10))


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ({"timezone": "Asia/Shangha"}, "clock-zone", ("timezone",)),
        ({"timezone": ["UTC"]}, "worktime-shape", ("timezone",)),
        ({"country": "XX"}, "worktime-country", ("country",)),
        ({"country": "CHN"}, "worktime-country", ("country",)),
        ({"week": []}, "worktime-no-days", ("week",)),
        ({"week": ["mon", "tues"]}, "worktime-weekday", ("week", 1)),
        ({"week": "mon"}, "worktime-shape", ("week",)),
        ({"hours": []}, "worktime-no-hours", ("hours",)),
        ({"hours": ["08:00-12:00"]}, "worktime-shape", ("hours", 0)),
        ({"hours": [["08:00", "12:60"]]}, "worktime-time", ("hours", 0)),
        ({"hours": [["24:00", "24:01"]]}, "worktime-time", ("hours", 0)),
        ({"hours": [["8:00", "12:00"]]}, "worktime-time", ("hours", 0)),
        ({"hours": [[480, 720]]}, "worktime-time", ("hours", 0)),
        ({"hours": [["22:00", "02:00"]]}, "worktime-hours-backwards", ("hours", 0)),
        ({"hours": [["12:00", "12:00"]]}, "worktime-hours-backwards", ("hours", 0)),
        (
            {"hours": [["13:00", "18:00"], ["08:00", "13:01"]]},
            "worktime-hours-overlap",
            ("hours", 0),
        ),
        ({"open": ["2026-02-30"]}, "clock-date", ("open", 0)),
        ({"closed": "2026-10-01"}, "worktime-shape", ("closed",)),
        (
            {"open": ["2026-10-01"], "closed": ["2026-10-01"]},
            "worktime-open-closed",
            ("closed",),
        ),
        ({"holidays": []}, "worktime-key", ("holidays",)),
    ],
)
def test_an_unusable_calendar_is_refused(
    data: dict[str, Any], code: str, path: tuple[str | int, ...]
) -> None:
    """An error says where in the calendar it is, in both languages, and how to mend it."""
    with pytest.raises(BadInput) as raised:
        build_calendar(data)
    error = raised.value
    assert (error.code, error.values["path"]) == (code, path)
    assert error.text("en") and error.text("zh") and error.mend("en") and error.mend("zh")


def test_moments_need_a_zone_and_an_end() -> None:
    """A naive start is misuse; beyond the year 9999 nothing is due."""
    with pytest.raises(Misuse):
        CHINA.add(datetime(2026, 1, 1), Duration(1, Unit.DAY))
    late = datetime(9999, 12, 30, tzinfo=UTC)
    for unit in Unit:
        amount = 100_000 if unit is Unit.MINUTE else 1_000
        with pytest.raises(BadInput, match="beyond the year 9999"):
            CHINA.add(late, Duration(amount, unit))


MINUTES = st.lists(st.integers(0, 1_440), min_size=2, max_size=6, unique=True)
ZONES = st.sampled_from([SHANGHAI, "Europe/Berlin", "Pacific/Apia", "UTC"])


def clock(minutes: int) -> str:
    """Write minutes since midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def calendars(draw: st.DrawFn, zones: st.SearchStrategy[str] = ZONES) -> Calendar:
    """Draw a calendar, with or without a country, in zones with many kinds of clock changes."""
    times = sorted(draw(MINUTES))
    pairs = [[clock(a), clock(b)] for a, b in zip(times[::2], times[1::2], strict=False)]
    data: dict[str, Any] = {
        "timezone": draw(zones),
        "week": draw(st.lists(st.sampled_from(["mon", "wed", "sat", "sun"]), min_size=1)),
        "hours": pairs,
    }
    if draw(st.booleans()):
        data["country"] = "CN"
    return build_calendar(data)


STARTS = st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
UNITS = st.sampled_from(list(Unit))


@settings(deadline=None)
@given(calendars(), STARTS, UNITS, st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_later_starts_and_longer_durations_end_no_sooner(
    calendar: Calendar, start: datetime, unit: Unit, amounts: list[int]
) -> None:
    """Adding is monotone in the start and in the amount, and never goes back."""
    ends = [calendar.add(start, Duration(amount, unit)) for amount in sorted(amounts)]
    assert all(a <= b for a, b in pairwise([start, *ends]))
    steps = [timedelta(minutes=m) for m in (0, 20, 90, 1_000)]
    later = [calendar.add(start + step, Duration(amounts[0], unit)) for step in steps]
    assert all(a <= b for a, b in pairwise(later))


@settings(deadline=None)
@given(calendars(st.just("UTC")), STARTS, st.integers(1, 60))
def test_working_hours_end_within_office_hours(
    calendar: Calendar, start: datetime, amount: int
) -> None:
    """Working hours run out while the office is open, and just as many lie between."""
    over = calendar.add(start, Duration(amount, Unit.WORKING_HOUR))
    last = (over - timedelta(microseconds=1)).date()
    assert calendar.is_working_day(last)
    moment = over - datetime(last.year, last.month, last.day, tzinfo=UTC)
    assert any(timedelta(minutes=a) < moment <= timedelta(minutes=b) for a, b in calendar.hours)
    assert calendar.working_between(start, over) == timedelta(hours=amount)


@settings(deadline=None)
@given(calendars(), STARTS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(
    calendar: Calendar, start: datetime, amount: int
) -> None:
    """Exactly n working days lie after the day of the start, the last one being the day due."""
    over = calendar.add(start, Duration(amount, Unit.WORKING_DAY))
    where = zone(calendar.timezone)
    last = (to_wall(over, where) - timedelta(microseconds=1)).date()
    first = to_wall(start, where).date()
    days = (first + timedelta(n) for n in range(1, (last - first).days + 1))
    assert sum(calendar.is_working_day(day) for day in days) == amount
    assert calendar.is_working_day(last)


@settings(deadline=None)
@given(calendars(), STARTS, UNITS, st.integers(0, 60))
def test_what_begins_before_is_over_in_time(
    calendar: Calendar, end: datetime, unit: Unit, amount: int
) -> None:
    """Going back by a duration leaves room for it, and never goes forward."""
    begun = calendar.before(end, Duration(amount, unit))
    assert begun <= end
    assert calendar.add(begun, Duration(amount, unit)) <= end


@settings(deadline=None)
@given(calendars(st.just("UTC")), STARTS, st.integers(1, 60))
def test_what_begins_before_begins_as_late_as_it_can(
    calendar: Calendar, end: datetime, amount: int
) -> None:
    """A moment later there is less office time left than was asked for."""
    begun = calendar.before(end, Duration(amount, Unit.WORKING_HOUR))
    assert calendar.working_between(begun, end) == timedelta(hours=amount)
    later = begun + timedelta(microseconds=1)
    assert calendar.working_between(later, end) < timedelta(hours=amount)


@settings(deadline=None)
@given(calendars(st.just("UTC")), STARTS, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_after_work_leaves_as_much_work(
    calendar: Calendar, start: datetime, work: timedelta
) -> None:
    """Just so much office time lies between."""
    assert calendar.working_between(start, calendar.after_work(start, work)) == work


@pytest.mark.parametrize(
    ("end", "duration", "begun"),
    [
        ("2026-10-12T18:00", "1wd", "2026-10-10T08:30"),
        ("2026-10-12T17:59", "1wd", "2026-10-09T08:30"),
        ("2026-10-11T12:00", "1wd", "2026-10-09T08:30"),
        ("2026-10-12T15:00", "4wh", "2026-10-12T09:00"),
        ("2026-10-12T15:00", "1wh", "2026-10-12T14:00"),
        ("2026-10-12T08:30", "8wh", "2026-10-09T17:30"),
        ("2026-03-31T10:00", "1m", "2026-02-28T10:00"),
        ("2026-03-02T10:00", "2w", "2026-02-16T10:00"),
        ("2026-03-02T10:00", "90min", "2026-03-02T08:30"),
    ],
)
def test_before_on_the_wall(end: str, duration: str, begun: str) -> None:
    """Working days begin with office hours, hours are counted back over breaks and weekends."""
    found = CHINA.before(parse_instant(end, SHANGHAI), parse_duration(duration))
    assert to_wall(found, zone(SHANGHAI)).isoformat(timespec="minutes") == begun


def test_nothing_begins_before_the_first_year() -> None:
    """Before 1900 there is no calendar to count by."""
    for unit in Unit:
        with pytest.raises(BadInput):
            CHINA.before(datetime(1900, 1, 1, 1, tzinfo=UTC), Duration(100_000, unit))
