"""Decision tables: for which inputs the answer is another, however the rows are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import Any, Final

from xiangyue.diff.change import Change, apart, word
from xiangyue.diff.schemas import compared, detail
from xiangyue.profile import Profile
from xiangyue.rules import DecisionTable, TableError
from xiangyue.rules.decision_table import spoken
from xiangyue.rules.decision_table_columns import ChoiceColumn, Column, LineColumn
from xiangyue.rules.decision_table_intervals import Line, read_line
from xiangyue.text import Text, text

Outputs = Mapping[str, Any] | None

_MOST: Final = 5  # examples of one table
_EFFORT: Final = 60_000  # steps of the search
_FRESH: Final = "another value"


def diff_tables(old: Profile, new: Profile) -> Iterator[Change]:
    """Yield what differs between the tables of two profiles."""
    gone, added, both = apart(old.tables, new.tables)
    for name in gone:
        values = {"title": _title(old, name)}
        yield Change("diff-table-removed", "changes", f"tables.{name}", values)
    for name in added:
        values = {"title": _title(new, name)}
        yield Change("diff-table-added", "changes", f"tables.{name}", values)
    for name in both:
        yield from _table(old, new, name)


def _table(old: Profile, new: Profile, name: str) -> Iterator[Change]:
    before, after, at = old.tables[name], new.tables[name], f"tables.{name}"
    title = _title(new, name)
    if before.outputs != after.outputs:
        values = {"title": title, "old": _outputs(before), "new": _outputs(after)}
        yield Change("diff-table-outputs", "changes", f"{at}.outputs", values)
    if [(c.name, c.kind) for c in before.inputs] != [(c.name, c.kind) for c in after.inputs]:
        values = {"title": title, "old": _inputs(before), "new": _inputs(after)}
        yield Change("diff-table-inputs", "changes", f"{at}.inputs", values)
        return
    schemas = [(_schema(old, name, c.name), _schema(new, name, c.name)) for c in after.inputs]
    for column, (was, schema) in zip(after.inputs, schemas, strict=True):
        if compared(was, schema) != "same" and not _borrowed(old, new, name, column.name):
            values = {"title": title, "input": column.name, "detail": detail(was, schema)}
            yield Change("diff-table-domain", "changes", f"{at}.inputs.{column.name}", values)
    rows = [(table.get("hit"), table["rows"]) for table in _documents(old, new, name)]
    if rows[0] != rows[1] or any(was != schema for was, schema in schemas):
        yield from _results(before, after, schemas, f"{at}.rows", title)


def _results(
    old: DecisionTable,
    new: DecisionTable,
    schemas: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    at: str,
    title: Text,
) -> Iterator[Change]:
    """Yield inputs for which the outputs that both tables have are different."""
    outputs = [name for name in old.outputs if old.outputs[name] == new.outputs.get(name)]
    told: set[str] = set()
    try:
        for given in _Search(old, new, schemas).inputs():
            before, after = _found(old, given, outputs), _found(new, given, outputs)
            difference = f"{before} → {after}"
            if before == after or difference in told:
                continue
            if len(told) == _MOST:
                yield Change("diff-table-more", "changes", at, {"title": title})
                return
            told.add(difference)
            case = spoken(dict(zip((c.name for c in new.inputs), given, strict=True)))
            answers = {"before": _answer(before), "after": _answer(after)}
            values = {"title": title, "case": case, **answers}
            yield Change("diff-table-result", "changes", at, values)
    except _TooLong:
        yield Change("diff-table-rows", "changes", at, {"title": title})


class _TooLong(Exception):
    """The effort allowed for one table is spent."""


class _Search:
    """Finds one input for each pair of sets of rows that can fit in the two tables.

    The search narrows both sets input by input and remembers the pairs it has met, so its work
    follows the number of different pairs, not of combinations.
    """

    def __init__(
        self,
        old: DecisionTable,
        new: DecisionTable,
        schemas: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    ) -> None:
        self.axes = [
            _axis(before, after, *pair)
            for before, after, pair in zip(old.inputs, new.inputs, schemas, strict=True)
        ]
        self.met: list[set[tuple[int, int]]] = [set() for _ in self.axes]
        self.left = _EFFORT

    def inputs(self) -> Iterator[tuple[Any, ...]]:
        return self._from(0, -1, -1, ())

    def _from(
        self, depth: int, old: int, new: int, given: tuple[Any, ...]
    ) -> Iterator[tuple[Any, ...]]:
        if depth == len(self.axes):
            yield given
            return
        for (was, now), value in self.axes[depth].items():
            pair = old & was, new & now
            self.left -= 1
            if self.left < 0:
                raise _TooLong
            if pair not in self.met[depth]:
                self.met[depth].add(pair)
                yield from self._from(depth + 1, *pair, (*given, value))


def _axis(
    old: Column, new: Column, was: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[tuple[int, int], Any]:
    """Return one value of an input for each pair of sets of rows that it leaves."""
    if isinstance(old, LineColumn) and isinstance(new, LineColumn):
        values = _numbers(old, new, read_line(was, old.kind), read_line(now, new.kind))
    else:
        values = _choices(old, new)
    axis: dict[tuple[int, int], Any] = {}
    for value in values:
        axis.setdefault((old.fitting(value), new.fitting(value)), value)
    return axis


def _choices(old: Column, new: Column) -> Iterator[Any]:
    masks = [column.masks for column in (old, new) if isinstance(column, ChoiceColumn)]
    for value in dict.fromkeys([*masks[0], *masks[1], _FRESH]):
        if old.admits(value) and new.admits(value):
            yield value


def _numbers(old: LineColumn, new: LineColumn, was: Line, now: Line) -> Iterator[float]:
    """Yield every bound of both, and a number between each two, as far as both allow them."""
    bounds = sorted({*old.bounds, *new.bounds})
    for low, high in pairwise((-inf, *bounds, inf)):
        between = (line.between(low, high) for line in (was, now))
        for number in (low, *(n for n in between if n is not None)):
            if was.admits(number) and now.admits(number):
                yield old.plain(number)


def _found(table: DecisionTable, given: Sequence[Any], outputs: Sequence[str]) -> Outputs:
    try:
        found = table.lookup(*given).outputs
    except TableError:
        return None
    return {name: found[name] for name in outputs}


def _answer(outputs: Outputs) -> Text:
    return word("diff-nothing") if outputs is None else Text(en=spoken(outputs))


def _schema(profile: Profile, table: str, column: str) -> Mapping[str, Any]:
    written = _written(profile, table, column)
    if isinstance(written, str):
        room, _, name = written.partition(".")
        parts: Mapping[str, Any] = profile.fields if room == "fields" else profile.params
        return parts[name].schema if name in parts else {"type": "string"}
    own: Mapping[str, Any] = written
    return own


def _borrowed(old: Profile, new: Profile, table: str, column: str) -> bool:
    """Tell whether both borrow the values of one field or param, where the change is told."""
    written = _written(new, table, column)
    return isinstance(written, str) and written == _written(old, table, column)


def _written(profile: Profile, table: str, column: str) -> Any:
    return _documents(profile, profile, table)[0]["inputs"][column]


def _documents(old: Profile, new: Profile, table: str) -> tuple[Any, Any]:
    return old.document["tables"][table], new.document["tables"][table]


def _title(profile: Profile, name: str) -> Text:
    return text(profile.document["tables"][name].get("title"), name)


def _inputs(table: DecisionTable) -> str:
    return ", ".join(f"{column.name} ({column.kind})" for column in table.inputs)


def _outputs(table: DecisionTable) -> str:
    return ", ".join(f"{name} ({kind})" for name, kind in table.outputs.items())
