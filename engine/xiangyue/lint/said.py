"""The fields that hold what other systems say of any matter: whether they can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xiangyue.flow import kind_of
from xiangyue.lint.subject import Subject
from xiangyue.profile import Field, Finding, said_of_any
from xiangyue.rules import Kind

_POSITION: Final = ("latitude", "longitude")
_AT: Final = ("intake", "fields")


def check_said(subject: Subject) -> Iterator[Finding]:
    """Find fields that cannot hold what is said, that nobody is asked for, half a position.

    A number is shown to everybody unless it is said to be personal; where somebody lives is.
    """
    said = said_of_any(subject.document)
    for key, name in said.items():
        field = subject.profile.fields.get(name)
        if field is None:
            continue
        if not _holds(key, field):
            schema = "{type: number}" if key in _POSITION else "{type: string, maxLength: …}"
            yield subject.error("intake-field-kind", *_AT, key, field=name, schema=schema)
        elif not _is_asked(subject, name):
            yield subject.warning("intake-field-not-asked", *_AT, key, field=name)
        if key in _POSITION and "sensitivity" not in subject.document["fields"][name]:
            yield subject.about_key("intake-field-shown", "warning", ("fields", name), field=name)
    for key, other in (_POSITION, _POSITION[::-1]):
        if key in said and other not in said:
            yield subject.error("intake-field-half", *_AT, key, key=key, other=other)


def _holds(key: str, field: Field) -> bool:
    if key in _POSITION:
        return field.schema.get("type") == "number" and "enum" not in field.schema
    closed = {"enum", "format"} & field.schema.keys()
    return kind_of(field.schema) is Kind.STRING and not closed


def _is_asked(subject: Subject, name: str) -> bool:
    profile = subject.profile
    flows = (profile.flows.get(category.flow) for category in profile.categories.values())
    return any(name in (*flow.opening.needs, *flow.opening.asks) for flow in flows if flow)
