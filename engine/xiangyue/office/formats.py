"""Sheets and forms, in and out."""

from __future__ import annotations

from xiangyue.exchange.cloudevents import NoEvent, read_event, read_headers, to_command
from xiangyue.exchange.fitsheet import read_communities
from xiangyue.exchange.journals.export import stream_ocel, stream_xes
from xiangyue.exchange.journals.terms import LogTerms
from xiangyue.exchange.paper_form import Blank, PaperForm, paper_form, paper_form_of
from xiangyue.exchange.paper_page import paper_page
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBER_COLUMNS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.orders import import_orders
from xiangyue.exchange.sheets.receiving import OrderReport
from xiangyue.exchange.sheets.report import Report as SheetReport
from xiangyue.exchange.sheets.results import export_orders
from xiangyue.exchange.sheets.table import SheetOptions
from xiangyue.exchange.sheets.templates import write_template
from xiangyue.exchange.sheets.units import COLUMNS as UNIT_COLUMNS
from xiangyue.exchange.sheets.units import import_units
from xiangyue.exchange.sheets.writing import Cell, csv_parts, guarded, write_sheet

__all__ = [
    "MEMBER_COLUMNS",
    "UNIT_COLUMNS",
    "Blank",
    "Cell",
    "Column",
    "LogTerms",
    "NoEvent",
    "OrderReport",
    "PaperForm",
    "SheetOptions",
    "SheetReport",
    "csv_parts",
    "export_orders",
    "guarded",
    "import_members",
    "import_orders",
    "import_units",
    "paper_form",
    "paper_form_of",
    "paper_page",
    "read_communities",
    "read_event",
    "read_headers",
    "stream_ocel",
    "stream_xes",
    "to_command",
    "write_sheet",
    "write_template",
]
