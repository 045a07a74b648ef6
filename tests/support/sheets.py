"""Real sheets made for a test, in either kind of file."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]
Writer = Callable[[Path, Rows], Path]


def write_csv(path: Path, rows: Rows) -> Path:
    """Write rows as a CSV in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Rows) -> Path:
    """Write rows as the one sheet of a workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([*row])  # type: ignore[union-attr]
    book.save(path)
    return path


def repacked(path: Path, into: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Write a workbook once more with one of its parts changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return into
