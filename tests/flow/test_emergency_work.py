"""Work in an emergency: lists of people live no longer than they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from xiangyue import Decision, Engine
from xiangyue.reach.composing import compose
from xiangyue.time.clock import from_micros, to_micros

MONDAY = datetime(2026, 9, 28, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a village with one grid; whatever has been done in it verifies."""
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=MONDAY)
        engine.add_unit("dong", "grid", parent="xinqi", now=MONDAY)
        engine.install("emergency-work", community="xinqi", now=MONDAY)
        engine.register("zhiban", roles={"duty_person": "xinqi"}, since=MONDAY, now=MONDAY)
        engine.register("dui", roles={"team_leader": "xinqi"}, since=MONDAY, now=MONDAY)
        engine.register("lin", roles={"grid_worker": "dong"}, since=MONDAY, now=MONDAY)
        for name in ("chen", "he"):
            engine.register(name, home="xinqi", now=MONDAY)
        yield engine
        assert engine.verify().ok


def day(count: float) -> datetime:
    """Return the moment so many days after Monday morning."""
    return MONDAY + timedelta(days=count)


def begin(engine: Engine) -> Decision:
    """Begin a first response on the spot."""
    return engine.open(
        "first_response",
        community="xinqi",
        by="zhiban",
        emergency_item="landslide",
        measures_ordered="Leave the houses under the slope.",
        now=MONDAY,
    )


def test_a_list_of_people_is_gone_thirty_days_after_the_end(engine: Engine) -> None:
    """Also where the task that asked for it is still open; how many were counted stays."""
    response = begin(engine)
    said = {"move_by": "2026-09-28T18:00:00+08:00", "shelter": "School"}
    moving = engine.open("evacuation", community="xinqi", by="zhiban", now=MONDAY, data=said)
    steps = (
        ("list", {"at_risk": ["chen", "he"]}),
        ("pair", {"paired_with": ["lin", "lin"]}),
        ("count", {"brought_out": 2, "stayed_behind": 0}),
    )
    for action, data in steps:
        assert engine.act(moving, action, by="dui", data=data, now=MONDAY)
    assert engine.act(response, "finish", by="zhiban", now=day(0.5))
    for count in (0.5, 30):
        engine.tick(day(count))
        assert engine.task(moving).data["at_risk"] == ["chen", "he"]
    engine.tick(day(31))
    task = engine.task(moving)
    assert task.ended_at is None
    assert not {"at_risk", "paired_with"} & task.data.keys()
    assert task.data["brought_out"] == 2


def test_a_round_of_calls_follows_only_while_the_response_lasts(engine: Engine) -> None:
    """The next day's list is the same; when all is over nobody is called any more."""
    response = begin(engine)
    people = {"call_list": ["chen", "he"]}
    first = engine.open(
        "call_round", community="xinqi", unit="dong", by="lin", data=people, now=MONDAY
    )
    assert engine.act(first, "all_well", by="lin", now=day(0.2))
    engine.tick(day(0.2))
    (second,) = engine.tasks("xinqi", flow="call_round", ended=False).tasks
    assert engine.task(second.ref).data["call_list"] == ["chen", "he"]
    assert engine.act(second, "called", by="lin", data={"unanswered": ["he"]}, now=day(0.3))
    assert engine.act(second, "knock", by="lin", data={"found_at_home": 1}, now=day(0.4))
    assert engine.act(response, "finish", by="zhiban", now=day(0.4))
    engine.tick(day(0.5))
    assert not engine.tasks("xinqi", flow="call_round", ended=False).tasks


def test_a_warning_is_read_in_the_words_of_the_reader(engine: Engine) -> None:
    """What was chosen is said as people call it, in each language."""
    engine.register("zhen", roles={"sub_district": "xinqi"}, since=MONDAY, now=MONDAY)
    known = {"people_hurt": 0, "people_missing": 0, "incident_where": "Dam"}
    incident = engine.open(
        "incident_report", community="xinqi", by="zhiban", emergency_item="flood", now=MONDAY
    )
    said = {**known, "situation": "It holds."}
    written = engine.act(incident, "write", by="zhiban", data=said, now=MONDAY)
    for language, text in (
        ("zh", "突发事件（洪涝）：It holds."),
        ("en", "Incident, Flood: It holds."),
    ):
        engine.language("zhen", language, by="zhen", now=MONDAY)
        with engine._store.read() as reader:
            letters = [*compose(reader, engine._plans, "xinqi", written.seq, 0, to_micros(MONDAY))]
        assert [letter.tries[0].text for letter in letters] == [text]


TYPES = (
    "administrative-rich-urban",
    "resource-scarce-rural",
    "self-organized-urban",
    "low-participation",
)


@pytest.mark.parametrize("profile", TYPES)
def test_whoever_is_on_duty_is_warned_before_the_end(engine: Engine, profile: str) -> None:
    """Level IV lifts no quiet hours, and powers may end by night: both warnings come in time."""
    engine.install(profile, community="xinqi", now=MONDAY)
    end = MONDAY + timedelta(hours=21.5)
    said = {
        "authority": "County",
        "document_number": "No. 7",
        "emergency_item": "flood",
        "activated_level": "IV",
        "expected_end": end.isoformat(),
        "measures_ordered": "Keep watch.",
    }
    task = engine.open("activation", community="xinqi", by="zhiban", data=said, now=MONDAY)
    assert task, task.why()
    for hours in (9, 9.5, 19, 19.5):
        engine.tick(MONDAY + timedelta(hours=hours))
    warned = [
        (from_micros(d.now), one.to, one.at)
        for d in engine.history(task)
        for one in d.interventions
        if ".remind." in one.address
    ]
    assert warned == [(end - timedelta(hours=left), "zhiban", None) for left in (12, 2)]
