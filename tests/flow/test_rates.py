"""Rates of closure: held against counts by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import orjson
import pytest
from offices import MONDAY, day, instruct, settle

from xiangyue import Engine
from xiangyue.cli.app import main
from xiangyue.study.rates import Rates, rates
from xiangyue.time.clock import parse_instant

pytestmark = pytest.mark.sqlite

PROFILE = """
profile: desk
title: {en: Desk}
languages: [en]
roles: {clerk: {title: {en: Clerk}, at: community}}
calendar: {timezone: Asia/Shanghai, country: CN}
fields:
  urgency:
    title: {en: Urgency}
    schema: {enum: [normal, at_once]}
    purpose: {en: To be quick}
    keep: 1y
  ready:
    title: {en: Ready on}
    schema: {type: string, format: date}
    purpose: {en: To plan}
    keep: 1y
flows:
  matter:
    title: {en: Matter}
    start: new
    due: 5wd
    open: {by: clerk, asks: urgency}
    states: &states
      new: {title: {en: New}}
      review: {title: {en: Review}}
      waiting: {title: {en: Waiting}, pause: true}
      done: {title: {en: Done}, final: true}
    actions: &actions
      report: {title: {en: Report}, from: new, to: review, by: clerk}
      return: {title: {en: Return}, from: review, to: new, by: clerk, note: true}
      wait: {title: {en: Wait}, from: new, to: waiting, by: clerk, note: true}
      resume: {title: {en: Resume}, from: waiting, to: new, by: clerk}
      finish: {title: {en: Finish}, from: [new, review], to: done, by: clerk}
  dated:
    title: {en: With a day}
    start: new
    due: {field: ready, basis: project default}
    open: {by: clerk, needs: ready}
    states: *states
    actions:
      report: {title: {en: Report}, from: new, to: review, by: clerk}
      return: {title: {en: Return}, from: review, to: new, by: clerk, note: true}
      wait: {title: {en: Wait}, from: new, to: waiting, by: clerk, note: true}
      resume: {title: {en: Resume}, from: waiting, to: new, by: clerk}
      finish: {title: {en: Finish}, from: [new, review], to: done, by: clerk}
      extend: {title: {en: Extend}, from: new, by: clerk, needs: ready}
