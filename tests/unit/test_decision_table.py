"""Decision tables: reading cells, looking values up, and the proof against brute force."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue.messages import mend, say
from xiangyue.rules import decision_table_gaps
from xiangyue.rules.decision_table import DecisionTable, TableError, build_table
from xiangyue.rules.decision_table_gaps import Gap, Overlap, Undecided, Unreachable, findings

DAYS = {"type": "integer", "minimum": 0}
KIND = {"enum": ["routine", "key"]}


def timeliness(*rows: Sequence[Any], hit: str = "unique") -> DecisionTable:
    """Build the table of the profile language's flavour from other rows."""
    inputs: dict[str, Mapping[str, Any]] = {
        "days_late": DAYS,
        "excused": {"type": "boolean"},
        "kind": KIND,
    }
    return build_table("timeliness", inputs, {"factor": "number"}, hit, rows)


def one(schema: Mapping[str, Any], *cells: Any, hit: str = "unique") -> DecisionTable:
    """Build a table of one input whose output is the row's number."""
    rows = [[cell, number] for number, cell in enumerate(cells)]
    return build_table("one", {"x": schema}, {"row": "integer"}, hit, rows)


def test_a_look_up_names_row_and_outputs() -> None:
    """The answer tells which row it comes from."""
    table = timeliness(
        ["0", "-", "-", 1], ["[1..3]", False, "routine", 0.7], ["(3..]", "-", ["routine", "key"], 0]
    )
    hit = table.lookup(2, False, "routine")
    assert (hit.row, hit.rows, hit.outputs) == (1, (1,), {"factor": 0.7})
    assert isinstance(table.lookup(0, True, "key").outputs["factor"], float)


@pytest.mark.parametrize(
    ("cell", "fitting"),
    [
        ("[1..3]", {1, 2, 3}),
        ("(1..3]", {2, 3}),
        ("[1..3)", {1, 2}),
        ("(1..3)", {2}),
        (">= 3", {3, 4, 5}),
        (">3", {4, 5}),
        ("<= 1", {0, 1}),
        ("< 1", {0}),
        ("(3..]", {4, 5}),
        ("[..1)", {0}),
        ("[0.5..1.5]", {1}),
        (2, {2}),
        ("2", {2}),
        (2.0, {2}),
        ([0, "[2..3]", "3", "[3..4]"], {0, 2, 3, 4}),
        ("-", {0, 1, 2, 3, 4, 5}),
    ],
)
def test_intervals_of_whole_numbers(cell: Any, fitting: set[int]) -> None:
    """Every spelling of an interval means the whole numbers it looks like."""
    table = one({"type": "integer", "minimum": 0, "maximum": 5}, cell)
    found = {number for number in range(6) if table.inputs[0].fitting(number)}
    assert found == fitting
    assert any(isinstance(f, Gap) for f in findings(table)) == (found != set(range(6)))


def test_a_tenth_is_a_tenth() -> None:
    """A bound written 0.1 and a value of 0.1 meet, whatever type the value has."""
    table = one({"type": "number"}, "[..0.1)", 0.1, "(0.1..]")
    assert [table.lookup(x).row for x in (0.0999999, 0.1, Decimal("0.1"), 1, 0.1000001)] == [
        0, 1, 1, 2, 2,
    ]  # fmt: skip
    assert findings(table) == ()


def test_tenths_add_up() -> None:
    """A sum of outputs is what a person would add up."""
    table = build_table(
        "bonus", {"x": {"type": "boolean"}}, {"points": "number"}, "sum", [["-", 0.1], [True, 0.2]]
    )
    assert table.lookup(True).outputs == {"points": 0.3}
    assert table.lookup(False).row == (0,)


