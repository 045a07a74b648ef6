"""The proof of a decision table: gaps, overlaps and dead rows, each with an example.

Rows are bits of a mask and every input offers its classes (see ``decision_table_columns``). An
input value for which no row fits is a choice of one class an input whose masks have no bit in
common. The search narrows the set of rows input by input and remembers the sets it has shown to
be covered, so that its work follows the number of different sets, not of combinations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, ClassVar

from xiangyue.rules.decision_table import DecisionTable, rows_of, spoken
from xiangyue.rules.decision_table_columns import Value

_MOST_GAPS = 10
_MOST = 20
_EFFORT = 5_000_000
_STATE = 20  # what it costs to remember a set of rows, so that memory is bounded too


@dataclass(frozen=True, slots=True)
class Gap:
    """An input that no row fits."""

    example: Mapping[str, Value]
    code: ClassVar[str] = "table-gap"

    @property
    def values(self) -> Mapping[str, Any]:
        """What the message is filled in with."""
        return {"example": spoken(self.example)}


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows (counted from 0) that fit one input and may not."""

    rows: tuple[int, int]
    example: Mapping[str, Value]
    code: ClassVar[str] = "table-overlap"

    @property
    def values(self) -> Mapping[str, Any]:
        """What the message is filled in with."""
        first, second = self.rows
        return {"first": first + 1, "second": second + 1, "example": spoken(self.example)}


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A row (counted from 0) that never decides: out of the domain, or behind rows above it."""

    row: int
    code: ClassVar[str] = "table-unreachable"

    @property
    def values(self) -> Mapping[str, Any]:
        """What the message is filled in with."""
        return {"number": self.row + 1}


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question (``gap``, ``unreachable`` or ``overlap``) that would take too long to answer."""

    question: str

    @property
    def code(self) -> str:
        """The code of the message, one for each question."""
        return f"table-undecided-{self.question}"

    @property
    def values(self) -> Mapping[str, Any]:
        """What the message is filled in with."""
        return {}


Finding = Gap | Overlap | Unreachable | Undecided


class _TooLong(Exception):
    """The effort allowed for one question is spent."""


class _Effort:
    """Counts masks looked at, 50 to 150 ns each, and stops when there were too many."""

    def __init__(self) -> None:
        self._left = _EFFORT

    def spend(self, amount: int) -> None:
        self._left -= amount
        if self._left < 0:
            raise _TooLong


def findings(table: DecisionTable) -> tuple[Finding, ...]:
    """Prove the table, or say with examples what is wrong with it; at most 20 findings.

    Gaps and rows that nothing can reach count under every hit policy; overlaps under ``unique``,
    and under ``any`` where the outputs differ. Under ``first`` a row behind others is unreachable.
    The answer is exact; a question too hard to answer in about a second is ``Undecided``.
    """
    axes = [tuple(column.classes) for column in table.inputs]
    found: list[Finding] = []
    for question, search, most in (
        ("gap", _gaps, _MOST_GAPS),
        ("unreachable", _unreachable, _MOST),
        ("overlap", _overlaps, _MOST),
    ):
        try:
            for finding in search(table, axes, _Effort()):
                found.append(finding)
                if len(found) >= most:
                    break
        except _TooLong:
            found.append(Undecided(question))
    return tuple(found[:_MOST])


def _example(table: DecisionTable, point: Sequence[int]) -> dict[str, Value]:
    return {c.name: c.classes[mask] for c, mask in zip(table.inputs, point, strict=True)}


def _gaps(table: DecisionTable, axes: list[tuple[int, ...]], effort: _Effort) -> Iterator[Gap]:
    """Yield one gap, then cover the box around it with a row that is not there, and go on."""
    covered = list(axes)
    bit = 1 << len(table.rows)
    while (point := _uncovered(covered, effort)) is not None:
        places = [axis.index(mask) for axis, mask in zip(covered, point, strict=True)]
        yield Gap(_example(table, [axis[at] for axis, at in zip(axes, places, strict=True)]))
        box = _widest(covered, places, effort)
        covered = [
            tuple(mask | bit if at in side else mask for at, mask in enumerate(axis))
            for axis, side in zip(covered, box, strict=True)
        ]
        bit <<= 1


