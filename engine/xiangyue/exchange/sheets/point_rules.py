"""Rules for points, or any decision table, from a sheet: drafted, for somebody else to approve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from xiangyue.engine import Engine
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.sheets.point_columns import (
    Part,
    as_written,
    parts_of,
    point_columns,
    read_cell,
    rows_of,
    table_named,
)
from xiangyue.exchange.sheets.rows import Value
from xiangyue.exchange.sheets.table import Record, SheetOptions, Table
from xiangyue.exchange.sheets.writing import write_sheet
from xiangyue.profile import Finding, Profile
from xiangyue.profile.build import table as build_one
from xiangyue.rules import TableError
from xiangyue.study import check_draft
from xiangyue.time.moments import Moment
from xiangyue.values import Decision


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a sheet of rules led to: ``same`` are the rules in force, which need no draft.

    ``decision`` opened the draft or was refused, ``ok`` is whether its checks stand in no way.
    """

    table: str
    rows: int
    examples: int
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    same: bool = False
    decision: Decision | None = None
    ok: bool = False


def import_points(
    engine: Engine,
    path: Path | str,
    *,
    community: str,
    by: str,
    reason: str,
    table: str | None = None,
    dry: bool = False,
    options: SheetOptions | None = None,
    progress: Progress | None = None,
    now: Moment = None,
) -> Drafted:
    """Draft the rows of a sheet as those of a decision table, and have the draft checked.

    ``table`` names it by id or title. Nothing is drafted if a cell is wrong, or where these are
    the rows in force. Raises BadInput for what is no sheet, and Misuse for an unknown community,
    member or table, without a reason, or where rules do not change by drafts.
    """
    profile = engine.profile(community)
    name = table_named(profile, table)
    sheet = Table(path, point_columns(profile, name), options or SheetOptions(), progress)
    records, rows = _read(sheet, profile, name)
    before = profile.document["tables"][name]["rows"]
    rows = as_written(rows, before)
    if not sheet.findings:
        _check(sheet, records, rows, profile, name)
    told = name, sheet.count, sheet.examples, sheet.findings, sheet.warnings
    if sheet.findings or not rows:
        return Drafted(*told)
    if rows == [list(row) for row in before]:
        return Drafted(*told, same=True)
    if dry:
        return Drafted(*told)
    made = engine.draft(
        community, by=by, reason=reason, tables={name: rows}, source="sheet", now=now
    )
    if made:
        check_draft(engine, made, now=now)
    return Drafted(*told, decision=made, ok=bool(made) and engine.draft_of(made).ok)


def _read(sheet: Table, profile: Profile, name: str) -> tuple[list[Record], list[list[Any]]]:
    records: list[Record] = []
    rows: list[list[Any]] = []
    parts = parts_of(profile, name)
    for record in sheet.records():
        records.append(record)
        rows.append([record.get(part.id, partial(_cell, part), needed=True) for part in parts])
    return records, rows


def _cell(part: Part, value: Value) -> Any:
    return read_cell(value, part)


def _check(
    sheet: Table, records: list[Record], rows: list[list[Any]], profile: Profile, name: str
) -> None:
    """Note the cells that the table does not accept: each row by itself, then all of them."""
    data, parts = profile.document["tables"][name], parts_of(profile, name)

    def wrong(error: TableError, record: Record) -> None:
        column = error.values.get("column")
        at = parts[column].id if column is not None else parts[0].id
        record.wrong(at, error.code, **error.values)

    for record, row in zip(records, rows, strict=True):
        try:
            build_one(name, {**data, "rows": [row]}, profile.document)
        except TableError as error:
            wrong(error, record)
    if sheet.findings or not rows:
        return
    try:
        build_one(name, {**data, "rows": rows}, profile.document)
    except TableError as error:
        wrong(error, records[error.values.get("row") or 0])


def export_points(profile: Profile, path: Path, table: str | None, *, lang: str = "en") -> int:
    """Write the rows of a decision table; returns how many.

    Raises Misuse where it is not clear which, and for another ending than .xlsx or .csv.
    """
    name = table_named(profile, table)
    columns = point_columns(profile, name, lang)
    return write_sheet(path, columns, rows_of(profile, name, lang), lang=lang)
