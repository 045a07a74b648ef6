"""Deadlines over the week of National Day 2026, as the scenarios beside work them out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue import Engine
from xiangyue.study import ScenarioCase, scenario_cases
from xiangyue.time.clock import parse_instant

pytestmark = pytest.mark.sqlite

WEEK = Path(__file__).parent / "deadlines_week"


@pytest.mark.parametrize("case", scenario_cases(WEEK), ids=str)
def test_a_deadline_of_the_holiday_week(case: ScenarioCase) -> None:
    """Make-up weekends are worked, the holiday is not, and plain time runs on."""
    assert case.run().ok


def test_working_days_into_a_year_not_announced_are_noted() -> None:
    """Only where they are counted; plain days are sure, whatever the year's holidays will be."""
    now = parse_instant("2098-12-29T09:00", "Asia/Shanghai")  # 5wd later is in 2099
    with Engine() as engine:
        engine.install(WEEK, community="here", now=now)
        engine.register("li", roles={"clerk": "here"}, now=now)
        counted, plain = (
            engine.open(flow, community="here", by="li", now=now)
            for flow in ("working_days", "days")
        )
    assert [(n.code, n.values) for n in counted.notes] == [("due-provisional", {"year": 2099})]
    assert plain and not plain.notes
