"""Answers as JSON and as XML: one is made of the other by the Spark convention.

A list stands in an element of its name, each item of it in one of the singular.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from xml.sax.saxutils import escape

import orjson
from flask import Response

JSON: Final = "application/json; charset=utf-8"
XML: Final = "text/xml; charset=utf-8"
FORMATS: Final = ("json", "xml")

_ITEMS: Final = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# Characters that no XML document may hold.
_ODD: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADERS: Final = (
    ("Access-Control-Allow-Origin", "*"),
    ("Cache-Control", "no-cache"),
    ("Vary", "Accept, Accept-Language"),
    ("X-Content-Type-Options", "nosniff"),
)


def sent(
    form: str,
    root: str,
    value: Any,
    tongue: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Send a value; ``root`` is the element that it is in XML."""
    body = orjson.dumps(value) if form == "json" else as_xml(root, value)
    more = [*_HEADERS, ("Content-Language", tongue), *(headers or {}).items()]
    return Response(body, status, more, content_type=JSON if form == "json" else XML)


def as_xml(root: str, value: Any) -> bytes:
    """Write a value as an XML document."""
    parts: list[str] = []
    _write(root, value, parts)
    text = _ODD.sub("\ufffd", "".join(parts))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _write(name: str, value: Any, parts: list[str]) -> None:
    if value is None or value == "":
        parts.append(f"<{name}/>")
        return
    parts.append(f"<{name}>")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _write(key, inner, parts)
    elif isinstance(value, list):
        for item in value:
            _write(_ITEMS[name], item, parts)
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    else:
        parts.append(escape(str(value)))
    parts.append(f"</{name}>")
