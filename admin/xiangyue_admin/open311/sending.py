"""What a client sends with a request: as a form, as a form with files, or as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from xiangyue import Misuse
from xiangyue_admin.open311.door import Wrong

LONGEST: Final = 4000
"""Characters of a description, as the standard has it; nothing else is longer."""

_FORM, _PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
_MOST: Final = 1000
"""Arguments of one request."""

_MANY: Final = ("media_url", "media_url[]")
"""What may come several times, for clients send each picture so; else the last one counts."""

_ATTRIBUTE: Final = re.compile(r"attributes?\[([^\]]{1,100})\](?:\[\d*\])?")
# The last stands for bytes that are no UTF-8.
_ODD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")


@dataclass(frozen=True, slots=True)
class Sent:
    """Arguments by name, attributes by code with every value given, and whether files came too."""

    said: Mapping[str, str]
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: bool = False


def read_sent(most: int) -> Sent:
    """Return what a request brings in its body and its address, the body first.

    Raises Wrong where it cannot be read, or is longer than ``most`` bytes.
    """
    if (packed := request.headers.get("Content-Encoding", "identity").lower()) != "identity":
        raise Wrong(400, Misuse("api-coded", given=packed[:80]))
    request.max_content_length = most
    pairs, files = list(_of_query()), False
    try:
        if request.mimetype == _FORM:
            pairs += _of_form(request.get_data(cache=False))
        elif request.mimetype == _PARTS:
            pairs += [(name, value) for name, value in request.form.items(multi=True)]
            files = any(one.filename for one in request.files.values())
        elif request.mimetype == "application/json":
            pairs += islice(_of_json(request.get_data(cache=False)), _MOST + 1)
            if len(pairs) > _MOST:
                raise Wrong(400, Misuse("open311-many-fields", most=_MOST))
        elif request.get_data(cache=False):
            raise Wrong(400, Misuse("open311-body-type", given=request.mimetype or "-"))
    except RequestEntityTooLarge as error:
        raise Wrong(400, Misuse("open311-body-large", most=most)) from error
    said: dict[str, str] = {}
    attributes: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        text = _plain(name, value)
        if found := _ATTRIBUTE.fullmatch(name):
            attributes[found[1]] = (*attributes.get(found[1], ()), text)
        elif text and name in _MANY:
            said["media_url"] = "\n".join(dict.fromkeys([*said.get("media_url", "").split(), text]))
        elif text or name not in said:
            said[name] = text
    return Sent(said, attributes, files)


def _of_query() -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in _of_form(request.query_string) if name != "locale")


def _of_form(data: bytes) -> list[tuple[str, str]]:
    """Return what a form says, strictly: Flask would let bytes that are no UTF-8 pass."""
    try:
        text = data.decode()
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError as error:
        raise Wrong(400, Misuse("open311-encoding")) from error
    except ValueError as error:
        raise Wrong(400, Misuse("open311-many-fields", most=_MOST)) from error


def _of_json(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a JSON object says as a form would have it."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Wrong(400, Misuse("open311-json", said=str(error))) from error
    if not isinstance(document, dict):
        raise Wrong(400, Misuse("open311-json", said="{…}?"))
    for name, value in document.items():
        if name in ("attribute", "attributes"):
            yield from _of_attributes(value)
        elif name in _MANY and isinstance(value, list):
            yield from ((name, _text(one)) for one in value)
        elif value is not None:
            yield name, _text(value)


def _of_attributes(value: Any) -> Iterator[tuple[str, str]]:
    """Yield attributes that are an object by code, or a list of objects with code and value."""
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        pairs = [(one.get("code", one.get("key")), one.get("value")) for one in value]
    elif isinstance(value, dict):
        pairs = list(value.items())
    else:
        raise Wrong(400, Misuse("open311-json", said="attribute"))
    for code, many in pairs:
        for one in many if isinstance(many, list) else [many]:
            if one is not None:
                yield f"attribute[{code}]", _text(one)


def _text(value: Any) -> str:
    try:
        return value if isinstance(value, str) else orjson.dumps(value).decode()
    except orjson.JSONEncodeError as error:  # too deep
        raise Wrong(400, Misuse("open311-json", said=str(error))) from error


def _plain(name: str, value: str) -> str:
    """Return a value with the line breaks of this side; raises Wrong for what is no text."""
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise Wrong(400, Misuse("open311-long", name=name[:80], most=LONGEST))
    if _ODD.search(text):
        raise Wrong(400, Misuse("open311-characters", name=name[:80]))
    return text
