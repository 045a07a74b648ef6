"""A file of requests as GeoReport v2 has them, in JSON or in XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.cap.encoding import decode
from xiangyue.exchange.files.datafile import DataFile, Progress
from xiangyue.exchange.files.jsonfile import MOST_BYTES, Located, parse_json

_LISTS: Final = ("service_requests", "requests", "request", "data", "results")
_ZEROS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|(?<![\w.+-])0\d+(?![\w.])')
_DEPTH: Final = 3
"""Elements around the text of an argument of a request."""


@dataclass(frozen=True, slots=True)
class Requested:
    """One request: what is said in it by name, and where that stands.

    ``place`` tells where a name stands, or where the request does; ``at`` is its path.
    """

    said: Mapping[str, Any]
    place: Callable[[str], Place]
    at: str

    def text(self, name: str) -> str:
        """Return what is said as text; empty where nothing is, or something that has parts."""
        value = self.said.get(name)
        return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()


def read_requests(path: Path, progress: Progress | None = None) -> list[Requested]:
    """Return the requests of a file in JSON or XML, in their order.

    Numbers with zeros before them, which the standard's own examples have and JSON has not, are
    read as they stand. Raises BadInput, with its place, for what is neither or holds none.
    """
    with DataFile(path, progress) as file:
        data = bytearray()
        for chunk in file.chunks():
            data += chunk
            if len(data) > MOST_BYTES:
                raise file.fail("json-large", most=MOST_BYTES >> 20)
    name, whole = str(path), bytes(data)
    if b"<" in whole[:8].replace(b"\x00", b""):
        return _Xml(name).read(decode(whole, name).encode())
    return list(_of_json(whole, name))


def _of_json(data: bytes, name: str) -> Iterator[Requested]:
    try:
        found = parse_json(data, name)
    except BadInput as error:
        mended = _ZEROS.sub(_quoted, data)
        if error.code != "json-broken" or mended == data:
            raise
        found = parse_json(mended, name)
    value, path = found.value, tuple[str | int, ...]()
    while isinstance(value, dict) and "service_request_id" not in value:
        key = next((one for one in _LISTS if one in value), None)
        if key is None:
            raise BadInput("open311-no-requests", place=found.place(*path))
        value, path = value[key], (*path, key)
    for n, one in enumerate(value) if isinstance(value, list) else ((None, value),):
        here = path if n is None else (*path, n)
        if not isinstance(one, dict):
            raise BadInput("open311-no-requests", place=found.place(*here))
        at = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in here)
        yield Requested(one, partial(_where, found, here), at)


def _where(found: Located, path: tuple[str | int, ...], name: str) -> Place:
    return found.place(*path, name) if name else found.place(*path)


def _quoted(found: re.Match[bytes]) -> bytes:
    return found[0] if found[0].startswith(b'"') else b'"%s"' % found[0]


def _of_element(places: Mapping[str, Place], begun: Place, name: str) -> Place:
    return places.get(name, begun)


class _Xml:
    """What expat calls: keeps the text of each argument of each request."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Requested] = []
        self.open: list[str] = []
        self.said: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.begun = Place(name)
        self.text: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.stop
        self.parser.CharacterDataHandler = self.text.append

    def read(self, text: bytes) -> list[Requested]:
        try:
            self.parser.Parse(text, True)
        except expat.ExpatError as error:
            place = Place(self.name, error.lineno, error.offset + 1)
            reason = expat.ErrorString(error.code)
            raise BadInput("open311-xml", place=place, reason=reason) from error
        return self.found

    def place(self) -> Place:
        return Place(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def doctype(self, *_: object) -> None:
        raise BadInput("open311-doctype", place=self.place())

    def start(self, name: str, _: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self.open.append(tag)
        self.text.clear()
        if len(self.open) == 1 and tag not in _LISTS:
            raise BadInput("open311-no-requests", place=self.place())
        if len(self.open) == _DEPTH - 1:
            self.said, self.places, self.begun = {}, {}, self.place()
        elif len(self.open) == _DEPTH:
            self.places[tag] = self.place()

    def stop(self, _: str) -> None:
        tag, text = self.open.pop(), "".join(self.text).strip()
        depth = len(self.open) + 1
        if depth == _DEPTH:
            self.said.setdefault(tag, text)
        elif depth > _DEPTH:
            self.said[self.open[_DEPTH - 1]] = [tag]  # what has parts has no place here
        elif depth == _DEPTH - 1:
            at = f"/{self.open[0]}/{tag}[{len(self.found) + 1}]"
            place = partial(_of_element, self.places, self.begun)
            self.found.append(Requested(self.said, place, at))
        self.text.clear()
