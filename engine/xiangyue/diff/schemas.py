"""Whether a JSON Schema of the profile language accepts more or less than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any, Final

from xiangyue.diff.change import EFFECTS, Change, Spread, Titled, joined, spread_of
from xiangyue.flow import compile_check
from xiangyue.spelling import shown

Schema = Mapping[str, Any]

_TEXT_LIMIT: Final = 4000
_LIST_LIMIT: Final = 1000
_MOST: Final = 8  # values in one sentence
_CODES: Final[Mapping[Spread, str]] = {
    "wider": "diff-schema-wider",
    "narrower": "diff-schema-narrower",
    "other": "diff-schema-changed",
}
# What is shut out when the number grows, by key and kind, and what holds where it is left out.
_LEAST: Final = (("minimum", ("integer", "number"), -inf), ("minLength", ("string",), 0))
_GREATEST: Final = (
    ("maximum", ("integer", "number"), inf),
    ("maxLength", ("string",), _TEXT_LIMIT),
    ("maxItems", ("array",), _LIST_LIMIT),
)


def diff_schema(old: Schema, new: Schema, address: str, part: Titled) -> Iterator[Change]:
    """Yield what a field or param accepts now that it did not before, or the reverse."""
    spread = compared(old, new)
    if spread != "same":
        values = {"title": part.title, "detail": detail(old, new)}
        yield Change(_CODES[spread], EFFECTS[spread], f"{address}.schema", values)


def compared(old: Schema, new: Schema) -> Spread:
    """Tell whether the new schema accepts more, less, the same or other values."""
    before, after = choices(old), choices(new)
    if before is not None and after is not None:
        return spread_of(_distinct(before), _distinct(after))
    if before is not None:
        return "wider" if _all_fit(before, new) else "other"
    if after is not None:
        return "narrower" if _all_fit(after, old) else "other"
    kinds = kind(old), kind(new)
    if kinds[0] != kinds[1] and set(kinds) != {"integer", "number"}:
        return "other"
    spreads = [_ordered(kinds[0] == "number", kinds[1] == "number")]
    for key, of, default in _LEAST:
        if kinds[0] in of:
            spreads.append(_ordered(-old.get(key, default), -new.get(key, default)))
    for key, of, default in _GREATEST:
        if kinds[0] in of:
            spreads.append(_ordered(old.get(key, default), new.get(key, default)))
    spreads.append(_steps(old, new))
    if old.get("format") != new.get("format"):
        spreads.append(
            "narrower" if "format" not in old else "wider" if "format" not in new else "other"
        )
    if kinds[0] == "array":
        spreads.append(compared(old.get("items", {}), new.get("items", {})))
    return joined(spreads)


def detail(old: Schema, new: Schema, prefix: str = "") -> str:
    """Write what differs: ``minimum 5 → 3; enum + a, b − c``."""
    parts = []
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before == after and type(before) is type(after):
            continue
        if key == "enum" and before and after:
            added = [v for v in after if v not in before]
            gone = [v for v in before if v not in after]
            signs = [f"{sign} {_list(some)}" for sign, some in (("+", added), ("−", gone)) if some]
            parts.append(f"{prefix}{key} {' '.join(signs) or '='}")
        elif key == "items":
            parts.append(detail(before or {}, after or {}, f"{prefix}items."))
        else:
            parts.append(f"{prefix}{key} {_value(before)} → {_value(after)}")
    return "; ".join(parts)


def choices(schema: Schema) -> tuple[Any, ...] | None:
    """Return all values that a schema accepts; None where they are not listed."""
    if "enum" in schema:
        return tuple(filter(compile_check(schema), schema["enum"]))
    return (False, True) if kind(schema) == "boolean" else None


def kind(schema: Schema) -> str:
    """Return the type of the values; text where nothing is said."""
    return str(schema.get("type", "string"))


def _distinct(values: tuple[Any, ...]) -> frozenset[Any]:
    # To Python, 1 and true are equal.
    return frozenset((type(value) is bool, value) for value in values)


def _all_fit(values: tuple[Any, ...], schema: Schema) -> bool:
    return all(map(compile_check(schema), values))


def _ordered(old: float, new: float) -> Spread:
    return "same" if old == new else "wider" if old < new else "narrower"


def _steps(old: Schema, new: Schema) -> Spread:
    """Compare by which grid of multiples lies in the other."""
    before, after = (
        schema.get("multipleOf", 1 if kind(schema) == "integer" else 0) for schema in (old, new)
    )
    if before == after:
        return "same"
    if not after or (before and before % after == 0):
        return "wider"
    return "narrower" if not before or after % before == 0 else "other"


def _list(values: list[Any]) -> str:
    more = ["…"] if len(values) > _MOST else []
    return ", ".join([*map(shown, values[:_MOST]), *more])


def _value(value: Any) -> str:
    if value is None:
        return "–"
    return _list(value) if isinstance(value, list) else shown(value)
