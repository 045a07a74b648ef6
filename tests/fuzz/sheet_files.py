"""Sheets, XLSX and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from parser import Parser, said
from villages import library, ruled, village

from xiangyue.exchange.fit.fitsheet import read_communities, template
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.member_columns import COLUMNS as MEMBERS
from xiangyue.exchange.sheets.members import import_members
from xiangyue.exchange.sheets.order_columns import order_columns
from xiangyue.exchange.sheets.orders import import_orders
from xiangyue.exchange.sheets.point_columns import point_columns
from xiangyue.exchange.sheets.point_rules import import_points
from xiangyue.exchange.sheets.receiving import OrderReport
from xiangyue.exchange.sheets.resources import import_resources, resource_columns
from xiangyue.exchange.sheets.telling import of_orders
from xiangyue.exchange.sheets.units import COLUMNS as UNITS
from xiangyue.exchange.sheets.units import import_units

Rows = list[list[Any]]


def _rows(columns: Sequence[Column], *records: dict[str, Any]) -> Rows:
    """Return a header and records; what a record does not say is the column's example."""
    shown = [[one.get(column.id, column.example) for column in columns] for one in records]
    return [[column.zh for column in columns], *shown]


def _csv(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def _xlsx(rows: Rows, more: object = "=1+1") -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if more:
        sheet.append([3.5, True, None, more])
    sheet["A2"].number_format = "000"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet_seeds(rows: Rows) -> Callable[[], Sequence[bytes]]:
    return lambda: (_xlsx(rows), _csv(rows), _csv(rows, "gb18030"), _csv(rows, "utf-16"))


_UNITS = _rows(
    UNITS,
    {"unit": "x", "level": "township", "parent": "", "title": "新启"},
    {"unit": "x-1", "level": "village", "parent": "x"},
    {"unit": "x-1-1", "level": "网格", "parent": "x-1", "title_en": None},
)
_MEMBERS = _rows(
    MEMBERS,
    {"member": "zhao", "home": "xinqi", "role": "", "at": "", "deputy": ""},
    {"member": "qian", "home": "新启村", "role": "cadre", "at": "xinqi", "deputy": "zhao"},
)


def _order_seeds() -> Sequence[bytes]:
    records: list[dict[str, Any]] = [
        {
            "number": "1",
            "category": "上级任务",
            "field:content": "沟",
            "field:complete_by": "2026-07-01",
        },
        {"number": "2", "category": "instruction", "field:content": "桥"},
    ]
    return _sheet_seeds(_rows(order_columns(village().intake("xinqi")), *records))()


def _import_units(path: Path) -> None:
    said(import_units(village(), path, by="li", dry=True).findings)


def _import_members(path: Path) -> None:
    said(import_members(village(), path, by="li", dry=True).findings)


def _import_orders(path: Path) -> None:
    _counted(import_orders(village(), path, community="xinqi", by="li", dry=True))


def _counted(found: OrderReport) -> None:
    said((*found.findings, *found.refused, *found.warnings))
    total = of_orders(found, "f").total
    assert total.read == found.rows
    assert min(total.carried, total.changed, total.refused) >= 0


def _resource_seeds() -> Sequence[bytes]:
    columns = resource_columns(library().profile("xinqi"))
    given = {"number": "1", "owner": "", "unit": "", "field:item": "活动场地"}
    return _sheet_seeds(_rows(columns, given, {**given, "number": "xinqi/2"}))()


def _import_resources(path: Path) -> None:
    _counted(import_resources(library(), path, community="xinqi", by="li", dry=True))


RULES = "award_factor"


def _rule_seeds() -> Sequence[bytes]:
    columns = point_columns(ruled().profile("xinqi"), RULES)
    rows: Rows = [[column.zh for column in columns], ["[1..3]", "pass", 0.5], ["≥4、0", "-", "70%"]]
    return _sheet_seeds(rows)()


def _import_points(path: Path) -> None:
    where: dict[str, Any] = {"community": "xinqi", "by": "li", "reason": "-", "table": RULES}
    found = import_points(ruled(), path, dry=True, **where)
    said((*found.findings, *found.warnings))


def _grown_sheet() -> Iterable[bytes]:
    yield "单位编号,层级,上级,名称\n".encode()
    for n in range(99_990):
        yield f"u{n},village,,{'名' * 300} {n}\n".encode()


FIT = "resource-scarce-rural"


def _fit_seeds() -> Sequence[bytes]:
    rows = [line.split(",") for line in template().splitlines()[-2:]]
    return template().encode(), template("zh").encode("gb18030"), _xlsx(rows, "")


PARSERS = (
    Parser("units", _sheet_seeds(_UNITS), _import_units, grown=_grown_sheet),
    Parser("members", _sheet_seeds(_MEMBERS), _import_members),
    Parser("orders", _order_seeds, _import_orders),
    Parser("resources", _resource_seeds, _import_resources),
    Parser("points", _rule_seeds, _import_points),
    Parser("fit", _fit_seeds, lambda path: read_communities(path, [FIT])),
)
