"""Event logs in CSV: separator, encoding, columns and times are found out."""

from __future__ import annotations

import codecs
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.assemble import MAX_EVENTS, Draft, Repeated, assemble, named, short
from xiangyue.exchange.csvcolumns import Columns, find_columns
from xiangyue.exchange.eventlog import Event, EventLog, LogOptions
from xiangyue.exchange.logfile import LogFile
from xiangyue.exchange.logtimes import Times, zone
from xiangyue.exchange.names import shown

MAX_LINE = 1 << 20  # characters
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ",;\t|"


class _WrongEncodingError(Exception):
    """The bytes are not what the encoding allows."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class _Table:
    """What has been read: the cases, and beside them the rows with their times still as text."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    rows: list[tuple[Draft, str, str | None, str | None, int]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


def read_csv(file: LogFile, options: LogOptions) -> EventLog:
    """Read a CSV log in UTF-8, UTF-16 (with a mark) or GB18030, or as the options say.

    A column is an attribute of the case if its name begins with ``case:`` (which is dropped) or
    if it never differs within a case. Raises BadInput, with the line, for a missing column or
    value, for rows that do not fit the header, and for times that cannot be told.
    """
    line = 0
    encodings = _encodings(file, options.encoding)
    for encoding in encodings:
        file.rewind()
        try:
            return _read(file, encoding, options)
        except _WrongEncodingError as error:
            line = line or error.line
    tried = ", ".join(encodings)
    raise BadInput("log-encoding", place=Place(file.name, line), tried=tried)


def _encodings(file: LogFile, wanted: str) -> tuple[str, ...]:
    if wanted:
        try:
            "".encode(wanted)
        except (LookupError, ValueError) as error:
            raise Misuse("log-encoding-unknown", name=shown(wanted)) from error
        return (wanted,)
    start = next(file.chunks(), b"")
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return (encoding,)
    return "utf-8", "gb18030"


def _lines(file: LogFile, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, number = "", 1
    for chunk in chain(file.chunks(), (b"",)):
        try:
            text = rest + decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            offset = error.start if isinstance(error, UnicodeDecodeError) else 0
            raise _WrongEncodingError(file.line + chunk.count(b"\n", 0, offset)) from error
        if "\0" in text:
            line = number + text.count("\n", 0, text.index("\0"))
            raise BadInput("log-binary", place=Place(file.name, line))
        *whole, rest = text.split("\n")
        for line_text in whole:
            yield line_text + "\n"
        number += len(whole)
        if len(rest) > MAX_LINE:
            place = Place(file.name, number)
            raise BadInput("log-line-too-long", place=place, limit=MAX_LINE)
    if rest:
        yield rest


def _read(file: LogFile, encoding: str, options: LogOptions) -> EventLog:
    times = Times(zone(options.timezone), options.time_format)
    repeated = Repeated(*(n.removeprefix("case:") for n in (options.deadline, options.end) if n))
    table = _Table()
    lines = _lines(file, encoding)
    header = next(lines, "")
    reader = csv.reader(chain((header,), lines), delimiter=_separator(header), strict=True)
    columns: Columns | None = None
    line = 1
    try:
        for row in reader:
            place = Place(file.name, line)
            if columns is None:
                columns = find_columns([cell.strip() for cell in row], options, place)
            elif any(row):
                _row(table, row, columns, repeated, place)
            line = reader.line_num + 1
    except csv.Error as error:
        place = Place(file.name, line)
        raise BadInput("log-csv", place=place, reason=shown(str(error), 120)) from error
    _events(table, times, file.name)
    return assemble(file.name, list(table.drafts.values()), times, options, repeated)


def _separator(header: str) -> str:
    def columns(separator: str) -> int:
        try:
            return len(next(csv.reader([header], delimiter=separator), ()))
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=columns)


def _row(table: _Table, row: list[str], columns: Columns, repeated: Repeated, place: Place) -> None:
    if len(row) != columns.count:
        if any(row[columns.count :]):
            raise BadInput("log-row", place=place, cells=len(row), columns=columns.count)
        row += [""] * (columns.count - len(row))
    case, activity, at = row[columns.case], row[columns.activity], row[columns.time]
    if not case.strip():
        raise BadInput("log-no-case", place=place)
    if not activity.strip():
        raise BadInput("log-no-activity", place=place, case=shown(case))
    if not at.strip():
        raise BadInput("log-no-timestamp", place=place, case=shown(case))
    if len(table.times) >= MAX_EVENTS:
        raise BadInput("log-too-many-events", place=place, limit=MAX_EVENTS)
    draft = table.drafts.get(case)
    if draft is None:
        draft = table.drafts[case] = Draft(named(case, place), place.line)
    for index, key in columns.own:
        if row[index]:
            draft.say(key, short(sys.intern(row[index])), place)
    for index, key in columns.others:
        if row[index] and key not in repeated.differing:
            repeated.note(draft, key, short(sys.intern(row[index])))
    resource = _name(row, columns.resource, place)
    group = _name(row, columns.group, place)
    table.rows.append((draft, sys.intern(named(activity, place)), resource, group, place.line))
    table.times.append(at)


def _name(row: list[str], index: int | None, place: Place) -> str | None:
    if index is None or not row[index].strip():
        return None
    return sys.intern(named(row[index], place))


def _events(table: _Table, times: Times, name: str) -> None:
    def place(index: int) -> Place:
        return Place(name, table.rows[index][4])

    moments = times.read(table.times, place)
    for position, (row, at) in enumerate(zip(table.rows, moments, strict=True), 1):
        draft, activity, resource, group, line = row
        draft.events.append(Event(activity, at, resource, group, position, line))
