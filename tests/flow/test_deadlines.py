"""Deadlines: when they pass, what they set off, and what stops the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from errands import MONDAY, begin, codes, day, done, settle

from xiangyue import Command, Decision, Engine
from xiangyue.canonical import load
from xiangyue.time.clock import to_micros
from xiangyue.values import SYSTEM

HOUR = timedelta(hours=1)


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def fired(engine: Engine) -> list[str]:
    """Return which timers have fired, by task, the oldest first."""
    with engine._store.read() as reader:
        bodies = [load(body) for (body,) in reader.all("SELECT body FROM journal ORDER BY seq")]
    abouts = [body["about"] for body in bodies if body["kind"] == "overdue"]
    return [f"{about['task']} {about['timer']}" for about in abouts]


def test_a_deadline_takes_its_action_once(engine: Engine) -> None:
    """Not before its time, by the engine itself, and never again."""
    task = begin(engine)
    assert engine.tick(day(2) - HOUR) == []
    (lapsed,) = engine.tick(day(2))
    assert (lapsed.command.actor, lapsed.command.action, lapsed.after) == (
        SYSTEM,
        "lapse",
        "lapsed",
    )
    assert engine.tick(day(2)) == engine.tick(day(400)) == []
    assert fired(engine) == [f"{task.task} state"]
    assert engine.history(task) == (task, lapsed)


def test_a_deadline_without_an_action_is_noted_once(engine: Engine) -> None:
    """It is entered in the journal, and the task goes on where it was, at the same version."""
    task = begin(engine, "valued")
    before = engine.task(task)
    assert engine.tick(day(11)) == engine.tick(day(12)) == []
    assert fired(engine) == [f"{task.task} state", f"{task.task} flow"]
    after = engine.task(task)
    assert (after.state, after.version, after.data) == (before.state, before.version, before.data)
    assert engine.tasks("xinqi", late=True, now=day(12)).tasks == (after,)
    done(engine.act(task, "wait", by="li", note="late", now=day(12)))
    assert len(engine.history(task)) == 3


def test_an_action_in_time_takes_the_deadline_away(engine: Engine) -> None:
    """Whoever acts before the deadline hears no more of it."""
    task = begin(engine)
    done(engine.act(task, "convert", by="li", now=day(1)))
    assert engine.tick(day(3)) == []
    assert engine.task(task).state == "valued"


def test_a_refusal_leaves_the_deadline(engine: Engine) -> None:
    """Only what is carried out counts."""
    task = begin(engine)
    assert not engine.act(task, "convert", by="zhou", now=day(1))
    assert [d.after for d in engine.tick(day(2))] == ["lapsed"]
    assert codes(engine.act(task, "convert", by="li", now=day(3))) == {"state"}


def test_a_pause_stops_the_clock_of_the_flow(engine: Engine) -> None:
    """However long it lasts, it is added; meanwhile nothing is late and nothing fires."""
    task = begin(engine, "waiting")
    due = engine.task(task).due
    assert due == to_micros(day(10))
    assert engine.tick(day(20)) == []
    assert engine.tasks("xinqi", late=True, now=day(20)).tasks == ()
    done(engine.act(task, "praise", by="li", now=day(20)))
    done(engine.act(task, "go_on", by="li", now=day(21)))
    assert engine.task(task).due == to_micros(day(30))
    assert fired(engine) == []
    engine.tick(day(30))
    assert fired(engine) == [f"{task.task} state", f"{task.task} flow"]


def test_a_paused_state_keeps_its_own_deadline(engine: Engine) -> None:
    """Waiting for somebody may itself take only so long."""
    task = begin(engine, "waiting")
    (resumed,) = engine.tick(day(31))
    assert (resumed.command.action, resumed.after) == ("go_on", "valued")
    assert engine.task(task).due == to_micros(day(40))


def test_ending_out_of_a_pause_counts_the_pause(engine: Engine) -> None:
    """Whoever finishes what had to wait was not late because of it."""
    task = begin(engine, "assigned")
    done(engine.act(task, "wait", by="li", note="rain", now=day(1)))
    done(engine.act(task, "finish", by="wang", now=day(25)))
    assert engine.task(task).due == to_micros(day(34))
    assert not engine.task(task).late


def test_a_deadline_that_is_moved_fires_anew_and_no_other_does(engine: Engine) -> None:
    """A new date is a new deadline; the state's own one, long passed, stays passed."""
    task = engine.open("dated", community="xinqi", by="li", visit="2026-09-30", now=MONDAY)
    assert engine.task(task).due == to_micros(day(2) + 15 * HOUR) - 1
    engine.tick(day(1.5))
    done(engine.act(task, "move", by="li", visit="2026-10-02", now=day(1.6)))
    done(engine.act(task, "measure", by="li", size=3, now=day(1.7)))
    assert engine.tick(day(4)) == []
    assert fired(engine) == [f"{task.task} state"]
    engine.tick(day(5))
    done(engine.act(task, "move", by="li", visit="2026-10-05", now=day(5)))
    engine.tick(day(9))
    assert fired(engine) == [f"{task.task} {name}" for name in ("state", "flow", "flow")]


def test_at_most_so_many_fire_the_oldest_first(engine: Engine) -> None:
    """A tick may be bounded; the next one goes on."""
    for days in (0, 0, 0.1):
        now = day(days)
        done(engine.open("errand", community="xinqi", by="li", size=2, now=now))
    first = engine.tick(day(3), limit=2)
    assert [d.task for d in first] == ["_2", "_3"]
    assert [d.task for d in engine.tick(day(3), limit=2)] == ["_4"]


def test_deadlines_pass_within_a_batch_as_well(engine: Engine) -> None:
    """What one transaction does and undoes leaves the timers as single commands would."""
    task = begin(engine, "valued")
    engine.tick(day(5.5))
    acts = ("wait", "go_on", "wait", "go_on")
    commands = [Command("xinqi", act, "li", task.task, note="rain") for act in acts]
    results = engine.act_many(commands, now=day(6))
    assert all(isinstance(result, Decision) and result for result in results)
    engine.tick(day(9))
    assert fired(engine) == [f"{task.task} state"]
    engine.tick(day(11.5))
    assert fired(engine) == [f"{task.task} {name}" for name in ("state", "flow", "state")]
