"""Configs made from their JSON Schema: some that fit it, and some that do not.

Nothing here is chance: the same schema gives the same configs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from jsonschema import Draft202012Validator

MOST = 6
"""Configs of either sort that are tried; more would only take time."""

UNKNOWN = "nobody_knows_this_key"

_WORDS = (
    "work",
    "who",
    "resident",
    "secretary",
    "sms",
    "message",
    "2d",
    "4wh",
    "7d",
    "72h",
    "day",
    "22:00",
    "06:00",
    "22:00-06:00",
    "2026-10-01",
    "2026-10-01T09:00:00+08:00",
    "params.most",
    "I",
    "II",
    "4",
    "a",
)
_WRONG: tuple[Any, ...] = (None, "?", -1, [], {}, [None], True)
_DEEPEST = 8

Schema = Mapping[str, Any]


def fitting(schema: Schema) -> list[dict[str, Any]]:
    """Return configs that fit: the author's examples, none, and the least and most that can be."""
    judge = Draft202012Validator(schema)
    drafts = [*schema.get("examples", ()), schema.get("default", {}), {}]
    drafts += [next(iter(_values(schema, schema, high, 0)), None) for high in (False, True)]
    drafts += _one_by_one(schema)
    return _different(d for d in drafts if isinstance(d, dict) and judge.is_valid(d))[:MOST]


