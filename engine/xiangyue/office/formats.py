"""Sheets, forms, alerts and events, in and out."""

from __future__ import annotations

from xiangyue.exchange.cap.document import MOST_BYTES as MOST_ALERT
from xiangyue.exchange.cap.model import Alert
from xiangyue.exchange.cap.publishing import Published, publish
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.received import BrokenAlert, Received
from xiangyue.exchange.cap.receiving import receive_alert
from xiangyue.exchange.cap.recording import activation_of, record_activation
from xiangyue.exchange.cap.signing import read_certificates, verify_alert
from xiangyue.exchange.cap.writing import write_alert
from xiangyue.exchange.events.cloudevents import NoEvent, read_event, read_headers, to_command
from xiangyue.exchange.fit.fitsheet import read_communities
from xiangyue.exchange.fit.fittypes import judged
from xiangyue.exchange.hsds.exporting import export_hsds
from xiangyue.exchange.hsds.mapping import usual as usual_mapping
from xiangyue.exchange.journals.export import export_ocel, export_xes, stream_ocel, stream_xes
from xiangyue.exchange.journals.terms import LogTerms
from xiangyue.exchange.paper.paper_form import Blank, PaperForm, paper_form, paper_form_of
from xiangyue.exchange.paper.paper_page import paper_page
from xiangyue.exchange.sheets.blanks import blank_columns
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBER_COLUMNS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.orders import import_orders
from xiangyue.exchange.sheets.point_rules import export_points
from xiangyue.exchange.sheets.receiving import OrderReport
from xiangyue.exchange.sheets.report import Report as SheetReport
from xiangyue.exchange.sheets.resource_lists import export_resources
from xiangyue.exchange.sheets.results import export_orders
from xiangyue.exchange.sheets.table import SheetOptions
from xiangyue.exchange.sheets.templates import write_template
from xiangyue.exchange.sheets.units import COLUMNS as UNIT_COLUMNS
from xiangyue.exchange.sheets.units import import_units
from xiangyue.exchange.sheets.writing import Cell, csv_parts, guarded, write_sheet

__all__ = [
    "MEMBER_COLUMNS",
    "MOST_ALERT",
    "UNIT_COLUMNS",
    "Alert",
    "Blank",
    "BrokenAlert",
    "Cell",
    "Column",
    "LogTerms",
    "NoEvent",
    "OrderReport",
    "PaperForm",
    "Published",
    "Received",
    "SheetOptions",
    "SheetReport",
    "activation_of",
    "blank_columns",
    "csv_parts",
    "export_hsds",
    "export_ocel",
    "export_orders",
    "export_points",
    "export_resources",
    "export_xes",
    "guarded",
    "import_members",
    "import_orders",
    "import_units",
    "judged",
    "paper_form",
    "paper_form_of",
    "paper_page",
    "publish",
    "read_alert",
    "read_certificates",
    "read_communities",
    "read_event",
    "read_headers",
    "receive_alert",
    "record_activation",
    "stream_ocel",
    "stream_xes",
    "to_command",
    "usual_mapping",
    "verify_alert",
    "write_alert",
    "write_sheet",
    "write_template",
]
