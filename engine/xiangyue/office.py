"""The third door: what a console, or a command that a package brings, needs beside the engine.

It stands above all other rooms, for programs that people look at: studies of what happened, checks
of a profile, sheets and forms in and out, diagrams, what is wrong with an installation, and the
values that the engine's reads return. Applications that only run communities need the face alone.
"""

from __future__ import annotations

from xiangyue import charts
from xiangyue.cli.demo.today import play
from xiangyue.cli.fit import catalogue, judged
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, words
from xiangyue.conformance import Report as Conformance
from xiangyue.conformance import examine as examine_limit
from xiangyue.decide.checks import RIGHTS, describe
from xiangyue.diff import Change, Effect, diff_profiles
from xiangyue.engine.delivering import Backlog, DeadLetter
from xiangyue.engine.redriving import DeadTimer
from xiangyue.exchange.fitsheet import read_communities
from xiangyue.exchange.paper_form import Blank, PaperForm, paper_form, paper_form_of
from xiangyue.exchange.paper_page import paper_page
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBER_COLUMNS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.orders import OrderReport, import_orders
from xiangyue.exchange.sheets.report import Report as SheetReport
from xiangyue.exchange.sheets.results import export_orders
from xiangyue.exchange.sheets.table import SheetOptions
from xiangyue.exchange.sheets.templates import write_template
from xiangyue.exchange.sheets.units import COLUMNS as UNIT_COLUMNS
from xiangyue.exchange.sheets.units import import_units
from xiangyue.exchange.sheets.writing import Cell, csv_parts, guarded, write_sheet
from xiangyue.graph import mermaid, svg
from xiangyue.lint import require
from xiangyue.messages import LANGUAGES, say
from xiangyue.plugs import Brought, brought, channels, limits, packs
from xiangyue.profile import available, profile_schema, resolved_lines, shelf
from xiangyue.profile.written import STEPS, with_tables
from xiangyue.reach.contacting import Contact
from xiangyue.reach.listing import Listed
from xiangyue.scoring import HUNDREDTHS, shown_points
from xiangyue.sending.settings import WebhookSettings
from xiangyue.study import DEFAULTS as SIGNAL_DEFAULTS
from xiangyue.study import (
    Burden,
    Signal,
    Thresholds,
    burden,
    check_draft,
    foresee_draft,
    read_scenarios,
    signals,
)
from xiangyue.study.after_action import (
    AfterAction,
    after_action,
    after_emergency,
    review_flows,
)
from xiangyue.study.expectation import MEASURES, Expectation, expect, parse_expectation
from xiangyue.study.fit import (
    INDICATORS,
    Assessment,
    Community,
    as_dict,
    assess,
    to_type,
)
from xiangyue.study.inequality import lorenz
from xiangyue.study.participation import SHARES, Participation, participation
from xiangyue.study.rates import Rates, rates
from xiangyue.study.service import Served, service_rates
from xiangyue.study.simulate import Compared, Simulated, compare, fit_journal, simulate
from xiangyue.study.simulate import Options as SimulationOptions
from xiangyue.study.spread import Spread, points_spread
from xiangyue.study.trying import Formula, formulas, try_formula, try_table, uses
from xiangyue.study.whatif import (
    Bite,
    Explained,
    Flip,
    Part,
    Shared,
    Trial,
    WhatIf,
    explain_flip,
    what_if,
)
from xiangyue.study.whatif import Standing as WhatIfStanding
from xiangyue.tables import REGISTRY
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.working_calendar import Calendar
from xiangyue.upkeep.doctor import examine
from xiangyue.upkeep.finding import Found
from xiangyue.values import (
    NORMAL,
    SYSTEM,
    TIERS,
    Checks,
    Holding,
    Planned,
    Ruling,
    Standing,
)
from xiangyue.values import Found as CheckFound
from xiangyue.watch.queues import Queue
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
from xiangyue.worker import Channels

__all__ = [
    "DEFAULT_DB",
    "EVENT_TYPES",
    "HUNDREDTHS",
    "INDICATORS",
    "LANGUAGES",
    "MEASURES",
    "MEMBER_COLUMNS",
    "NORMAL",
    "REGISTRY",
    "RIGHTS",
    "SHARES",
    "SIGNAL_DEFAULTS",
    "STEPS",
    "SYSTEM",
    "TIERS",
    "UNIT_COLUMNS",
    "AfterAction",
    "Asked",
    "Assessment",
    "Backlog",
    "Bite",
    "Blank",
    "Brought",
    "Burden",
    "Calendar",
    "CallOutYield",
    "Cell",
    "Change",
    "Channels",
    "CheckFound",
    "Checks",
    "Column",
    "Community",
    "Compared",
    "Conformance",
    "Contact",
    "Db",
    "DeadLetter",
    "DeadTimer",
    "Draft",
    "Effect",
    "Expectation",
    "Explained",
    "Explanation",
    "Feed",
    "Flip",
    "FlowCount",
    "Formula",
    "Found",
    "FullRecord",
    "HeldRole",
    "Holding",
    "Json",
    "Line",
    "Listed",
    "Matches",
    "Migrated",
    "Migration",
    "MigrationPlan",
    "ModeNow",
    "OrderReport",
    "Overview",
    "PaperForm",
    "Part",
    "Participation",
    "People",
    "Person",
    "Planned",
    "Queue",
    "Rates",
    "Record",
    "RecordPage",
    "Refusal",
    "RefusalPage",
    "Revision",
    "RollUp",
    "Ruling",
    "Served",
    "Settlement",
    "Share",
    "Shared",
    "SheetOptions",
    "SheetReport",
    "Signal",
    "Simulated",
    "SimulationOptions",
    "Spread",
    "Standing",
    "Statement",
    "Subscriber",
    "Subscription",
    "Table",
    "Text",
    "Thresholds",
    "Trial",
    "Waiting",
    "WebhookSettings",
    "WhatIf",
    "WhatIfStanding",
    "WorkPage",
    "after_action",
    "after_emergency",
    "as_dict",
    "assess",
    "available",
    "brought",
    "burden",
    "catalogue",
    "changes_in_words",
    "channels",
    "charts",
    "check_draft",
    "compare",
    "csv_parts",
    "describe",
    "diff_profiles",
    "effects_in_words",
    "emit",
    "examine",
    "examine_limit",
    "existing",
    "expect",
    "explain_flip",
    "export_orders",
    "fit_journal",
    "foresee_draft",
    "formulas",
    "from_micros",
    "guarded",
    "import_members",
    "import_orders",
    "import_units",
    "judged",
    "limits",
    "lorenz",
    "mermaid",
    "packs",
    "paper_form",
    "paper_form_of",
    "paper_page",
    "parse_expectation",
    "participation",
    "play",
    "points_spread",
    "profile_schema",
    "rates",
    "read_communities",
    "read_scenarios",
    "require",
    "resolved_lines",
    "review_flows",
    "say",
    "service_rates",
    "shelf",
    "shown_points",
    "signals",
    "simulate",
    "svg",
    "to_micros",
    "to_type",
    "try_formula",
    "try_table",
    "uses",
    "what_if",
    "with_tables",
    "words",
    "write_sheet",
    "write_template",
]
