"""What a profile's flows mean: compiled once a release, then only read."""

from xiangyue.flow.by_engine import MARK
from xiangyue.flow.callout import (
    CALL,
    CALL_OUT,
    OFF,
    THROUGH,
    WAIT,
    CallOut,
    address_of,
    asks_deputies,
    channels_of,
    step_of,
)
from xiangyue.flow.callout import Step as CallStep
from xiangyue.flow.calls import (
    UNLESS,
    Clock,
    alarms_of,
    calls_of,
    flow_clock,
    is_reminder,
    state_clock,
)
from xiangyue.flow.changes import (
    CHANGES,
    DRAFT,
    PUT_BACK,
    PUT_IN_FORCE,
    ChangePath,
    change_path,
    only_so,
)
from xiangyue.flow.check import Check, compile_check, is_entry
from xiangyue.flow.machine import ANY, FlowMachine
from xiangyue.flow.names import (
    ACTOR,
    CONTEXT,
    KNOWN,
    OUTSTANDING,
    PARAMS,
    TAKEN,
    environment,
    has_role,
    kind_of,
)
from xiangyue.flow.plan import (
    FlowPlan,
    Plan,
    Scored,
    Step,
    compile_afresh,
    compile_plan,
    compiled_plan,
)
from xiangyue.flow.proposing import switches
from xiangyue.flow.rungs import Rung, rungs_of
from xiangyue.flow.scheme import adopting, scheme_of
from xiangyue.flow.unanswered import DEPUTY

__all__ = [
    "ACTOR",
    "ANY",
    "CALL",
    "CALL_OUT",
    "CHANGES",
    "CONTEXT",
    "DEPUTY",
    "DRAFT",
    "KNOWN",
    "MARK",
    "OFF",
    "OUTSTANDING",
    "PARAMS",
    "PUT_BACK",
    "PUT_IN_FORCE",
    "TAKEN",
    "THROUGH",
    "UNLESS",
    "WAIT",
    "CallOut",
    "CallStep",
    "ChangePath",
    "Check",
    "Clock",
    "FlowMachine",
    "FlowPlan",
    "Plan",
    "Rung",
    "Scored",
    "Step",
    "address_of",
    "adopting",
    "alarms_of",
    "asks_deputies",
    "calls_of",
    "change_path",
    "channels_of",
    "compile_afresh",
    "compile_check",
    "compile_plan",
    "compiled_plan",
    "environment",
    "flow_clock",
    "has_role",
    "is_entry",
    "is_reminder",
    "kind_of",
    "only_so",
    "rungs_of",
    "scheme_of",
    "state_clock",
    "step_of",
    "switches",
]
