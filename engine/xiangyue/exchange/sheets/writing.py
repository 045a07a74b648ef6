"""Writing a sheet, XLSX or CSV by its name: no cell of it is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from xiangyue.errors import Misuse, Place, why
from xiangyue.exchange.sheets.cells import unguarded
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.reading import require_library
from xiangyue.exchange.sheets.rows import ERROR

Cell = str | int | float | bool | date | datetime | None

# Full-width marks too: some spreadsheet programs take them for the others.
_ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
_LOST = re.compile(f"{ERROR.pattern}|#{{3,}}")  # read as an error, or as what did not fit
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTH = 18  # characters
_MOST_OFFERED = 250  # characters that a workbook's list of words takes
_MOST = 32_767  # characters that a workbook's cell takes


def write_sheet(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    lang: str = "en",
    notes: bool = False,
) -> int:
    """Write rows under headings in a language; returns how many. ``.csv`` or ``.xlsx`` decides.

    With ``notes``, a workbook says at each heading what belongs there. The file is there as a
    whole or not at all. Raises Misuse for another ending, or where it cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise Misuse("sheet-ending", place=Place(str(path)))
    if kind == ".xlsx":
        require_library()
    try:
        handle, temporary = tempfile.mkstemp(prefix=".sheet-", suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as raw:
                if kind == ".csv":
                    count = _write_csv(raw, columns, rows, lang)
                else:
                    count = _write_xlsx(raw, columns, rows, lang, notes)
            Path(temporary).chmod(0o600)  # it may hold what only few may see
            Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise Misuse("sheet-not-written", place=Place(str(path)), reason=why(error)) from error
    return count


def guarded(text: str) -> str:
    """Return a text for a CSV that no program takes for a formula; ``unguarded`` undoes it."""
    return f"'{text}" if text.startswith(_ACTIVE) or _LOST.fullmatch(text) else text


def csv_parts(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], lang: str = "en"
) -> Iterator[str]:
    """Yield a CSV part by part, a row each: headings in a language first.

    It begins with a mark: without it, some spreadsheet programs take UTF-8 for another encoding.
    """
    yield "\ufeff"
    line = io.StringIO()
    writer = csv.writer(line)
    for cells in chain([[column.heading(lang) for column in columns]], rows):
        writer.writerow([_plain(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _write_csv(
    raw: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Cell]], lang: str
) -> int:
    count = -2  # the mark, and the headings
    with io.TextIOWrapper(raw, "utf-8", errors="replace", newline="") as file:
        for part in csv_parts(columns, rows, lang):
            file.write(part)
            count += 1
    return count


def _plain(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case str():
            return guarded(cell.replace("\0", "�"))
    return cell


def _write_xlsx(
    raw: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    lang: str,
    notes: bool,
) -> int:
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet("Sheet1")
    sheet.freeze_panes = "A2"
    for i, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(i)]
        dimension.width = max(_WIDTH, 2 * len(column.heading(lang)) + 2)
        dimension.number_format = "@"  # what is typed there stays as it is typed
    head = []
    for column in columns:
        cell = _cell(sheet, column.heading(lang))
        cell.font = Font(bold=column.needed)
        if notes:
            cell.comment = _comment(column, lang)
        head.append(cell)
    count = 0
    try:
        sheet.append(head)
        if notes:
            _offer_choices(sheet, columns, lang)
        for row in rows:
            sheet.append([_cell(sheet, cell) for cell in row])
            count += 1
        book.save(raw)
    except BaseException:
        with suppress(Exception):  # else it would be written on when it is cleared away
            sheet.close()
            sheet._writer.cleanup()
        raise
    return count


def _cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        kept = value if unguarded(value) == value else f"'{value}"  # else it would be taken away
        value = _NOT_XML.sub("�", kept)[:_MOST]
    cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type] # a day is welcome
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it begins with
        cell.number_format = "@"
    return cell


def _comment(column: Column, lang: str) -> Any:
    from openpyxl.comments import Comment

    return Comment(column.help_zh if lang == "zh" else column.help_en, "xiangyue")


def _offer_choices(sheet: Any, columns: Sequence[Column], lang: str) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for i, column in enumerate(columns, 1):
        words = ",".join(column.offers(lang))
        if words and len(words) <= _MOST_OFFERED:
            offered = DataValidation("list", formula1=f'"{words}"')
            offered.showErrorMessage = False  # words in another language are understood, too
            letter = get_column_letter(i)
            offered.add(f"{letter}2:{letter}1048576")
            sheet.data_validations.append(offered)
