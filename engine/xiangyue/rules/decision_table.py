"""Decision tables: typed inputs, rows of cells, a hit policy, and one answer.

A cell holds a number, an interval (``"[1..3]"``, ``"(1..3)"``, ``"(3..]"``, ``">= 3"``), an enum
value, a boolean, a list of these, or ``"-"`` for any. Hit policies: ``unique`` (one row may fit),
``first`` (the topmost counts), ``any`` (several may fit if they agree), ``sum``, ``min`` and
``max`` (over all rows that fit, each output by itself).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NoReturn

from xiangyue.rules.decision_table_columns import Column, Value
from xiangyue.rules.decision_table_error import TableError
from xiangyue.rules.decision_table_reader import build_column
from xiangyue.spelling import nearest, shown

__all__ = ["DecisionTable", "Hit", "TableError", "build_table", "spoken"]

HITS = ("unique", "first", "any", "sum", "min", "max")
OUTPUTS = ("number", "integer", "string", "boolean")
MOST_ROWS = 2_000
MOST_INPUTS = 12
MOST_OUTPUTS = 24
_LARGEST = 10**15
_REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class Hit:
    """What a look-up found: the outputs by name, and the row or rows they come from (from 0).

    ``row`` is one number under ``unique`` and ``first``, and a tuple under the other policies.
    """

    row: int | tuple[int, ...]
    outputs: Mapping[str, Value]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows, as a tuple in any case."""
        return self.row if isinstance(self.row, tuple) else (self.row,)


@dataclass(frozen=True, slots=True, eq=False)
class DecisionTable:
    """A compiled table; make one with ``build_table``. Safe to share between threads."""

    id: str
    inputs: tuple[Column, ...]
    outputs: Mapping[str, str]
    hit: str
    rows: tuple[Mapping[str, Value], ...]
    """The outputs of each row."""
    _hits: tuple[Hit, ...] = field(repr=False)
    _joined: dict[int, Hit] = field(default_factory=dict, repr=False)

    def lookup(self, *values: Any) -> Hit:
        """Return what the table says for one value an input, in the order of ``inputs``.

        Raises TableError when no row fits (``table-no-row``), when several do and may not
        (``table-several-rows``), and for a value outside an input's domain (``table-value``).
        """
        if len(values) != len(self.inputs):
            raise TableError(
                "table-arity", table=self.id, expected=len(self.inputs), count=len(values),
                known=", ".join(column.name for column in self.inputs),
            )  # fmt: skip
        fitting = -1
        for column, value in zip(self.inputs, values):  # noqa: B905 - strict costs time, checked above
            fitting &= column.fitting(value)
        if not fitting:
            self._find_none(values)
        if self.hit == "first":
            return self._hits[(fitting & -fitting).bit_length() - 1]
        if self.hit == "unique":
            if fitting & (fitting - 1):
                self._find_several(fitting, values)
            return self._hits[fitting.bit_length() - 1]
        return self._joined.get(fitting) or self._join(fitting, values)

    def _join(self, fitting: int, values: Sequence[Any]) -> Hit:
        numbers = tuple(rows_of(fitting))
        found = [self.rows[number] for number in numbers]
        if self.hit == "any":
            if any(outputs != found[0] for outputs in found):
                self._find_several(fitting, values)
            joined = found[0]
        else:
            join = _JOINS[self.hit]
            joined = {name: join([outputs[name] for outputs in found]) for name in self.outputs}
        hit = Hit(numbers, joined)
        if len(self._joined) < _REMEMBERED:
            self._joined[fitting] = hit
        return hit

    def _find_none(self, values: Sequence[Any]) -> NoReturn:
        for column, value in zip(self.inputs, values, strict=True):
            if not column.admits(value):
                raise TableError("table-value", input=column.name, value=shown(value))
        raise TableError("table-no-row", table=self.id, given=self._given(values))

    def _find_several(self, fitting: int, values: Sequence[Any]) -> NoReturn:
        numbers = ", ".join(str(number + 1) for number in rows_of(fitting))
        raise TableError(
            "table-several-rows", table=self.id, numbers=numbers, given=self._given(values)
        )

    def _given(self, values: Sequence[Any]) -> str:
        return spoken(dict(zip((c.name for c in self.inputs), values, strict=True)))


