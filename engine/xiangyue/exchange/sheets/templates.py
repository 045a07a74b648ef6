"""Sheets to begin with: headings, what belongs beneath them, and a row that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.writing import write_sheet

EXAMPLE = {"en": "e.g. ", "zh": "例："}
"""How the row begins that is passed over, by language."""


def write_template(path: Path, columns: Sequence[Column], lang: str) -> None:
    """Write a sheet with headings in a language and one row that is passed over when it is read.

    Raises Misuse where the file's ending is neither ``.xlsx`` nor ``.csv``.
    """
    example = [column.shows(lang) for column in columns]
    example[0] = EXAMPLE.get(lang, EXAMPLE["en"]) + example[0]
    write_sheet(path, columns, [example], lang=lang, notes=True)
