"""The conformance kit for limits: what a limit promises, tried on a battery of cases."""

from __future__ import annotations

from xiangyue.conformance.kit import assert_conforms, check_limit, examine
from xiangyue.conformance.problem import Problem, Report

__all__ = ["Problem", "Report", "assert_conforms", "check_limit", "examine"]
