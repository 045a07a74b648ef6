"""jsonschema as the judge of profiles, with keywords that are quicker and more exact than its own.

Quicker: the compiled language has no references, so that a step down needs no new validator.
More exact: every error's path ends at the one key or item that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from xiangyue.profile.schema import Part, Schema, compiled

Errors = Iterator[ValidationError]

_KINDS: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


def judge(document: Any, part: Part) -> Errors:
    """Yield every error in ``document``, as it comes, roughly from top to bottom.

    The path of an error of ``required``, ``additionalProperties`` or ``propertyNames`` ends with
    the key that is missing, unknown or misnamed.
    """
    errors: Errors = _judge_of(part).iter_errors(document)
    return errors


@cache
def _judge_of(part: Part) -> Any:
    return judge_by(compiled(part))


def judge_by(schema: Schema) -> Any:
    """Return the validator of a schema without references."""
    judging: Any = extend(  # type: ignore[no-untyped-call] # so are jsonschema's stubs
        Draft202012Validator,
        {
            "additionalProperties": _additional_properties,
            "items": _items,
            "pattern": _pattern,
            "properties": _properties,
            "propertyNames": _property_names,
            "required": _required,
            "type": _type,
            "uniqueItems": _unique_items,
        },
    )
    return judging(schema)


def _descend(validator: Any, schema: Mapping[str, Any], instance: Any, step: str | int) -> Errors:
    keywords: Mapping[str, Callable[..., Errors | None]] = validator.VALIDATORS
    for keyword, value in schema.items():
        if (check := keywords.get(keyword)) is None:
            continue
        for error in check(validator, value, instance, schema) or ():
            # An error that came from further down knows its keyword already.
            if not isinstance(error.validator, str):
                error.validator, error.validator_value = keyword, value
                error.instance, error.schema = instance, schema
            error.path.appendleft(step)
            yield error


def _properties(validator: Any, known: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for key, value in instance.items():
            if key in known:
                yield from _descend(validator, known[key], value, key)


def _additional_properties(validator: Any, below: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        known = schema.get("properties", ())
        for key, value in instance.items():
            if key in known:
                continue
            if below is False:
                yield ValidationError("unknown", path=(key,))
            else:
                yield from _descend(validator, below, value, key)


def _property_names(validator: Any, names: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for key in instance:
            if any(_descend(validator, names, key, key)):
                yield ValidationError("misnamed", path=(key,))


def _required(validator: Any, keys: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for key in keys:
            if key not in instance:
                yield ValidationError("missing", path=(key,))


def _type(validator: Any, kinds: str | list[str], instance: Any, schema: Any) -> Errors:
    kind = type(instance)
    for name in (kinds,) if isinstance(kinds, str) else kinds:
        if kind in _KINDS[name] or (name == "integer" and kind is float and instance.is_integer()):
            return
    yield ValidationError("kind")


def _items(validator: Any, below: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, list):
        for index, value in enumerate(instance):
            yield from _descend(validator, below, value, index)


def _unique_items(validator: Any, unique: Any, instance: Any, schema: Any) -> Errors:
    # In the language only lists of scalars are unique; jsonschema's own way is quadratic.
    if isinstance(instance, list):
        seen: set[Any] = set()
        for index, value in enumerate(instance):
            if isinstance(value, (list, dict)):
                continue
            same = (isinstance(value, bool), value)
            if same in seen:
                yield ValidationError("again", path=(index,))
            seen.add(same)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, str) and not _expression(pattern).search(instance):
        yield ValidationError("pattern")


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    # JSON Schema's $ is the end of the text; Python's also stands before a last line break.
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))
