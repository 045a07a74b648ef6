"""L36: training comes before digital duty."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import breaches, circumstances, judge, micros, person

from xiangyue.values import Holding
from xiangyue_limits.training import Training

PROFILE = {
    "roles": {
        "cadre": {"title": {"en": "Cadre", "zh": "村干部"}, "literacy": 3},
        "resident": {"title": {"en": "Resident", "zh": "居民"}},
    },
    "flows": {
        "work": {"offline": {"en": "Take the sheet\nto the office.", "zh": "到村委会填表。"}}
    },
}


def duty(member: Any, kind: Any = "assign", **said: Any) -> Any:
    """Return work for a member of this village."""
    return circumstances(kind, member.id, profile=PROFILE, member=member, **said)


@pytest.mark.parametrize("kind", ["assign", "collect"])
@pytest.mark.parametrize(("literacy", "passes"), [(None, False), (2, False), (3, True), (8, True)])
def test_the_level_of_the_role_is_needed(kind: Any, literacy: int | None, passes: bool) -> None:
    """Whoever nobody has looked at counts as not trained."""
    verdict = judge(Training(), duty(person(roles=["cadre"], literacy=literacy), kind))
    assert (verdict is None) is passes
    if verdict:
        assert verdict.kind == "deny"
        assert "level 3" in verdict.say["en"]
        assert "村干部" in verdict.say["zh"]
        assert "Take the sheet to the office." in verdict.mend["en"]


def test_without_an_offline_way_it_is_said_in_general() -> None:
    """There is always something that can be done."""
    case = duty(person(roles=["cadre"]), flow="visit")
    verdict = judge(Training(), case)
    assert verdict
    assert verdict.mend["zh"].endswith("当面或纸质办理。")


def test_a_role_without_a_level_needs_none() -> None:
    """Nor does whoever holds no role; a role as such is no person to train."""
    assert judge(Training(), duty(person(roles=["resident"]))) is None
    assert judge(Training(), duty(person())) is None
    assert judge(Training(), circumstances("collect", "role:cadre", profile=PROFILE)) is None


def test_the_highest_level_of_all_roles_counts() -> None:
    """Config can set another for a role."""
    member = person(roles=["resident", "cadre"], literacy=3)
    assert judge(Training(), duty(member)) is None
    verdict = judge(Training(), duty(member), {"minima": {"resident": 4}})
    assert verdict
    assert "Resident" in verdict.say["en"]
    assert judge(Training(), duty(person(roles=["cadre"])), {"minima": {"cadre": 0}}) is None


def test_roles_of_yesterday_and_tomorrow_do_not_count() -> None:
    """Only what is held now is a duty now."""
    now = micros("2026-06-01T09:00")
    past, future = Holding("cadre", "here", 0, now), Holding("cadre", "here", now + 1)
    assert judge(Training(), duty(person(holdings=(past, future)))) is None
    assert judge(Training(), duty(person(holdings=(Holding("cadre", "here", now),))))


def test_paper_needs_no_training() -> None:
    """The offline way is open to everybody."""
    assert judge(Training(), duty(person(roles=["cadre"]), source="paper")) is None


def test_a_role_that_is_not_there_is_found() -> None:
    """A name that nothing bears would change nothing."""
    assert breaches(Training(), PROFILE, {"minima": {"cadre": 2, "elder": 1}}) == ["roles.elder"]
