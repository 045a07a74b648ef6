"""Lists to take along: tasks, a month's points, the journal; as CSV or XLSX, each noted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flask import abort, request

from xiangyue import XiangyueError
from xiangyue.office import Cell, Column, csv_parts, write_sheet
from xiangyue_admin.months import middle_of
from xiangyue_admin.recording import tables
from xiangyue_admin.rooms.exports.room import Answer, attached, blueprint, note, page, poured
from xiangyue_admin.rooms.journal import whole
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here

_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MOST_ROWS = 100_000  # of a workbook: it is made as a whole before it is sent
Rows = Iterator[Sequence[Cell]]


@blueprint.post("/<community>/tasks")
def tasks(community: str) -> Answer:
    """Give the list of all tasks; their titles only where they are asked for."""
    titles, lang = request.form.get("titles") == "1", here().language
    columns = (*tables.TASKS, tables.TITLE) if titles else tables.TASKS
    rows = tables.tasks(here().engine, community, lang, titles=titles, now=datetime.now(UTC))
    return _sent(community, "tasks", columns, rows, titles=titles)


@blueprint.post("/<community>/points")
def points(community: str) -> Answer:
    """Give the points list of a month that is over, by code, never by points."""
    account, month = request.form.get("account", ""), middle_of(request.form.get("month"))
    if month is None:
        return page(community, [("month", _("Choose a month, such as 2026-06."))]), 400
    try:
        rows = list(tables.points(here().engine, community, account, month, here().language))
    except XiangyueError as error:
        return page(community, [("month", here().say(error))]), 400
    return _sent(community, f"points-{month:%Y-%m}", tables.POINTS, iter(rows), account=account)


@blueprint.post("/<community>/journal")
def journal(community: str) -> Answer:
    """Give the journal in plain words, after an entry's number."""
    after = whole(request.form.get("after")) or 0
    rows = tables.journal(here().engine, community, here().language, after=after)
    return _sent(community, "journal", tables.JOURNAL, rows, after=after)


class _TooLongError(Exception):
    """More rows than a workbook is made of."""


def _sent(
    community: str, what: str, columns: Sequence[Column], rows: Rows, **facts: str | int | bool
) -> Answer:
    """Note that a list leaves the house, and send it part by part."""
    visit, kind = here(), request.form.get("kind", "csv")
    if kind not in _KINDS:
        abort(400)
    body: Iterator[bytes]
    if kind == "csv":
        note(community, what, facts)
        parts = csv_parts(columns, rows, visit.language)
        body = (part.encode("utf-8", "replace") for part in parts)
    else:
        try:
            body = _workbook(columns, rows, visit.language)
        except _TooLongError:
            said = _("A workbook holds 100,000 rows at most. Take the plain table.")
            return page(community, [("", said)]), 400
        note(community, what, facts)
    return attached(body, what, kind, _KINDS[kind])


def _workbook(columns: Sequence[Column], rows: Rows, lang: str) -> Iterator[bytes]:
    """Write a workbook to a file that nobody else sees, and yield it in parts."""
    folder = tempfile.TemporaryDirectory(prefix="xiangyue-")
    file = Path(folder.name) / "list.xlsx"
    try:
        write_sheet(file, columns, _bounded(rows), lang=lang)
    except BaseException:
        folder.cleanup()
        raise
    return poured(folder, file)


def _bounded(rows: Rows) -> Rows:
    for number, row in enumerate(rows):
        if number == _MOST_ROWS:
            raise _TooLongError
        yield row
