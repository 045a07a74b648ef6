"""JSON files: bounded, strict, and every part of them has a place."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue import BadInput
from xiangyue.exchange.files.jsonfile import parse_json, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text('ab"\\é', max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 2]))
def test_each_part_stands_where_its_place_says(value: Any, indent: int | None) -> None:
    """From there on the text reads as that part."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    found = parse_json(text.encode(), "f.json")
    lines = text.split("\n")
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    while waiting:
        path, part = waiting.pop()
        place = found.place(*path)
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == part
        if isinstance(part, dict):
            waiting += [((*path, key), below) for key, below in part.items()]
        elif isinstance(part, list):
            waiting += [((*path, index), below) for index, below in enumerate(part)]


def test_what_is_not_there_is_where_it_would_be() -> None:
    """A missing key is shown at the object that lacks it."""
    found = parse_json(b'{"a":\n  {"b": 1}}', "f.json")
    assert str(found.place("a", "c", "d")) == "f.json:2:3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_tells_the_encoding(encoding: str) -> None:
    """As editors write it."""
    assert parse_json('{"名": "值"}'.encode(encoding), "f").value == {"名": "值"}


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "json-broken", "f.json:1:1"),
        (b'{"a": 1,\n "b" 2}', "json-broken", "f.json:2:6"),
        (b'{"a": NaN}', "json-broken", "f.json"),
        (b'{"a": ' + b"1" * 5000 + b"}", "json-broken", "f.json"),
        (b'{"a": 1,\n "b": {"c": 1, "c": 2}}', "json-twice", "f.json:2:16"),
        (b'{"x": {"a": 1, "a": 2}, ', "json-broken", "f.json:1:25"),
        (b"[" * 100_000, "json-deep", "f.json"),
        (b"[" * 200 + b"]" * 200, "json-deep", "f.json:1:102"),
        (b'{"a": ["\\ud800"]}', "json-half", "f.json:1:8"),
        (b'{"\\udfff": 1}', "json-half", "f.json:1:12"),
        ("{'名': 1}".encode("gb18030"), "json-encoding", "f.json"),
    ],
)
def test_what_is_no_json_says_where(data: bytes, code: str, place: str) -> None:
    """With a line where there is one, and a sentence in both languages."""
    with pytest.raises(BadInput) as caught:
        parse_json(data, "f.json")
    assert (caught.value.code, str(caught.value.place)) == (code, place)
    assert caught.value.describe("zh") != caught.value.describe("en")


def test_a_file_is_bounded_and_may_be_packed(tmp_path: Path) -> None:
    """What it unpacks to counts."""
    file = tmp_path / "f.json.gz"
    file.write_bytes(gzip.compress(b"[" + b"1," * 5000 + b"1]"))
    assert len(read_json(file).value) == 5001
    with pytest.raises(BadInput, match="larger than"):
        read_json(file, most=5000)
