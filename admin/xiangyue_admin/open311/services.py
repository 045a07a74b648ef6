"""What can be brought up, and what is asked for it: categories of the intake and their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue import Misuse, Profile
from xiangyue_admin.intake import Matter
from xiangyue_admin.open311.door import services

Json = dict[str, Any]
YES_NO: Final = ("true", "false")
_LINE: Final = 200
"""The most characters of what is one line."""


def said_of_any(profile: Profile) -> Mapping[str, str]:
    """Return which fields hold what is said of any matter, by what it is."""
    found: Mapping[str, str] = profile.document.get("intake", {}).get("fields", {})
    return found


def listed(profile: Profile, tongue: str) -> list[Json]:
    """Return the services of a community."""
    return [
        {
            "service_code": one.name,
            "service_name": one.title,
            "description": one.help or None,
            "metadata": bool(_asked(profile, one)),
            "type": "realtime",
            "keywords": ", ".join(dict.fromkeys(_words(profile, one))),
            "group": profile.flows[one.flow].title.of(tongue),
        }
        for one in services(profile, tongue)
    ]


def defined(profile: Profile, one: Matter, tongue: str) -> Json:
    """Return what is asked of whoever brings up a matter, besides what is said of any."""
    attributes = [
        _attribute(profile, name, order, tongue, required=name in one.needs)
        for order, name in enumerate(_asked(profile, one), 1)
    ]
    return {"service_code": one.name, "attributes": attributes}


def _asked(profile: Profile, one: Matter) -> list[str]:
    said = set(said_of_any(profile).values())
    return [name for name in (*one.needs, *one.asks) if name not in said]


def _words(profile: Profile, one: Matter) -> Iterator[str]:
    """Yield what a matter is called in each language."""
    for title in (profile.categories[one.name].title, profile.flows[one.flow].title):
        yield from (text.replace(",", " ") for text in title.values())


def _attribute(profile: Profile, name: str, order: int, tongue: str, *, required: bool) -> Json:
    field = profile.fields[name]
    kind = datatype(field.schema)
    said: Json = {
        "variable": True,
        "code": name,
        "datatype": kind,
        "required": required,
        "datatype_description": field.help.of(tongue) or None,
        "order": order,
        "description": field.title.of(tongue),
    }
    if not kind.endswith("valuelist"):
        return said
    if field.schema.get("type") == "boolean":
        names = {one: Misuse(f"open311-{one}").text(tongue) for one in YES_NO}
    else:
        values = map(str, field.schema.get("items", field.schema)["enum"])
        choices = field.choices
        names = {one: choices[one].of(tongue) if one in choices else one for one in values}
    return said | {"values": [{"key": key, "name": name} for key, name in names.items()]}


def datatype(schema: Mapping[str, Any]) -> str:
    """Return what the standard calls the type of a field."""
    if schema.get("type") == "array":
        return "multivaluelist" if "enum" in schema.get("items", {}) else "text"
    if "enum" in schema or schema.get("type") == "boolean":
        return "singlevaluelist"
    if schema.get("type") in ("integer", "number"):
        return "number"
    if schema.get("format") in ("date", "date-time"):
        return "datetime"
    return "string" if schema.get("maxLength", _LINE + 1) <= _LINE else "text"