def test_hit_policies() -> None:
    """The policy decides between several fitting rows."""
    cells = ("[0..9]", "[5..9]")
    assert one(DAYS, *cells, hit="first").lookup(7).row == 0
    assert one(DAYS, *cells, hit="min").lookup(7).outputs == {"row": 0}
    assert one(DAYS, *cells, hit="max").lookup(7).outputs == {"row": 1}
    assert one(DAYS, *cells, hit="sum").lookup(7).row == (0, 1)
    rows = [["[0..9]", "same"], ["[5..9]", "same"], ["9", "other"]]
    agreed = build_table("t", {"x": DAYS}, {"y": "string"}, "any", rows)
    assert agreed.lookup(7).rows == (0, 1)
    with pytest.raises(TableError, match="Rows 1, 2, 3"):
        agreed.lookup(9)
    assert [f.rows for f in findings(agreed) if isinstance(f, Overlap)] == [(0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (4, "table-no-row"),
        (2, "table-several-rows"),
        (-1, "table-value"),
        (2.5, "table-value"),
        (True, "table-value"),
        ("2", "table-value"),
        (None, "table-value"),
        (float("nan"), "table-value"),
        (float("inf"), "table-value"),
    ],
)
def test_a_look_up_without_one_answer_is_an_error(value: Any, code: str) -> None:
    """No row, several rows and values outside the domain are told apart, and never guessed."""
    with pytest.raises(TableError) as raised:
        one(DAYS, "[0..2]", "[2..3]").lookup(value)
    assert raised.value.code == code
    assert raised.value.text("zh") and raised.value.mend("en")


def test_closed_choices_refuse_strangers() -> None:
    """A value outside an enum does not slip through a cell that means any."""
    table = one(KIND, "-")
    for stranger in ("rotuine", 3, None, ["key"]):
        with pytest.raises(TableError) as raised:
            table.lookup(stranger)
        assert raised.value.code == "table-value"
    with pytest.raises(TableError, match="takes 1 values and was given 2"):
        table.lookup("key", "key")


def test_strings_are_an_open_domain() -> None:
    """Naming strings leaves all others over."""
    schema = {"type": "string", "maxLength": 5}
    (gap,) = findings(one(schema, ["other", "road"], "ditch"))
    assert isinstance(gap, Gap)
    assert gap.example["x"] not in ("other", "road", "ditch")
    assert len(str(gap.example["x"])) == 5
    assert findings(one({"type": "string"}, "road", "-", hit="first")) == ()
    assert findings(one({"type": "string", "maxLength": 0}, "")) == ()


