"""A cell read as a profile's field: by the type that its schema says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xiangyue.errors import BadInput
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.rows import Value
from xiangyue.exchange.sheets.writing import Cell
from xiangyue.flow import compile_check
from xiangyue.profile import Field, Profile
from xiangyue.spelling import shown

_ASIDE = re.compile("[(（:：]")
_YES = {"en": ("no", "yes"), "zh": ("否", "是")}
_APART = re.compile("[,;、，；\n]")


def field_value(value: Value, field: Field, profile: Profile) -> Any:
    """Read a cell as a field's value; raises BadInput where it does not fit its schema."""
    found = _read(value, field.schema, profile.calendar.timezone, spoken(field))
    if not compile_check(field.schema)(found):
        hidden = field.sensitivity != "none"
        said = "…" if hidden else shown(found)
        schema = described(field.schema)
        raise BadInput("sheet-value", value=said, field=says(field), schema=schema)
    return found


def field_cell(value: Any, field: Field, lang: str) -> Cell:
    """Return a field's value as people read it in a sheet; ``field_value`` reads it again."""
    match value:
        case None:
            return None
        case bool():
            return _YES.get(lang, _YES["en"])[value]
        case int() | float():
            return value
        case list() | tuple():
            return "、".join(str(field_cell(one, field, lang)) for one in value)
    return called(field, str(value), lang)


def called(field: Field, value: str, lang: str) -> str:
    """Return what people call a choice, where only it is called so."""
    title = field.choices[value].of(lang) if value in field.choices else ""
    return title if title and spoken(field).get(cells.plain(title)) == value else value


def spoken(field: Field) -> dict[str, str]:
    """Return a field's choices by what people call them, where only one is called so."""
    found: dict[str, str] = {}
    for value, title in field.choices.items():
        for said in title.values():
            for word in {cells.plain(said), cells.plain(_ASIDE.split(said)[0])}:
                found[word] = "" if found.get(word, value) != value else value
    return {word: value for word, value in found.items() if value}


def says(field: Field) -> str:
    """Return a field's title in all its languages."""
    return " / ".join(dict.fromkeys(field.title.values())) or field.id


def described(schema: Mapping[str, Any]) -> str:
    """Return what a schema asks for, in one line."""
    return shown(", ".join(f"{key} {_listed(value)}" for key, value in schema.items()))


def _listed(value: Any) -> str:
    return " | ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _read(
    value: Value, schema: Mapping[str, Any], timezone: str | None, choices: Mapping[str, str]
) -> Any:
    options = schema.get("enum")
    if options:
        return _option(value, options, choices)
    match schema.get("type", "string"), schema.get("format"):
        case "integer", _:
            return cells.whole(value)
        case "number", _:
            return cells.number(value)
        case "boolean", _:
            return cells.yes(value)
        case "array", _:
            items = schema.get("items", {})
            parts = (part.strip() for part in _APART.split(cells.text(value)))
            return [_read(part, items, timezone, choices) for part in parts if part]
        case _, "date":
            return cells.day(value).isoformat()
        case _, "date-time":
            return cells.moment(value, timezone).isoformat()
        case _, "member":
            return cells.ident(value)
    return cells.text(value)


def _option(value: Value, options: Any, choices: Mapping[str, str]) -> Any:
    """Return the option that a cell names by itself or by what people call it."""
    said = cells.plain(cells.text(value))
    named = choices.get(said, said)
    known = (one for one in options if str(one) == named or cells.plain(str(one)) == said)
    return next(known, cells.text(value))
