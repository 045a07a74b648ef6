"""Look before you change: a profile's scenarios, played on the real engine by a clock of theirs."""

from __future__ import annotations

from xiangyue.study.coverage import Coverage, Covered
from xiangyue.study.report import ScenarioReport, ScenarioResult, Told
from xiangyue.study.runner import ScenarioCase, run_scenarios, scenario_cases
from xiangyue.study.scenarios import read_scenarios, scenario_schema

__all__ = [
    "Coverage",
    "Covered",
    "ScenarioCase",
    "ScenarioReport",
    "ScenarioResult",
    "Told",
    "read_scenarios",
    "run_scenarios",
    "scenario_cases",
    "scenario_schema",
]
