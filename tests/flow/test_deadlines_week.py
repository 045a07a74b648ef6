"""Deadlines over the week of National Day 2026, as the scenarios beside work them out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue.study import ScenarioCase, scenario_cases

pytestmark = pytest.mark.sqlite

WEEK = Path(__file__).parent / "deadlines_week"


@pytest.mark.parametrize("case", scenario_cases(WEEK), ids=str)
def test_a_deadline_of_the_holiday_week(case: ScenarioCase) -> None:
    """Make-up weekends are worked, the holiday is not, plain time runs on, a guess is noted."""
    assert case.run().ok
