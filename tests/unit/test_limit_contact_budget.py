"""A budget of contacts for every resident, over all channels."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import circumstances, micros, person

from xiangyue.plugs import Kind, Verdict, touches
from xiangyue.values import Holding, Member
from xiangyue_limits.contact_budget import ContactBudget

LIMIT = ContactBudget()


def contact(
    so_far: int,
    kind: Kind = "message",
    *,
    to: str = "wang",
    member: Member | None = None,
    **config: Any,
) -> Verdict | None:
    """Judge a contact with somebody who was contacted so often."""
    return LIMIT.review(circumstances(kind, to, member=member), config, {"touches": so_far})


def test_the_fourth_contact_of_a_week_is_the_last() -> None:
    """Three times before is well, four times is enough."""
    assert contact(3) is None
    verdict = contact(4)
    assert verdict is not None and verdict.kind == "deny"
    assert verdict.say == {
        "en": "This person was contacted 4 times within 7 days, and 4 is the most.",
        "zh": "7 天内已联系此人 4 次，上限为 4 次。",
    }


def test_the_question_is_about_what_counts() -> None:
    """Messages and forms of seven days count, unless the config says otherwise."""
    assert LIMIT.facts({}) == {"touches": touches("message", "collect", within="7d")}
    config = {"kinds": ("message", "assign"), "within": "month"}
    assert LIMIT.facts(config) == {"touches": touches("message", "assign", within="month")}


def test_a_kind_that_does_not_count_is_not_refused() -> None:
    """Tasks pass where only messages and forms are counted."""
    assert contact(9, "assign") is None
    assert contact(9, "assign", kinds=("assign",)) is not None


def test_the_calendar_may_say_the_period() -> None:
    """The sentence says the month as a month."""
    verdict = contact(2, most=2, within="month")
    assert verdict is not None and "2 times this month" in verdict.say["en"]
    assert verdict.say["zh"].startswith("本月")


@pytest.mark.parametrize(
    ("since", "until", "exempt"),
    [
        ("2026-01-01T00:00", None, True),
        ("2026-01-01T00:00", "2026-06-01T09:00", False),
        ("2026-06-01T09:01", None, False),
    ],
)
def test_who_is_contacted_as_part_of_the_work_is_exempt_while_the_role_lasts(
    since: str, until: str | None, exempt: bool
) -> None:
    """A grid worker is reached by everybody; one of last year is a resident again."""
    role = Holding("worker", "here", micros(since), micros(until) if until else None)
    worker = person("wang", holdings=(role,))
    assert (contact(9, member=worker, exempt=("worker",)) is None) is exempt
    assert contact(9, member=worker, exempt=("secretary",)) is not None


def test_what_is_sent_to_a_role_is_sent_to_nobody_in_particular() -> None:
    """The budget is one person's."""
    assert contact(9, to="role:secretary") is None


def test_an_exempt_role_that_is_not_there_is_found() -> None:
    """A misspelt role would exempt nobody, and is an error of the profile."""
    document: dict[str, Any] = {"roles": {"worker": {}}}
    found = LIMIT.check_profile(document, {"exempt": ("worker", "wroker")})
    assert ["wroker" in say["en"] for _, say, _ in found] == [True]
