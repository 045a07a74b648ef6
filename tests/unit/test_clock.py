"""Instants and durations: text, microseconds, zones, and clocks that are put forward and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.errors import BadInput, Misuse
from xiangyue.time.clock import (
    EARLIEST,
    LATEST,
    end_of_day,
    from_micros,
    from_wall,
    parse_date,
    parse_instant,
    start_of_day,
    to_micros,
    to_wall,
    zone,
)
from xiangyue.time.durations import Duration, Unit, parse_duration

SHANGHAI = "Asia/Shanghai"
BERLIN = zone("Europe/Berlin")


def utc(text: str) -> datetime:
    """Read a UTC moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(st.integers(to_micros(EARLIEST), to_micros(LATEST)))
def test_microseconds_round_trip(micros: int) -> None:
    """No instant between 1900 and 9999 loses a microsecond."""
    assert to_micros(from_micros(micros)) == micros


def test_microseconds_take_any_zone() -> None:
    """The same moment has the same number, whatever its offset."""
    nine = datetime(2026, 9, 28, 9, tzinfo=timezone(timedelta(hours=8)))
    assert from_micros(to_micros(nine)) == utc("2026-09-28T01:00")
    assert to_micros(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert to_micros(datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC)) == -1


def test_a_moment_needs_a_zone_and_a_sensible_year() -> None:
    """Naive datetimes are misuse, far years bad input."""
    with pytest.raises(Misuse, match="has no time zone"):
        to_micros(datetime(2026, 1, 1))
    for far in (datetime(1899, 12, 31, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        with pytest.raises(BadInput, match="1900 to 9999"):
            to_micros(far)
    for micros in (-(10**18), 10**18):
        with pytest.raises(BadInput, match="1900 to 9999"):
            from_micros(micros)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-28T09:00+08:00", "2026-09-28T01:00"),
        ("2026-09-28T09:00", "2026-09-28T01:00"),
        ("2026-09-28 09:00:30", "2026-09-28T01:00:30"),
        (" 2026-09-28t01:00z ", "2026-09-28T01:00"),
        ("2011-10-11T13:45:40.276+0200", "2011-10-11T11:45:40.276"),
        ("2011-10-11T13:45:40,276123999+02", "2011-10-11T11:45:40.276123"),
    ],
)
def test_instants_are_read(text: str, expected: str) -> None:
    """Offsets count; without one the given zone's wall time is meant."""
    assert parse_instant(text, SHANGHAI) == utc(expected)


def test_without_any_zone_utc_is_meant() -> None:
    """A naive text and no zone is UTC."""
    assert parse_instant("2026-09-28T09:00") == utc("2026-09-28T09:00")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-09-28", "clock-date-only"),
        ("2026-09-31T09:00", "clock-instant"),
        ("2026-09-28T25:00", "clock-instant"),
        ("2026-09-28T09", "clock-instant"),
        ("2026-W01-1T09:00", "clock-instant"),
        ("20260928T0900", "clock-instant"),
        ("2026-09-28T09:00+99:00", "clock-instant"),
        ("tomorrow" * 100_000, "clock-instant"),
        ("", "clock-instant"),
        (20260928, "clock-instant"),
        (None, "clock-instant"),
        ("0001-01-01T00:00+08:00", "clock-range"),
        ("1899-12-31T23:59Z", "clock-range"),
        ("9999-12-31T23:59", "clock-range"),
    ],
)
def test_other_texts_are_refused(text: object, code: str) -> None:
    """What is no moment is said to be none, in a short sentence with a mend."""
    with pytest.raises(BadInput) as raised:
        parse_instant(text, SHANGHAI)
    assert raised.value.code == code
    assert len(str(raised.value)) < 250
    assert raised.value.text("zh") and raised.value.mend("zh")


def test_a_day_begins_and_ends_on_its_own_wall() -> None:
    """What is due on a day is due at its last microsecond there."""
    assert start_of_day("2026-10-01", SHANGHAI) == utc("2026-09-30T16:00")
    assert end_of_day(date(2026, 10, 1), SHANGHAI) == utc("2026-10-01T15:59:59.999999")
    longest = end_of_day("2026-10-25", "Europe/Berlin") - start_of_day(
        "2026-10-25", "Europe/Berlin"
    )
    assert longest == timedelta(hours=25, microseconds=-1)


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-1-1", "20260101", "", 5, None, "２026-01-01", datetime.now(UTC)]
)
def test_what_is_no_day_is_refused(value: object) -> None:
    """Days are written one way."""
    with pytest.raises(BadInput, match="not a day of the calendar"):
        parse_date(value)