@pytest.mark.parametrize(
    ("schema", "cells", "row", "code"),
    [
        (KIND, ["routine", "kee"], 1, "table-enum-value"),
        (KIND, [["routine", "kee"]], 0, "table-enum-value"),
        (KIND, [3], 0, "table-cell-type"),
        (KIND, [None], 0, "table-cell-type"),
        ({"enum": [1, 2, 5]}, ["[1..5]", 3], 1, "table-enum-value"),
        ({"type": "boolean"}, ["true"], 0, "table-cell-type"),
        ({"type": "string"}, [{"a": 1}], 0, "table-cell-type"),
        (DAYS, ["0", "[1..3"], 1, "table-interval"),
        (DAYS, ["1..3"], 0, "table-interval"),
        (DAYS, ["[..]"], 0, "table-interval"),
        (DAYS, ["1e999"], 0, "table-interval"),
        (DAYS, ["9" * 5000], 0, "table-interval"),
        (DAYS, [True], 0, "table-interval"),
        (DAYS, [10**400], 0, "table-interval"),
        (DAYS, [float("nan")], 0, "table-interval"),
        (DAYS, ["[5..3]"], 0, "table-interval-empty"),
        (DAYS, ["(3..4)"], 0, "table-interval-empty"),
        (DAYS, ["[3..3)"], 0, "table-interval-empty"),
        (DAYS, [0.5], 0, "table-interval-empty"),
        ({"type": "string", "pattern": "a+"}, ["-"], None, "table-input-type"),
        ({"type": "array"}, ["-"], None, "table-input-type"),
        ({"type": ["integer", "null"]}, ["-"], None, "table-input-type"),
        ({"enum": [10**400]}, ["-"], None, "table-input-type"),
        ({"type": "string", "minLength": 10**9}, ["-"], None, "table-input-type"),
        ({"enum": [1, "a"]}, ["-"], None, "table-input-type"),
        ({"enum": [1, True]}, ["-"], None, "table-input-type"),
        ({"type": "string", "enum": [1]}, ["-"], None, "table-input-type"),
        ({"type": "integer", "minimum": "0"}, ["-"], None, "table-input-type"),
        ({"type": "number", "multipleOf": 0}, ["-"], None, "table-input-type"),
        ({"type": "integer", "minimum": 5, "maximum": 3}, ["-"], None, "table-input-empty"),
        ({"type": "integer", "enum": [0.5]}, ["-"], None, "table-input-empty"),
        ({"type": "string", "minLength": 3, "maxLength": 1}, ["-"], None, "table-input-empty"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_cell(
    schema: Mapping[str, Any], cells: list[Any], row: int | None, code: str
) -> None:
    """An error says row and column, in both languages, and how to mend it."""
    rows = [["-", cell, 1] for cell in cells]
    inputs = {"first": {"type": "boolean"}, "x": schema}
    with pytest.raises(TableError) as raised:
        build_table("t", inputs, {"y": "integer"}, "unique", rows)
    error = raised.value
    assert (error.code, error.values["row"], error.values["column"]) == (code, row, 1)
    assert error.text("en") and error.text("zh") and error.mend("en") and error.mend("zh")
    assert len(error.text()) < 200


@pytest.mark.parametrize(
    ("outputs", "hit", "rows", "code", "column"),
    [
        ({"y": "integer"}, "unique", [[0, 1.5]], "table-output-value", 1),
        ({"y": "integer"}, "unique", [[0, True]], "table-output-value", 1),
        ({"y": "number"}, "unique", [[0, float("inf")]], "table-output-value", 1),
        ({"y": "string"}, "unique", [[0, 1]], "table-output-value", 1),
        ({"y": "boolean"}, "unique", [[0, 1]], "table-output-value", 1),
        ({"y": "nubmer"}, "unique", [[0, 1]], "table-output-type", 1),
        ({"y": "string"}, "sum", [[0, "a"]], "table-hit-outputs", 1),
        ({"y": "integer"}, "unqiue", [[0, 1]], "table-hit", None),
        ({"y": "integer"}, "unique", [[0]], "table-row-length", None),
        ({"y": "integer"}, "unique", ["0"], "table-row-length", None),
        ({"y": "integer"}, "unique", [], "table-size", None),
        ({"y": "integer"}, "unique", [[0, 1]] * 2_001, "table-size", None),
        ({}, "unique", [[0]], "table-size", None),
    ],
)
def test_the_frame_is_checked(
    outputs: dict[str, str], hit: str, rows: list[Any], code: str, column: int | None
) -> None:
    """Outputs, hit policy, row lengths and sizes are checked before anything is looked up."""
    with pytest.raises(TableError) as raised:
        build_table("t", {"x": DAYS}, outputs, hit, rows)
    assert (raised.value.code, raised.value.values["column"]) == (code, column)
    assert raised.value.text("zh") and raised.value.mend("en")


def test_the_nearest_value_is_offered() -> None:
    """A misspelt enum value names the one that was meant."""
    with pytest.raises(TableError, match="The nearest is routine; known are routine, key"):
        one(KIND, "rotuine")


def test_gaps_and_overlaps_carry_an_example() -> None:
    """What the proof finds can be tried out."""
    table = timeliness(["[0..3]", "-", "-", 1], ["[3..]", "-", "key", 0])
    gap, overlap = findings(table)
    assert isinstance(gap, Gap)
    with pytest.raises(TableError, match="No row"):
        table.lookup(*gap.example.values())
    assert isinstance(overlap, Overlap)
    assert overlap.rows == (0, 1)
    assert overlap.example == {"days_late": 3, "excused": False, "kind": "key"}
    assert say(overlap.code, "en", overlap.values) == (
        "Rows 1 and 2 both fit days_late = 3, excused = false, kind = key."
    )
    assert mend(gap.code, "zh", gap.values)


def test_a_number_just_beyond_a_bound_is_a_gap() -> None:
    """Between two numbers there is always another, but not between two neighbouring floats."""
    (gap,) = findings(one({"type": "number"}, "[..0.1]", "[0.2..]"))
    assert isinstance(gap, Gap) and gap.example == {"x": 0.15}
    assert findings(one({"type": "number"}, "[..0.1]", "[0.10000000000000002..]")) == ()


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.5},
        {"type": "number", "enum": [0, 0.5, 1]},
        {"type": "number", "exclusiveMinimum": -0.5, "exclusiveMaximum": 1.5, "multipleOf": 0.5},
    ],
)
def test_the_declared_domain_bounds_the_proof(schema: Mapping[str, Any]) -> None:
    """Nothing outside minimum, maximum, enum and multipleOf counts as a gap."""
    assert findings(one(schema, 0, 0.5, 1)) == ()
    (gap,) = findings(one(schema, 0, 1))
    assert isinstance(gap, Gap) and gap.example == {"x": 0.5}


