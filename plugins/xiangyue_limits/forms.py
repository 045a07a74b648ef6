"""Parts of the config schemas that limits share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ID: Mapping[str, Any] = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]{0,127}$"}
IDS: Mapping[str, Any] = {"type": "array", "items": ID, "uniqueItems": True}
SOME_IDS: Mapping[str, Any] = {**IDS, "minItems": 1}
DURATION: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{1,3}(min|h|wh|d|wd|w|m|y)$"}
LAW: Mapping[str, Any] = {"type": "string", "pattern": r"^\[L:[^\]]+\]"}
BASIS: Mapping[str, Any] = {"type": "string", "pattern": r"^\[(L:[^\]]+|S:[0-9, ]+|D|M)\]"}


def config(required: tuple[str, ...] = (), **properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a config with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
