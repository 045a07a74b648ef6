"""An alert only proposes: no profile can turn that off."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any, Final

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sirens import SIREN, after, alert, written

from xiangyue.errors import XiangyueError
from xiangyue.exchange.cap.receiving import receive_alert
from xiangyue.profile import BrokenProfile, load

pytestmark = pytest.mark.sqlite  # what a profile may say is no matter of the store

PLAIN: Final[dict[str, Any]] = dict(load(SIREN).profile.document)  # type: ignore[union-attr]
TITLE: Final = {"en": "Work", "zh": "工作"}
MINE: Final = ("alert", "guard", "march")
"""The flow of alerts, and two that may follow from it."""

SWITCH: Final = {"switch_mode": {"mode": "alarm"}}
GO: Final = {"automate": {"action": "go", "after": "2min"}}
NEXT: Final = {"alert": "guard", "guard": "march"}


def does(flow: str) -> st.SearchStrategy[list[Any]]:
    """Return what a step may do: switch, let the engine go on, or open a task of the next flow."""
    follows = [{"open": {"flow": NEXT[flow]}}] if flow in NEXT else []
    return st.lists(st.sampled_from([GO, *follows, SWITCH]), max_size=2, unique_by=repr)


SPOTS: Final = st.fixed_dictionaries(
    {},
    optional={f"{flow}.{step}": does(flow) for flow in MINE for step in ("open", "go", "hand")},
)
"""What the opening does, an action that the engine takes, and one that is a person's."""


def village(spots: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the profile with all this in its flows."""
    document = deepcopy(PLAIN)
    document["modes"]["alarm"] = {"title": TITLE, "lasts": "24h"}
    steps = {"title": TITLE, "from": "new"}
    for flow in MINE[1:]:
        document["flows"][flow] = {
            "title": TITLE,
            "start": "new",
            "open": {"by": ["watch", "system"]},
            "states": {"new": {"title": TITLE}, "old": {"title": TITLE, "final": True}},
            "actions": {"end": {**steps, "to": "old", "by": "watch"}},
        }
    for flow in MINE:
        go = {**steps, "by": ["watch", "system"]}
        document["flows"][flow]["actions"]["go"] = go
    for spot, done in spots.items():
        flow, _, step = spot.partition(".")
        found = document["flows"][flow]
        by = ["watch", "system"] if step == "go" else "watch"
        action = found["open"] if step == "open" else {**steps, "by": by}
        action["does"] = [*action.get("does", []), *deepcopy(done)]
        if step != "open":
            found["actions"][step] = action
    return document


@settings(max_examples=15)
@given(SPOTS)
def test_whatever_a_profile_says_an_alert_switches_no_mode(spots: dict[str, list[Any]]) -> None:
    """Either it is not installed at all, or all that an alert sets off leaves the mode as it is."""
    try:
        with written(json.dumps(village(spots))) as town:
            event("installed")
            receive_alert(town, alert(), by="station", now=after(0))
            for minute in (1, 2, 3, 4, 5, 6, 8 * 60 + 1):
                try:
                    town.tick(after(minute))
                except XiangyueError:
                    event("a step failed")
                assert town.mode("xinqi", now=after(minute)).mode == "normal"
    except BrokenProfile as broken:
        codes = {finding.code for finding in broken.findings if finding.severity == "error"}
        event(f"kept out: {'alert-switches' in codes}")
        alone = [d for spot, d in spots.items() if not spot.endswith("hand")]
        assert "alert-switches" not in codes or any(SWITCH in done for done in alone)


def test_what_people_do_with_an_alert_is_theirs() -> None:
    """A profile whose people switch the mode by an alert's task is installed, and they can."""
    with written(json.dumps(village({"alert.hand": [SWITCH]}))) as town:
        received = receive_alert(town, alert(), by="station", now=after(0))
        assert town.act(received.entries[1].task, "hand", by="watch-xinqi", now=after(1))
        assert town.mode("xinqi", now=after(1)).mode == "alarm"
