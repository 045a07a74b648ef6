"""What comes about by itself: actions that were announced, and the end of a mode."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from clocks import begin, hours, settle, told
from errands import MONDAY, day, done

from xiangyue import Decision, Engine
from xiangyue.canonical import load
from xiangyue.time.clock import to_micros
from xiangyue.values import SYSTEM


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def mode(engine: Engine) -> str:
    """Return the mode that the village is in."""
    with engine._store.read() as reader:
        head = reader.situation("xinqi", None, None).head
    assert head is not None
    return head.mode


def ring(engine: Engine, end: datetime, now: datetime = MONDAY, level: str = "I") -> Decision:
    """Begin an emergency that ends at a moment."""
    said = {"level": level, "end": end.isoformat()}
    return done(engine.open("alarm", community="xinqi", by="li", now=now, data=said))


def test_an_announced_action_is_taken_in_its_time(engine: Engine) -> None:
    """By the engine, in working days, and announced anew as long as the task goes on."""
    task = begin(engine, "loan")
    assert engine.task(task).alarms == {"auto.ask": to_micros(day(2 + 8 / 24))}
    decisions = hours(engine, 0, 110)
    assert told(decisions) == ["56h li", "80h li", "104h li"]
    assert {(d.command.action, d.command.actor) for d in decisions} == {("ask", SYSTEM)}


def test_an_announced_action_ends_with_its_task(engine: Engine) -> None:
    """What has ended is left alone."""
    task = begin(engine, "loan")
    done(engine.act(task, "bring", by="li", now=day(1)))
    assert list(engine.task(task).alarms) == ["keep.1y"]
    assert engine.tick(day(90)) == []


def test_a_mode_ends_when_it_was_said_to(engine: Engine) -> None:
    """To the minute, and the journal says so."""
    ring(engine, day(3))
    engine.tick(day(2.99))
    assert mode(engine) == "emergency:I"
    assert engine.tick(day(3)) == []
    assert mode(engine) == "normal"
    sql = "SELECT body FROM journal WHERE community = 'xinqi' ORDER BY seq DESC"
    with engine._store.read() as reader:
        assert [load(body)["kind"] for (body,) in reader.all(sql)[:2]] == ["mode", "fired"]


def test_a_mode_ends_though_its_task_has(engine: Engine) -> None:
    """Whoever closes the file does not keep the village in an emergency."""
    task = ring(engine, day(3))
    done(engine.act(task, "leave", by="li", now=day(1)))
    assert mode(engine) == "emergency:I"
    engine.tick(day(3))
    assert mode(engine) == "normal"


def test_a_renewed_mode_ends_later(engine: Engine) -> None:
    """Whether the same task renews it, or another one."""
    task = ring(engine, day(3))
    said = {"level": "I", "end": day(5).isoformat()}
    done(engine.act(task, "renew", by="li", now=day(2), data=said))
    ring(engine, day(7), now=day(4))
    for days, present in ((3, "emergency:I"), (5, "emergency:I"), (7, "normal")):
        engine.tick(day(days))
        assert mode(engine) == present


def test_what_a_mode_silences_does_not_stop_the_clock(engine: Engine) -> None:
    """An emergency without a ladder: its alarms pass, and what comes after them goes on."""
    begin(engine)
    ring(engine, day(2.1))
    assert told(hours(engine, 0, 60)) == [
        "52h role:worker",
        "52h role:secretary",
        "56h role:officer",
    ]


def test_another_mode_is_left_alone(engine: Engine) -> None:
    """What was stood down, or is now at another level, has an end of its own."""
    task = ring(engine, day(3))
    done(engine.act(task, "stand_down", by="li", now=day(1)))
    assert list(engine.task(task).alarms) == ["keep.1y"]
    ring(engine, day(4), now=day(1.2))
    ring(engine, day(9), now=day(1.5), level="II")
    engine.tick(day(5))
    assert mode(engine) == "emergency:II"
    engine.tick(day(9))
    assert mode(engine) == "normal"
