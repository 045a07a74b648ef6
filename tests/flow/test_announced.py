"""Holiday notices: what they move, what stays, and what is told before they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from holidays.countries.china import ChinaStaticHolidays
from hypothesis import given
from hypothesis import strategies as st

from xiangyue import BadInput, Engine, Misuse
from xiangyue.cli.app import main
from xiangyue.time import public_holidays
from xiangyue.time.clock import from_micros, parse_instant, to_micros, to_wall, zone
from xiangyue.time.known_days import with_days
from xiangyue.time.notices import read_notice
from xiangyue.time.worktime import build_calendar
from xiangyue.upkeep.of_store import check_store

PROFILE = """
profile: office
title: {en: Office}
languages: [en]
roles: {clerk: {title: {en: Clerk}, at: community}}
fields:
  later:
    title: {en: Later}
    schema: {type: string, format: date}
    purpose: {en: to say until when}
    keep: 1y
calendar: {timezone: Asia/Shanghai, country: CN, hours: [["09:00", "17:00"]]}
channels: {phone: {title: {en: Phone}, kind: phone}}
ladders:
  up:
    title: {en: Up}
    steps: [{ask: clerk, by: phone, within: 2wd, tries: 3, basis: project default}]
flows:
  memo:
    title: {en: Memo}
    start: new
    due: {after: 9wd, remind: [1wd], basis: project default}
    open: {by: clerk}
    states:
      new: {title: {en: New}}
      waiting: {title: {en: Waiting}, pause: true}
      done: {title: {en: Done}, final: true}
    actions:
      finish: {title: {en: Finish}, from: new, to: done, by: clerk}
      wait: {title: {en: Wait}, from: new, to: waiting, by: clerk, note: true}
      go_on: {title: {en: Go on}, from: waiting, to: new, by: clerk}
      until:
        title: {en: Until}
        from: new
        by: clerk
        note: true
        asks: later
        extend: {of: flow, until: later}
      more:
        {title: {en: More}, from: new, by: clerk, note: true, extend: {of: flow, by: 2wd}}
  call:
    title: {en: Call}
    start: new
    due: {after: 2wd, escalate: up, basis: project default}
    open: {by: clerk, does: [{automate: {action: close, after: 9wd}}]}
    states:
      new: {title: {en: New}}
      done: {title: {en: Done}, final: true}
    actions:
      close: {title: {en: Close}, from: new, to: done, by: system}
  paper:
    title: {en: Paper}
    start: new
    due: 9wd
    open: {by: clerk}
    states:
      new: {title: {en: New}, due: 5d}
      seen: {title: {en: Seen}, due: 4wd}
      waiting: {title: {en: Waiting}, pause: true}
      done: {title: {en: Done}, final: true}
    actions:
      see: {title: {en: See}, from: new, to: seen, by: clerk}
      wait: {title: {en: Wait}, from: seen, to: waiting, by: clerk, note: true}
      go_on: {title: {en: Go on}, from: waiting, to: seen, by: clerk}
      finish: {title: {en: Finish}, from: [new, seen], to: done, by: clerk}
"""
NOTICE = """
country: CN
year: 2027
source: 国办发明电〔2026〕7号
off: [2027-01-01..2027-01-03, 2027-02-05..2027-02-12]
work: [2027-01-30, 2027-02-20]
"""


def at(text: str) -> datetime:
    """Return a moment as on the wall in Shanghai."""
    return parse_instant(text, "Asia/Shanghai")


def wall(micros: int | None) -> str:
    """Return a deadline as the wall shows it."""
    moment = to_wall(from_micros(micros or 0), zone("Asia/Shanghai"))
    return moment.isoformat(timespec="minutes")


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """Return the file of a notice."""
    file = tmp_path / "2027.yaml"
    file.write_text(NOTICE, "utf-8")
    return file


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return where the office keeps its papers."""
    return str(tmp_path / "office.db")