def build_table(
    id: str,
    inputs: Mapping[str, Mapping[str, Any]],
    outputs: Mapping[str, str],
    hit: str,
    rows: Sequence[Sequence[Any]],
) -> DecisionTable:
    """Compile a table from plain data: inputs by JSON Schema, outputs by type name.

    Raises TableError for anything that cannot be read, with the ``row`` and ``column`` it is in.
    """
    if hit not in HITS:
        raise TableError("table-hit", value=shown(hit), row=None, column=None, **nearest(hit, HITS))
    for what, count, most in (
        ("inputs", len(inputs), MOST_INPUTS),
        ("outputs", len(outputs), MOST_OUTPUTS),
        ("rows", len(rows), MOST_ROWS),
    ):
        if not 1 <= count <= most:
            raise TableError(
                "table-size", what=what, count=count, least=1, most=most, row=None, column=None
            )
    width = len(inputs) + len(outputs)
    for number, row in enumerate(rows):
        if not isinstance(row, list | tuple) or len(row) != width:
            count = len(row) if isinstance(row, list | tuple) else 1
            raise TableError(
                "table-row-length", count=count, expected=width, row=number, column=None
            )
    for offset, (name, kind) in enumerate(outputs.items(), len(inputs)):
        _check_output(name, kind, hit, offset)
    columns = tuple(
        build_column(name, schema, [row[offset] for row in rows], offset)
        for offset, (name, schema) in enumerate(inputs.items())
    )
    answers = tuple(
        {
            name: _output(name, kind, row[offset], number, offset)
            for offset, (name, kind) in enumerate(outputs.items(), len(inputs))
        }
        for number, row in enumerate(rows)
    )
    hits = tuple(Hit(number, answer) for number, answer in enumerate(answers))
    return DecisionTable(id, columns, dict(outputs), hit, answers, hits)


def rows_of(mask: int) -> Iterable[int]:
    """Yield the row numbers in a bit mask, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def spoken(values: Mapping[str, Any]) -> str:
    """Write inputs for a sentence: ``days_late = 3, excused = false``."""
    return ", ".join(f"{name} = {shown(value)}" for name, value in values.items())


def _check_output(name: str, kind: Any, hit: str, column: int) -> None:
    if kind not in OUTPUTS:
        raise TableError(
            "table-output-type", kind=shown(kind), row=None, column=column, **nearest(kind, OUTPUTS)
        )
    if hit in _JOINS and kind not in ("number", "integer"):
        raise TableError(
            "table-hit-outputs", output=name, kind=kind, hit=hit, row=None, column=column
        )


def _output(name: str, kind: str, cell: Any, row: int, column: int) -> Value:
    """Read an output cell; whole numbers may be written as ``3.0``, and numbers as ``3``."""
    if kind == "string" and isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        if kind == "boolean":
            return cell
    elif isinstance(cell, int | float) and -_LARGEST <= cell <= _LARGEST:
        if kind == "number":
            return float(cell)
        if kind == "integer" and cell == int(cell):
            return int(cell)
    raise TableError(
        "table-output-value", output=name, kind=kind, value=shown(cell), row=row, column=column
    )


def _sum(numbers: Sequence[Any]) -> float:
    """Add as people do: 0.1 and 0.2 make 0.3."""
    if isinstance(numbers[0], int):
        return int(sum(numbers))
    return float(sum(Fraction(str(number)) for number in numbers))


_JOINS: Mapping[str, Callable[[Sequence[Any]], Value]] = {"sum": _sum, "min": min, "max": max}
