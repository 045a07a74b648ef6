"""Checks of single values, compiled once from a field's schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xiangyue.clock import parse_instant
from xiangyue.errors import XiangyueError
from xiangyue.words import CONTROL

Check = Callable[[Any], bool]

_TEXT_LIMIT = 4000
_LIST_LIMIT = 1000


def compile_check(schema: Mapping[str, Any]) -> Check:
    """Return a function that tells whether a value fits the schema.

    It covers the part of JSON Schema that the profile language allows; format ``member`` and
    ``unit`` are looked up elsewhere, because only the store knows who exists.
    """
    tests = [test for test in _tests(schema) if test]
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def _tests(schema: Mapping[str, Any]) -> list[Check]:
    tests: list[Check] = [_TYPES[_type(schema)]]
    if "enum" in schema:
        allowed = tuple(schema["enum"])
        tests.append(lambda value: value in allowed)
    if "minimum" in schema:
        low = schema["minimum"]
        tests.append(lambda value: value >= low)
    if "maximum" in schema:
        high = schema["maximum"]
        tests.append(lambda value: value <= high)
    if "multipleOf" in schema:
        step = schema["multipleOf"]
        tests.append(lambda value: value % step == 0)
    if "minLength" in schema:
        short = schema["minLength"]
        tests.append(lambda value: len(value) >= short)
    if _type(schema) == "string" and "enum" not in schema:
        long = schema.get("maxLength", _TEXT_LIMIT)
        tests.append(lambda value: len(value) <= long)
    if schema.get("format") in _FORMATS:
        tests.append(_FORMATS[schema["format"]])
    if _type(schema) == "array":
        tests.append(_list_check(schema))
    return tests


def _list_check(schema: Mapping[str, Any]) -> Check:
    one = compile_check(schema.get("items", {"type": "string"}))
    most = schema.get("maxItems", _LIST_LIMIT)
    return lambda value: len(value) <= most and all(one(item) for item in value)


def _type(schema: Mapping[str, Any]) -> str:
    if "type" in schema:
        return str(schema["type"])
    values = schema.get("enum")
    if values and all(isinstance(v, (int, float)) for v in values):
        return "number"
    return "any" if values and not all(isinstance(v, str) for v in values) else "string"


def _text(value: Any) -> bool:
    return type(value) is str and CONTROL.search(value) is None


def _date(value: str) -> bool:
    try:
        return len(value) == len("2026-01-31") and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _instant(value: str) -> bool:
    try:
        parse_instant(value, None)
    except XiangyueError:
        return False
    return True


_NUMBER_LIMIT = 2**53

_TYPES: Mapping[str, Check] = {
    "string": _text,
    "integer": lambda v: type(v) is int and -_NUMBER_LIMIT < v < _NUMBER_LIMIT,
    "number": lambda v: type(v) in (int, float) and -_NUMBER_LIMIT < v < _NUMBER_LIMIT,
    "boolean": lambda v: type(v) is bool,
    "array": lambda v: isinstance(v, (list, tuple)),
    "any": lambda v: type(v) in (str, int, float),
}

_FORMATS: Mapping[str, Check] = {"date": _date, "date-time": _instant}