@pytest.mark.parametrize(
    "name", ["Asia/Shangha", "../etc/passwd", "America", "\0", "", "x" * 9_999]
)
def test_unknown_zones_are_refused(name: str) -> None:
    """A zone that does not exist, or that is a path, is an error that names a real one."""
    with pytest.raises(BadInput, match="The nearest is") as raised:
        zone(name)
    assert raised.value.code == "clock-zone"


def test_skipped_and_repeated_hours() -> None:
    """A skipped time is the moment of the change, a repeated one its first showing."""
    assert from_wall(datetime(2026, 3, 29, 2, 30), BERLIN) == utc("2026-03-29T01:00")
    assert from_wall(datetime(2026, 10, 25, 2, 30), BERLIN) == utc("2026-10-25T00:30")
    assert to_wall(utc("2026-10-25T00:30"), BERLIN) == datetime(2026, 10, 25, 2, 30)
    assert to_wall(utc("2026-10-25T01:30"), BERLIN) == datetime(2026, 10, 25, 3, 0)
    assert to_wall(utc("2026-10-25T02:30"), BERLIN) == datetime(2026, 10, 25, 3, 30)


ZONES = st.sampled_from(
    ["Europe/Berlin", "Asia/Shanghai", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo"]
)


@given(ZONES, st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1)), st.integers(1, 200))
def test_the_wall_never_goes_back(name: str, near: datetime, minutes: int) -> None:
    """Later instants are no earlier on the wall, later walls no earlier as instants."""
    where, step = zone(name), timedelta(minutes=minutes)
    instants = [near.replace(tzinfo=UTC) + n * step for n in range(5)]
    walls = [to_wall(at, where) for at in instants]
    assert all(a <= b for a, b in pairwise(walls))
    back = [from_wall(near + n * step, where) for n in range(5)]
    assert all(a <= b for a, b in pairwise(back))
    assert all(to_wall(from_wall(wall, where), where) == wall for wall in walls)


@given(st.integers(0, 1_000), st.sampled_from(list(Unit)))
def test_durations_round_trip(amount: int, unit: Unit) -> None:
    """What is written is read back."""
    duration = Duration(amount, unit)
    assert parse_duration(str(duration)) == duration
    assert str(parse_duration(str(duration))) == str(duration)


def test_durations_compare_within_their_kind() -> None:
    """An hour is sixty minutes, but whether a month is longer than 20wd depends on when."""
    assert parse_duration("60min") == parse_duration("1h") < parse_duration("61min")
    assert parse_duration("1w") >= parse_duration("7d") and parse_duration("1y") > Duration(
        11, Unit.MONTH
    )
    assert len({parse_duration("60min"), parse_duration("1h"), parse_duration("1d")}) == 2
    assert not parse_duration("1m").comparable(parse_duration("20wd"))
    assert parse_duration("24h") != parse_duration("1d")
    with pytest.raises(TypeError):
        assert parse_duration("24h") < parse_duration("2d")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1d12h", "duration-combined"),
        ("1h 30min", "duration-combined"),
        ("3x", "duration-unit"),
        ("3" + "x" * 500, "duration-unit"),
        ("-1d", "duration-form"),
        ("1.5h", "duration-form"),
        ("2 d", "duration-form"),
        ("2D", "duration-form"),
        ("P1D", "duration-form"),
        ("１d", "duration-form"),
        ("", "duration-form"),
        (3, "duration-form"),
        (None, "duration-form"),
        ("999999d", "duration-long"),
        ("1001y", "duration-long"),
    ],
)
def test_other_durations_are_refused(text: object, code: str) -> None:
    """There is one spelling, and the error shows it."""
    with pytest.raises(BadInput) as raised:
        parse_duration(text)
    assert raised.value.code == code
    assert len(str(raised.value)) < 250
    assert raised.value.text("zh") and raised.value.mend("zh")