def _widest(
    axes: Sequence[tuple[int, ...]], places: Sequence[int], effort: _Effort
) -> list[set[int]]:
    """Grow a gap, input by input, by every class with which still no row fits anywhere in it."""
    box = [{at} for at in places]
    touched = [axis[at] for axis, at in zip(axes, places, strict=True)]
    for which, axis in enumerate(axes):
        effort.spend(len(axis))
        elsewhere = -1
        for other, mask in enumerate(touched):
            if other != which:
                elsewhere &= mask
        for at, mask in enumerate(axis):
            if not mask & elsewhere:
                box[which].add(at)
                touched[which] |= mask
    return box


def _unreachable(
    table: DecisionTable, axes: list[tuple[int, ...]], effort: _Effort
) -> Iterator[Unreachable]:
    alive = reduce(and_, (reduce(or_, axis) for axis in axes))
    for row in range(len(table.rows)):
        bit = 1 << row
        if not alive & bit:
            yield Unreachable(row)
        elif table.hit == "first":
            effort.spend(sum(map(len, axes)))
            above = [tuple({mask & (bit - 1) for mask in axis if mask & bit}) for axis in axes]
            if _uncovered(above, effort) is None:
                yield Unreachable(row)


def _overlaps(
    table: DecisionTable, axes: list[tuple[int, ...]], effort: _Effort
) -> Iterator[Overlap]:
    if table.hit not in ("unique", "any"):
        return
    for row, answer in enumerate(table.rows):
        bit = 1 << row
        beside = (bit << len(table.rows)) - (bit << 1)
        for axis in axes:
            effort.spend(len(axis))
            together = 0
            for mask in axis:
                if mask & bit:
                    together |= mask
            beside &= together
        for other in rows_of(beside & ((1 << len(table.rows)) - 1)):
            if table.hit == "unique" or table.rows[other] != answer:
                both = bit | 1 << other
                point = [next(m for m in axis if m & both == both) for axis in axes]
                yield Overlap((row, other), _example(table, point))


def _uncovered(axes: Sequence[Sequence[int]], effort: _Effort) -> list[int] | None:
    """Return one mask of each axis such that no bit is in all of them; None if there is no such.

    Short axes go first, as they keep the number of different sets of rows small.
    """
    order = sorted(range(len(axes)), key=lambda which: len(axes[which]))
    sides = [axes[which] for which in order]
    always = [-1] * (len(sides) + 1)
    for depth in range(len(sides) - 1, -1, -1):
        always[depth] = always[depth + 1]
        for mask in sides[depth]:
            always[depth] &= mask
    shown: list[set[int]] = [set() for _ in sides]
    chosen: list[int] = []

    def search(depth: int, rows: int) -> bool:
        if not rows:
            chosen.extend(side[0] for side in sides[depth:])
            return True
        if rows & always[depth] or rows in shown[depth]:
            return False
        side = sides[depth]
        effort.spend(len(side) + _STATE)
        narrowed = {mask & rows: mask for mask in side}
        hopeful = narrowed if depth + 1 < len(sides) else narrowed.keys() & {0}
        for left in _smallest(hopeful, effort):
            chosen.append(narrowed[left])
            if search(depth + 1, left):
                return True
            chosen.pop()
        shown[depth].add(rows)
        return False

    if not search(0, -1):
        return None
    return [mask for _, mask in sorted(zip(order, chosen, strict=True))]


def _smallest(masks: Collection[int], effort: _Effort) -> Sequence[int]:
    """Leave out every mask that holds all of another: if the other is covered, so is it."""
    if 0 in masks:
        return (0,)
    kept: list[int] = []
    for mask in sorted(masks, key=int.bit_count):
        effort.spend(len(kept))
        if not any(smaller & mask == smaller for smaller in kept):
            kept.append(mask)
    return kept
