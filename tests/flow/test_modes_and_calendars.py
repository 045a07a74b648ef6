"""Emergencies beside what else moves deadlines: another calendar, and the rates that count them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import offices
import pytest
from errands import MONDAY, day, done
from floods import FLOOD, activate, begin, settle
from hypothesis import given
from hypothesis import settings as conditions
from hypothesis import strategies as st

from xiangyue import Engine
from xiangyue.study.rates import rates
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import build_calendar, parse_duration


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the flood's profile with a Friday that is not worked."""
    folder = tmp_path_factory.mktemp("closed") / "flood"
    folder.mkdir()
    text = (FLOOD / "profile.yaml").read_text(encoding="utf-8")
    plain = "calendar: {timezone: Asia/Shanghai}"
    assert plain in text
    text = text.replace(plain, 'calendar: {timezone: Asia/Shanghai, closed: ["2026-10-02"]}')
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine."""
    with Engine() as engine:
        settle(engine)
        yield engine


@conditions(deadline=None, max_examples=20)
@given(st.integers(0, 30), st.integers(1, 60), st.integers(1, 30))
def test_a_new_calendar_reckons_over_the_emergency(
    closed: Path, before: int, length: int, after: int
) -> None:
    """What comes out is what would stand there, had the day off been known all along."""
    with Engine() as engine:
        settle(engine)
        task = begin(engine, "routine")
        start, end = day(before / 24), day((before + length) / 24)
        activate(engine, end, start)
        for _ in range(3):
            engine.tick(end)
        engine.install(closed, community="xinqi", now=day((before + length) / 24 + after / 240))
        calendar = build_calendar({"timezone": "Asia/Shanghai", "closed": ["2026-10-02"]})
        left = calendar.working_between(start, calendar.add(MONDAY, parse_duration("3wd")))
        found = engine.task(task)
        assert found.due is not None
        assert from_micros(found.due) == calendar.after_work(end, left)
        assert found.state_due == to_micros(day(5 + length / 24))
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def test_rates_count_by_the_deadline_that_was_given_back(engine: Engine) -> None:
    """Who finishes in the time that was left is on time, and was never late."""
    task, slow = begin(engine, "routine"), begin(engine, "routine")
    activate(engine, day(2))
    for _ in range(3):
        engine.tick(day(2))
    done(engine.act(task, "finish", by="li", now=day(4.2)))
    done(engine.act(slow, "finish", by="li", now=day(6.9)))
    every, _ = rates(engine, "xinqi", until=day(30), now=day(30))
    assert (every.due, every.deferred, every.on_time) == (2, 0, 2)


def test_who_distributed_is_told_the_deadline_that_was_given_back(tmp_path: Path) -> None:
    """An emergency in one community makes it late nowhere: the roll-up has its new deadline."""
    folder = tmp_path / "hamlet"
    folder.mkdir()
    text = (offices.HAMLET / "profile.yaml").read_text(encoding="utf-8")
    text = text.replace("due: {field: complete_by, basis", "due: {after: 5d, basis")
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    with Engine() as engine:
        offices.settle(engine, 2)
        for name in ("c0", "c1"):
            engine.install(folder, community=name, now=MONDAY)
        sent = offices.instruct(engine)
        engine.tick(MONDAY)
        said = {"water_until": day(4).isoformat()}
        done(engine.open("high_water", community="c0", by="wang0", data=said, now=day(1)))
        for _ in range(3):
            engine.tick(day(4))
        dues = {task.community: task.due for task in engine.tasks(flow="assigned").tasks}
        assert dues == {"c0": to_micros(day(8)), "c1": to_micros(day(5))}
        late = {one.community: one.late for one in engine.rollup(sent, now=day(6)).shares}
        assert late == {"c0": False, "c1": True}
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))
