"""L13, L14: inspections come seldom."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import breaches, circumstances, judge

from xiangyue.plugs import opened
from xiangyue_limits.inspection_frequency import InspectionFrequency

CONFIG = {"flows": ["work", "appraisal"]}
YEARLY = {"flows": ["work"], "most": 1, "within": "year"}


def inspection(**said: Any) -> Any:
    """Return a message in an opening from above."""
    return circumstances(**{"to": "role:secretary", "opening": True, "from_above": True, **said})


@pytest.mark.parametrize(
    ("config", "count", "word"),
    [(CONFIG, 2, "本季度"), (YEARLY, 1, "本年"), ({**CONFIG, "most": 0}, 0, "本季度")],
)
def test_one_too_many_is_denied(config: dict[str, Any], count: int, word: str) -> None:
    """Two a quarter, and of the comprehensive one whatever its binding says."""
    verdict = judge(InspectionFrequency(), inspection(), config, {"inspections": count})
    assert verdict
    assert verdict.kind == "deny"
    assert word in verdict.say["zh"]
    if count:
        fewer = {"inspections": count - 1}
        assert judge(InspectionFrequency(), inspection(), config, fewer) is None


@pytest.mark.parametrize("said", [{"opening": False}, {"from_above": False}, {"flow": "visit"}])
def test_only_inspections_from_above_are_judged(said: dict[str, Any]) -> None:
    """A village that looks at itself, and any other flow, is free."""
    case = inspection(**said)
    assert judge(InspectionFrequency(), case, CONFIG, {"inspections": 9}) is None


def test_what_it_asks_and_what_it_finds() -> None:
    """It counts its own flows in its own period; they have to be there."""
    limit = InspectionFrequency()
    assert limit.facts(CONFIG) == {"inspections": opened("work", "appraisal", within="quarter")}
    assert limit.facts(YEARLY) == {"inspections": opened("work", within="year")}
    assert breaches(limit, {"flows": {"work": {}}}, CONFIG) == ["flows.appraisal"]
