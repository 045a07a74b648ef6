"""The rows of an XLSX workbook, read a row at a time; what would blow up is refused before."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from errno import EINVAL
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from xiangyue.errors import BadInput, Misuse, Place, XiangyueError
from xiangyue.exchange.names import shown
from xiangyue.exchange.sheets.rows import FURTHEST, MAX_COLUMNS, Row, Unreadable, Value

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_UNPACKED = 1 << 30  # bytes, of all parts together
MAX_TEXTS = 256 << 20  # bytes of the table of texts, which is read as a whole
MAX_PARTS = 5_000
MAX_RATIO = 250
RATIO_COUNTS_FROM = 8 << 20  # unpacked bytes

_LOOKED_AT = 50  # rows of a sheet that may be an empty one
_PARTS = {"xl/workbook.xml", "[Content_Types].xml"}
_TEXTS = "xl/sharedStrings.xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ZEROS = re.compile("0{2,30}")
_CHUNK = 1 << 20
_DAMAGE = (None, EINVAL)  # what the library says itself; a place before the file's beginning
_T = TypeVar("_T")


def xlsx_rows(path: Path, wanted: str | None) -> Iterator[Row]:
    """Go through the rows of the wanted sheet, or of the only one that is not empty.

    Formulas are read as the values that were last computed; hidden rows count. Raises BadInput
    for a file that is damaged or unpacks to too much, and Misuse where the sheet is not clear.
    """
    name = str(path)
    try:
        with _whole(path, name) as parts:
            _check_sizes(parts, name)
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
    names = {info.filename for info in infos}
    if not names >= _PARTS:
        raise BadInput("sheet-unknown-format", place=Place(name))
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


@contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Workbook]:
    """Open a workbook by a file of our own: where it is damaged, the library leaves its open."""
    import openpyxl

    with path.open("rb") as file:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and checks that do not matter here
            book = openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)
        with closing(book):
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
    known = ", ".join(shown(title, 30) for title in sheets) or "-"
    if wanted is not None:
        if wanted not in sheets:
            raise Misuse("sheet-no-sheet", place=Place(name), name=shown(wanted), known=known)
        return wanted
    full = sheets if len(sheets) == 1 else [t for t in sheets if not _is_empty(book[t])]
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
    if not _has_formulas(path, sheet):
        yield from _each(name, title, ((row, row) for row in computed))
        return
    with _opened(path, values=False) as book:
        written: Any = book[title]
        written.reset_dimensions()
        yield from _each(name, title, zip(computed, _quietly(written.iter_rows()), strict=False))


def _has_formulas(path: Path, sheet: Any) -> bool:
    """Tell whether formulas stand in a sheet; most have none, and are read once only."""
    rest = b""
    with zipfile.ZipFile(path) as parts, parts.open(sheet._worksheet_path) as part:
        while chunk := part.read(_CHUNK):
            if _FORMULA.search(rest + chunk):
                return True
            rest = chunk[-40:]
    return False


def _each(name: str, title: str, rows: Iterator[tuple[Any, Any]]) -> Iterator[Row]:
    for number, (computed, written) in enumerate(rows, 1):
        if number > FURTHEST:
            raise BadInput("sheet-broken", place=Place(name), reason=f"> {FURTHEST}")
        cells = tuple(_value(*pair) for pair in zip(computed, written, strict=False))
        row = Row(name, title, number, cells)
        if any(value is not None for value in cells[MAX_COLUMNS:]):
            place = row.place(MAX_COLUMNS)
            raise BadInput("sheet-too-many-columns", place=place, limit=MAX_COLUMNS)
        yield row


def _value(computed: Any, written: Any) -> Value:
    value, kind = computed.value, computed.data_type
    if value is None:
        return Unreadable("sheet-formula") if written.data_type == "f" else None
    if kind == "e":
        return Unreadable("sheet-error-value", {"value": shown(str(value), 20)})
    if kind == "n" and type(value) is int and value >= 0:
        pattern = computed.number_format
        if _ZEROS.fullmatch(pattern):
            return str(value).zfill(len(pattern))
    return value if isinstance(value, str | int | float) or hasattr(value, "isoformat") else None
