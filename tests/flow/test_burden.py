"""Burden and signals, counted from the journal of a real store."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from visits import MEMBERS, MONDAY, VISITS, at, done, make, plan, settle

from xiangyue import Command, Engine, Misuse
from xiangyue.cli import main
from xiangyue.study import DEFAULTS, Signal, burden, signals
from xiangyue.study.recounting import recounting

LATER = at(30)


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine."""
    with Engine() as engine:
        settle(engine)
        yield engine


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    """Return the URL of a store in which a little was done."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url) as engine:
        settle(engine)
        make(engine, homes=12, minutes=20, now=at(0))
        make(engine, homes=12, result="All is well here", now=at(1))
        make(engine, "zhao", "xinqi-2", minutes=5, now=at(8))
        plan(engine, "zhou", kind="care")
    yield url


def found(engine: Engine, code: str, **more: Any) -> Signal | None:
    """Return the signal of this code, if there is one."""
    return next((one for one in signals(engine, **more) if one.code == code), None)


def run(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """Run a command that must succeed, and return what it printed."""
    assert main(args) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


# --- burden ---------------------------------------------------------------------------------------


def test_fields_are_counted_by_worker_and_week(engine: Engine) -> None:
    """The time is their number times what the profile declares for one."""
    make(engine, homes=12, minutes=20)
    make(engine, minutes=7, now=at(8))
    make(engine, "zhao", "xinqi-2", minutes=5)
    seen = burden(engine, "xinqi")
    assert [(one.member, one.weeks) for one in seen.workers] == [
        ("wang", {"2026-W40": 2, "2026-W41": 1}),
        ("zhao", {"2026-W40": 1}),
    ]
    assert seen.minutes(seen.worker_fields) == 4 * 40 / 60


def test_without_a_declared_time_a_field_takes_half_a_minute(
    engine: Engine, tmp_path: Path
) -> None:
    """That is the project's default."""
    text = (VISITS / "profile.yaml").read_text("utf-8").replace("seconds_per_field", "spare")
    (tmp_path / "profile.yaml").write_text(
        text.replace("profile: visits", "profile: other"), "utf-8"
    )
    engine.install(tmp_path, community="xinqi", now=MONDAY)
    assert burden(engine, "xinqi").seconds_per_field == 30


def test_the_tuned_time_counts(engine: Engine) -> None:
    """What an admin has set stands before the profile's own number."""
    engine.tune("xinqi", {"seconds_per_field": 60}, now=MONDAY)
    assert burden(engine, "xinqi").seconds_per_field == 60


def test_a_sheet_counts_for_whoever_filled_it_in_and_when(engine: Engine) -> None:
    """Not for the helper who enters it, nor in the week of the entry."""
    make(
        engine,
        "zhao",
        on_behalf_of="wang",
        source="paper",
        occurred_at=at(0, 60),
        now=at(9),
        minutes=20,
    )
    (only,) = burden(engine, "xinqi").workers
    assert (only.member, only.weeks) == ("wang", {"2026-W40": 1})
    monday = date(2026, 9, 28)
    assert burden(engine, "xinqi", since=monday, until=monday).worker_fields == 1
    assert burden(engine, "xinqi", since=date(2026, 10, 5)).worker_fields == 0


def test_what_is_refused_or_worked_out_is_not_counted(engine: Engine) -> None:
    """Nobody has filled in a proposal that they left as it was."""
    task = plan(engine)
    assert not engine.act(task, "make", by="zhao", minutes=3, homes=2, now=MONDAY)
    assert done(engine.act(task, "make", by="wang", now=MONDAY)).values["value"] == 2
    assert burden(engine, "xinqi").worker_fields == 0


def test_residents_are_no_workers(engine: Engine) -> None:
    """What somebody fills in for their own matter is told apart, without a name."""
    plan(engine, "zhou", kind="care")
    seen = burden(engine, "xinqi")
    assert (seen.workers, seen.resident_fields) == ((), 1)
    assert "zhou" not in orjson.dumps(seen.as_dict()).decode()


def test_units_add_up(engine: Engine) -> None:
    """A village has its own and all that is beneath it."""
    make(engine, homes=12, minutes=20)
    make(engine, "zhao", "xinqi-2", minutes=5)
    plan(engine, unit="xinqi", kind="care")
    units = {one.unit.id: one for one in burden(engine, "xinqi").units}
    assert {name: (one.fields, one.workers) for name, one in units.items()} == {
        "xinqi": (4, 3),
        "xinqi-1": (2, 1),
        "xinqi-2": (1, 1),
    }
    assert units["xinqi"].per_worker_week == 4 / 3


