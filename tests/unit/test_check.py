"""Checks of single values agree with JSON Schema, but for what is said here."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from xiangyue.flow import compile_check
from xiangyue.words import CONTROL

bounds = st.integers(-20, 20) | st.floats(-20, 20)
small = st.text("ab水🛠", max_size=6)


def keys(required: dict[str, Any], **optional: st.SearchStrategy[Any]) -> Any:
    """Return a schema with some of the optional keywords."""
    fixed = {name: st.just(value) for name, value in required.items()}
    return st.fixed_dictionaries(fixed, optional=optional)


number_schemas = st.sampled_from(["integer", "number"]).flatmap(
    lambda kind: keys({"type": kind}, minimum=bounds, maximum=bounds, multipleOf=st.integers(1, 7))
)
text_schemas = keys({"type": "string"}, minLength=st.integers(0, 4), maxLength=st.integers(1, 5))
enums = st.lists(small, min_size=1, unique=True).map(lambda values: {"enum": values})
numbers = st.lists(st.integers(-9, 9), min_size=1, unique=True).map(lambda v: {"enum": v})
list_schemas = (text_schemas | enums).flatmap(
    lambda items: keys({"type": "array", "items": items}, maxItems=st.integers(1, 4))
)
schemas = st.one_of(
    number_schemas, text_schemas, enums, numbers, list_schemas, st.just({"type": "boolean"})
)
values = st.one_of(
    st.none(), st.booleans(), st.integers(-25, 25), st.floats(-25, 25), small, st.lists(small)
)


@given(schemas, values)
def test_it_agrees_with_json_schema(schema: dict[str, Any], value: Any) -> None:
    """Whatever the schema and the value, apart from numbers that are both whole and not."""
    found = compile_check(schema)(value)
    if isinstance(value, float) and value.is_integer() and _is_whole(schema):
        assert not found, "1.0 is an integer to JSON Schema; rules would not take it for one"
    else:
        assert found == Draft202012Validator(schema).is_valid(value)


def _is_whole(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "integer" or "enum" in schema


@pytest.mark.parametrize(
    ("schema", "value", "fits"),
    [
        ({"type": "integer"}, True, False),
        ({"type": "number"}, False, False),
        ({"enum": [0, 1]}, True, False),
        ({"type": "integer"}, 2**53, False),
        ({"type": "integer"}, 2**53 - 1, True),
        ({"type": "number"}, -1e16, False),
        ({"type": "number"}, float("nan"), False),
        ({"type": "number"}, float("inf"), False),
        ({"type": "string"}, "x" * 4001, False),
        ({"type": "string"}, "a\x00b", False),
        ({"type": "string"}, "a\tb\n", True),
        ({"type": "string"}, "\ud800", False),
        ({"type": "array", "items": {"type": "string"}}, ["x"] * 1001, False),
        ({"type": "array"}, [1], False),
        ({"type": "string", "format": "date"}, "2026-02-28", True),
        ({"type": "string", "format": "date"}, "2026-02-29", False),
        ({"type": "string", "format": "date"}, "2026-W01-1", False),
        ({"type": "string", "format": "date"}, "20260228", False),
        ({"type": "string", "format": "date"}, "0001-01-01", False),
        ({"type": "string", "format": "date"}, "9999-12-31", False),
        ({"type": "string", "format": "date-time"}, "2026-02-28T08:00:00+08:00", True),
        ({"type": "string", "format": "date-time"}, "2026-02-28", False),
        ({"type": "string", "format": "date-time"}, "yesterday", False),
    ],
)
def test_it_is_stricter_where_values_are_kept(
    schema: dict[str, Any], value: Any, fits: bool
) -> None:
    """No truth for a number, nothing that JSON would round, no endless text, no broken dates."""
    assert compile_check(schema)(value) is fits


@given(st.text())
def test_texts_are_what_people_can_write(text: str) -> None:
    """Free text fits unless it holds control characters."""
    assert compile_check({"type": "string"})(text) == (CONTROL.search(text) is None)
