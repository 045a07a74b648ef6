"""Alerts against what others have written: the standard's samples, its schema, another program."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import xmlschema
from cap_tools.models import Alert as Theirs
from sirens import SENDER, after, township
from xsdata.formats.dataclass.parsers import XmlParser

from xiangyue import Engine
from xiangyue.exchange.cap.publishing import publish
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.receiving import receive_alert
from xiangyue.exchange.cap.writing import write_alert

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


def test_what_is_published_others_read(data: Path) -> None:
    """The schema of OASIS finds nothing wrong with it, and a program of others reads the same."""
    schema = xmlschema.XMLSchema(str(data / "cap" / "CAP-v1.2.oasis.xsd"), allow="local")
    said = {"weather": "storm", "colour": "red", "until": after(300).isoformat()}
    with township() as town:
        task = town.open("call", community="xinqi", by="watch-xinqi", data=said, now=after(0))
        town.act(task, "stand_down", by="watch-xinqi", now=after(4))
        found = [one.alert for one in publish(town, "xinqi", sender=SENDER)]
    assert [one.msg_type for one in found] == ["Alert", "Cancel"]
    for one in found:
        text = write_alert(one)
        schema.validate(text.decode())
        theirs = XmlParser().from_bytes(text, Theirs)
        assert (theirs.identifier, theirs.sender) == (one.identifier, SENDER)
        assert [info.event for info in theirs.infos] == [info.event for info in one.infos]