@pytest.fixture
def engine(tmp_path: Path, store: str) -> Iterator[Engine]:
    """Return an office; whatever has been done there verifies."""
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, "utf-8")
    with Engine(f"sqlite:///{store}") as engine:
        now = at("2026-11-01T09:00")
        engine.install(folder, community="here", now=now)
        engine.register("li", roles={"clerk": "here"}, now=now)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def test_open_deadlines_move_with_their_timers(engine: Engine, notice: Path) -> None:
    """Nine working days from 1 February: the package knows four days off, the notice six."""
    now = at("2027-02-01T10:00")
    task = engine.open("paper", community="here", by="li", id="p", now=now)
    assert wall(engine.task(task).due) == "2027-02-18T17:00"
    assert wall(engine.task(task).state_due) == "2027-02-06T10:00"
    assert engine.announce("here", notice, by="li", now=now) == 1
    moved = engine.task(task)
    assert wall(moved.due) == "2027-02-20T17:00"  # a Saturday that is worked
    assert wall(moved.state_due) == "2027-02-06T10:00"  # calendar days know no holidays
    engine.tick(at("2027-02-19T12:00"))
    assert [d.command.action for d in engine.history(task)] == ["open"]
    assert moved.last < engine.task(task).last  # the state's deadline has passed
    assert engine.act(task, "see", by="li", now=at("2027-02-19T13:00"))
    assert [d.command.action for d in engine.history(task)] == ["open", "see"]
    engine.tick(at("2027-02-20T17:00"))
    assert engine.tasks("here", late=True, now=at("2027-02-20T18:00")).tasks


def test_reminders_move_with_their_deadline(engine: Engine, notice: Path) -> None:
    """A reminder comes one working day before the deadline, wherever that goes."""
    now = at("2027-02-01T10:00")
    task = engine.open("memo", community="here", by="li", now=now)
    (before,) = engine.task(task).alarms.values()
    assert engine.announce("here", notice, by="li", now=now) == 1
    ((name, after),) = engine.task(task).alarms.items()
    assert (wall(before), wall(after)) == ("2027-02-17T09:00", "2027-02-19T09:00")
    engine.tick(at("2027-02-18T17:00"))
    assert [d.command.action for d in engine.history(task)] == ["open"]
    engine.tick(at("2027-02-19T17:00"))
    assert [d.command.action for d in engine.history(task)] == ["open", f"~{name}"]


def test_what_is_still_to_ring_moves_too(engine: Engine, notice: Path) -> None:
    """A ladder that is being climbed, and what the engine is to do later, count the days off."""
    task = engine.open("call", community="here", by="li", now=at("2027-02-01T10:00"))
    engine.tick(at("2027-02-03T17:00"))
    rung, later = "flow.rung.0.1", "flow.rung.0.2"

    def alarms() -> dict[str, str]:
        return {name: wall(moment) for name, moment in engine.task(task).alarms.items()}

    assert alarms() == {
        "flow.rung.0.0": "2027-02-03T17:00",
        rung: "2027-02-11T17:00",
        later: "2027-02-15T17:00",
        "auto.close": "2027-02-18T17:00",
    }
    assert engine.announce("here", notice, by="li", now=at("2027-02-04T10:00")) == 0
    assert alarms() == {
        "flow.rung.0.0": "2027-02-03T17:00",
        rung: "2027-02-15T17:00",
        later: "2027-02-17T17:00",
        "auto.close": "2027-02-20T17:00",
    }
    engine.tick(at("2027-02-16T10:00"))
    rung_told = [d.command.action for d in engine.history(task)]
    assert rung_told == ["open", "~flow.rung.0.0", f"~{rung}"]


def test_pauses_stay_added(engine: Engine, notice: Path) -> None:
    """A day that the paper waited is a day more before and after the notice."""
    task = engine.open("paper", community="here", by="li", now=at("2027-01-25T10:00"))
    engine.act(task, "see", by="li", now=at("2027-01-25T11:00"))
    engine.act(task, "wait", by="li", note="rain", now=at("2027-01-26T11:00"))
    engine.act(task, "go_on", by="li", now=at("2027-01-27T11:00"))
    assert wall(engine.task(task).due) == "2027-02-12T17:00"
    assert wall(engine.task(task).state_due) == "2027-02-02T17:00"
    assert engine.announce("here", notice, by="li", now=at("2027-01-27T12:00")) == 2
    assert wall(engine.task(task).due) == "2027-02-15T17:00"
    assert wall(engine.task(task).state_due) == "2027-02-01T17:00"  # Saturday the 30th is worked


