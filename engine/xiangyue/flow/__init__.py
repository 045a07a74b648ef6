"""What a profile's flows mean: compiled once a release, then only read."""

from xiangyue.flow.check import Check, compile_check, is_entry
from xiangyue.flow.machine import ANY, FlowMachine
from xiangyue.flow.names import CONTEXT, KNOWN, PARAMS, TAKEN, environment, has_role, kind_of
from xiangyue.flow.plan import FlowPlan, Plan, Scored, Step, compile_afresh, compile_plan

__all__ = [
    "ANY",
    "CONTEXT",
    "KNOWN",
    "PARAMS",
    "TAKEN",
    "Check",
    "FlowMachine",
    "FlowPlan",
    "Plan",
    "Scored",
    "Step",
    "compile_afresh",
    "compile_check",
    "compile_plan",
    "environment",
    "has_role",
    "is_entry",
    "kind_of",
]