def test_a_worker_sees_their_own_line_and_their_units(engine: Engine) -> None:
    """The line of another is not there, nor a grid in which another works alone."""
    make(engine, homes=12)
    make(engine, "zhao", "xinqi-2", minutes=5)
    seen = burden(engine, "xinqi", viewer="wang")
    assert [one.member for one in seen.workers] == ["wang"]
    assert [one.unit.id for one in seen.units] == ["xinqi", "xinqi-1"]
    assert seen.worker_fields == 2
    assert "zhao" not in orjson.dumps(seen.as_dict()).decode()
    assert [one.unit.id for one in burden(engine, "xinqi", viewer="zhou").units] == ["xinqi"]


def test_only_the_same_datum_once_more_is_a_duplicate(engine: Engine) -> None:
    """Of a unit any value, of a task text, and a number within it; a choice never is."""
    make(engine, homes=12, minutes=20)
    make(engine, homes=12, minutes=20, result="The stove is safe")
    task = make(engine, homes=13, result="The stove is safe", minutes=30)
    make(engine, "zhao", "xinqi-2", homes=12, result="The stove is safe")
    done(engine.act(task, "correct", by="wang", minutes=30, kind="care", now=MONDAY))
    plan(engine, kind="care")
    plan(engine, kind="care")
    seen = burden(engine, "xinqi")
    assert seen.repeated == {"homes": 1, "result": 1, "minutes": 1}
    assert seen.duplicate_share == 3 / 14


def test_touches_are_counted_by_whom_kind_and_channel(engine: Engine) -> None:
    """A resident is reached by what the profile names first; what has no channel has none."""
    for _ in range(3):
        done(engine.act(plan(engine, "zhou"), "make", by="wang", now=MONDAY))
    make(engine)
    seen = {
        (t.whom, t.kind, t.channel): (t.times, t.people) for t in burden(engine, "xinqi").touches
    }
    assert seen == {
        ("resident", "message", "sms"): (3, 1),
        ("worker", "message", "sms"): (1, 1),
        ("worker", "assign", ""): (4, 1),
        ("role", "message", ""): (4, 1),
        ("nobody", "publish", ""): (4, 1),
    }


def test_a_period_has_its_days_whole(engine: Engine) -> None:
    """Days are those of the village, and what was done later or before does not count."""
    for days in (-0.5, 0, 0.6, 1):
        make(engine, minutes=20, now=at(days))
    monday = date(2026, 9, 28)
    assert burden(engine, "xinqi", since=monday, until=monday).worker_fields == 2
    assert burden(engine, "xinqi", since=monday).worker_fields == 3
    assert burden(engine, "xinqi", until=MONDAY).worker_fields == 1


@pytest.mark.parametrize(
    ("community", "more", "code"),
    [
        ("nowhere", {}, "community-unknown"),
        ("xinqi", {"viewer": "nobody"}, "member-unknown"),
        ("xinqi", {"since": date(2026, 9, 2), "until": date(2026, 9, 1)}, "period-ends-first"),
    ],
)
def test_what_makes_no_sense_is_told(engine: Engine, community: str, more: Any, code: str) -> None:
    """Unknown names and an empty period are misuse."""
    with pytest.raises(Misuse) as caught:
        burden(engine, community, **more)
    assert caught.value.code == code


def test_an_empty_journal_has_no_burden(engine: Engine) -> None:
    """Nothing is divided by nothing."""
    seen = burden(engine, "xinqi")
    assert (seen.worker_fields, seen.duplicate_share, seen.touches) == (0, 0.0, ())
    assert not [one for one in signals(engine, until=LATER) if one.code != "signal-unused"]


def test_destroyed_values_still_count(engine: Engine) -> None:
    """How much was asked stays known when what was said is gone."""
    for _ in range(2):
        make(engine, result="All is well here", minutes=20)
    before = burden(engine, "xinqi")
    for task in engine.tasks("xinqi", now=MONDAY).tasks:
        engine.destroy(task, by="li", why="kept long enough", now=at(1))
    after = burden(engine, "xinqi")
    assert after.workers == before.workers
    assert (before.repeated, after.repeated) == ({"result": 1}, {})
    assert after.destroyed == 2


