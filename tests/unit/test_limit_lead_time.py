"""L09: what is asked from above comes in time."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import breaches, circumstances, judge, micros
from hypothesis import given
from hypothesis import strategies as st

from xiangyue_limits.lead_time import LeadTime

URGENT = {"urgent": {"field": "urgency", "values": ["at_once"]}}


def instruction(**said: Any) -> Any:
    """Return a message in an opening from above, on Monday morning."""
    return circumstances(**{"to": "role:secretary", "opening": True, "from_above": True, **said})


@pytest.mark.parametrize(
    ("due", "passes"),
    [
        ("2026-06-03T17:59", False),
        ("2026-06-03T18:00", True),  # the end of the second working day after Monday
        ("2026-06-01T08:00", False),  # over before it began
    ],
)
def test_two_working_days_lie_between(due: str, passes: bool) -> None:
    """The day of the opening does not count."""
    verdict = judge(LeadTime(), instruction(due=due))
    assert (verdict is None) is passes
    if verdict:
        assert verdict.kind == "deny"
        assert "2 working days" in verdict.say["en"]
        assert "2026-06-03 18:00" in verdict.mend["zh"]


def test_an_urgent_one_needs_a_day() -> None:
    """What is urgent is said by a field of the profile's own."""
    tomorrow = "2026-06-02T18:00"
    urgent = instruction(due=tomorrow, data={"urgency": "at_once"})
    assert judge(LeadTime(), urgent, URGENT) is None
    unmarked = judge(LeadTime(), urgent)
    assert unmarked
    assert "urgent" not in unmarked.mend["en"]
    usual = judge(LeadTime(), instruction(due=tomorrow, data={"urgency": "normal"}), URGENT)
    assert usual
    assert "urgent" in usual.mend["en"]
    today = instruction(due="2026-06-01T18:00", data={"urgency": "at_once"})
    verdict = judge(LeadTime(), today, URGENT)
    assert verdict
    assert "1 working day" in verdict.say["en"]
    assert "urgent" not in verdict.mend["en"]
    assert judge(LeadTime(), today, {**URGENT, "urgent_lead_time": "4wh"}) is None


@pytest.mark.parametrize("said", [{"opening": False}, {"from_above": False}, {"due": None}])
def test_only_instructions_with_a_deadline_are_judged(said: dict[str, Any]) -> None:
    """A village's own matters, and what becomes of a task later, are not."""
    assert judge(LeadTime(), instruction(**{"due": "2026-06-01T18:00", **said})) is None


def test_paper_counts_from_when_it_came() -> None:
    """An instruction of Thursday that is entered on Monday was given on Thursday."""
    case = instruction(source="paper", opened_at="2026-05-28T10:00", due="2026-06-01T18:00")
    assert judge(LeadTime(), case) is None


def test_exempt_flows_and_unknown_names() -> None:
    """Config may leave out a flow; a name that nothing bears is found when it is linted."""
    case = instruction(due="2026-06-01T18:00")
    assert judge(LeadTime(), case, {"exempt": ["work"]}) is None
    assert breaches(LeadTime(), {"flows": {"work": {}}}, {"exempt": ["work"]}) == []
    config = {"exempt": ["flood"], **URGENT}
    assert breaches(LeadTime(), {}, config) == ["flows.flood", "fields.urgency"]


@given(st.integers(0, 60 * 24 * 21), st.integers(0, 60 * 24 * 21), st.integers(0, 60 * 24 * 7))
def test_more_time_is_never_worse(given_at: int, until_due: int, more: int) -> None:
    """What passes with one deadline passes with each that is later."""
    start = micros("2026-09-21T00:00") + given_at * 60_000_000
    due = start + until_due * 60_000_000
    if judge(LeadTime(), instruction(opened_at=start, due=due)) is None:
        later = instruction(opened_at=start, due=due + more * 60_000_000)
        assert judge(LeadTime(), later) is None
