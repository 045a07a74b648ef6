"""L17: whoever is asked has time to answer."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import breaches, circumstances, judge

from xiangyue_limits.reply_time import ReplyTime

NINE = "2026-06-01T09:00"


@pytest.mark.parametrize("kind", ["assign", "collect", "message"])
@pytest.mark.parametrize(
    ("state_due", "passes"),
    [
        ("2026-06-01T14:59", False),  # 3 h before noon and 59 min after
        ("2026-06-01T15:00", True),
        ("2026-06-01T09:00", True),  # over already: no answer is asked for by then
    ],
)
def test_four_working_hours_are_left(kind: Any, state_due: str, passes: bool) -> None:
    """Counted in office time, for each way of asking."""
    case = circumstances(kind, now=NINE, state_due=state_due)
    verdict = judge(ReplyTime(), case)
    assert (verdict is None) is passes
    if verdict:
        assert verdict.kind == "deny"
        assert "2026-06-01 15:00" in verdict.mend["en"]


def test_the_evening_is_no_time_to_answer() -> None:
    """Sixteen hours over night are half an hour of work."""
    case = circumstances("collect", now="2026-06-01T17:30", due="2026-06-02T09:30")
    assert judge(ReplyTime(), case)


def test_the_earliest_deadline_counts() -> None:
    """The task's own deadline is one, too."""
    case = circumstances("assign", now=NINE, due="2026-06-01T11:00", state_due="2026-06-05T18:00")
    verdict = judge(ReplyTime(), case)
    assert verdict
    assert "2026-06-01 11:00" in verdict.say["zh"]


@pytest.mark.parametrize(
    ("opening", "since", "passes"),
    [(True, NINE, False), (False, NINE, True), (False, "2026-05-28T09:00", True)],
)
def test_a_reminder_sets_no_deadline(opening: bool, since: str, passes: bool) -> None:
    """A message about a deadline that began earlier asks for nothing new."""
    case = circumstances("message", now=NINE, opening=opening, since=since, due="2026-06-01T11:00")
    assert (judge(ReplyTime(), case) is None) is passes
    old = circumstances("message", now=NINE, since="2026-05-28T09:00", state_due="2026-06-01T11:00")
    assert judge(ReplyTime(), old) is None


def test_paper_counts_from_when_it_was_handed_over() -> None:
    """What is entered late was not asked for late."""
    times: dict[str, Any] = {"since": "2026-05-29T09:00", "state_due": "2026-06-01T11:00"}
    assert judge(ReplyTime(), circumstances("assign", now=NINE, source="paper", **times)) is None
    assert judge(ReplyTime(), circumstances("assign", now=NINE, **times))


def test_another_least_time_and_exempt_flows() -> None:
    """Config says how much, and where the limit does not hold."""
    case = circumstances("assign", now=NINE, state_due="2026-06-01T10:00")
    assert judge(ReplyTime(), case, {"min_reply_time": "2h"})
    assert judge(ReplyTime(), case, {"min_reply_time": "60min"}) is None
    assert judge(ReplyTime(), case, {"exempt": ["work"]}) is None
    assert judge(ReplyTime(), case, {"exempt": {"work": "[D] at once"}}) is None


def test_short_deadlines_are_found_in_the_profile() -> None:
    """Of flows, states and rungs; what could be long enough is left to the moment."""
    states = {
        "a": {"due": {"after": "3wh", "basis": "project default"}},
        "b": {"due": "239min"},
        "c": {"due": "0wd"},
        "d": {"due": "4h"},
        "e": {"due": {"field": "day", "basis": "project default"}},
        "f": {"due": "1wd"},
        "g": {},
    }
    document = {
        "flows": {"work": {"due": "1h", "states": states}, "flood": {"due": "5min", "states": {}}},
        "ladders": {
            "wake": {"steps": [{"within": "3min"}]},
            "ask": {"steps": [{"within": "1wd"}, {"within": "2wh"}]},
        },
    }
    assert breaches(ReplyTime(), document, {"exempt": ["flood", "wake"]}) == [
        "flows.work.due",
        *(f"flows.work.states.{name}.due" for name in "abc"),
        "ladders.ask.steps.1.within",
    ]
    assert "flows.flood.due" in breaches(ReplyTime(), document)
    assert breaches(ReplyTime(), {}, {"exempt": ["fire"]}) == ["flows.fire"]
