"""The rows of a CSV file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain, islice

from xiangyue.errors import BadInput
from xiangyue.exchange.files.csvtext import (
    WrongEncodingError,
    encodings,
    lines,
    not_csv,
    separator,
    undecodable,
)
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.sheets.rows import ERROR, MAX_COLUMNS, Row, Unreadable, Value

_HEADS = 10
_LOOKED_AT = 100  # lines, most of which may be blank
_BLANK = "\n"
_END = ["\x1a"]  # how files ended once, and those of some old systems still do
_KEPT = re.compile(r'="([^"]*)"')
_TOO_NARROW = re.compile("#{3,}")


def csv_rows(file: DataFile, encoding: str, note: str = "") -> Iterator[Row]:
    """Go through the rows of a CSV in UTF-8, UTF-16 or GB18030, or as it is said.

    Lines that begin with ``note`` are blank ones, whatever quotation marks they have. Raises
    BadInput, with the line, for another encoding or what is no CSV.
    """
    found = _encoding(file, encoding)
    file.rewind()
    rest = (_BLANK if note and one.startswith(note) else one for one in lines(file, found))
    above = tuple(islice(rest, _LOOKED_AT))
    heads = [one for one in above if not one.isspace()][:_HEADS]
    reader = csv.reader(chain(above, rest), delimiter=separator(heads or ("",)), strict=True)
    line = 1
    try:
        for cells in reader:
            row = Row(file.name, None, line, tuple(map(_value, cells)))
            if any(cells[MAX_COLUMNS:]):
                place = row.place(MAX_COLUMNS)
                raise BadInput("sheet-too-many-columns", place=place, limit=MAX_COLUMNS)
            if cells != _END:
                yield row
            line = reader.line_num + 1
    except csv.Error as error:
        raise not_csv(error, file.name, line) from error


def _value(cell: str) -> Value:
    """Read what spreadsheet programs write: ``="007"``, errors, and marks of what had no room."""
    if cell.startswith("=") and (kept := _KEPT.fullmatch(cell)):
        return kept[1]
    if cell.startswith("#") and ERROR.fullmatch(cell):
        return Unreadable("sheet-error-value", {"value": cell})
    if cell.startswith("#") and _TOO_NARROW.fullmatch(cell):
        return Unreadable("sheet-too-narrow")
    return cell


def _encoding(file: DataFile, wanted: str) -> str:
    """Read the whole file, if need be twice: nothing of it is used before all is understood."""
    line = 0
    tried = encodings(file, wanted)
    for encoding in tried:
        file.rewind()
        try:
            for _ in lines(file, encoding):
                pass
        except WrongEncodingError as error:
            line = line or error.line
        else:
            return encoding
    raise undecodable(file, tried, line)
