"""Attributes as the fields that they are of hold them.

What does not fit is left as it was sent: the engine says of each field what it takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from xiangyue_admin.open311.moments import read_moment
from xiangyue_admin.open311.services import YES_NO


def value_of(schema: Mapping[str, Any], sent: Sequence[str], zone: str) -> Any:
    """Return what was sent as a field with this schema takes it; None where it is empty."""
    texts = [text for text in sent if text]
    if not texts:
        return None
    if schema.get("type") == "array":
        items = schema.get("items", {})
        many = texts if "enum" in items else [line for text in texts for line in text.split("\n")]
        return [_one(items, text, zone) for text in many if text]
    return _one(schema, texts[-1], zone)


def _one(schema: Mapping[str, Any], text: str, zone: str) -> Any:
    if "enum" in schema:
        return next((one for one in schema["enum"] if str(one) == text), text)
    match schema.get("type"):
        case "boolean":
            return text == YES_NO[0] if text in YES_NO else text
        case "integer":
            return _number(int, text)
        case "number":
            return _number(float, text)
    if schema.get("format") in ("date", "date-time"):
        moment = read_moment(text, zone)
        if moment is None:
            return text
        local = moment.astimezone(ZoneInfo(zone))
        return local.date().isoformat() if schema["format"] == "date" else local.isoformat()
    return text


def _number(kind: type[int] | type[float], text: str) -> int | float | str:
    try:
        return kind(text)
    except ValueError:
        return text
