"""A night with a warning, by the shipped profile: from the weather station to the stand-down."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sirens import INFO, NOON, alert, township

from xiangyue import Engine
from xiangyue.exchange.cap.model import Alert, Area
from xiangyue.exchange.cap.publishing import publish
from xiangyue.exchange.cap.receiving import receive_alert
from xiangyue.exchange.cap.recording import activation_of, record_activation
from xiangyue.time.clock import to_micros

DUTY = "role:duty_person"

NIGHT = datetime(2026, 6, 2, 18, tzinfo=UTC)
"""Two in the morning of a Wednesday in China."""


def at(minutes: float) -> datetime:
    """Return a moment of that night."""
    return NIGHT + timedelta(minutes=minutes)


def warning(identifier: str, minute: float, *refers: Alert, **said: object) -> Alert:
    """Return what the station sends that night."""
    info = replace(
        INFO,
        language="zh-CN",
        event="暴雨",
        headline="暴雨预警",
        instruction="远离河道。",
        severity=str(said.pop("severity", "Severe")),
        expires=at(600),
        areas=(Area("xinqi"),),
    )
    return alert(identifier, 0, *refers, sent=at(minute), infos=(info,), **said)


def states(engine: Engine, flow: str) -> list[str]:
    """Return where the tasks of a flow stand, the oldest first."""
    found = engine.tasks("xinqi", flow=flow).tasks
    return [one.state for one in sorted(found, key=lambda one: one.opened_at)]


def told(engine: Engine, whom: str, minute: float) -> int:
    """Return how many messages to somebody have left by then, or could have."""
    engine.tick(at(minute))
    sent = (one for one in engine.messages("xinqi") if one.recipient == whom)
    return sum(one.due <= to_micros(at(minute)) for one in sent)


def test_a_night_with_a_warning() -> None:
    """The alert wakes whoever is on duty alone; what follows is people's, and stays theirs."""
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=NOON)
        engine.install("emergency-work", community="xinqi", now=NOON)
        engine.add_unit("xinqi-1", "grid", parent="xinqi", now=NOON)
        engine.register("zhi", roles={"duty_person": "xinqi"}, now=NOON)
        engine.register("lin", roles={"grid_worker": "xinqi-1"}, now=NOON)
        station = {"alert_source": "xinqi"}
        engine.register("station", roles=station, kind="organization", now=NOON)

        first = warning("1", 0)
        task = receive_alert(engine, first, by="station", now=at(1)).entries[0].task
        assert told(engine, DUTY, 3) == 1 and len(engine.messages("xinqi")) == 1
        assert engine.mode("xinqi", now=at(3)).mode == "normal"

        said = {"emergency_item": "flood", "measures_ordered": "远离河道。"}
        assert engine.open("first_response", community="xinqi", by="zhi", data=said, now=at(4))
        assert engine.act(task, "relay", by="zhi", now=at(5))
        engine.tick(at(6))
        (relay,) = engine.tasks("xinqi", flow="warning_relay").tasks
        assert [asked.member for asked in engine.asks(relay)] == ["lin"]
        assert relay.data["warning_level"] == "orange"
        assert engine.act(relay, "acknowledge", by="lin", now=at(7))

        second = warning("2", 10, first, severity="Extreme")
        receive_alert(engine, second, by="station", now=at(11))
        assert states(engine, "alert") == ["superseded", "received"]
        assert states(engine, "warning_relay") == ["heard"] and told(engine, DUTY, 13) == 2

        (newer,) = (one for one in engine.tasks("xinqi", flow="alert", ended=False).tasks)
        flow, filled = activation_of(engine, newer, now=at(14))
        assert flow == "activation" and filled["activated_level"] == "I"
        ordered = {
            "authority": "县防汛抗旱指挥部",
            "document_number": "7 号",
            "activated_level": "II",
            "expected_end": at(500).isoformat(),
        }
        recorded = record_activation(engine, newer, by="zhi", data=ordered, now=at(15))
        assert recorded and engine.mode("xinqi", now=at(15)).level == "II"
        assert states(engine, "alert") == ["superseded", "recorded"]

        receive_alert(engine, warning("3", 60, second, msg_type="Cancel"), by="station", now=at(61))
        assert states(engine, "alert") == ["superseded", "cancelled"]
        assert engine.task(recorded).state == "active"
        assert engine.mode("xinqi", now=at(61)).level == "II"
        ended = {"stand_down_authority": "县防汛抗旱指挥部", "stand_down_document": "8 号"}
        assert engine.act(recorded, "stand_down", by="zhi", data=ended, now=at(90))
        found = [one.alert for one in publish(engine, "xinqi", sender="xinqi@example.org")]
        assert [(one.msg_type, one.infos[0].severity) for one in found] == [
            ("Alert", "Severe"),  # the warning as it was relayed
            ("Alert", "Severe"),  # the response at level II
            ("Cancel", "Severe"),
        ]
        assert engine.verify()


def test_two_who_hand_it_in_at_once_hand_in_one(place: Callable[[str], str]) -> None:
    """Each alert has one task in each village, whoever is first there."""
    url = place("town")
    with township(target=url):
        pass
    one = alert()

    def hand_in(by: str) -> dict[str, int]:
        with Engine(url) as engine:
            counts: dict[str, int] = receive_alert(
                engine, one, by=by, now=NOON + timedelta(minutes=1)
            ).document()["counts"]
            return counts

    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(hand_in, ["station"] * 4)]
    assert sum(counts["proposed"] for counts in found) == 2
    assert sum(counts["known"] for counts in found) == 6
    with Engine(url) as engine:
        assert len(engine.tasks(flow="alert").tasks) == 2 and engine.verify()
