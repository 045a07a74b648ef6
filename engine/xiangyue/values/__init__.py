"""The frozen values that travel between the rooms.

Instants are integers: microseconds since 1970-01-01 UTC. So are points: hundredths of a point.
"""

from xiangyue.values.changing import Checks, Effects, Found, Proposed
from xiangyue.values.decisions import (
    Choice,
    Decision,
    Hold,
    Outcome,
    Planned,
    Reason,
    Ruling,
    Stance,
)
from xiangyue.values.facts import Calling, Facts
from xiangyue.values.names import (
    ANSWERS,
    CATEGORY,
    FREEZING,
    NOBODYS,
    NORMAL,
    NOTE,
    OPEN,
    PUBLIC,
    REACH,
    SENT,
    SYSTEM,
    TIERS,
    TITLE,
    TOUCHING,
)
from xiangyue.values.people import Holding, Member, MemberKind, Standing, Unit, is_away
from xiangyue.values.places import UnitPlace
from xiangyue.values.points import LedgerEntry, Posting
from xiangyue.values.tasks import Command, Source, Task
from xiangyue.values.value import Value, replace

__all__ = [
    "ANSWERS",
    "CATEGORY",
    "FREEZING",
    "NOBODYS",
    "NORMAL",
    "NOTE",
    "OPEN",
    "PUBLIC",
    "REACH",
    "SENT",
    "SYSTEM",
    "TIERS",
    "TITLE",
    "TOUCHING",
    "Calling",
    "Checks",
    "Choice",
    "Command",
    "Decision",
    "Effects",
    "Facts",
    "Found",
    "Hold",
    "Holding",
    "LedgerEntry",
    "Member",
    "MemberKind",
    "Outcome",
    "Planned",
    "Posting",
    "Proposed",
    "Reason",
    "Ruling",
    "Source",
    "Stance",
    "Standing",
    "Task",
    "Unit",
    "UnitPlace",
    "Value",
    "is_away",
    "replace",
]