def test_rows_that_never_decide_are_named() -> None:
    """A row outside the domain is dead under any policy, one behind others under ``first``."""
    bounded = {"type": "integer", "minimum": 0, "maximum": 9}
    assert findings(one(bounded, "-", "> 9", hit="sum")) == (Unreachable(1),)
    assert findings(one(bounded, "[0..4]", "[5..9]", "[3..7]", hit="first")) == (Unreachable(2),)
    assert findings(one(bounded, "[0..4]", "-", hit="first")) == ()


def test_at_most_twenty_findings() -> None:
    """A table full of faults does not flood its reader."""
    table = one({"type": "integer"}, *(["[0..99]"] * 40), *range(101, 200, 2))
    assert len(findings(table)) == 20


def test_a_large_grid_is_proved() -> None:
    """Many inputs are no obstacle as long as rows share structure."""
    names = [f"x{n}" for n in range(12)]
    inputs = {name: {"type": "integer", "minimum": 0, "maximum": 99} for name in names}
    rows = [[*(["-"] * n), "[50..]", *(["-"] * (11 - n)), n] for n in range(12)]
    table = build_table("t", inputs, {"y": "integer"}, "first", rows)
    (gap,) = findings(table)
    assert isinstance(gap, Gap) and all(int(v) < 50 for v in gap.example.values())
    whole = build_table("t", inputs, {"y": "integer"}, "first", [*rows, [*(["-"] * 12), 0]])
    assert findings(whole) == ()


