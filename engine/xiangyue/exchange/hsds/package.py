"""A directory as tables: CSV files in a folder or a ZIP, as a Tabular Data Package has them."""

from __future__ import annotations

import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.datafile import (
    MAX_BYTES,
    MAX_RATIO,
    RATIO_COUNTS_FROM,
    DataFile,
    Progress,
)
from xiangyue.exchange.files.jsonfile import read_json
from xiangyue.exchange.hsds.record import Record, Steps
from xiangyue.exchange.hsds.stream import json_records
from xiangyue.exchange.sheets.csvrows import csv_rows
from xiangyue.exchange.sheets.rows import Row, half_width, trimmed

DESCRIPTION = "datapackage.json"
MOST_FILES = 200
_ENDINGS = (".csv", ".json", ".jsonl", ".ndjson")
_CHUNK = 1 << 16
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError),
    NotImplementedError,
)


def records(path: Path, progress: Progress | None = None) -> Iterator[Record]:
    """Go through a directory: JSON, a table as CSV, or a folder or ZIP of such.

    Raises BadInput, with its place, for what cannot be read to its end.
    """
    if path.is_dir():
        yield from _folder(path, {}, progress)
        return
    with DataFile(path, progress) as file:
        start = next(file.chunks(), b"")
        file.rewind()
        if start.startswith(b"PK\x03\x04"):
            yield from _zipped(path, progress)
        elif path.suffixes[-2:] in ([".csv"], [".csv", ".gz"]) or path.suffix.lower() == ".csv":
            yield from _csv(file, path.name.partition(".")[0])
        else:
            yield from json_records(file)


def _zipped(path: Path, progress: Progress | None) -> Iterator[Record]:
    """Unpack what matters of a ZIP, within bounds, and go through it."""
    with tempfile.TemporaryDirectory(prefix="xiangyue-") as folder:
        names = {}
        try:
            with zipfile.ZipFile(path) as packed:
                wanted = [one for one in packed.infolist() if _matters(one.filename)]
                if len(wanted) > MOST_FILES:
                    raise BadInput("hsds-many-files", place=Place(str(path)), most=MOST_FILES)
                left = MAX_BYTES
                for number, one in enumerate(wanted):
                    inside = PurePosixPath(one.filename)
                    file = Path(folder, f"{number}", inside.name)
                    file.parent.mkdir()
                    left -= _unpack(packed, one, file, left, path)
                    names[file] = f"{path}!{one.filename}"
        except _BROKEN as error:
            raise BadInput("hsds-zip", place=Place(str(path))) from error
        except RuntimeError as error:  # it is encrypted
            raise BadInput("hsds-zip-locked", place=Place(str(path))) from error
        yield from _folder(Path(folder), names, progress)


def _matters(name: str) -> bool:
    inside = PurePosixPath(name)
    hidden = any(part.startswith((".", "__")) for part in inside.parts)
    return inside.suffix.lower() in _ENDINGS and not hidden


def _unpack(
    packed: zipfile.ZipFile, one: zipfile.ZipInfo, file: Path, most: int, path: Path
) -> int:
    size = 0
    with packed.open(one) as source, file.open("wb") as target:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise BadInput("file-too-large", place=Place(f"{path}!{one.filename}"))
            if size > RATIO_COUNTS_FROM and size > MAX_RATIO * max(one.compress_size, 1):
                raise BadInput("file-bomb", place=Place(f"{path}!{one.filename}"))
            target.write(chunk)
    return size


def _folder(folder: Path, names: Mapping[Path, str], progress: Progress | None) -> Iterator[Record]:
    """Go through the files of a folder; ``names`` says what they are called elsewhere."""
    files = sorted(file for file in folder.rglob("*") if _matters(str(file.relative_to(folder))))
    if len(files) > MOST_FILES:
        raise BadInput("hsds-many-files", place=Place(str(folder)), most=MOST_FILES)
    described: dict[str, str] = {}
    for file in files:
        if file.name == DESCRIPTION:
            described |= _tables(file, names.get(file, str(file)))
    told = [file for file in files if file.name != DESCRIPTION]
    if not told:
        raise BadInput("hsds-nothing", place=Place(str(folder)))
    for number, file in enumerate(told):
        with DataFile(file, _share(progress, number, len(told))) as data:
            data.name = names.get(file, str(file))
            if file.suffix.lower() == ".csv":
                yield from _csv(data, described.get(file.name, file.stem))
            else:
                yield from json_records(data)


def _share(progress: Progress | None, number: int, of: int) -> Progress | None:
    return None if progress is None else lambda done: progress((number + done) / of)


def _tables(file: Path, name: str) -> dict[str, str]:
    """Return what tables a description says that files are."""
    described = read_json(file).value
    listed = described.get("resources") if isinstance(described, dict) else None
    found = {}
    for one in listed if isinstance(listed, list) else ():
        said = one if isinstance(one, dict) else {}
        path, table = said.get("path", ""), said.get("name", "")
        if isinstance(path, list):
            path = path[0] if path else ""
        if isinstance(path, str) and isinstance(table, str) and table:
            found[PurePosixPath(path).name] = table
    return found


def _csv(file: DataFile, table: str) -> Iterator[Record]:
    """Go through the rows of a table; an empty cell says nothing."""
    heads: list[str] = []
    for row in csv_rows(file, ""):
        if row.blank:
            continue
        cells = [trimmed(str(cell)) for cell in row.values]
        if not heads:
            heads = [half_width(cell).strip().lower() for cell in cells]
            _once(heads, row)
            continue
        value = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell}
        yield Record(value, table, (row.number,), partial(_cell, row, tuple(heads)))


def _once(heads: list[str], row: Row) -> None:
    for column, head in enumerate(heads):
        if head and head in heads[:column]:
            raise BadInput("json-twice", place=row.place(column), name=head)


def _cell(row: Row, heads: tuple[str, ...], steps: Steps) -> Place:
    named = steps[0] if steps else ""
    return row.place(heads.index(str(named)) if named in heads else 0)
