"""The review of an emergency: opened by itself, with its facts filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from errands import MONDAY, codes, day, done

from xiangyue import Decision, Engine, Task
from xiangyue.canonical import load
from xiangyue.time.clock import to_micros

SAID = {
    "authority": "County flood headquarters",
    "document_number": "Flood 2026-7",
    "emergency_item": "flood",
    "activated_level": "II",
    "measures_ordered": "Bring everybody out of the low houses.",
}
ENDS = {"stand_down_authority": "County flood headquarters", "stand_down_document": "Flood 9"}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a village under the base profile; whatever has been done, it verifies."""
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=MONDAY)
        engine.install("base", community="xinqi", now=MONDAY)
        engine.register("li", roles={"duty_person": "xinqi"}, now=MONDAY)
        engine.register("wei", roles={"committee": "xinqi"}, now=MONDAY)
        engine.register("xian", roles={"system_owner": "xinqi"}, now=MONDAY)
        engine.register("wang", home="xinqi", now=MONDAY)
        yield engine


def hour(hours: float) -> datetime:
    """Return the moment so many hours after Monday morning."""
    return day(hours / 24)


def complain(engine: Engine, now: datetime, by: str = "wang") -> Decision:
    """Complain about something."""
    said = {"complaint_about": "fault", "complaint_text": "The siren is silent."}
    return engine.open("complaint", community="xinqi", by=by, now=now, data=said)


def flood(engine: Engine) -> Decision:
    """Live through a flood of nine hours, and stand down; it is entered half an hour later."""
    done(complain(engine, hour(-1)))
    data = {**SAID, "expected_end": day(2).isoformat()}
    task = done(engine.open("activation", community="xinqi", by="li", now=MONDAY, data=data))
    engine.tick(hour(0.5))
    first = done(complain(engine, hour(1)))
    done(engine.act(first, "reply", by="xian", answer="It is mended.", now=hour(2)))
    assert codes(engine.act(first, "accept", by="wei", now=hour(3))) == {"role"}
    stood = engine.act(
        task, "stand_down", by="li", source="paper", occurred_at=hour(9), now=hour(9.5), data=ENDS
    )
    done(stood)
    engine.tick(hour(9.6))
    return task


def review(engine: Engine) -> Task:
    """Return the review that was opened."""
    (found,) = engine.tasks("xinqi", flow="after_action_review").tasks
    return engine.task(found)


def test_its_facts_are_those_of_the_journal(engine: Engine) -> None:
    """Every moment and every count, worked out here by hand and counted anew."""
    task = flood(engine)
    found = review(engine)
    sql = "SELECT body FROM journal WHERE community = 'xinqi' ORDER BY seq"
    with engine._store.read() as reader:
        bodies = [load(body) for (body,) in reader.all(sql)]
    during = [b for b in bodies if b["kind"] == "command" and b["mode"] == "emergency:II"]
    outcomes = [b["outcome"] for b in during]
    assert found.data == {
        "emergency_item": "flood",
        "activated_at": "2026-09-28T09:00:00+08:00",
        "first_action_at": "2026-09-28T11:00:00+08:00",
        "stood_down_at": "2026-09-28T18:00:00+08:00",
        "people_asked": 0,
        "stand_down_delay": 30,
        "commands_in_mode": outcomes.count("done"),
        "refused_in_mode": outcomes.count("refused"),
        "limits_lifted": 3,
        "lifted_used": sum(
            kind in ("message", "assign", "collect")
            for b in during
            if b["outcome"] == "done"
            for kind, *_ in b.get("does", ())
        ),
        "personal_collected": sum("private" in b and b["outcome"] == "done" for b in during),
        "personal_destroyed": 0,
    }
    assert (outcomes.count("done"), outcomes.count("refused")) == (4, 1)
    assert found.origin == f"xinqi/{task.task}"
    assert found.due == to_micros(hour(9.6) + timedelta(days=14))
    report = engine.verify()
    assert report.ok, "\n".join(map(str, report.problems))


def test_nobody_gives_what_is_measured(engine: Engine) -> None:
    """The committee may open a review too; it is asked for no facts, and can give none."""
    said: dict[str, Any] = {"emergency_item": "fire", "commands_in_mode": 0}
    refused = engine.open("after_action_review", community="xinqi", by="wei", now=day(1), data=said)
    assert codes(refused) == {"not-asked"}
    said.pop("commands_in_mode")
    task = engine.open("after_action_review", community="xinqi", by="wei", now=day(1), data=said)
    assert engine.task(done(task)).data == {"emergency_item": "fire"}


@pytest.mark.parametrize(
    ("answers", "first", "almost_all"),
    [
        ([3, 1, 2], "10:01", "10:03"),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, None], "10:01", "10:09"),
        ([1, 2, 3, 4, 5, 6, 7, 8, None, None], "10:01", None),
        ([None], None, None),
    ],
)
def test_it_says_when_people_answered(
    engine: Engine, answers: list[int | None], first: str | None, almost_all: str | None
) -> None:
    """The first of those asked, and nine in ten of them, rounded up."""
    data = {**SAID, "expected_end": day(2).isoformat()}
    task = done(engine.open("activation", community="xinqi", by="li", now=MONDAY, data=data))
    asked = to_micros(hour(1))
    with engine._store.begin() as tx:
        tx.head("xinqi")
        for n, minutes in enumerate(answers):
            row = {"community": "xinqi", "task": task.task, "rung": 0, "member": f"m{n}"}
            answered = None if minutes is None else asked + minutes * 60_000_000
            row |= {"offer": None, "tries": 1, "state": "asked", "asked_at": asked}
            tx.write("ask", {**row, "answered_at": answered})
    done(engine.act(task, "stand_down", by="li", now=hour(9), data=ENDS))
    engine.tick(hour(9))
    found = review(engine).data
    assert found["people_asked"] == len(answers)
    assert (found.get("first_ack_at"), found.get("ack_90_at")) == tuple(
        at and f"2026-09-28T{at}:00+08:00" for at in (first, almost_all)
    )


def test_a_drill_is_reviewed_as_one(engine: Engine) -> None:
    """It lifts nothing and brings nobody points, and what was played is counted all the same."""
    data = {**SAID, "expected_end": day(2).isoformat(), "exercise": True}
    task = done(engine.open("activation", community="xinqi", by="li", now=MONDAY, data=data))
    assert done(complain(engine, hour(1))).mode == "normal"
    done(engine.act(task, "stand_down", by="li", now=hour(2), data=ENDS))
    engine.tick(hour(3))
    found = review(engine).data
    assert (found["exercise"], found["limits_lifted"], found["commands_in_mode"]) == (True, 0, 0)
