"""The rows of a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice

from xiangyue.errors import BadInput
from xiangyue.exchange.csvtext import (
    WrongEncodingError,
    encodings,
    lines,
    not_csv,
    separator,
    undecodable,
)
from xiangyue.exchange.datafile import DataFile
from xiangyue.exchange.sheets.rows import MAX_COLUMNS, Row

_HEADS = 10


def csv_rows(file: DataFile, encoding: str) -> Iterator[Row]:
    """Go through the rows of a CSV in UTF-8, UTF-16 (with a mark) or GB18030, or as it is said.

    Raises BadInput, with the line, for another encoding or what is no CSV.
    """
    found = _encoding(file, encoding)
    file.rewind()
    rest = lines(file, found)
    heads = tuple(islice(rest, _HEADS))
    reader = csv.reader(chain(heads, rest), delimiter=separator(heads or ("",)), strict=True)
    line = 1
    try:
        for cells in reader:
            row = Row(file.name, None, line, tuple(cells))
            if any(cells[MAX_COLUMNS:]):
                place = row.place(MAX_COLUMNS)
                raise BadInput("sheet-too-many-columns", place=place, limit=MAX_COLUMNS)
            yield row
            line = reader.line_num + 1
    except csv.Error as error:
        raise not_csv(error, file.name, line) from error


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
