"""The samples of the standard come in by the shipped profile, each as what it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from xiangyue import Engine
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.receiving import receive_alert

pytestmark = pytest.mark.sqlite

EXPECTED = {
    "example1": ("other", "II", {"received"}),
    "example2": ("other", "II", {"received"}),
    "example3": ("earthquake", "none", {"received", "superseded"}),  # an update of what never came
    "example4": ("other", "II", {"received"}),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_proposed(name: str, data: Path) -> None:
    """With the kind of emergency, the level that it points to, and whatever it replaces ended."""
    item, level, states = EXPECTED[name]
    alert = read_alert(data / "cap" / f"{name}.xml")
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=alert.sent)
        engine.install("emergency-work", community="xinqi", now=alert.sent)
        engine.register("zhi", roles={"duty_person": "xinqi"}, now=alert.sent)
        at = alert.sent + timedelta(minutes=1)
        for _ in range(2):
            receive_alert(engine, alert, by="zhi", communities=["xinqi"], now=at)
        found = engine.tasks(flow="alert").tasks
        assert {task.state for task in found} == states and len(found) == len(states)
        (task,) = (task for task in found if task.ended_at is None)
        assert (task.data["emergency_item"], task.data["proposed_level"]) == (item, level)
        engine.tick(at + timedelta(minutes=2))
        assert engine.mode("xinqi", now=at).mode == "normal"
        assert engine.verify()
