"""Whoever has said that they come is told that nobody is needed: once, and not at night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from errands import done
from levee import START, at, sound

from xiangyue import Decision, Engine
from xiangyue.reach.composing import compose
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.values import Planned

FLEET = Path(__file__).parent / "profiles" / "fleet"
HELPERS = ("an", "bo", "chen")
ALARM: dict[str, Any] = {
    "authority": "County",
    "document_number": "No. 7",
    "emergency_item": "flood",
    "activated_level": "II",
    "measures_ordered": "Sandbags",
}


@pytest.fixture
def village() -> Iterator[Engine]:
    """Return a village with one on duty and three who help; whatever has been done verifies."""
    with Engine() as engine:
        engine.add_unit("xiang", "township", now=START)
        engine.add_unit("cun", "village", parent="xiang", now=START)
        engine.register("zhi", roles={"duty_person": "cun"}, now=START)
        for name in HELPERS:
            engine.register(name, roles={"volunteer": "cun", "adult": "cun"}, now=START)
        engine.install(FLEET, community="cun", now=START)
        yield engine
        sound(engine)


def call(engine: Engine) -> Decision:
    """Call out two; one accepts, one declines, one does not answer."""
    data = {"wanted": 2, "work": "clearing"}
    how: dict[str, Any] = {"by": "zhi", "title": "Sandbags", "data": data, "now": at(1)}
    task = done(engine.open("callout", community="cun", **how))
    done(engine.act(task, "accept", by="an", now=at(2)))
    done(engine.act(task, "decline", by="bo", now=at(2)))
    return task


def told(decision: Decision) -> list[Planned]:
    """Return the messages of a decision."""
    return [one for one in decision.interventions if one.kind == "message"]


def test_whoever_has_accepted_is_told_that_it_is_off(village: Engine) -> None:
    """In words that say so, by the channels that asked; nobody else is told."""
    village.contact("an", "sms", "13800001", by="an", now=START)
    off = done(village.act(call(village), "call_off", by="zhi", note="It holds.", now=at(3)))
    assert [one.to for one in told(off)] == ["an"]
    n = [one.kind for one in off.interventions].index("message")
    with village._store.read() as reader:
        (letter,) = compose(reader, village._plans, "cun", off.seq, n, to_micros(at(3)))
    assert letter.tries[0].channel == "callout_sms"
    said = {letter.tries[0].text, *letter.tries[0].also.values()}
    assert any(text.startswith("“Sandbags” is over or called off") for text in said)


def test_at_night_they_are_told_in_the_morning(village: Engine) -> None:
    """Quiet hours hold for this message as for any other."""
    task = call(village)
    night = START + timedelta(hours=13)
    done(village.act(task, "begin", by="zhi", now=night))
    freed = done(village.act(task, "stand_down", by="zhi", now=night))
    (one,) = told(freed)
    assert one.at is not None
    assert from_micros(one.at) == START + timedelta(hours=22, minutes=30)


def test_the_end_of_the_emergency_tells_them_once(village: Engine) -> None:
    """The engine frees them; whoever closes the file tells nobody a second time."""
    said = {**ALARM, "expected_end": at(60).isoformat()}
    done(village.open("activation", community="cun", by="zhi", data=said, now=START))
    task = call(village)
    for _ in range(3):
        village.tick(at(60))
    done(village.act(task, "stand_down", by="zhi", now=at(61)))
    off = [
        (d.command.action, one.to)
        for d in village.history(task)
        for one in told(d)
        if one.detail.get("off")
    ]
    assert off == [("free_all", "an")]
