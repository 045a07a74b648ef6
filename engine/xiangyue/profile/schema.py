"""The profile language as JSON Schema: what is printed, and what files are judged by.

A file that extends others may leave out what they bring. Which keys that concerns follows from
one principle, so the *overlay* is derived from the *complete* language: a mapping may be partial,
except within a list (lists are never merged) and where a single value may stand instead of it
(such a mapping is one value, taken whole or not at all).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from xiangyue.profile.source import parse

Part = Literal["complete", "overlay"]
Schema = dict[str, Any]

_REF = "#/$defs/"
_NOTES = frozenset({"description", "title", "$comment"})


def profile_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a profile file, for editors and other tools."""
    language = deepcopy(_language())
    defs = language.pop("$defs")
    head = {key: language.pop(key) for key in ("$schema", "$id", "title", "description")}
    partial: dict[str, Schema] = {}
    complete = {"description": "A profile that builds on no other.", **language}
    overlay = {
        **_loosen(language, defs, partial),
        "description": "A profile that may leave out what those bring that it builds on.",
        "required": ["profile"],  # all else can be inherited
    }
    return {
        **head,
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"{_REF}overlay"},
        "else": {"$ref": f"{_REF}complete"},
        "$defs": {**defs, **partial, "complete": complete, "overlay": overlay},
    }


@cache
def compiled(part: Part) -> Schema:
    """Return one part without references and descriptions, to be read only.

    ``$comment`` names the definition that a schema came from.
    """
    schema = profile_schema()
    return _inline(schema["$defs"][part], schema["$defs"])


def spread_out(schema: Schema) -> Schema:
    """Return another schema the same way: without references and descriptions."""
    whole = dict(schema)
    return _inline(whole, whole.pop("$defs"))


def below(schema: Schema, key: str) -> Schema:
    """Return the compiled schema of one key of a mapping; an empty one where anything goes."""
    found = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
    return found if isinstance(found, dict) else {}


def is_one_value(schema: Schema) -> bool:
    """Tell whether a mapping with this schema is one value, because it has a short form as well."""
    return isinstance(schema.get("type"), list)


def is_profile_id(name: str) -> bool:
    """Tell whether this can be a profile's name, and so the name of its folder."""
    schema = compiled("complete")["properties"]["profile"]
    return len(name) <= schema["maxLength"] and re.fullmatch(schema["pattern"], name) is not None


@cache
def _language() -> Schema:
    name = "schema.yaml"
    text = files("xiangyue.profile").joinpath(name).read_bytes()
    return cast("Schema", parse(text, name).plain())


def _loosen(schema: Schema, defs: Mapping[str, Schema], partial: dict[str, Schema]) -> Schema:
    """Return a schema that asks for no keys; what it refers to goes into ``partial``."""
    if is_one_value(schema):
        return schema
    loose: Schema = {}
    for key, value in schema.items():
        if key == "properties":
            loose[key] = {name: _loosen(part, defs, partial) for name, part in value.items()}
        elif key == "additionalProperties" and isinstance(value, dict):
            loose[key] = _loosen(value, defs, partial)
        elif key == "$ref":
            whole = defs[value.removeprefix(_REF)]
            loose[key] = value
            if (part := _loosen(whole, defs, partial)) != whole:
                loose[key] += "_overlay"
                partial[loose[key].removeprefix(_REF)] = part
        elif key != "required":
            loose[key] = value
    return loose


def _inline(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    plain: Schema = {}
    for key, value in schema.items():
        if key == "$ref":
            name = value.removeprefix(_REF)
            origin = {"$comment": name.removesuffix("_overlay")}
            plain = {**origin, **_inline(defs[name], defs), **plain}
        elif key == "properties":
            plain[key] = {name: _inline(part, defs) for name, part in value.items()}
        elif isinstance(value, dict):
            plain[key] = _inline(value, defs)
        elif key not in _NOTES:
            plain[key] = value
    return plain
