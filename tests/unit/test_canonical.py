"""What is chained: canonical to the byte, and the same again when it is read."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.canonical import chainable, dump, load, unchained

names = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
texts = st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False)
scalars = st.none() | st.booleans() | texts | numbers


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return lists and mappings of them, and of these again."""
    return st.recursive(
        leaves, lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=12
    )


def typed(value: Any) -> Any:
    """Return a value in a form that equals another's only if both are of the same types."""
    if isinstance(value, dict):
        return {name: typed(inner) for name, inner in value.items()}
    return [typed(v) for v in value] if isinstance(value, list) else (type(value), repr(value))


@given(nested(scalars))
def test_what_is_chained_is_canonical(value: Any) -> None:
    """Written by us, it is byte for byte what the standard's own implementation writes."""
    chained = chainable(value)
    assert dump(chained) == rfc8785.dumps(chained)


@given(nested(scalars))
def test_what_is_chained_is_read_back(value: Any) -> None:
    """Numbers of every size, texts of every script: equal, and of the same types."""
    assert typed(unchained(load(dump(chainable(value))))) == typed(value)


@pytest.mark.parametrize(
    "value",
    [
        0,
        -0.0,
        0.1,
        1e22,
        5e-324,
        1.7976931348623157e308,
        2**53 - 1,
        2**53,
        -(2**53),
        10**30,
        1.0,
        "水沟🛠",
        '\u2028\u007f\u0000\\"/',
        {"é": 1},
        {"$number": 1}["$number"],
        [],
        {},
        [[], {"a": [None, True]}],
    ],
)
def test_odd_values_survive(value: Any) -> None:
    """One by one, those that other formats are known to change."""
    assert typed(unchained(load(dump(chainable(value))))) == typed(value)


def test_tuples_are_lists() -> None:
    """What is chained knows no tuples; everything else stays what it was."""
    assert unchained(load(dump(chainable({"a": (1, (2.5,))})))) == {"a": [1, [2.5]]}
