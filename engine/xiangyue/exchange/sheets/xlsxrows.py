"""The rows of an XLSX workbook, read a row at a time; what would blow up is refused before."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from errno import EINVAL
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from xiangyue.errors import BadInput, Misuse, Place, XiangyueError
from xiangyue.exchange.names import shown
from xiangyue.exchange.sheets.rows import (
    FURTHEST,
    MAX_COLUMNS,
    Percent,
    Row,
    Since1904,
    Unreadable,
    Value,
)
from xiangyue.exchange.sheets.xlsxlayout import laid_out, layout
from xiangyue.exchange.sheets.xlsxprologs import check_prologs

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_UNPACKED = 1 << 30  # bytes, of all parts together
MAX_TEXTS = 96 << 20  # bytes of the table of texts, which is read as a whole
MAX_PARTS = 5_000
MAX_RATIO = 250
RATIO_COUNTS_FROM = 8 << 20  # unpacked bytes

_LOOKED_AT = 50  # rows of a sheet that may be an empty one
_TEXTS = "xl/sharedStrings.xml"
_BOOK = "xl/workbook.xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_OTHERS = {
    "content.xml": "ODS",
    "xl/workbook.bin": "XLSB",
    "Index/Document.iwa": "Numbers",
    "word/document.xml": "DOCX",
}
_ZEROS = re.compile("0{2,30}")
_RETURN = re.compile("_x000[dD]_\n?")  # how a workbook keeps a carriage return
_CHINESE_DAYS = frozenset({*range(27, 37), *range(50, 59)})
"""Formats of days and times that East Asian editions number and do not spell out."""
_DAMAGE = (None, EINVAL)  # what the library says itself; a place before the file's beginning
_T = TypeVar("_T")


def xlsx_rows(path: Path, wanted: str | None) -> Iterator[Row]:
    """Go through the rows of the wanted sheet, or of the only one that is not empty or hidden.

    Formulas are read as the values that were last computed, a cell merged over several rows stands
    in each of them, and hidden rows count. Raises BadInput for a file that is damaged or unpacks
    to too much, and Misuse where the sheet is not clear.
    """
    name = str(path)
    try:
        with _whole(path, name) as parts:
            _check_sizes(parts, name)
            _check_kind(parts, name)
            check_prologs(parts, name)
        with _opened(path, values=True) as book:
            sheet = _choose(book, name, wanted)
            yield from _rows(path, name, book[sheet], sheet)
    except (XiangyueError, MemoryError):
        raise
    except Exception as error:  # whatever a damaged workbook makes the libraries stumble over
        if isinstance(error, OSError) and error.errno not in _DAMAGE:
            raise
        raise BadInput("sheet-broken", place=Place(name), reason=_reason(error)) from error


def _whole(path: Path, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise BadInput("sheet-cut", place=Place(name)) from error


def _reason(error: Exception) -> str:
    return shown(f"{type(error).__name__}: {error}", 120)


def _check_sizes(parts: zipfile.ZipFile, name: str) -> None:
    infos = parts.infolist()
    blown_up = any(
        info.file_size > RATIO_COUNTS_FROM
        and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        for info in infos
    )
    texts = sum(info.file_size for info in infos if info.filename == _TEXTS)
    if (
        blown_up
        or len(infos) > MAX_PARTS
        or texts > MAX_TEXTS
        or sum(info.file_size for info in infos) > MAX_UNPACKED
    ):
        raise BadInput("sheet-bomb", place=Place(name))


def _check_kind(parts: zipfile.ZipFile, name: str) -> None:
    names = set(parts.namelist())
    for part, kind in _OTHERS.items():
        if part in names:
            raise BadInput("sheet-other-kind", place=Place(name), kind=kind)
    if not names >= {_BOOK, "[Content_Types].xml"}:
        raise BadInput("sheet-unknown-format", place=Place(name))
    with parts.open(_BOOK) as book:
        if _STRICT in book.read(4096):
            raise BadInput("sheet-other-kind", place=Place(name), kind="Strict Open XML")


@contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Workbook]:
    """Open a workbook by a file of our own: where it is damaged, the library leaves its open."""
    import openpyxl

    with path.open("rb") as file:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and checks that do not matter here
            book = openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)
        with closing(book):
            # The library knows only the formats that everybody's edition has.
            days: Any = book._date_formats  # type: ignore[attr-defined]
            for number, style in enumerate(book._cell_styles):  # type: ignore[attr-defined]
                if style.numFmtId in _CHINESE_DAYS:
                    days.add(number)
            yield book


def _quietly(items: Iterator[_T]) -> Iterator[_T]:
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                item = next(items)
            except StopIteration:
                return
        yield item


def _choose(book: Workbook, name: str, wanted: str | None) -> str:
    sheets = [sheet.title for sheet in book.worksheets]
    seen = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    known = ", ".join(shown(title, 30) for title in sheets) or "-"
    if wanted is not None:
        if wanted not in sheets:
            raise Misuse("sheet-no-sheet", place=Place(name), name=shown(wanted), known=known)
        return wanted
    full = seen if len(seen) == 1 else [t for t in seen if not _is_empty(book[t])]
    if len(full) > 1:
        known = ", ".join(shown(title, 30) for title in full)
        raise Misuse("sheet-which", place=Place(name), known=known)
    if not full:
        raise BadInput("sheet-empty", place=Place(name))
    return full[0]


def _is_empty(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_LOOKED_AT, values_only=True)
    return all(value is None for row in _quietly(rows) for value in row)


def _rows(path: Path, name: str, sheet: Any, title: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a workbook says of its size may be wrong
    computed = _quietly(sheet.iter_rows())
    about = layout(path, sheet._worksheet_path)
    old = sheet.parent.epoch.year == 1904
    if not about.formulas:  # most have none, and are read once only
        rows = _each(name, title, ((row, row) for row in computed), old)
        yield from laid_out(rows, about)
        return
    with _opened(path, values=False) as book:
        written: Any = book[title]
        written.reset_dimensions()
        pairs = zip(computed, _quietly(written.iter_rows()), strict=False)
        yield from laid_out(_each(name, title, pairs, old), about)


def _each(name: str, title: str, rows: Iterator[tuple[Any, Any]], old: bool) -> Iterator[Row]:
    for number, (computed, written) in enumerate(rows, 1):
        if number > FURTHEST:
            raise BadInput("sheet-broken", place=Place(name), reason=f"> {FURTHEST}")
        cells = tuple(_value(*pair, old) for pair in zip(computed, written, strict=False))
        row = Row(name, title, number, cells)
        if any(value is not None for value in cells[MAX_COLUMNS:]):
            place = row.place(MAX_COLUMNS)
            raise BadInput("sheet-too-many-columns", place=place, limit=MAX_COLUMNS)
        yield row


def _value(computed: Any, written: Any, old: bool) -> Value:
    value, kind = computed.value, computed.data_type
    match value:
        case None:
            return Unreadable("sheet-formula") if written.data_type == "f" else None
        case _ if kind == "e":
            return Unreadable("sheet-error-value", {"value": shown(str(value), 20)})
        case str():
            return _RETURN.sub("\n", value) if "_x000" in value else value
        case bool():
            return value
        case int() | float():
            return _number(value, computed.number_format, old)
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value if hasattr(value, "isoformat") else None


def _number(value: int | float, pattern: str, old: bool) -> Value:
    """Return a number as it is seen: with its leading zeros, or as a percentage."""
    if isinstance(value, int) and value >= 0 and _ZEROS.fullmatch(pattern):
        return str(value).zfill(len(pattern))
    if pattern.endswith("%"):
        return Percent(value)
    return Since1904(value) if old else value
