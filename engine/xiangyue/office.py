"""The third door: what a console, or a command that a package brings, needs beside the engine.

It stands above all other rooms. Applications that only run communities need the face alone.
"""

from __future__ import annotations

from xiangyue.cli.demo.today import play
from xiangyue.cli.fit import catalogue, judged
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, words
from xiangyue.diff.change import Change
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBER_COLUMNS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.report import Report as SheetReport
from xiangyue.exchange.sheets.templates import write_template
from xiangyue.exchange.sheets.units import COLUMNS as UNIT_COLUMNS
from xiangyue.exchange.sheets.units import import_units
from xiangyue.graph import svg
from xiangyue.plugs import packs
from xiangyue.profile import available
from xiangyue.profile.written import with_tables
from xiangyue.study import check_draft
from xiangyue.study.fit import INDICATORS, Assessment, Community
from xiangyue.study.trying import Formula, formulas, try_formula, try_table, uses
from xiangyue.work.drafting import Draft
from xiangyue.work.revising import Revision
from xiangyue.worker import Channels

__all__ = [
    "DEFAULT_DB",
    "INDICATORS",
    "MEMBER_COLUMNS",
    "UNIT_COLUMNS",
    "Assessment",
    "Change",
    "Channels",
    "Community",
    "Db",
    "Draft",
    "Formula",
    "Json",
    "Line",
    "Revision",
    "SheetReport",
    "Table",
    "available",
    "catalogue",
    "check_draft",
    "emit",
    "existing",
    "formulas",
    "import_members",
    "import_units",
    "judged",
    "packs",
    "play",
    "svg",
    "try_formula",
    "try_table",
    "uses",
    "with_tables",
    "words",
    "write_template",
]
