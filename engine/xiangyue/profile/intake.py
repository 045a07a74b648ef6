"""The categories by which matters come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.text import Text, text
from xiangyue.time.worktime import Duration, parse_duration

RECEIVER = "receiver"
"""Whom the category of a matter names: the role that receives it first."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Category:
    """What a matter can be about: the flow it opens, and the role that receives it first.

    ``urgency`` is how soon its first contact is due, None for what the flow says. What is not
    ``offered`` comes in by an office only: whoever comes without being registered is not shown it.
    """

    id: str
    title: Text
    flow: str
    to: str | None
    urgency: Duration | None
    offered: bool = True


def categories(document: Document) -> Mapping[str, Category]:
    """Return the categories of a resolved document, by name."""
    return {
        name: Category(
            id=name,
            title=text(data["title"]),
            flow=data["flow"],
            to=data.get("to"),
            urgency=parse_duration(data["urgency"]) if "urgency" in data else None,
            offered=data.get("offered", True),
        )
        for name, data in _listed(document).items()
    }


def said_of_any(document: Document) -> Mapping[str, str]:
    """Return which fields hold what is said of any matter: by what it is, such as address."""
    found: Mapping[str, str] = document.get("intake", {}).get("fields", {})
    return found


def spelt_out(schema: Mapping[str, Any], document: Document) -> Mapping[str, Any]:
    """Return a field's schema; where its format is category, with all of them by name."""
    names = [*_listed(document)]
    return {"enum": names} if schema.get("format") == "category" and names else schema


def spoken_choices(schema: Mapping[str, Any], document: Document) -> dict[str, Text]:
    """Return the titles of the categories where a field's format is category, else nothing."""
    if schema.get("format") != "category":
        return {}
    return {name: text(data["title"]) for name, data in _listed(document).items()}


def _listed(document: Document) -> Mapping[str, Any]:
    found: Mapping[str, Any] = document.get("intake", {}).get("categories", {})
    return found