"""
NOTICE = """
country: CN
year: 2026
source: test
off: [2026-06-04]
"""


def june(day: int, time: str = "10:00") -> datetime:
    """Return a moment of June 2026; the first is a Monday."""
    return parse_instant(f"2026-06-{day:02}T{time}", "Asia/Shanghai")


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return the URL of the desk's store."""
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture
def engine(tmp_path: Path, store: str) -> Iterator[Engine]:
    """Return a desk with one clerk."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, "utf-8")
    with Engine(store) as engine:
        engine.install(folder, community="here", now=june(1, "08:00"))
        engine.register("li", roles={"clerk": "here"}, now=june(1, "08:00"))
        yield engine


def open_(engine: Engine, flow: str = "matter", **fields: object) -> str:
    """Open a task on Monday 1 June, due on Monday the 8th at 17:00 if it is a matter."""
    decision = engine.open(flow, community="here", by="li", now=june(1), data=fields)
    assert decision, decision.why()
    return decision.ref


def act(engine: Engine, task: str, action: str, at: datetime, **fields: object) -> None:
    """Take an action that must be carried out."""
    decision = engine.act(task, action, by="li", now=at, data=fields, note="rain")
    assert decision, decision.why()


def test_counts_are_those_by_hand(engine: Engine) -> None:
    """One on time, urgent; one late, after rework; one open, urgent; one suspended."""
    act(engine, open_(engine, urgency="at_once"), "finish", june(8, "17:00"))
    late = open_(engine, urgency="normal")
    act(engine, late, "report", june(2))
    act(engine, late, "return", june(3))
    act(engine, late, "report", june(4))
    act(engine, late, "return", june(5))
    act(engine, late, "finish", june(9))
    open_(engine, urgency="at_once")
    act(engine, open_(engine), "wait", june(5))
    every, urgent = rates(engine, "here", now=june(20))
    assert every == Rates(due=4, deferred=1, on_time=1, closed=2, rework=2, reworked=1)
    assert (every.on_time_rate, every.closure_rate, every.rework_rate) == (1 / 3, 2 / 3, 1 / 3)
    assert urgent == Rates(due=2, deferred=0, on_time=1, closed=1, rework=0, reworked=0)
    assert not every.nearly_all


def test_a_pause_defers_only_the_deadline_it_covers(engine: Engine) -> None:
    """Suspended from the 5th to the 15th: due on the 8th was deferred, on the 18th it was not."""
    task = open_(engine)
    act(engine, task, "wait", june(5))
    act(engine, task, "resume", june(15))
    act(engine, task, "finish", june(16))
    first, _ = rates(engine, "here", until=june(10), now=june(20))
    assert first == Rates(due=1, deferred=1, on_time=0, closed=0, rework=0, reworked=0)
    second, _ = rates(engine, "here", since=june(10), now=june(20))
    assert second == Rates(due=1, deferred=0, on_time=1, closed=1, rework=0, reworked=0)
    assert second.nearly_all


def test_a_return_counts_only_before_the_period_ends(engine: Engine) -> None:
    """Returned on the 5th and the 15th: at 10:00 that day the second does not count yet."""
    task = open_(engine)
    for reported, returned in ((4, 5), (12, 15)):
        act(engine, task, "report", june(reported))
        act(engine, task, "return", june(returned))
    open_(engine)
    found = {day: rates(engine, "here", until=june(day), now=june(20))[0] for day in (10, 15, 16)}
    assert {day: one.rework for day, one in found.items()} == {10: 1, 15: 1, 16: 2}
    assert {one.reworked for one in found.values()} == {1}
    assert {one.rework_rate for one in found.values()} == {1 / 2}


def test_a_return_after_the_period_makes_no_task_reworked(engine: Engine) -> None:
    """Returned on the 15th only: until the 10th the rate is none in a hundred."""
    task = open_(engine)
    act(engine, task, "report", june(2))
    act(engine, task, "return", june(15))
    every, _ = rates(engine, "here", until=june(10), now=june(20))
    assert (every.rework, every.reworked, every.rework_rate) == (0, 0, 0.0)


def test_a_deferred_task_is_in_no_rework_rate(engine: Engine) -> None:
    """Its returns are counted; but it is not among those a rate is a share of."""
    task = open_(engine)
    act(engine, task, "report", june(2))
    act(engine, task, "return", june(3))
    act(engine, task, "wait", june(5))
    open_(engine)
    every, _ = rates(engine, "here", now=june(20))
    assert every == Rates(due=2, deferred=1, on_time=0, closed=0, rework=1, reworked=0)
    assert every.rework_rate == 0.0


@pytest.mark.parametrize(("when", "deferred"), [(4, 1), (9, 0)])
def test_an_extension_counts_only_in_time(engine: Engine, when: int, deferred: int) -> None:
    """Whoever moves a deadline that has passed was late all the same."""
    task = open_(engine, "dated", ready="2026-06-05")
    act(engine, task, "extend", june(when), ready="2026-06-19")
    first, _ = rates(engine, "here", until=june(10), now=june(20))
    assert first == Rates(due=1, deferred=deferred, on_time=0, closed=0, rework=0, reworked=0)


def test_a_holiday_notice_defers_nothing(engine: Engine, tmp_path: Path) -> None:
    """It says what the deadline was: the 9th, when it was met."""
    file = tmp_path / "2026.yaml"
    file.write_text(NOTICE, "utf-8")
    task = open_(engine)
    assert engine.announce("here", file, now=june(2)) == 1
    act(engine, task, "finish", june(9))
    every, _ = rates(engine, "here", now=june(20))
    assert every == Rates(due=1, deferred=0, on_time=1, closed=1, rework=0, reworked=0)


def test_there_is_no_rate_where_nothing_was_due(engine: Engine) -> None:
    """Nothing is not a hundred per cent."""
    open_(engine)
    every, urgent = rates(engine, "here", now=june(5))
    assert every == urgent == Rates(0, 0, 0, 0, 0, 0)
    assert every.on_time_rate is every.closure_rate is every.rework_rate is None
    assert not every.nearly_all


def test_the_command_line_warns_of_a_rate_too_good(
    engine: Engine, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counts stand beside each rate."""
    act(engine, open_(engine), "finish", june(8))
    asked = ("rates", "--community", "here", "--db", store, "--until", "2026-06-30")
    assert main([*asked, "--json"]) == 0
    shown = orjson.loads(capsys.readouterr().out)
    assert shown["all"] == {
        "due": 1,
        "deferred": 0,
        "on_time": 1,
        "closed": 1,
        "rework": 0,
        "reworked": 0,
        "returned": 0,
        "on_time_rate": 1.0,
        "closure_rate": 1.0,
        "rework_rate": 0.0,
        "return_rate": 0.0,
    }
    assert shown["urgent"]["closure_rate"] is None
    assert main(["--lang", "en", *asked]) == 0
    out = capsys.readouterr().out
    assert "warning sign" in out
    assert "Rework rate" in out


def returning(count: int) -> tuple[Rates, Rates]:
    """Finish one instruction late in a community that has returned others, one after the period."""
    with Engine() as engine:
        settle(engine, 1)
        tasks = []
        for _ in range(1 + count):
            instruct(engine)
            tasks += engine.tick(MONDAY)
        for n, task in enumerate(tasks[1:]):
            assert engine.act(task, "return", by="wang0", note="ill", now=day(40 if n else 1))
        for action, given in (("accept", {}), ("finish", {"result": "Clear"})):
            assert engine.act(tasks[0], action, by="wang0", data=given, now=day(20))
        return rates(engine, "c0", until=day(30), now=day(50))


def test_what_is_returned_worsens_no_figure() -> None:
    """With or without returns, even late ones, the rates are the same; they are told apart."""
    (without, _), (returned, _) = returning(0), returning(2)
    assert (without.due, without.on_time, without.closed, without.return_rate) == (1, 0, 1, 0.0)
    assert (returned.returned, returned.return_rate) == (2, 2 / 3)
    assert replace(returned, returned=0) == without
