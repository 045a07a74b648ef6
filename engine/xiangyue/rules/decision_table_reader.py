"""Reads one input of a decision table: its JSON Schema and its cells become a column."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import inf, isfinite
from typing import Any, NoReturn

from xiangyue.rules.decision_table_columns import ChoiceColumn, Column, LineColumn, Value
from xiangyue.rules.decision_table_error import TableError
from xiangyue.rules.decision_table_intervals import (
    EVERYWHERE,
    HIGHEST,
    Interval,
    Line,
    parse_interval,
    read_line,
    unreadable,
)
from xiangyue.spelling import nearest, shown

ANYTHING = "-"
_UNPROVABLE = (
    "pattern", "format", "anyOf", "oneOf", "allOf", "not", "if", "$ref", "$dynamicRef"
)  # fmt: skip


def build_column(name: str, schema: Mapping[str, Any], cells: Sequence[Any], column: int) -> Column:
    """Compile one input from its JSON Schema and its cells, top to bottom.

    Raises TableError, with ``row`` and ``column``, for a schema that cannot be proved complete,
    a domain without values, and cells that do not fit it.
    """
    choices = _choices(schema)
    kind = schema.get("type", _kind_of(choices or ()))
    why = next((key for key in _UNPROVABLE if key in schema), None) or unreadable(schema)
    if choices is not None and not _alike(kind, _kind_of(choices)):
        why = why or "enum"
    elif kind not in ("integer", "number", "boolean", "string"):
        why = why or f"type: {shown(kind)}"
    if why is not None:
        raise TableError("table-input-type", input=name, why=why, row=None, column=column)
    reader = _Reader(name, str(kind), read_line(schema, str(kind)), schema, column)
    numeric = choices is None and kind in ("integer", "number")
    built = _line_column(reader, cells) if numeric else _choice_column(reader, choices, cells)
    if not built.classes:
        raise TableError("table-input-empty", input=name, row=None, column=column)
    return built


@dataclass(frozen=True, slots=True)
class _Reader:
    """What it takes to read the cells of one column and to say what is wrong with them."""

    name: str
    kind: str
    line: Line
    schema: Mapping[str, Any]
    column: int

    def interval(self, entry: Any, row: int) -> Interval:
        """Read one entry of a numeric cell."""
        interval = parse_interval(entry, self.line.plain)
        if interval is None:
            self.refuse("table-interval", entry, row)
        if not Line(self.line.plain, step=self.line.step).meets(interval):
            self.refuse("table-interval-empty", entry, row, kind=self.kind)
        return interval

    def choices(self, entry: Any, row: int, allowed: Sequence[Value] | None) -> Sequence[Value]:
        """Return the choices that one entry of a cell stands for; any string where all are."""
        if allowed is not None and self.kind in ("integer", "number"):
            interval = self.interval(entry, row)
            found = [v for v in allowed if not isinstance(v, str) and interval.holds(v)]
            if not found and interval.low == interval.high:
                self.refuse("table-enum-value", entry, row, **nearest(entry, allowed))
            return found
        if _kind(entry) != self.kind:
            self.refuse("table-cell-type", entry, row, kind=self.kind)
        if allowed is not None and entry not in allowed:
            self.refuse("table-enum-value", entry, row, **nearest(entry, allowed))
        return (entry,)

    def admits(self, value: Value) -> bool:
        """Tell whether bounds beside the enum allow the value too."""
        if isinstance(value, str):
            return bool(
                self.schema.get("minLength", 0) <= len(value) <= self.schema.get("maxLength", inf)
            )
        return self.kind == "boolean" or self.line.admits(value)

    def refuse(self, code: str, entry: Any, row: int, **values: Any) -> NoReturn:
        """Say what is wrong with an entry, and where."""
        raise TableError(
            code, input=self.name, value=shown(entry), row=row, column=self.column, **values
        )


def _choices(schema: Mapping[str, Any]) -> tuple[Any, ...] | None:
    if "const" in schema:
        return (schema["const"],)
    if "enum" in schema:
        return tuple(_entries(schema["enum"]))
    return (False, True) if schema.get("type") == "boolean" else None


def _kind_of(choices: Sequence[Any]) -> str | None:
    """Return the one kind of all choices; a mixture could not be told apart, as True equals 1."""
    kinds = {_kind(choice) for choice in choices}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else None


def _alike(declared: Any, found: str | None) -> bool:
    numbers = ("integer", "number")
    return found is not None and (declared == found or (declared in numbers and found in numbers))


def _kind(value: Any) -> str | None:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        known = "integer" if isinstance(value, int) else "number"
        return known if abs(value) <= HIGHEST else None
    return "string" if isinstance(value, str) else None


def _entries(cell: Any) -> Sequence[Any]:
    return cell if isinstance(cell, list | tuple) else (cell,)


def _choice_column(
    reader: _Reader, choices: Sequence[Value] | None, cells: Sequence[Any]
) -> ChoiceColumn:
    allowed = None if choices is None else [v for v in choices if reader.admits(v)]
    named = dict.fromkeys(allowed or (), 0)
    anything = 0
    for row, cell in enumerate(cells):
        if cell == ANYTHING:
            anything |= 1 << row
            continue
        for entry in _entries(cell):
            for value in reader.choices(entry, row, allowed):
                named[value] = named.get(value, 0) | 1 << row
    masks = {value: mask | anything for value, mask in named.items()}
    classes: dict[int, Value] = {}
    for value, mask in masks.items():
        if reader.admits(value):
            classes.setdefault(mask, value)
    if allowed is None and (other := _another(masks, reader.schema)) is not None:
        classes.setdefault(anything, other)
    return ChoiceColumn(
        reader.name, reader.kind, masks, classes, anything if allowed is None else None
    )


def _another(known: Iterable[Value], schema: Mapping[str, Any]) -> str | None:
    """Return a string of the domain that no cell names, None where the domain has no other."""
    taken = set(known)
    least, most = max(0, schema.get("minLength", 0)), schema.get("maxLength", inf)
    length = int(min(max(5, least), most))
    if least > most or (length == 0 and "" in taken):
        return None
    if length == 0:
        return ""
    if (other := "other"[:length].ljust(length, "x")) not in taken:
        return other
    return next(text for n in count(0x4E00) if (text := chr(n) * length) not in taken)


def _line_column(reader: _Reader, cells: Sequence[Any]) -> LineColumn:
    rows = [
        [EVERYWHERE] if cell == ANYTHING else [reader.interval(e, row) for e in _entries(cell)]
        for row, cell in enumerate(cells)
    ]
    spans = [reader.line.span, *(span for row in rows for span in row)]
    ends = {end for span in spans for end in (span.low, span.high)}
    bounds = tuple(sorted(end for end in ends if isfinite(end)))
    steps = len(bounds) * 2 + 1
    opening, closing = [0] * (steps + 1), [0] * (steps + 1)
    for row, intervals in enumerate(rows):
        for first, last in _merged(_steps(interval, bounds) for interval in intervals):
            opening[first] |= 1 << row
            closing[last + 1] |= 1 << row
    examples = tuple(_examples(bounds, reader.line))
    masks: list[int] = []
    classes: dict[int, Value] = {}
    fitting = 0
    for step, example in enumerate(examples):
        fitting = fitting & ~closing[step] | opening[step]
        masks.append(0 if example is None else fitting)
        if example is not None:
            classes.setdefault(fitting, example)
    return LineColumn(
        reader.name, reader.kind, reader.line.plain, bounds, tuple(masks), examples, classes
    )


def _steps(interval: Interval, bounds: Sequence[float]) -> tuple[int, int]:
    first, last = 0, len(bounds) * 2
    if isfinite(interval.low):
        first = bisect_left(bounds, interval.low) * 2 + (1 if interval.low_in else 2)
    if isfinite(interval.high):
        last = bisect_left(bounds, interval.high) * 2 + (1 if interval.high_in else 0)
    return first, last


def _merged(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join the ranges of a row that touch, so that each opens and closes once."""
    current: tuple[int, int] | None = None
    for first, last in sorted(ranges):
        if current and first <= current[1] + 1:
            current = (current[0], max(current[1], last))
        else:
            if current:
                yield current
            current = (first, last)
    if current:
        yield current


def _examples(bounds: Sequence[float], line: Line) -> Iterator[float | None]:
    low = -inf
    for bound in bounds:
        yield line.between(low, bound)
        yield line.plain(bound) if line.admits(bound) else None
        low = bound
    yield line.between(low, inf)
