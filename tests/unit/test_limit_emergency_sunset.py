"""L34: an emergency has an end."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import breaches, circumstances, judge, micros, task

from xiangyue.plugs import latest
from xiangyue.values import replace
from xiangyue_limits.emergency_sunset import EmergencySunset

NINE = "2026-06-01T09:00"


def switch(mode: str, until: str | None = None) -> Any:
    """Return a switch of the mode on Monday at nine."""
    detail: dict[str, Any] = {"mode": mode}
    if until:
        detail["until"] = micros(until)
    return circumstances("switch_mode", None, detail, now=NINE)


@pytest.mark.parametrize(
    ("mode", "last"),
    [
        ("emergency:I", "2026-06-04T09:00"),
        ("emergency:II", "2026-06-04T09:00"),
        ("emergency:III", "2026-06-03T09:00"),
        ("emergency:IV", "2026-06-02T09:00"),
        ("emergency", "2026-06-02T09:00"),
    ],
)
def test_it_ends_in_time(mode: str, last: str) -> None:
    """How long it may last depends on the response level; to the minute, and no longer."""
    assert judge(EmergencySunset(), switch(mode, last)) is None
    verdict = judge(EmergencySunset(), switch(mode, last.replace("09:00", "09:01")))
    assert verdict
    assert verdict.kind == "deny"
    assert last.replace("T", " ") in verdict.mend["en"]


@pytest.mark.parametrize("until", [None, "2026-06-01T09:00", "2026-05-31T09:00"])
def test_it_needs_an_end_that_lies_ahead(until: str | None) -> None:
    """No end, or one that is past, is none."""
    verdict = judge(EmergencySunset(), switch("emergency:I", until))
    assert verdict
    assert verdict.kind == "deny"


def test_what_was_on_paper_may_be_over() -> None:
    """It is only a record by then; whatever is still to come is measured as ever."""

    def paper(until: str) -> Any:
        return replace(switch("emergency:IV", until), source="paper")

    assert judge(EmergencySunset(), paper("2026-06-01T08:00")) is None
    assert judge(EmergencySunset(), paper("2026-06-02T09:01"))


REPORTED = {"reported": {"spot": ["lapsed"]}}


def test_one_follows_on_another_once_that_is_closed() -> None:
    """Before, the sentence says since when it is open; what is on paper only is not held up."""
    flows = {"spot": {"title": {"en": "Spot", "zh": "先期"}, "states": {"lapsed": {}}}}
    begun = replace(
        switch("first", "2026-06-02T09:00"), flow="spot", opening=True, profile={"flows": flows}
    )
    facts: dict[str, Any] = {"spot.lapsed": None}
    assert EmergencySunset().review(begun, REPORTED, facts) is None
    facts = {"spot.lapsed": task("2026-05-30T09:00")}
    verdict = EmergencySunset().review(begun, REPORTED, facts)
    assert verdict
    assert verdict.say["en"] == "“Spot” of 2026-05-30 09:00 is not closed yet."
    assert EmergencySunset().facts(REPORTED) == {"spot.lapsed": latest("spot", "lapsed")}
    over = replace(switch("first", "2026-05-31T09:00"), flow="spot", opening=True, source="paper")
    assert EmergencySunset().review(over, REPORTED, facts) is None
    found = EmergencySunset().check_profile({"flows": {"spot": {"states": {}}}}, REPORTED)
    assert [address for address, _, _ in found] == ["flows.spot.states.lapsed"]


def test_the_way_back_is_free() -> None:
    """Normal needs no end."""
    assert judge(EmergencySunset(), switch("normal")) is None


def test_other_terms_can_be_set() -> None:
    """Those that are not named keep their default."""
    config = {"most": {"I": "7d"}}
    assert judge(EmergencySunset(), switch("flood:I", "2026-06-08T09:00"), config) is None
    assert judge(EmergencySunset(), switch("flood:II", "2026-06-08T09:00"), config)


def emergency(**active: Any) -> dict[str, Any]:
    """Return a flow that leaves the normal mode, and whose state ``active`` is as said."""
    back = {"from": "any", "to": "over", "does": [{"switch_mode": {"mode": "normal"}}]}
    told = {"message": {"to": "opener", "say": {"en": "It begins", "zh": "开始"}}}
    away = [told, {"switch_mode": {"mode": "emergency", "until": "ends"}}]
    return {
        "start": "received",
        "open": {},
        "states": {"received": {}, "active": active, "over": {"final": True}},
        "actions": {
            "activate": {"from": "received", "to": "active", "does": away},
            "stand_down": back,
            "note": {"from": "active"},
        },
    }


ENDS = {"due": {"field": "ends", "then": "stand_down", "basis": "project default"}}


def test_a_deadline_leads_back() -> None:
    """Where the emergency lasts, the engine itself ends it."""
    assert breaches(EmergencySunset(), {"flows": {"flood": emergency(**ENDS)}}) == []


@pytest.mark.parametrize("due", [{}, {"due": "24h"}, {"due": {**ENDS["due"], "then": "note"}}])
def test_an_emergency_without_a_way_back_is_refused(due: dict[str, Any]) -> None:
    """No deadline, one that does nothing, or one that leads elsewhere."""
    found = breaches(EmergencySunset(), {"flows": {"flood": emergency(**due)}})
    assert found == ["flows.flood.states.active"]


def test_a_switch_without_an_end_is_refused() -> None:
    """The profile has to name the field."""
    flow = emergency(**ENDS)
    del flow["actions"]["activate"]["does"][1]["switch_mode"]["until"]
    found = breaches(EmergencySunset(), {"flows": {"flood": flow}})
    assert found == ["flows.flood.actions.activate.does.1"]


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ({"from": "received"}, ["received"]),
        ({"from": "any"}, ["received"]),
        ({"from": "received", "to": [{"to": "active", "when": "x"}, {"to": "over"}]}, ["over"]),
        ({"from": "received", "to": [{"to": "active", "when": "x"}, {}]}, ["received"]),
    ],
)
def test_every_state_that_it_can_lead_to_counts(step: dict[str, Any], found: list[str]) -> None:
    """An action may stay where it is, and it may branch."""
    flow = emergency(**ENDS)
    flow["actions"]["activate"] |= {"to": None, **step}
    addresses = breaches(EmergencySunset(), {"flows": {"flood": flow}})
    assert addresses == [f"flows.flood.states.{name}" for name in found]


def test_an_opening_can_switch_too() -> None:
    """Then the emergency lasts in the first state."""
    flow = emergency(**ENDS)
    flow["open"] = flow["actions"].pop("activate")
    del flow["open"]["from"]
    found = breaches(EmergencySunset(), {"flows": {"flood": flow}})
    assert found == ["flows.flood.states.received"]
