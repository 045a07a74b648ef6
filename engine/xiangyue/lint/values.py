"""Fields and params: values that fit, and defaults among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from xiangyue.flow import compile_check, kind_of
from xiangyue.flow.changes import written_by_engine
from xiangyue.lint.subject import Steps, Subject
from xiangyue.profile import Field, Finding, default_sensitivity
from xiangyue.rules import Kind
from xiangyue.spelling import shown

RECORDINGS = ("photo", "video", "audio", "location")
"""Evidence whose value is the reference to a file."""

_NUMBERS = ("integer", "number")
_FOR: Mapping[str, tuple[str, ...]] = {
    "minimum": _NUMBERS,
    "maximum": _NUMBERS,
    "multipleOf": _NUMBERS,
    "enum": ("string", *_NUMBERS),
    "minLength": ("string",),
    "maxLength": ("string",),
    "format": ("string",),
    "items": ("array",),
    "maxItems": ("array",),
}


def check_values(subject: Subject) -> Iterator[Finding]:
    """Find schemas that make no sense, and defaults that do not fit theirs."""
    profile = subject.profile
    ours = written_by_engine(profile)
    for name, field in profile.fields.items():
        yield from _check_schema(subject, field.schema, ("fields", name, "schema"))
        yield from _check_choices(subject, field)
        by_people = name not in ours and not field.measure
        free = default_sensitivity(field.schema) == "personal" and by_people
        if field.sensitivity == "none" and free:
            yield subject.warning("field-free-text", "fields", name, "sensitivity")
        if field.evidence in RECORDINGS and kind_of(field.schema) is not Kind.STRING:
            path = ("fields", name, "evidence")
            yield subject.error("evidence-no-text", *path, evidence=field.evidence)
    for name, param in profile.params.items():
        wrong = [*_check_schema(subject, param.schema, ("params", name, "schema"))]
        yield from wrong
        if not wrong and not compile_check(param.schema)(param.default):
            yield subject.error("param-default", "params", name, "default", name=name)


def _check_choices(subject: Subject, field: Field) -> Iterator[Finding]:
    """Find words for values that there are not, and values that the words leave out."""
    schema = field.schema.get("items", field.schema)
    values = [str(value) for value in schema.get("enum", ())]
    path = ("fields", field.id, "choices")
    for value in field.choices:
        if value not in values:
            yield subject.about_key("choice-unknown", "error", (*path, value), value=shown(value))
    if field.choices:
        for value in values:
            if value not in field.choices:
                yield subject.about_key("choice-missing", "warning", path, value=shown(value))


def _check_schema(subject: Subject, schema: Mapping[str, Any], path: Steps) -> Iterator[Finding]:
    kind = _kind(schema)
    if kind is None:
        yield subject.about_key("values-mixed", "error", (*path, "enum"))
        return
    wrong = [key for key in schema if key in _FOR and kind not in _FOR[key]]
    for key in wrong:
        fits = ", ".join(_FOR[key])
        values = {"key": key, "kind": kind, "fits": fits}
        yield subject.about_key("values-keyword", "error", (*path, key), **values)
    if wrong:
        return
    for low, high in (("minimum", "maximum"), ("minLength", "maxLength")):
        if schema.get(low, -inf) > schema.get(high, inf):
            yield subject.error("values-none", *path, high, low=low, high=high)
    if "enum" in schema:
        fits_schema = compile_check(schema)
        for n, value in enumerate(schema["enum"]):
            if not fits_schema(value):
                yield subject.error("values-enum", *path, "enum", n, value=value)


def _kind(schema: Mapping[str, Any]) -> str | None:
    """Return the type of the values; None where an enum mixes several."""
    if "type" in schema:
        return str(schema["type"])
    kinds = {
        "string" if isinstance(value, str) else "number" for value in schema.get("enum", ("",))
    }
    return kinds.pop() if len(kinds) == 1 else None
