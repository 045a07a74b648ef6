"""What people read in a profile, and the words that limits look for in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue_limits.reading import steps

_ROOMS = (
    "roles",
    "fields",
    "params",
    "tables",
    "accounts",
    "scoring",
    "channels",
    "ladders",
    "modes",
)


def _named(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield whatever people read the name or words of: address, name, and what is said of it.

    Messages are among it. Help is not: it may well say that something is not asked for.
    """
    for room in _ROOMS:
        for name, part in document.get(room, {}).items():
            yield f"{room}.{name}", name, part
    for name, part in document.get("intake", {}).get("categories", {}).items():
        yield f"intake.categories.{name}", name, part
    for name, flow in document.get("flows", {}).items():
        yield f"flows.{name}", name, flow
        for room in ("states", "actions"):
            for inner, part in flow[room].items():
                yield f"flows.{name}.{room}.{inner}", inner, part
    for step in steps(document):
        for address, kind, detail in step.does:
            if kind == "message":
                yield f"{address}.message.say", "", {"title": detail["say"]}


def mentioned(pattern: re.Pattern[str], name: str, part: Mapping[str, Any]) -> str | None:
    """Return the first words in a name, a title or a choice of values that the pattern finds."""
    choices = [one for one in part.get("schema", {}).get("enum", ()) if isinstance(one, str)]
    for words in (name, *choices, *part.get("title", {}).values()):
        found = pattern.search(words.replace("_", " "))
        if found is None and "_" in words:
            found = pattern.search(words)
        if found:
            return found.group()
    return None


def mentions(document: Mapping[str, Any], pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield address and words of whatever the pattern finds in a profile's names and titles."""
    for address, name, part in _named(document):
        if words := mentioned(pattern, name, part):
            yield address, words


def title(part: Mapping[str, Any], name: str) -> Mapping[str, str]:
    """Return what people call a part of the profile, in both languages; else its name."""
    said = part.get("title", {})
    return {lang: said.get(lang, name) for lang in ("en", "zh")}
