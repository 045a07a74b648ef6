"""A first response goes on beside the activation that takes over from it, for what saves life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from errands import MONDAY, codes, done

from xiangyue import Decision, Engine

NIGHT = MONDAY + timedelta(hours=13)
"""Eleven at night in Shanghai."""

ACTIVATION: dict[str, Any] = {
    "authority": "County",
    "document_number": "No. 7",
    "emergency_item": "flood",
    "measures_ordered": "Keep watch.",
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a village with one on duty and a grid worker; whatever has been done verifies."""
    with Engine() as engine:
        engine.add_unit("xiang", "township", now=MONDAY)
        engine.add_unit("cun", "village", parent="xiang", now=MONDAY)
        engine.add_unit("dong", "grid", parent="cun", now=MONDAY)
        engine.register("zhi", roles={"duty_person": "cun"}, now=MONDAY)
        engine.register("wang", roles={"grid_worker": "dong"}, now=MONDAY)
        engine.install("resource-scarce-rural", community="cun", now=MONDAY)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def activate(engine: Engine, level: str, at: datetime, hours: float = 20) -> Decision:
    """Record an activation."""
    said = {"activated_level": level, "expected_end": (at + timedelta(hours=hours)).isoformat()}
    data = {**ACTIVATION, **said}
    return done(engine.open("activation", community="cun", by="zhi", data=data, now=at))


def relay(engine: Engine, at: datetime) -> Decision:
    """Relay a warning."""
    said = {
        "emergency_item": "flood",
        "warning_level": "red",
        "measures_ordered": "Out.",
        "warning_until": (at + timedelta(hours=9)).isoformat(),
    }
    return done(engine.open("warning_relay", community="cun", by="zhi", data=said, now=at))


def later(decision: Decision) -> bool:
    """Tell whether somebody is asked only in the morning."""
    return "call-later" in {note.code for note in decision.notes}


def first(engine: Engine, at: datetime) -> Decision:
    """Begin a first response."""
    said = {"emergency_item": "flood", "measures_ordered": "Out."}
    return done(engine.open("first_response", community="cun", by="zhi", data=said, now=at))


def test_a_relay_goes_on_when_the_level_comes(engine: Engine) -> None:
    """Level IV keeps quiet hours, but the first response that woke people has not ended."""
    begun = first(engine, NIGHT)
    running = relay(engine, NIGHT)
    activate(engine, "IV", NIGHT + timedelta(minutes=1))
    steps = [d for n in range(2, 9) for d in engine.tick(NIGHT + timedelta(minutes=n))]
    rungs = [d for d in steps if d.task == running.task]
    assert rungs
    assert not any(map(later, rungs))
    done(engine.act(begun, "close", by="zhi", now=NIGHT + timedelta(minutes=10)))
    assert later(relay(engine, NIGHT + timedelta(minutes=11)))


def test_it_ends_with_its_own_time(engine: Engine) -> None:
    """Not with that of the activation: a day after it began nobody is woken any more."""
    first(engine, NIGHT)
    activate(engine, "IV", NIGHT + timedelta(hours=20), 24)
    assert not later(relay(engine, NIGHT + timedelta(hours=23.9)))
    assert later(relay(engine, NIGHT + timedelta(hours=24)))


def test_it_does_not_come_back_with_the_next_activation(engine: Engine) -> None:
    """Once all is over, another level IV has no more than its own exceptions."""
    first(engine, NIGHT)
    flood = activate(engine, "IV", NIGHT + timedelta(minutes=1))
    end = {"stand_down_authority": "County", "stand_down_document": "No. 8"}
    at = NIGHT + timedelta(minutes=5)
    done(engine.act(flood, "stand_down", by="zhi", data=end, now=at))
    activate(engine, "IV", at)
    assert later(relay(engine, at))


def test_a_lower_level_takes_nothing_away(engine: Engine) -> None:
    """Heat at level IV, recorded while a flood is at level I, does not stop the alarm."""
    activate(engine, "I", NIGHT)
    activate(engine, "IV", NIGHT + timedelta(minutes=1))
    assert not later(relay(engine, NIGHT + timedelta(minutes=2)))
    assert not codes(relay(engine, NIGHT + timedelta(minutes=3)))