def test_a_proof_that_takes_too_long_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the effort allowed is spent, each question says so; it never guesses."""
    monkeypatch.setattr(decision_table_gaps, "_EFFORT", 10)
    rows = [["[0..5]", "-", "key", 1], ["[2..9]", True, "routine", 2], ["> 4", False, "-", 3]]
    for hit, questions in (("unique", ["gap", "overlap"]), ("first", ["gap", "unreachable"])):
        found = findings(timeliness(*rows, hit=hit))
        assert [f.question for f in found if isinstance(f, Undecided)] == questions
        assert all(say(f.code, lang, f.values) for f in found for lang in ("en", "zh"))


def test_a_table_travels_between_processes() -> None:
    """A compiled table can be pickled."""
    table = pickle.loads(pickle.dumps(timeliness(["-", "-", "-", 1])))
    assert table.lookup(0, True, "key").row == 0


WHOLE = st.integers(0, 6)
RANGES = st.builds(
    lambda low, size, left, right: f"{left}{low}..{low + size}{right}",
    WHOLE, st.integers(2, 4), st.sampled_from("[("), st.sampled_from("])"),
)  # fmt: skip
NUMERIC = st.one_of(
    st.just("-"), WHOLE, RANGES, WHOLE.map(">= {}".format), WHOLE.map("(..{}]".format)
)
COLUMNS: dict[str, tuple[dict[str, Any], st.SearchStrategy[Any], list[Any]]] = {
    "whole": ({"type": "integer", "minimum": 0, "maximum": 6}, NUMERIC, list(range(7))),
    "even": (
        {"type": "integer", "minimum": 0, "maximum": 6, "multipleOf": 2},
        st.one_of(st.just("-"), st.sampled_from([0, 2, "[1..4]", "> 2"])),
        [0, 2, 4, 6],
    ),
    "flag": ({"type": "boolean"}, st.sampled_from(["-", True, False]), [True, False]),
    "kind": (
        {"enum": ["a", "b", "c"]},
        st.one_of(st.just("-"), st.lists(st.sampled_from("abc"), min_size=1)),
        list("abc"),
    ),
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[DecisionTable, list[list[Any]]]:
    """Draw a small table whose domain can be walked point by point."""
    names = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=3, unique=True))
    cells = st.tuples(*(COLUMNS[name][1] for name in names), st.integers(0, 2))
    rows = draw(st.lists(cells, min_size=1, max_size=7))
    hit = draw(st.sampled_from(["unique", "first", "any", "sum"]))
    inputs = {name: COLUMNS[name][0] for name in names}
    table = build_table("drawn", inputs, {"y": "integer"}, hit, rows)
    return table, [COLUMNS[name][2] for name in names]


def fitting(table: DecisionTable, point: Sequence[Any]) -> set[int]:
    """Return the rows that fit, whatever the policy makes of them."""
    mask = -1
    for column, value in zip(table.inputs, point, strict=True):
        mask &= column.fitting(value)
    return {row for row in range(len(table.rows)) if mask >> row & 1}


@settings(max_examples=300, deadline=None)
@given(tables())
def test_the_proof_agrees_with_brute_force(drawn: tuple[DecisionTable, list[list[Any]]]) -> None:
    """Gaps, overlaps and dead rows are claimed exactly where walking the domain finds them."""
    table, axes = drawn
    points = {point: fitting(table, point) for point in product(*axes)}
    found = findings(table)
    gaps = [f for f in found if isinstance(f, Gap)]
    assert bool(gaps) == (set() in points.values())
    for gap in gaps:
        assert points[tuple(gap.example.values())] == set()
    clashes = {
        (first, second)
        for rows in points.values()
        for first in rows
        for second in rows
        if first < second
        and (
            table.hit == "unique"
            or (table.hit == "any" and table.rows[first] != table.rows[second])
        )
    }
    overlaps = [f for f in found if isinstance(f, Overlap)]
    assert {f.rows for f in overlaps} <= clashes
    assert len(found) == 20 or {f.rows for f in overlaps} == clashes
    for overlap in overlaps:
        assert set(overlap.rows) <= points[tuple(overlap.example.values())]
    alive = {
        row
        for rows in points.values()
        for row in ({min(rows, default=-1)} if table.hit == "first" else rows)
    }
    dead = {f.row for f in found if isinstance(f, Unreachable)}
    assert dead == set(range(len(table.rows))) - alive


@settings(max_examples=150, deadline=None)
@given(tables())
def test_look_ups_agree_with_the_hit_policy(drawn: tuple[DecisionTable, list[list[Any]]]) -> None:
    """Every point of the domain gets the answer its policy promises, or an error."""
    table, axes = drawn
    for point in product(*axes):
        rows = sorted(fitting(table, point))
        answers = [table.rows[row]["y"] for row in rows]
        refused = not rows or (
            len(rows) > 1
            and (table.hit == "unique" or (table.hit == "any" and len(set(answers)) > 1))
        )
        if refused:
            with pytest.raises(TableError):
                table.lookup(*point)
            continue
        hit = table.lookup(*point)
        expected = sum(int(a) for a in answers) if table.hit == "sum" else answers[0]
        assert hit.outputs == {"y": expected}
        assert hit.rows == (tuple(rows) if table.hit in ("sum", "any") else (rows[0],))
