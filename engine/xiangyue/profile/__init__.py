"""Profiles: YAML files that say how one type of community is governed, and what they become."""

from __future__ import annotations

from xiangyue.profile.alerts import GIVEN, SPOKEN, TOLD, Alerts, Recorded, Warns
from xiangyue.profile.binding import LimitBinding
from xiangyue.profile.build import SOURCES, build, content_hash, default_sensitivity, table
from xiangyue.profile.check import address, check
from xiangyue.profile.compose import Composed, locate, resolve
from xiangyue.profile.counts_as import LEVEL_WEIGHTS, CountsAs
from xiangyue.profile.finding import BrokenProfile, Finding, Severity
from xiangyue.profile.intake import RECEIVER, Category, said_of_any
from xiangyue.profile.lists import LISTED, SCHEME, Listing, at_any_time
from xiangyue.profile.load import Loaded, available, load, resolved_lines
from xiangyue.profile.matching import (
    DATES,
    MATCHES,
    NEEDS,
    OFFERS,
    Holds,
    Matched,
    Matching,
    Served,
    UsedUp,
)
from xiangyue.profile.model import (
    PROJECT_DEFAULT,
    RESERVED_BY,
    RESERVED_WHO,
    Account,
    Action,
    Amount,
    Branch,
    Deadline,
    Extension,
    Field,
    Flow,
    Intervention,
    Param,
    Profile,
    Role,
    ScoringRule,
    Sensitivity,
    Sort,
    State,
)
from xiangyue.profile.modes import Lasting, Mode
from xiangyue.profile.node import Node, Scalar
from xiangyue.profile.overlay import in_mode
from xiangyue.profile.schema import profile_schema
from xiangyue.profile.service import WEIGHTS, Service
from xiangyue.profile.shelf import shelf
from xiangyue.profile.source import parse, read
from xiangyue.profile.tuned import with_params

__all__ = [
    "DATES",
    "GIVEN",
    "LEVEL_WEIGHTS",
    "LISTED",
    "MATCHES",
    "NEEDS",
    "OFFERS",
    "PROJECT_DEFAULT",
    "RECEIVER",
    "RESERVED_BY",
    "RESERVED_WHO",
    "SCHEME",
    "SOURCES",
    "SPOKEN",
    "TOLD",
    "WEIGHTS",
    "Account",
    "Action",
    "Alerts",
    "Amount",
    "Branch",
    "BrokenProfile",
    "Category",
    "Composed",
    "CountsAs",
    "Deadline",
    "Extension",
    "Field",
    "Finding",
    "Flow",
    "Holds",
    "Intervention",
    "Lasting",
    "LimitBinding",
    "Listing",
    "Loaded",
    "Matched",
    "Matching",
    "Mode",
    "Node",
    "Param",
    "Profile",
    "Recorded",
    "Role",
    "Scalar",
    "ScoringRule",
    "Sensitivity",
    "Served",
    "Service",
    "Severity",
    "Sort",
    "State",
    "UsedUp",
    "Warns",
    "address",
    "at_any_time",
    "available",
    "build",
    "check",
    "content_hash",
    "default_sensitivity",
    "in_mode",
    "load",
    "locate",
    "parse",
    "profile_schema",
    "read",
    "resolve",
    "resolved_lines",
    "said_of_any",
    "shelf",
    "table",
    "with_params",
]
