"""The values that the engine's reads return."""

from __future__ import annotations

from xiangyue.reach.contacting import Contact
from xiangyue.reach.listing import Listed
from xiangyue.tables import REGISTRY
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.working_calendar import Calendar
from xiangyue.values import NORMAL, SYSTEM, TIERS, Checks, Holding, Planned, Ruling, Standing
from xiangyue.values import Found as CheckFound
from xiangyue.work.asked import Asked
from xiangyue.work.bookkeeping import Settlement, Statement
from xiangyue.work.drafting import Draft, changes_in_words, effects_in_words
from xiangyue.work.explaining import Explanation
from xiangyue.work.feed import TYPES as EVENT_TYPES
from xiangyue.work.feed import Feed
from xiangyue.work.going_back import Migrated
from xiangyue.work.matching import Matches
from xiangyue.work.migration import Migration
from xiangyue.work.migration_plan import MigrationPlan
from xiangyue.work.overview import FlowCount, Overview
from xiangyue.work.peopling import HeldRole, People, Person
from xiangyue.work.present_mode import ModeNow
from xiangyue.work.records import FullRecord, Record, RecordPage
from xiangyue.work.refusing import Refusal, RefusalPage
from xiangyue.work.revising import Revision
from xiangyue.work.rollup import RollUp, Share
from xiangyue.work.subscribing import Subscriber, Subscription
from xiangyue.work.waiting import Waiting, WorkPage
from xiangyue.work.yielding import CallOutYield

__all__ = [
    "EVENT_TYPES",
    "NORMAL",
    "REGISTRY",
    "SYSTEM",
    "TIERS",
    "Asked",
    "Calendar",
    "CallOutYield",
    "CheckFound",
    "Checks",
    "Contact",
    "Draft",
    "Explanation",
    "Feed",
    "FlowCount",
    "FullRecord",
    "HeldRole",
    "Holding",
    "Listed",
    "Matches",
    "Migrated",
    "Migration",
    "MigrationPlan",
    "ModeNow",
    "Overview",
    "People",
    "Person",
    "Planned",
    "Record",
    "RecordPage",
    "Refusal",
    "RefusalPage",
    "Revision",
    "RollUp",
    "Ruling",
    "Settlement",
    "Share",
    "Standing",
    "Statement",
    "Subscriber",
    "Subscription",
    "Text",
    "Waiting",
    "WorkPage",
    "changes_in_words",
    "effects_in_words",
    "from_micros",
    "to_micros",
]
