"""Opening a sheet: what kind of file it is, whatever it is called."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.files.datafile import DataFile, Progress
from xiangyue.exchange.sheets.cells import text
from xiangyue.exchange.sheets.csvrows import csv_rows
from xiangyue.exchange.sheets.rows import Row
from xiangyue.exchange.sheets.xlsxrows import xlsx_rows

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NEITHER = (b"<", b"{", b"%PDF", b"SQLite format 3", b"Rar!", b"7z\xbc\xaf", b"\x89PNG")


def read_rows(
    path: Path | str,
    *,
    sheet: str | None = None,
    encoding: str = "",
    progress: Progress | None = None,
    note: str = "",
) -> Iterator[Row]:
    """Go through the rows of a CSV (gzipped or not) or of an XLSX workbook, blank ones too.

    ``sheet`` names one of the workbook's, ``encoding`` is that of a CSV, of which lines that
    begin with ``note`` are left out. ``progress`` is told the
    share of a CSV that is read, from 0 to 1. Raises BadInput, with its place, for what is neither,
    cannot be read, or cannot be read safely, and Misuse where the sheet is not clear.
    """
    path = Path(path)
    name = Place(str(path))
    with DataFile(path, progress) as file:
        head = next(file.chunks(), b"")
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start:
            raise BadInput("sheet-empty", place=name)
        if start.startswith(_OLE):
            raise BadInput("sheet-locked" if _is_locked(file) else "sheet-old-format", place=name)
        if not start.startswith(_ZIP):
            file.rewind()
            if start.startswith(_NEITHER):
                raise BadInput("sheet-unknown-format", place=name)
            if sheet is not None:
                raise Misuse("sheet-none-in-csv", place=name)
            yield from csv_rows(file, encoding, note)
            return
    require_library()
    yield from xlsx_rows(path, sheet)


def texts(path: Path, sheet: str | None = None, note: str = "") -> Iterator[tuple[list[str], int]]:
    """Go through the rows that are not blank, as texts, each with its number.

    Raises BadInput and Misuse as ``read_rows`` does, and for a cell that holds an error.
    """
    for row in read_rows(path, sheet=sheet, note=note):
        if not row.blank:
            yield [_text(row, column) for column in range(len(row.values))], row.number


def _text(row: Row, column: int) -> str:
    value = row.at(column)
    try:
        return "" if value is None else text(value)
    except BadInput as error:
        raise BadInput(error.code, place=row.place(column), **error.values) from error


def require_library() -> None:
    """Raise Misuse where what reads and writes workbooks is not installed."""
    if importlib.util.find_spec("openpyxl") is None:
        raise Misuse("sheet-extra")


def _is_locked(file: DataFile) -> bool:
    """Tell whether an old container holds a new workbook that a password protects."""
    file.rewind()
    rest = b""
    for chunk in file.chunks():
        if _ENCRYPTED in rest + chunk:
            return True
        rest = chunk[-len(_ENCRYPTED) :]
    return False
