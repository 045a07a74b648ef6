"""Look before you change: scenarios on the real engine, and what journals show of burden."""

from __future__ import annotations

from xiangyue.study.burden import burden
from xiangyue.study.checking import check_draft
from xiangyue.study.coverage import Coverage, Covered
from xiangyue.study.foreseeing import foresee_draft
from xiangyue.study.report import ScenarioReport, ScenarioResult, Told
from xiangyue.study.runner import ScenarioCase, run_scenarios, scenario_cases
from xiangyue.study.scenarios import read_scenarios, scenario_schema
from xiangyue.study.signal import DEFAULTS, Signal, Thresholds
from xiangyue.study.signals import signals
from xiangyue.study.workload import Burden

__all__ = [
    "DEFAULTS",
    "Burden",
    "Coverage",
    "Covered",
    "ScenarioCase",
    "ScenarioReport",
    "ScenarioResult",
    "Signal",
    "Thresholds",
    "Told",
    "burden",
    "check_draft",
    "foresee_draft",
    "read_scenarios",
    "run_scenarios",
    "scenario_cases",
    "scenario_schema",
    "signals",
]
