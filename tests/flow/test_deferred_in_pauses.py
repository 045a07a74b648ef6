"""What was put off into an emergency that pauses its flow waits on, and is decided when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from offices import HAMLET, day, instruct, settle

from xiangyue import Decision, Engine, Worker
from xiangyue.time.clock import from_micros, to_micros

TOLD = "does: [{message: {to: cadre, say: {en: New, zh: 新}}}]"
SINKS = """已记录}}
      gone: {title: {en: Gone, zh: 已退}, final: true}
    actions:
      sink:
        title: {en: Gone, zh: 已退}
        from: noted
        to: gone
        by: cadre
        does: [{switch_mode: {mode: normal}}]"""
EDITS = {
    "needs: content, asks: complete_by}": f"needs: content, asks: complete_by, {TOLD}}}",
    "to: accepted, by: cadre}\n      return": f"to: accepted, by: cadre, {TOLD}}}\n      return",
    "已记录}, final: true}\n    actions: {}": SINKS,
    "\nflows:": "\nlimits: {quiet_hours: {stance: enforce}}\nflows:",
}
NIGHT, WATER, OVER = day(0.6), day(0.7), day(1.25)
"""When it is put off, when the water comes, and until when it was said to stay."""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a community that disturbs nobody at night; whatever is done with it verifies."""
    text = (HAMLET / "profile.yaml").read_text(encoding="utf-8")
    for old, new in EDITS.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "profile.yaml").write_text(text, encoding="utf-8")
    with Engine() as engine:
        settle(engine, 1)
        engine.install(tmp_path, community="c0", now=day(0))
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def begin(engine: Engine, now: datetime = NIGHT) -> Decision:
    """Open a task by its own people."""
    return engine.open("assigned", community="c0", by="wang0", content="x", key="k", now=now)


def rise(engine: Engine, until: datetime = OVER) -> Decision:
    """Let the water rise, for so long."""
    said = {"water_until": until.isoformat()}
    water = engine.open("high_water", community="c0", by="wang0", now=WATER, data=said)
    assert water, water.why()
    return water


def hourly(engine: Engine, until: datetime) -> list[Decision]:
    """Let time pass, hour by hour; returns what was decided."""
    now, decisions = WATER, list[Decision]()
    while now <= until:
        decisions += engine.tick(now)
        now += timedelta(hours=1)
    return [one for one in decisions if one.flow == "assigned"]


def test_an_opening_waits_for_the_end_of_the_pause(engine: Engine) -> None:
    """Its time comes while its flow is paused: it is opened when the mode is over, once."""
    first = begin(engine)
    assert first.outcome == "deferred"
    rise(engine)
    *waiting, last = hourly(engine, day(2))
    assert {one.outcome for one in waiting} == {"deferred"}
    assert [reason.code for reason in waiting[0].reasons] == ["flow-paused"]
    assert (last.outcome, last.ref) == ("done", first.ref)
    assert to_micros(OVER) <= last.now <= to_micros(OVER + timedelta(hours=1))
    assert begin(engine) == first
    assert len(engine.tasks("c0", flow="assigned").tasks) == 1


def test_it_is_opened_soon_after_a_pause_that_ends_early(engine: Engine) -> None:
    """Nobody waits for the end that was foreseen: it is looked at every hour."""
    begin(engine)
    water = rise(engine, day(3))
    hourly(engine, day(1.1))
    assert engine.act(water, "sink", by="wang0", now=day(1.1))
    assert [bool(one) for one in engine.tick(day(1.1) + timedelta(hours=1))] == [True]


def test_an_act_waits_for_the_end_of_the_pause(engine: Engine) -> None:
    """The clock of its task stands still meanwhile, and so does what was to be done with it."""
    task = engine.open("assigned", community="c0", by="wang0", content="x", now=day(0))
    act = engine.act(task, "accept", by="wang0", now=NIGHT)
    assert act.outcome == "deferred"
    rise(engine)
    *waiting, last = hourly(engine, day(2))
    assert {one.outcome for one in waiting} == {"deferred"}
    assert last.outcome == "done"
    assert engine.task(task).state == "accepted"


def test_a_worker_comes_back_to_it_too(engine: Engine) -> None:
    """Each time it is due, and never sooner."""
    first = begin(engine)
    rise(engine)
    assert first.until is not None
    due = from_micros(first.until)
    worker = Worker(engine)
    fired = [worker.run_once(due + timedelta(minutes=n)).fired for n in (0, 30, 60)]
    assert fired == [1, 0, 1]
    assert engine.backlog(due + timedelta(minutes=60)).waiting == 0
    worker.run_once(day(1.3))
    assert engine.task(first).state == "received"


def test_whoever_asks_in_the_pause_is_refused_at_once(engine: Engine) -> None:
    """Only what was promised waits; whoever stands there is told."""
    rise(engine)
    refused = begin(engine, day(1.2))
    assert (refused.outcome, [one.code for one in refused.reasons]) == ("refused", ["flow-paused"])


def test_what_was_distributed_is_decided_once_and_told_once(engine: Engine) -> None:
    """Put off by night and then by the mode; each decision is returned by one tick."""
    sent = instruct(engine, "c0", now=NIGHT)
    decisions = engine.tick(NIGHT)
    rise(engine)
    decisions += hourly(engine, day(2))
    numbers = [one.seq for one in decisions]
    assert len(numbers) == len(set(numbers)) > 2
    assert [one.outcome for one in decisions].count("done") == 1
    assert engine.rollup(sent, now=day(2)).states["received"] == 1