def test_a_long_journal_is_read_in_pages(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a page ends, nothing is lost or told twice."""
    for n in range(7):
        make(engine, minutes=n)
    whole = burden(engine, "xinqi")
    monkeypatch.setattr("xiangyue.study.recounting._PAGE", 2)
    assert burden(engine, "xinqi") == whole
    with recounting(engine) as recount:
        seqs = [told.decision.seq for told in recount.entries("xinqi")]
    assert seqs == sorted(set(seqs))
    assert len(seqs) == 14


# --- signals --------------------------------------------------------------------------------------


def tick(engine: Engine, count: int, apart: float, **more: Any) -> None:
    """Report visits one after the other."""
    tasks = [plan(engine) for _ in range(count)]
    for n, task in enumerate(tasks):
        done(engine.act(task, "make", by="wang", now=at(1, n * apart), **more))


def test_bulk_ticking_is_found_with_its_tasks(engine: Engine) -> None:
    """Ten within thirty seconds are a sign; the rules and tasks are named."""
    tick(engine, 12, 2)
    one = found(engine, "signal-bulk")
    assert one is not None
    assert one.about == ("flows.visit.actions.make",)
    assert (one.counts["bursts"], one.counts["most"]) == (1, 12)
    assert len(one.tasks) == len(one.entries) == 10
    assert found(engine, "signal-bulk", since=date(2026, 9, 30)) is None
    assert found(engine, "signal-bulk", since=date(2026, 9, 29)) is not None


@pytest.mark.parametrize(
    ("count", "apart", "more"),
    [
        (9, 1, {}),
        (12, 4, {}),
        (12, 1, {"source": "paper", "occurred_at": at(0, 5)}),
        (12, 1, {"source": "sheet"}),
        (12, 1, {"source": "log"}),
    ],
)
def test_slower_fewer_or_on_paper_is_no_bulk_ticking(
    engine: Engine, count: int, apart: float, more: Any
) -> None:
    """Whoever enters a pile of sheets later has not ticked anything off."""
    tick(engine, count, apart, **more)
    assert found(engine, "signal-bulk") is None


def test_an_import_is_no_bulk_ticking(engine: Engine) -> None:
    """Many commands at once are one where they come from a sheet."""
    tasks = [plan(engine).task for _ in range(12)]
    commands = [Command("xinqi", "make", "wang", task, source="sheet") for task in tasks]
    assert all(engine.act_many(commands, now=at(1)))
    assert found(engine, "signal-bulk") is None
    digital = [Command("xinqi", "close", "li", task) for task in tasks]
    assert all(engine.act_many(digital, now=at(1)))
    assert found(engine, "signal-bulk") is not None


def test_identical_texts_are_found_while_they_exist(engine: Engine) -> None:
    """Word for word in ten tasks, however they are spaced; the text itself is not told."""
    for n in range(10):
        make(engine, result="All is  well here" if n % 2 else "All is well here ", now=at(n / 9))
    one = found(engine, "signal-same-text")
    assert one is not None
    assert one.about == ("flows.visit", "fields.result")
    assert one.counts["most"] == 10
    assert "well" not in orjson.dumps(one.as_dict()).decode()
    engine.destroy(one.tasks[0], by="li", why="kept long enough", now=at(2))
    assert found(engine, "signal-same-text") is None


def test_different_or_short_texts_and_numbers_are_no_sign(engine: Engine) -> None:
    """Nor is one text that is written again and again in one task."""
    for n in range(10):
        make(engine, result=f"Stove {n} was checked", now=at(n / 9))
        make(engine, result="Fine", now=at(n / 9))
        make(engine, result="13800001111", now=at(n / 9))
    assert found(engine, "signal-same-text") is None


def adopt(engine: Engine) -> None:
    """Let points count."""
    done(engine.open("vote", community="xinqi", by="li", now=MONDAY))


def test_points_without_a_result_are_found(engine: Engine) -> None:
    """A result may be given at any time; what is gone was given once."""
    adopt(engine)
    bare, early, plain = plan(engine), plan(engine, result="The stove is safe"), plan(engine)
    for task, said in ((bare, {"minutes": 5}), (early, {}), (plain, {"result": "It is safe"})):
        done(engine.act(task, "make", by="wang", now=at(1), data=said))
        assert done(engine.act(task, "close", by="li", now=at(1, 60))).points
    engine.destroy(plain, by="li", why="kept long enough", now=at(2))
    one = found(engine, "signal-no-result")
    assert one is not None
    assert (one.about, one.tasks) == (("scoring.thanks",), (bare.ref,))
    assert (one.counts["without"], one.counts["awards"]) == (1, 3)


def close(engine: Engine, count: int, days: float) -> None:
    """Close visits so long after they were planned."""
    for n in range(count):
        task = make(engine)
        done(engine.act(task, "close", by="li", now=at(days, n * 60)))


def test_reports_at_the_deadline_are_found(engine: Engine) -> None:
    """Four of five tasks, of at least twenty, in the last tenth of their time."""
    close(engine, 4, 2)
    close(engine, 15, 9.5)
    assert found(engine, "signal-deadline") is None
    close(engine, 1, 9.5)
    one = found(engine, "signal-deadline")
    assert one is not None
    assert (one.counts["last"], one.counts["ended"]) == (16, 20)


def test_what_is_late_is_not_at_the_deadline(engine: Engine) -> None:
    """Lateness is told elsewhere."""
    close(engine, 20, 11)
    assert found(engine, "signal-deadline") is None


def test_too_good_a_closure_is_found(engine: Engine) -> None:
    """Only of many tasks, and only of those that were due by then."""
    limits = replace(DEFAULTS, closed_tasks=20)
    close(engine, 19, 2)
    assert found(engine, "signal-all-closed", until=LATER, thresholds=limits) is None
    close(engine, 1, 2)
    one = found(engine, "signal-all-closed", until=LATER, thresholds=limits)
    assert one is not None
    assert (one.counts["due"], one.counts["on_time"]) == (20, 20)
    assert found(engine, "signal-all-closed", until=at(5), thresholds=limits) is None
    plan(engine)
    assert found(engine, "signal-all-closed", until=LATER, thresholds=limits) is None


def test_unused_flows_are_found_after_sixty_days(engine: Engine) -> None:
    """The vote on points is in use all year; a refused attempt is use, a timer is none."""
    done(engine.open("lapse", community="xinqi", by="li", now=at(1)))
    assert len(engine.tick(at(10))) == 1
    assert not engine.open("visit", community="xinqi", by="li", title="x", value=3, now=at(5))
    assert found(engine, "signal-unused", until=at(60)) is None
    for days, flows in ((62, ["flows.lapse"]), (66, ["flows.visit", "flows.lapse"])):
        one = found(engine, "signal-unused", until=at(days))
        assert one is not None
        assert list(one.about) == flows


def test_a_new_flow_is_not_called_unused(engine: Engine, tmp_path: Path) -> None:
    """It must have been there for sixty days."""
    text = (VISITS / "profile.yaml").read_text("utf-8").replace("lapse", "later")
    (tmp_path / "profile.yaml").write_text(text, "utf-8")
    engine.install(tmp_path, community="xinqi", now=at(50))
    one = found(engine, "signal-unused", until=at(70))
    assert one is not None
    assert one.about == ("flows.visit",)


def test_rules_that_nobody_overrules_are_found(engine: Engine) -> None:
    """One value that somebody set otherwise, with a reason, shows that there is a choice."""
    limits = replace(DEFAULTS, choice_values=5)
    for n in range(5):
        make(engine, now=at(n / 9))
    one = found(engine, "signal-no-choice", thresholds=limits)
    assert one is not None
    assert (one.about, one.counts["proposed"]) == (("flows.visit",), 5)
    make(engine, value=3, note="It took all day", now=at(1))
    assert found(engine, "signal-no-choice", thresholds=limits) is None


def test_a_flow_in_which_only_the_system_acts_is_found(engine: Engine) -> None:
    """Whoever opens it, nobody decides anything in it."""
    limits = replace(DEFAULTS, choice_values=3)
    for _ in range(3):
        done(engine.open("lapse", community="xinqi", by="zhou", now=MONDAY))
    engine.tick(at(2))
    one = found(engine, "signal-only-system", thresholds=limits)
    assert one is not None
    assert one.about == ("flows.lapse",)


@pytest.fixture
def other(engine: Engine, tmp_path: Path) -> Engine:
    """Return the engine with a second village, of another type."""
    text = (VISITS / "profile.yaml").read_text("utf-8").replace("profile: visits", "profile: other")
    (tmp_path / "profile.yaml").write_text(text, "utf-8")
    settle(engine, "shanhe", tmp_path)
    return engine


def test_one_value_for_different_types_is_found(other: Engine) -> None:
    """A param that differs is not named, and villages of one type may well agree."""
    one = found(other, "signal-same-values")
    assert one is not None
    assert one.about == ("params.fee", "params.seconds_per_field")
    assert one.communities == ("shanhe", "xinqi")
    other.tune("shanhe", {"fee": 3}, now=MONDAY)
    one = found(other, "signal-same-values")
    assert one is not None
    assert one.about == ("params.seconds_per_field",)
    settle(other, "gaoshan")
    assert found(other, "signal-same-values", communities=["xinqi", "gaoshan"]) is None


def test_one_instruction_for_different_types_is_found(other: Engine) -> None:
    """Word for word from above; what villagers open themselves is no instruction."""
    for village in ("xinqi", "shanhe"):
        for by in ("qian", "zhou"):
            title = f"Check every stove by Friday, says {by}"
            done(other.open("visit", community=village, by=by, title=title, now=MONDAY))
    one = found(other, "signal-same-words")
    assert one is not None
    assert (one.counts["texts"], len(one.tasks), one.communities) == (1, 2, ("shanhe", "xinqi"))
    assert "stove" not in orjson.dumps(one.as_dict()).decode()
    other.open("visit", community="xinqi", by="qian", title="See to the well", now=MONDAY)
    assert found(other, "signal-same-words", communities=["xinqi"]) is None


def test_signals_never_name_a_person(other: Engine) -> None:
    """Every signal there is, in both languages, without the id of anybody."""
    adopt(other)
    for village in ("xinqi", "shanhe"):
        other.open("visit", community=village, by="qian", title="Check the stoves", now=MONDAY)
    for _ in range(3):
        other.open("lapse", community="xinqi", by="zhou", now=MONDAY)
    other.tick(at(2))
    for task in [plan(other) for _ in range(12)]:
        said = {"result": "All is well here"} if task.task != "_20" else {"minutes": 5}
        other.act(task, "make", by="wang", now=at(9.5), data=said)
        other.act(task, "close", by="li", now=at(9.5, 1))
    limits = replace(DEFAULTS, deadline_tasks=5, closed_tasks=5, closed_share=0.5, choice_values=3)
    seen = signals(other, until=at(90), thresholds=limits)
    assert {one.code for one in seen} == {
        "signal-bulk",
        "signal-same-text",
        "signal-no-result",
        "signal-deadline",
        "signal-all-closed",
        "signal-unused",
        "signal-no-choice",
        "signal-only-system",
        "signal-same-values",
        "signal-same-words",
    }
    for lang in ("en", "zh"):
        text = orjson.dumps([one.as_dict(lang) for one in seen]).decode()
        assert not set(MEMBERS) & set(re.findall(r"\w+", text))


# --- the command line -----------------------------------------------------------------------------


@pytest.mark.sqlite
def test_the_command_counts_and_explains(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """People read a table, scripts the same figures as JSON."""
    out = run(capsys, "burden", "xinqi", "--db", store)
    for words in ("wang", "zhao", "Xinqi", "Text message", "Homes in the grid 1"):
        assert words in out
    document = orjson.loads(run(capsys, "burden", "xinqi", "--db", store, "--json"))
    assert (document["worker_fields"], document["seconds_per_field"]) == (5, 40)
    args = ("burden", "xinqi", "--db", store, "--since", "2026-10-05", "--json")
    assert orjson.loads(run(capsys, *args))["worker_fields"] == 1


@pytest.mark.sqlite
def test_the_command_hides_others_from_a_worker(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the table nor the document names them."""
    for more in ((), ("--json",)):
        out = run(capsys, "burden", "xinqi", "--db", store, "--as", "wang", *more)
        assert "wang" in out
        assert "zhao" not in out


@pytest.mark.sqlite
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_people_see_fits_eighty_columns(
    store: str, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """A Chinese character takes two."""
    out = run(capsys, "--lang", lang, "burden", "xinqi", "--db", store)
    wide = [sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in s) for s in out.splitlines()]
    assert max(wide) <= 80


@pytest.mark.sqlite
def test_signals_are_told_with_their_thresholds(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sign is no fault: the command succeeds, and says by which numbers it judged."""
    with Engine(store) as engine:
        tick(engine, 12, 1)
    out = run(capsys, "signals", "xinqi", "--db", store)
    assert "signal-bulk: " in out
    document = orjson.loads(run(capsys, "signals", "--db", store, "--json"))
    assert "signal-bulk" in {one["code"] for one in document["signals"]}
    assert document["thresholds"]["basis"] == "project default"


def test_the_command_says_what_is_wrong(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A day that is none, and a database that is not there."""
    assert main(["burden", "xinqi", "--db", store, "--since", "yesterday"]) == 2
    assert main(["signals", "--db", "sqlite:///misspelt.db"]) == 2
    assert "misspelt.db" in capsys.readouterr().err
