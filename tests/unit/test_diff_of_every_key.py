"""No key of the profile language can change in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import combinations
from typing import Any, Final

import pytest

from xiangyue.diff import diff_profiles
from xiangyue.profile import build, profile_schema

Schema = dict[str, Any]
Path = tuple[str | int, ...]
Pair = tuple[Any, Any]

DEFS: Final[Mapping[str, Schema]] = profile_schema()["$defs"]
# Two values for each kind of word, by the definition that the schema has for it.
WORDS: Final[Mapping[str, Pair]] = {
    "id": ("one", "two"),
    "profile_id": ("one", "two"),
    "language": ("en", "zh"),
    "text": ({"en": "One"}, {"en": "Two"}),
    "basis": ("project default", "[D] two"),
    "rule": ("one == 1", "two == 2"),
    "duration": ("3d", "4d"),
    "promise": ("3d", "4d"),
    "date": ("2026-01-01", "2026-01-02"),
    "country": ("CN", "DE"),
    "step": ("one.one", "two.two"),
    "plugin": ("one", "two"),
    "moment": ("one", "two"),
    "who": ("one", "two"),
    "one_or_more_ids": ("one", "two"),
    "borrowed": ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}),
    "value_schema": ({"type": "string", "maxLength": 8}, {"type": "string", "maxLength": 9}),
    "amount": (3, 4),
    "share": (30, 41),
    "computed": ({"one": "1"}, {"one": "2"}),
    "as_imported": ({"one": 1}, {"one": 2}),
}
# Where the schema alone does not say what fits.
FITTING: Final[Mapping[Path, Pair]] = {
    ("calendar", "timezone"): ("Asia/Shanghai", "Europe/Berlin"),
    ("calendar", "closed"): (["2026-02-01"], ["2026-02-02"]),
    ("calendar", "hours"): ([["09:00", "12:00"]], [["10:00", "12:00"]]),
    ("flows", "one", "start"): ("first", "one"),
    ("flows", "one", "open", "sets"): ({"two": "1"}, {"two": "2"}),
    ("flows", "one", "actions", "one", "sets"): ({"two": "1"}, {"two": "2"}),
    ("limits", "one", "config"): ({"one": 1}, {"one": 2}),
    ("modes", "one", "set"): ({"flows.one.paused": True}, {"flows.one.paused": False}),
    ("params", "one", "default"): (1, 2),
    ("tables", "one", "hit"): ("first", "sum"),
    ("tables", "one", "outputs"): ({"one": "number"}, {"two": "number"}),
    ("tables", "one", "rows"): ([[1, 1], [1, 3]], [[1, 2], [1, 3]]),
}
# What only says who a profile is, and so is no change of what it does.
ITSELF: Final = frozenset({"profile", "extends"})
# What people read, which is told when asked for.
READ: Final = frozenset(
    ("title", "help", "say", "otherwise", "purpose", "offline", "basis", "choices")
)


def below(schema: Schema, path: Path) -> dict[str | int, Schema]:
    """Return the schema of each key under a schema, where it has keys; names stand for all."""
    name = schema.get("$ref", "").rpartition("/")[2]
    schema = {**DEFS.get(name, {}), **schema}
    if name in WORDS or path in FITTING:
        return {}
    if "minProperties" in schema and schema["minProperties"] == schema.get("maxProperties"):
        return dict(schema["properties"])
    found = dict(schema.get("properties", {}))
    if isinstance(more := schema.get("additionalProperties"), dict) and more:
        found |= {schema.get("propertyNames", {}).get("enum", ["one"])[0]: more}
    if (items := schema.get("items")) and below(items, (*path, 0)):
        return dict(enumerate(alternatives(items)))
    return found


def alternatives(schema: Schema) -> list[Schema]:
    """Return an item of each sort that a list may hold."""
    name = schema.get("$ref", "").rpartition("/")[2]
    schema = DEFS.get(name, schema)
    if schema.get("maxProperties") != 1:
        return [schema]
    kinds = schema["properties"].items()
    return [{"type": "object", "properties": {kind: of}} for kind, of in kinds]


def leaf(schema: Schema, path: Path) -> Pair:
    """Return two values for what has no keys."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if path in FITTING or name in WORDS:
        return FITTING.get(path) or WORDS[name]
    schema = {**DEFS.get(name, {}), **schema}
    if "enum" in schema:
        return schema["enum"][0], schema["enum"][1]
    if schema["type"] == "array":
        one, two = leaf(schema["items"], (*path, 0))
        return [one], [two]
    least = schema.get("minimum", 0)
    return {"boolean": (True, False), "integer": (least + 1, least + 2)}.get(
        str(schema["type"]), ("one", "two")
    )


def filled(schema: Schema, path: Path = ()) -> Any:
    """Return a value in which all is said that can be."""
    keys = below(schema, path)
    if not keys:
        return leaf(schema, path)[0]
    values = {key: filled(of, (*path, key)) for key, of in keys.items()}
    return [*values.values()] if 0 in values else values


def spots(schema: Schema, path: Path = (), must: bool = True) -> Iterator[tuple[Path, Pair, bool]]:
    """Yield where something is said, two values for it, and whether it must be said."""
    keys = below(schema, path)
    if not keys:
        yield path, leaf(schema, path), must
    schema = DEFS.get(schema.get("$ref", "").rpartition("/")[2], schema)
    required = {0, *schema.get("required", ()), *(keys if "minProperties" in schema else ())}
    for key, of in keys.items():
        if path or key not in ITSELF:
            yield from spots(of, (*path, key), key in required)


LANGUAGE: Final = DEFS["complete"]
SPOTS: Final = {".".join(map(str, spot[0])): spot for spot in spots(LANGUAGE)}


def with_value(path: Path, value: Any) -> dict[str, Any]:
    """Return a document in which all is said that can be, with this at one spot."""
    document: dict[str, Any] = filled(LANGUAGE)
    document["flows"]["one"]["states"]["first"] = {"title": {"en": "First"}}
    place: Any = document
    *steps, last = path
    for step in steps:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = deepcopy(value)
    return document


@pytest.mark.parametrize("spot", SPOTS)
def test_no_change_is_silent(spot: str) -> None:
    """Whatever the schema knows: another value is told, and so is a value that was not there."""
    path, values, must = SPOTS[spot]
    unit = path[0] == "params" and path[-1] == "unit"
    words = unit or not READ.isdisjoint(map(str, path))
    sides = [build(with_value(path, value)) for value in (*values, *(() if must else (None,)))]
    told = [bool(diff_profiles(*pair, texts=words)) for pair in combinations(sides, 2)]
    assert told[0], "another value"
    assert must or any(told[1:]), "a value that was not there"
    assert not words or diff_profiles(*sides[:2]) == (), "words are told only when asked for"
