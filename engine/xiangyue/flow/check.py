"""Checks of single values, compiled once from a field's schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from xiangyue.errors import XiangyueError
from xiangyue.time.clock import end_of_day, parse_instant
from xiangyue.words import CONTROL, is_task_id

Check = Callable[[Any], bool]

_TEXT_LIMIT = 4000
_LIST_LIMIT = 1000


def compile_check(schema: Mapping[str, Any]) -> Check:
    """Return a function that tells whether a value fits the schema.

    It covers the part of JSON Schema that the profile language allows; format ``member`` and
    ``unit`` are looked up elsewhere, because only the store knows who exists.
    """
    return reduce(_both, _tests(schema))


def _both(first: Check, second: Check) -> Check:
    return lambda value: first(value) and second(value)


def _tests(schema: Mapping[str, Any]) -> list[Check]:
    kind = _type(schema)
    tests = [_number(schema, kind) if kind in _NUMBERS else _TYPES[kind]]
    if "enum" in schema:
        allowed = tuple(schema["enum"])
        tests.append(lambda value: value in allowed)
    if "multipleOf" in schema:
        step = schema["multipleOf"]
        tests.append(lambda value: value % step == 0)
    if "minLength" in schema:
        short = schema["minLength"]
        tests.append(lambda value: len(value) >= short)
    if kind == "string" and "enum" not in schema:
        long = schema.get("maxLength", _TEXT_LIMIT)
        tests.append(lambda value: len(value) <= long)
    if schema.get("format") in _FORMATS:
        tests.append(_FORMATS[schema["format"]])
    if kind == "array":
        tests.append(_list_check(schema))
    return tests


def _number(schema: Mapping[str, Any], kind: str) -> Check:
    """Return one test of type and bounds; the bounds keep numbers exact in JSON."""
    kinds = _NUMBERS[kind]
    low = max(schema.get("minimum", -_EXACT), -_EXACT)
    high = min(schema.get("maximum", _EXACT), _EXACT)
    return lambda value: type(value) in kinds and low <= value <= high


_EXACT = 2**53 - 1
_NUMBERS: Mapping[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float)}


def _list_check(schema: Mapping[str, Any]) -> Check:
    one = compile_check(schema.get("items", {"type": "string"}))
    most = schema.get("maxItems", _LIST_LIMIT)
    return lambda value: len(value) <= most and all(one(item) for item in value)


def _type(schema: Mapping[str, Any]) -> str:
    if "type" in schema:
        return str(schema["type"])
    values = schema.get("enum")
    if values and all(isinstance(v, (int, float)) for v in values):
        return "integer" if all(isinstance(v, int) for v in values) else "number"
    return "any" if values and not all(isinstance(v, str) for v in values) else "string"


def _text(value: Any) -> bool:
    return type(value) is str and CONTROL.search(value) is None


def _date(value: str) -> bool:
    try:
        end_of_day(value)
    except XiangyueError:
        return False
    return True


def _instant(value: str) -> bool:
    try:
        parse_instant(value, None)
    except XiangyueError:
        return False
    return True


_TYPES: Mapping[str, Check] = {
    "string": _text,
    "boolean": lambda v: type(v) is bool,
    "array": lambda v: isinstance(v, (list, tuple)),
    "any": lambda v: type(v) in (str, int, float),
}


def is_entry(value: str) -> bool:
    """Tell whether this is how entries of the ledger are numbered."""
    return _ENTRY.fullmatch(value) is not None


_ENTRY = re.compile(r"[1-9][0-9]{0,14}\.[0-9]{1,6}", re.ASCII)
"""The number of a ledger entry: its place in the journal, and which of its postings."""

_FORMATS: Mapping[str, Check] = {
    "date": _date,
    "date-time": _instant,
    "entry": is_entry,
    "task": is_task_id,
}
