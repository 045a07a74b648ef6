"""One order of a township, taken by a village and by a community of the town, each in its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from xiangyue import Decision, Engine
from xiangyue.time.clock import parse_instant

pytestmark = pytest.mark.sqlite

MONDAY = parse_instant("2026-06-01T09:00", "Asia/Shanghai")
PROFILES = {
    "town": "instructions",
    "cun": "resource-scarce-rural",
    "she": "administrative-rich-urban",
}
PEOPLE = {
    "qian": {"sub_district": "town"},
    "li": {"village_secretary": "cun"},
    "ban": {"duty_person": "cun"},
    "wang": {"cadre": "cun"},
    "jian": {"supervision_committee": "cun"},
    "sun": {"community_secretary": "she"},
}
ORDER: dict[str, Any] = {
    "content": "Clear the ditches before the rain.",
    "source_department": "Water",
    "admission_item": "environment",
    "complete_by": "2026-06-05",
    "funds": "township",
}
WORTH = {"task_class": "key", "difficulty": "hard", "urgency": "soon"}


def day(days: float) -> datetime:
    """Return an instant so many days after the Monday."""
    return MONDAY + timedelta(days=days)


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a township with a village and a community of the town, each on its own profile."""
    with Engine() as engine:
        engine.add_unit("town", "township", now=MONDAY)
        engine.add_unit("cun", "village", parent="town", now=MONDAY)
        engine.add_unit("she", "community", parent="town", now=MONDAY)
        for community, profile in PROFILES.items():
            engine.install(profile, community=community, now=MONDAY)
        for name, roles in PEOPLE.items():
            engine.register(name, roles=roles, now=MONDAY)
        yield engine


def did(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def order(engine: Engine, at: datetime, **changed: Any) -> tuple[str, dict[str, Decision]]:
    """Distribute an order to all of the township; returns it, and what came of it where."""
    data = {**ORDER, **changed}
    sent = did(engine.open("instruction", community="town", by="qian", data=data, now=at))
    did(engine.act(sent, "check", by="qian", data={"reported_elsewhere": False}, now=at))
    did(engine.act(sent, "distribute", by="qian", data={"addressees": ["town"]}, now=at))
    taken = {d.command.community: did(d) for d in engine.tick(at)}
    return sent.ref, taken


def test_each_takes_it_in_its_own_way_and_reports_it_once(engine: Engine) -> None:
    """In the village it becomes points; scored after its date, it is still done in time."""
    sent, taken = order(engine, MONDAY)
    assert {name: d.flow for name, d in taken.items()} == {
        "cun": "village_task",
        "she": "street_task",
    }
    valued = did(engine.act(taken["cun"], "convert", by="li", data=WORTH, now=day(1)))
    assert valued.values["value"] == 15.6
    did(engine.act(taken["cun"], "assign", by="li", data={"assignee": "wang"}, now=day(1)))
    result = {"result": "Four kilometres are clear."}
    did(engine.act(taken["cun"], "finish", by="wang", data=result, now=day(4)))
    why = {"return_reason": "off_the_list"}
    did(engine.act(taken["she"], "send_back", by="sun", data=why, note="No ditches.", now=day(4)))
    engine.tick(day(7))
    assert engine.rollup(sent, now=day(7)).late == 0
    did(engine.act(taken["cun"], "score", by="jian", data={"quality": "pass"}, now=day(7)))
    engine.tick(day(7))
    told = engine.rollup(sent, results=True, now=day(8))
    found = {share.community: (share.state, share.late) for share in told.shares}
    assert found == {"cun": ("done", False), "she": ("returned", False)}
    assert told.lag == 0
    by_name = {share.community: share.result for share in told.shares}
    assert by_name["cun"] == result
    assert did(engine.act(sent, "conclude", by="qian", now=day(8)))


def test_an_order_to_a_village_in_an_emergency_is_no_routine(engine: Engine) -> None:
    """The same category arrives there as work of the emergency, and as before elsewhere."""
    flood = {
        "authority": "County flood headquarters",
        "document_number": "Flood 2026-7",
        "emergency_item": "flood",
        "activated_level": "II",
        "expected_end": "2026-06-04T09:00:00+08:00",
        "measures_ordered": "Leave the houses beneath the dam.",
    }
    sent, taken = order(engine, MONDAY)
    did(engine.act(taken["cun"], "convert", by="li", data=WORTH, now=MONDAY))
    did(engine.act(taken["cun"], "assign", by="li", data={"assignee": "wang"}, now=MONDAY))
    did(engine.open("activation", community="cun", by="ban", data=flood, now=day(1)))
    _, urgent = order(engine, day(1))
    assert {name: d.flow for name, d in urgent.items() if d.command.community != "town"} == {
        "cun": "response_task",
        "she": "street_task",
    }
    stuck = engine.act(taken["cun"], "finish", by="wang", data={"result": "Half."}, now=day(2))
    assert [reason.code for reason in stuck.reasons] == ["flow-paused"]
    for later in (3, 3.1, 3.2, 3.3):  # it lapses, work goes on, and the township is told
        engine.tick(day(later))
    told = engine.rollup(sent, now=day(6))
    (share,) = (share for share in told.shares if share.community == "cun")
    assert share.state == "accepted"
    assert not share.late
    assert engine.task(taken["cun"]).due == share.due


def test_what_nobody_pays_for_is_not_taken_in(engine: Engine) -> None:
    """The village refuses it by the law, and the community of the town takes it."""
    data = {name: value for name, value in ORDER.items() if name != "funds"}
    sent = did(engine.open("instruction", community="town", by="qian", data=data, now=MONDAY))
    did(engine.act(sent, "check", by="qian", data={"reported_elsewhere": False}, now=MONDAY))
    did(engine.act(sent, "distribute", by="qian", data={"addressees": ["town"]}, now=MONDAY))
    engine.tick(MONDAY)
    told = engine.rollup(sent, now=MONDAY)
    found = {share.community: share for share in told.shares}
    assert (found["cun"].state, found["she"].state) == ("refused", "received")
    (reason,) = found["cun"].reasons
    assert reason.text("en").startswith("Funding of delegated tasks")
