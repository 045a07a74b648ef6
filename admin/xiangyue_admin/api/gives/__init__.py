"""What is answered, for the documentation: the views write just this."""

from xiangyue_admin.api.gives.alerts import Received
from xiangyue_admin.api.gives.core import (
    Choice,
    Choices,
    Decision,
    Decisions,
    Found,
    Problem,
    Reason,
    Result,
    Results,
    RollUp,
    Shares,
    Task,
    Tasks,
)
from xiangyue_admin.api.gives.library import CallOut, List, Matches, Proposed
from xiangyue_admin.api.gives.logs import ObjectLog
from xiangyue_admin.api.gives.people import Health, Member, Members, Mode, Unit, Units
from xiangyue_admin.api.gives.points import Balance, Explanation, Settlement, Statement
from xiangyue_admin.api.gives.profiles import Draft, Drafts, Linted, Profile, Tested

__all__ = [
    "Balance",
    "CallOut",
    "Choice",
    "Choices",
    "Decision",
    "Decisions",
    "Draft",
    "Drafts",
    "Explanation",
    "Found",
    "Health",
    "Linted",
    "List",
    "Matches",
    "Member",
    "Members",
    "Mode",
    "ObjectLog",
    "Problem",
    "Profile",
    "Proposed",
    "Reason",
    "Received",
    "Result",
    "Results",
    "RollUp",
    "Settlement",
    "Shares",
    "Statement",
    "Task",
    "Tasks",
    "Tested",
    "Unit",
    "Units",
]