@pytest.mark.parametrize(
    ("actions", "due", "reminder"),
    [
        (("wait", "go_on"), "2027-02-15T17:00", "2027-02-04T09:00"),
        (("more",), "2027-02-16T17:00", "2027-02-15T09:00"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_was_gained_is_office_time(
    engine: Engine, notice: Path, first: bool, actions: tuple[str, ...], due: str, reminder: str
) -> None:
    """A pause or an extension ends on the same day whether the notice came before or after it."""
    if first:
        engine.announce("here", notice, by="li", now=at("2027-01-25T09:00"))
    task = engine.open("memo", community="here", by="li", now=at("2027-01-25T10:00"))
    for day, action in enumerate(actions, 26):
        decision = engine.act(task, action, by="li", note="flood", now=at(f"2027-01-{day}T11:00"))
        assert decision, decision
    if not first:
        assert engine.announce("here", notice, by="li", now=at("2027-01-28T12:00")) == 1
    found = engine.task(task)
    assert wall(found.due) == due
    assert [wall(alarm) for alarm in found.alarms.values()] == [reminder]


def test_no_deadline_moves_into_the_past(engine: Engine, notice: Path) -> None:
    """Nobody becomes late because a Saturday turns out, too late, to have been worked."""
    task = engine.open("paper", community="here", by="li", now=at("2027-01-26T09:00"))
    engine.act(task, "see", by="li", now=at("2027-01-27T09:00"))
    assert engine.announce("here", notice, by="li", now=at("2027-02-02T12:00")) == 1
    assert wall(engine.task(task).state_due) == "2027-02-02T17:00"


@pytest.mark.parametrize("when", ["2027-02-02T12:00", "2027-02-03T12:00", "2027-03-01T12:00"])
def test_a_paused_deadline_counts_on_the_days_that_hold(
    engine: Engine, notice: Path, when: str
) -> None:
    """Whenever in a pause the notice comes, also when its old day is long over."""
    task = engine.open("memo", community="here", by="li", now=at("2027-02-01T10:00"))
    engine.act(task, "wait", by="li", note="flood", now=at("2027-02-02T11:00"))
    assert engine.announce("here", notice, by="li", now=at(when)) == 1
    engine.act(task, "go_on", by="li", now=at("2027-03-02T11:00"))
    assert wall(engine.task(task).due) == "2027-03-12T17:00"


def test_a_deadline_that_was_kept_stays_kept(engine: Engine, notice: Path, tmp_path: Path) -> None:
    """What would have been over by a late notice does not shrink when something else changes."""
    task = engine.open("memo", community="here", by="li", now=at("2027-01-20T10:00"))
    assert wall(engine.task(task).due) == "2027-02-02T17:00"
    engine.announce("here", notice, by="li", now=at("2027-02-02T12:00"))
    engine.act(task, "more", by="li", note="flood", now=at("2027-02-02T13:00"))
    assert wall(engine.task(task).due) == "2027-02-04T17:00"
    folder = tmp_path / "office"
    text = PROFILE.replace("country: CN,", "country: CN, closed: [2027-12-15],")
    (folder / "profile.yaml").write_text(text, "utf-8")
    engine.install(folder, community="here", by="li", now=at("2027-02-02T14:00"))
    assert wall(engine.task(task).due) == "2027-02-04T17:00"


def test_a_reminder_that_a_nearer_deadline_would_have_rung_rings_at_once(
    engine: Engine, tmp_path: Path
) -> None:
    """It is not lost because its day is over."""
    task = engine.open("memo", community="here", by="li", now=at("2026-11-02T10:00"))
    opened = ", ".join(["2026-11-07", "2026-11-08"])
    folder = tmp_path / "office"
    text = PROFILE.replace("country: CN,", f"country: CN, open: [{opened}],")
    (folder / "profile.yaml").write_text(text, "utf-8")
    now = at("2026-11-10T12:00")
    engine.install(folder, community="here", by="li", now=now)
    found = engine.task(task)
    assert wall(found.due) == "2026-11-11T17:00"
    assert dict(found.alarms) == {"flow.remind.0": to_micros(now)}
    engine.tick(now)
    assert [d.command.action for d in engine.history(task)] == ["open", "~flow.remind.0"]


def test_a_notice_in_an_emergency_leaves_its_week_to_the_emergency(
    engine: Engine, notice: Path, tmp_path: Path
) -> None:
    """What was begun in an ordinary week is not reckoned by the week of a mode, nor the reverse."""
    folder = tmp_path / "office"
    flood = """
modes:
  flood:
    title: {en: Flood}
    set: {calendar.week: [mon, tue, wed, thu, fri, sat, sun], flows.memo.due.after: 24h}
"""
    (folder / "profile.yaml").write_text(PROFILE + flood, "utf-8")
    now = at("2026-11-02T10:00")
    engine.install(folder, community="here", now=now)
    paper = engine.open("paper", community="here", by="li", now=now)
    engine._begin_mode("here", "flood", now=now)
    memo = engine.open("memo", community="here", by="li", now=now)
    due = [wall(engine.task(task).due) for task in (paper, memo)]
    assert due == ["2026-11-13T17:00", "2026-11-03T10:00"]
    assert engine.announce("here", notice, now=now) == 0
    engine._begin_mode("here", "normal", now=now)
    assert engine.announce("here", edited(notice, "7号", "8号"), now=now) == 0
    assert [wall(engine.task(task).due) for task in (paper, memo)] == due


def edited(file: Path, old: str, new: str) -> Path:
    """Return the file, with something else in it."""
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    return file


def test_new_commands_and_pinned_tasks_use_the_days(engine: Engine, notice: Path) -> None:
    """What is opened afterwards, and what a task of an older release does next."""
    task = engine.open("paper", community="here", by="li", now=at("2027-02-01T10:00"))
    engine.announce("here", notice, now=at("2027-02-01T10:00"))
    folder = notice.parent / "newer"
    folder.mkdir()
    text = PROFILE.replace("{en: Office}", "{en: Newer office}")
    (folder / "profile.yaml").write_text(text, "utf-8")
    engine.install(folder, community="here", now=at("2027-02-01T10:00"))
    engine.act(task, "see", by="li", now=at("2027-02-04T10:00"))
    assert wall(engine.task(task).state_due) == "2027-02-18T17:00"
    fresh = engine.open("paper", community="here", by="li", now=at("2027-02-01T10:00"))
    assert wall(engine.task(fresh).due) == "2027-02-20T17:00"
    assert engine.announce("here", notice, now=at("2027-02-01T10:00")) is None


def test_the_same_notice_twice_is_nothing(engine: Engine, notice: Path) -> None:
    """Only a notice that says something else is entered."""
    assert engine.announce("here", notice, now=at("2026-11-20T09:00")) == 0
    heads = engine.heads()
    assert engine.announce("here", notice, now=at("2026-11-21T09:00")) is None
    assert engine.heads() == heads
    notice.write_text(NOTICE.replace("7号", "8号"), "utf-8")
    assert engine.announce("here", notice, now=at("2026-11-21T09:00")) == 0


def test_deadlines_in_a_year_not_announced_are_provisional(engine: Engine, notice: Path) -> None:
    """Whoever opens a paper in December is told so, until the notice is there."""
    now = at("2026-12-25T10:00")
    early = engine.open("paper", community="here", by="li", now=now)
    assert [(note.code, note.values) for note in early.notes] == [
        ("due-provisional", {"year": 2027})
    ]
    assert "2027" in early.said("zh")
    assert not engine.act(early, "see", by="li", now=at("2026-12-25T11:00")).notes
    engine.announce("here", notice, now=now)
    assert not engine.open("paper", community="here", by="li", now=now).notes


def test_another_country_is_refused(engine: Engine, notice: Path) -> None:
    """A notice holds where its country's calendar does."""
    notice.write_text(NOTICE.replace("CN", "FR"), "utf-8")
    with pytest.raises(Misuse) as caught:
        engine.announce("here", notice)
    assert caught.value.code == "notice-country"


@pytest.fixture
def newer_package(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return what upgrades ``holidays`` to one that knows the notice of 2027."""

    def forget() -> None:
        for known in (public_holidays.days_off_and_on, public_holidays.announced_years):
            known.cache_clear()

    def upgrade(year: int = 2027, moved: Any = ((2, 5, 1, 30), (2, 12, 2, 20))) -> None:
        """Let it know days off, and those worked instead."""
        known: Any = ChinaStaticHolidays
        monkeypatch.setitem(known.special_public_holidays, year, moved)
        forget()

    yield upgrade
    monkeypatch.undo()
    forget()


def test_a_newer_package_alone_moves_nothing(
    engine: Engine, newer_package: Callable[..., None]
) -> None:
    """Settings keep the days that were known; what is new comes in by an act, and is journaled."""
    now = at("2027-02-01T10:00")
    task = engine.open("paper", community="here", by="li", now=now)
    assert engine.refresh_calendar("here", by="li", now=now) == ((), 0)
    newer_package()
    before = engine.heads()
    again = engine.open("paper", community="here", by="li", now=now)
    assert engine.task(again).due == engine.task(task).due
    assert [note.code for note in again.notes] == ["due-provisional"]
    assert engine.refresh_calendar("here", by="li", now=now) == ((2027,), 2)
    assert engine.heads() != before
    assert wall(engine.task(task).due) == "2027-02-19T17:00"
    assert not engine.open("paper", community="here", by="li", now=now).notes
    assert engine.refresh_calendar("here", by="li", now=now) == ((), 0)


def test_a_later_year_reaches_into_the_december_of_a_notice(
    engine: Engine, notice: Path, newer_package: Callable[..., None]
) -> None:
    """A day off that the package knows with the next year is off, whatever the last notice said."""
    engine.announce("here", notice, now=at("2027-11-01T10:00"))
    newer_package(2027, ((12, 31, 12, 26),))
    newer_package(2028)
    assert engine.refresh_calendar("here", now=at("2027-12-01T10:00")) == ((2028,), 0)
    calendar, source = engine.calendar("here", 2027)
    assert source == "国办发明电〔2026〕7号"
    assert calendar.is_working_day(date(2027, 12, 26))  # a Sunday
    assert not calendar.is_working_day(date(2027, 12, 31))
    assert calendar.is_working_day(date(2027, 12, 24))


@pytest.mark.sqlite
def test_doctor_says_what_the_command_line_takes_over(
    engine: Engine,
    store: str,
    newer_package: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Days that a newer package knows are named until they are in force."""
    db, now = f"sqlite:///{store}", datetime.now(UTC)

    def doctor() -> set[str]:
        checked = check_store(db, to_micros(now))
        return {found.code for found in checked if found.state != "fine"}

    year = to_wall(now, zone("Asia/Shanghai")).year
    engine.refresh_calendar("here", now=now)
    assert "doctor-days" not in doctor()
    newer_package(year + 1)
    assert "doctor-days" in doctor()
    assert main(["calendar", "refresh", "--db", db, "--json"]) == 0
    found = orjson.loads(capsys.readouterr().out)["communities"]["here"]
    assert year + 1 in found["years"] and found["moved"] == 0
    assert "doctor-days" not in doctor()
    assert main(["--lang", "en", "calendar", "refresh", "--db", db]) == 0
    assert "nothing new" in capsys.readouterr().out


def test_a_notice_stays_when_the_package_learns_of_its_year(
    engine: Engine, notice: Path, newer_package: Callable[..., None]
) -> None:
    """What was announced officially is not overruled by a package, nor by another tuning."""
    now = at("2027-02-01T10:00")
    engine.announce("here", notice, now=now)
    newer_package()
    assert engine.refresh_calendar("here", now=now) == ((), 0)
    engine.tune("here", {}, now=now)
    assert engine.calendar("here", 2027)[1] == "国办发明电〔2026〕7号"


def test_a_changed_calendar_of_the_profile_moves_open_deadlines(
    engine: Engine, tmp_path: Path
) -> None:
    """A day on which the office is closed is one day more for what is open already."""
    now = at("2026-11-02T10:00")
    task = engine.open("paper", community="here", by="li", now=now)
    assert wall(engine.task(task).due) == "2026-11-13T17:00"
    folder = tmp_path / "office"
    text = PROFILE.replace("country: CN,", "country: CN, closed: [2026-11-10],")
    (folder / "profile.yaml").write_text(text, "utf-8")
    engine.install(folder, community="here", by="li", now=now)
    assert wall(engine.task(task).due) == "2026-11-16T17:00"
    (folder / "profile.yaml").write_text(PROFILE.replace("country: CN, ", ""), "utf-8")
    engine.install(folder, community="here", by="li", now=now)
    assert wall(engine.task(task).due) == "2026-11-13T17:00"
    assert engine.calendar("here", 2026)[1] is None


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "go_on", "more", "until"]), st.integers(1, 6), st.integers(0, 23)
    ),
    max_size=6,
)