def unfitting(schema: Schema, configs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return configs that do not fit, each with one thing wrong."""
    judge = Draft202012Validator(schema)
    drafts: list[dict[str, Any]] = [{UNKNOWN: 1}]
    for name in schema.get("properties", {}):
        whole: Schema = next((c for c in reversed(configs) if name in c), {})
        wrong = (v for v in _WRONG if not judge.is_valid({**whole, name: v}))
        drafts += [{**whole, name: value} for value in [*wrong][:2]]
    for config in configs:
        drafts += [{k: v for k, v in config.items() if k != name} for name in config]
    return _different(draft for draft in drafts if not judge.is_valid(draft))[: 2 * MOST]


def undescribed(schema: Schema, configs: Iterable[Mapping[str, Any]]) -> str | None:
    """Return where a config may hold what the schema does not describe; None if nowhere."""
    judge = Draft202012Validator(schema)
    nonsense: tuple[Any, ...] = ([], "", None, 1)
    for wrong in nonsense:
        if judge.is_valid(wrong):
            return "config"
    for config in configs:
        for path, more in _with_unknown_key(config):
            if judge.is_valid(more):
                return ".".join(("config", *path))
    return next((f"config.{name}" for name in _shapeless(schema)), None)


def _shapeless(schema: Schema) -> Iterator[str]:
    """Yield every key whose value the schema says nothing of."""
    for name, part in schema.get("properties", {}).items():
        judge = Draft202012Validator(_alone(schema, part))
        if all(judge.is_valid(value) for value in _WRONG):
            yield name


def _with_unknown_key(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Yield the config with a key of no sense added to one of its mappings, and where."""
    if isinstance(value, dict):
        yield path, {**value, UNKNOWN: [{UNKNOWN: None}]}
        for name, item in value.items():
            for where, more in _with_unknown_key(item, (*path, name)):
                yield where, {**value, name: more}
    elif isinstance(value, list):
        for n, item in enumerate(value):
            for where, more in _with_unknown_key(item, (*path, str(n))):
                yield where, [*value[:n], more, *value[n + 1 :]]


def _one_by_one(schema: Schema) -> Iterator[Any]:
    """Yield configs in which one key alone has another value than the least."""
    least = next(iter(_values(schema, schema, False, 0)), None)
    if isinstance(least, dict):
        for name, part in schema.get("properties", {}).items():
            for value in _values(schema, part, True, 1):
                yield {**least, name: value}


def _values(root: Schema, part: Any, high: bool, depth: int) -> Iterator[Any]:
    """Yield values for a part of a schema: the least, or the most, that is told by it."""
    if part is True or not isinstance(part, Mapping) or depth > _DEEPEST:
        return
    if "$ref" in part:
        part = {**_referred(root, part["$ref"]), **part}
    for other in part.get("allOf", ()):
        part = {**other, **part}
    named = [part["const"]] if "const" in part else [*part.get("enum", ())]
    named += part.get("examples", ())
    usual = [part["default"]] if "default" in part else []
    made = _made(root, part, high, depth)
    drafts = [*reversed(named), *made, *usual] if high else [*usual, *named, *made]
    judge = Draft202012Validator(_alone(root, part))
    yield from _different(draft for draft in drafts if judge.is_valid(draft))


def _made(root: Schema, part: Schema, high: bool, depth: int) -> Iterator[Any]:
    for key in ("anyOf", "oneOf"):
        choices = [*part.get(key, ())]
        for choice in reversed(choices) if high else choices:
            rest = {name: value for name, value in part.items() if name != key}
            yield from _values(root, {**rest, **choice}, high, depth + 1)
    types = part.get("type", ())
    for kind in (types,) if isinstance(types, str) else types:
        if kind in ("integer", "number"):
            yield from _numbers(part, high)
        elif kind == "string":
            yield from (word + "x" * (part.get("minLength", 0) - len(word)) for word in _WORDS)
        elif kind == "boolean":
            yield high
        elif kind == "array":
            yield _list(root, part, high, depth)
        elif kind == "object":
            yield _mapping(root, part, high, depth)
        elif kind == "null":
            yield None


def _numbers(part: Schema, high: bool) -> Iterator[Any]:
    step = part.get("multipleOf", 1)
    lowest = part.get("minimum", part.get("exclusiveMinimum", -step) + step)
    highest = part.get("maximum", part.get("exclusiveMaximum", lowest + 101 * step) - step)
    for number in (highest, lowest) if high else (lowest, highest):
        yield number
        yield -(-number // step) * step


def _list(root: Schema, part: Schema, high: bool, depth: int) -> list[Any]:
    few, many = part.get("minItems", 0), part.get("maxItems", 2)
    ahead = [
        next(iter(_values(root, p, high, depth + 1)), None) for p in part.get("prefixItems", ())
    ]
    values = [*_values(root, part.get("items"), high, depth + 1)]
    count = max(few, min(many, 2) if high else 0) - len(ahead)
    if part.get("uniqueItems"):
        return ahead + values[: max(count, 0)]
    return ahead + [values[n % len(values)] for n in range(count) if values]


def _mapping(root: Schema, part: Schema, high: bool, depth: int) -> dict[str, Any]:
    wanted = part.get("properties", {}) if high else part.get("required", ())
    parts = {name: part.get("properties", {}).get(name) for name in wanted}
    others = part.get("additionalProperties")
    if high and isinstance(others, Mapping):
        judge = Draft202012Validator(part.get("propertyNames", {}))
        parts |= dict.fromkeys([word for word in _WORDS if judge.is_valid(word)][:2], others)
    made = {name: [*_values(root, value, high, depth + 1)][:1] for name, value in parts.items()}
    return {name: values[0] for name, values in made.items() if values}


def _referred(root: Schema, ref: str) -> Schema:
    """Return the part of the schema that a reference of the form ``#/$defs/name`` names."""
    part: Any = root
    for step in ref.removeprefix("#").split("/")[1:]:
        part = part[step] if isinstance(part, Mapping) and step in part else {}
    return part if isinstance(part, Mapping) else {}


def _alone(root: Schema, part: Any) -> Any:
    """Return a part of a schema as one of its own, with the definitions it may refer to."""
    if not isinstance(part, Mapping):
        return part
    return {**part, **{name: root[name] for name in ("$defs", "definitions") if name in root}}


def _different(values: Iterable[Any]) -> list[Any]:
    """Return each value once; true and 1 are two."""
    found: list[Any] = []
    for value in values:
        if not any(type(value) is type(one) and value == one for one in found):
            found.append(deepcopy(value))
    return found
