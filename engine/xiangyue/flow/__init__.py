"""What a profile's flows mean: compiled once a release, then only read."""

from xiangyue.flow.calls import (
    MARK,
    UNLESS,
    alarms_of,
    calls_of,
    flow_clock,
    is_reminder,
    state_clock,
)
from xiangyue.flow.check import Check, compile_check, is_entry
from xiangyue.flow.machine import ANY, FlowMachine
from xiangyue.flow.names import (
    CONTEXT,
    KNOWN,
    OUTSTANDING,
    PARAMS,
    TAKEN,
    environment,
    has_role,
    kind_of,
)
from xiangyue.flow.plan import FlowPlan, Plan, Scored, Step, compile_afresh, compile_plan
from xiangyue.flow.unanswered import DEPUTY

__all__ = [
    "ANY",
    "CONTEXT",
    "DEPUTY",
    "KNOWN",
    "MARK",
    "OUTSTANDING",
    "PARAMS",
    "TAKEN",
    "UNLESS",
    "Check",
    "FlowMachine",
    "FlowPlan",
    "Plan",
    "Scored",
    "Step",
    "alarms_of",
    "calls_of",
    "compile_afresh",
    "compile_check",
    "compile_plan",
    "environment",
    "flow_clock",
    "has_role",
    "is_entry",
    "is_reminder",
    "kind_of",
    "state_clock",
]