@pytest.mark.sqlite
@given(_STEPS, st.integers(0, 6))
def test_a_notice_means_the_same_before_and_after(steps: list[Any], when: int) -> None:
    """Whatever a memo went through, its deadline is the one it would have had all along.

    Only where that would have been over when the notice came, it stays where it was.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "2027.yaml").write_text(NOTICE, "utf-8")
        (folder / "profile.yaml").write_text(PROFILE, "utf-8")
        early, first = _lived(folder, steps, 0)
        late, then = _lived(folder, steps, min(when, len(steps)))
    assert late == early or min(early) <= wall(to_micros(then)), first


def _lived(folder: Path, steps: list[Any], announced: int) -> tuple[list[str], datetime]:
    """Return the deadlines of a memo after these steps, the notice before the n-th; and when."""
    with Engine("sqlite://") as engine:
        now = said = at("2027-01-10T09:00")
        engine.install(folder, community="here", now=now)
        engine.register("li", roles={"clerk": "here"}, now=now)
        task = engine.open("memo", community="here", by="li", now=now)
        for n, step in enumerate([*steps, None]):
            action, days, hours = step or ("", 20, 0)
            pause = timedelta(days=days, hours=hours)
            if n == announced:
                said = now + pause / 2
                engine.announce("here", folder / "2027.yaml", now=said)
            if step is not None:
                now += pause
                data = {"later": "2027-04-01"} if action == "until" else {}
                engine.act(task, action, by="li", data=data, note="flood", now=now)
        assert engine.verify().ok
        found = engine.task(task)
        return [wall(found.due), *map(wall, found.alarms.values())], said


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE task SET due = due + 1", "task"),
        ("UPDATE timer SET due = due - 1 WHERE name = 'flow'", "timer"),
        ("UPDATE settings SET days = '{}' WHERE revision = 2", "settings"),
    ],
)
def test_a_flipped_row_is_found(
    engine: Engine, notice: Path, store: str, sql: str, table: str
) -> None:
    """What a notice has moved is checked like everything else."""
    now = at("2027-02-01T10:00")
    engine.open("paper", community="here", by="li", id="p", now=now)
    engine.announce("here", notice, now=now)
    with sqlite3.connect(store) as connection:
        kept = connection.execute(f"SELECT * FROM {table}").fetchall()
        connection.execute(sql)
    assert {problem.table for problem in engine.verify().problems} == {table}
    marks = ", ".join("?" * len(kept[0]))
    with sqlite3.connect(store) as connection:
        connection.execute(f"DELETE FROM {table}")
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", kept)


@pytest.mark.sqlite
def test_a_flipped_entry_alone_is_named(engine: Engine, notice: Path, store: str) -> None:
    """The tasks whose deadlines it moved are not accused."""
    now = at("2027-02-01T10:00")
    engine.open("paper", community="here", by="li", id="p", now=now)
    engine.announce("here", notice, now=now)
    engine.act("here/p", "see", by="li", now=at("2027-02-02T10:00"))
    where = "WHERE body LIKE '%\"recomputed\"%'"
    with sqlite3.connect(store) as connection:
        ((body,),) = connection.execute(f"SELECT body FROM journal {where}").fetchall()
        connection.execute(f"UPDATE journal SET body = replace(body, '[[', '[ [') {where}")
    assert {problem.table for problem in engine.verify().problems} == {"journal"}
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE journal SET body = ? WHERE body LIKE '%[ [%'", (body,))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("source:", "origin:", "notice-key"),
        ("year: 2027\n", "", "notice-missing"),
        ("year: 2027", "year: soon", "notice-year"),
        ("CN", "XX", "worktime-country"),
        ("国办发明电〔2026〕7号", '""', "notice-source"),
        ("2027-01-30", "2027-02-30", "notice-day"),
        ("2027-01-30", "2027-02-06", "notice-both"),
        ("2027-01-30", "2027-01-29", "notice-weekday"),
        ("2027-01-30", "2026-11-28", "notice-outside"),
        ("2027-01-30", "2027-02-20", "notice-twice"),
        ("2027-02-05..2027-02-12", "2027-02-12..2027-02-05", "notice-range"),
        ("[2027-01-30, 2027-02-20]", "2027-01-30", "notice-list"),
        ("[2027-01-01..2027-01-03, 2027-02-05..2027-02-12]", "[]", "notice-empty"),
    ],
)
def test_a_broken_notice_is_refused_where_it_is_broken(
    notice: Path, old: str, new: str, code: str
) -> None:
    """Each error has a place and says, in both languages, how to mend it."""
    assert old in NOTICE
    notice.write_text(NOTICE.replace(old, new, 1), "utf-8")
    with pytest.raises(BadInput) as caught:
        read_notice(notice)
    assert caught.value.code == code
    assert caught.value.place is not None
    assert caught.value.mend("en") and caught.value.mend("zh")


def test_the_notice_wins_over_the_package_and_the_profile_over_both(notice: Path) -> None:
    """Also where the package knows the year: what the notice does not name is an ordinary day."""
    text = NOTICE.replace("2027", "2026").replace("2026-01-30", "2026-01-31")
    notice.write_text(text.replace("2026-02-20", "2026-02-21"), "utf-8")
    days = {"2026": read_notice(notice).days()}
    here = {"timezone": "Asia/Shanghai", "country": "CN", "closed": ["2026-01-31"]}
    calendar = with_days(build_calendar(here), days)
    assert calendar.is_working_day(date(2026, 10, 1))  # a holiday by the package
    assert not calendar.is_working_day(date(2026, 10, 10))  # a make-up day by the package
    assert not calendar.is_working_day(date(2026, 2, 12))
    assert calendar.is_working_day(date(2026, 2, 21))
    assert not calendar.is_working_day(date(2026, 1, 31))
    assert not calendar.provisional(2026)
    assert with_days(build_calendar({"timezone": "UTC"}), days).known == frozenset()


@pytest.mark.sqlite
def test_the_command_line_loads_and_shows(
    engine: Engine, notice: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the notice 2027 is provisional; then its days are shown, and loading again is told."""
    engine.open("paper", community="here", by="li", now=at("2027-02-01T10:00"))
    db = ("--db", f"sqlite:///{store}")
    show = ("calendar", "show", "--community", "here", "--year", "2027", *db)
    assert main(["--lang", "zh", *show]) == 0
    assert "暂定" in capsys.readouterr().out
    assert main(["calendar", "load", str(notice), *db, "--json"]) == 0
    loaded = orjson.loads(capsys.readouterr().out)["communities"]
    assert [*loaded] == ["here"] and loaded["here"] is not None
    assert main(["--lang", "en", "calendar", "load", str(notice), *db]) == 0
    assert "already" in capsys.readouterr().out
    before = engine.heads()
    some = ("--community", "here", "--community", "nowhere")
    notice.write_text(NOTICE.replace("7号", "8号"), "utf-8")
    for changing in (("load", str(notice)), ("refresh",)):
        assert main(["calendar", *changing, *some, *db]) == 2
    assert engine.heads() == before
    capsys.readouterr()
    assert main([*show, "--json"]) == 0
    shown = orjson.loads(capsys.readouterr().out)
    assert (shown["status"], shown["source"]) == ("announced", "国办发明电〔2026〕7号")
    assert shown["work"] == ["2027-01-30", "2027-02-20"]
    # 1 January, and 5, 8 to 12 February; the notice names no other holiday.
    assert [one["day"][5:] for one in shown["off"]] == [
        "01-01",
        "02-05",
        *(f"02-{day:02}" for day in range(8, 13)),
    ]
    assert shown["working_days"] == 261 - 7 + 2  # 2027 has 261 days from Monday to Friday
    assert main(["calendar", "show", "--year", "2027"]) == 2
