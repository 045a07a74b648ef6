"""Event logs in CSV: separator, encoding, columns and times are found out."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, field
from itertools import chain

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.csvtext import (
    WrongEncodingError,
    encodings,
    lines,
    not_csv,
    separator,
    undecodable,
)
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.logs.assemble import MAX_EVENTS, Draft, Repeated, assemble, named, short
from xiangyue.exchange.logs.csvcolumns import Columns, find_columns
from xiangyue.exchange.logs.eventlog import Event, EventLog, LogOptions
from xiangyue.exchange.logs.logtimes import Times, zone
from xiangyue.exchange.names import shown


@dataclass(slots=True)
class _Table:
    """What has been read: the cases, and beside them the rows with their times still as text."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    rows: list[tuple[Draft, str, str | None, str | None, int]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


def read_csv(file: DataFile, options: LogOptions) -> EventLog:
    """Read a CSV log in UTF-8, UTF-16 (with a mark) or GB18030, or as the options say.

    A column is an attribute of the case if its name begins with ``case:`` (which is dropped) or
    if it never differs within a case. Raises BadInput, with the line, for a missing column or
    value, for rows that do not fit the header, and for times that cannot be told.
    """
    line = 0
    tried = encodings(file, options.encoding)
    for encoding in tried:
        file.rewind()
        try:
            return _read(file, encoding, options)
        except WrongEncodingError as error:
            line = line or error.line
    raise undecodable(file, tried, line)


def _read(file: DataFile, encoding: str, options: LogOptions) -> EventLog:
    times = Times(zone(options.timezone), options.time_format)
    repeated = Repeated(*(n.removeprefix("case:") for n in (options.deadline, options.end) if n))
    table = _Table()
    rest = lines(file, encoding)
    header = next(rest, "")
    reader = csv.reader(chain((header,), rest), delimiter=separator((header,)), strict=True)
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
        raise not_csv(error, file.name, line) from error
    _events(table, times, file.name)
    return assemble(file.name, list(table.drafts.values()), times, options, repeated)


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
