"""A JSON file of moderate size, and the line and column of whatever stands in it."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from json.decoder import JSONDecoder
from pathlib import Path
from typing import Any

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.datafile import DataFile, Progress
from xiangyue.spelling import shown

MOST_BYTES = 32 << 20
MOST_DEPTH = 100

Path_ = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Located:
    """What a file holds, ``value``, and where each part of it stands."""

    def __init__(self, name: str, text: str, value: Any) -> None:
        """Remember the text; where things stand is worked out when somebody asks."""
        self.name = name
        self.value = value
        self._text = text
        self._inside: dict[int, dict[str | int, int]] = {}

    def place(self, *path: str | int) -> Place:
        """Return where a part stands, by keys and indices from the top.

        What is not there is said to be where it would be: in the last part of the path that is.
        """
        at = _after_space(self._text, 0)
        for step in path:
            inside = self._parts(at)
            if step not in inside:
                break
            at = inside[step]
        return _place(self.name, self._text, at)

    def _parts(self, at: int) -> dict[str | int, int]:
        if at not in self._inside:
            self._inside[at] = {key: start for key, _, start in _parts(self._text, at)}
        return self._inside[at]


def read_json(path: Path, progress: Progress | None = None, most: int = MOST_BYTES) -> Located:
    """Read a file of JSON (RFC 8259) in UTF-8, or in UTF-16 or UTF-32 with a mark, gzipped or not.

    Raises BadInput, with its place, for what cannot be read, is larger than ``most`` bytes, no
    JSON, nested deeper than 100 levels, or holds a name twice in one object or half a character.
    """
    with DataFile(path, progress) as file:
        pieces, size = [], 0
        for chunk in file.chunks():
            size += len(chunk)
            if size > most:
                raise file.fail("json-large", most=most >> 20)
            pieces.append(chunk)
    return parse_json(b"".join(pieces), str(path))


def parse_json(data: bytes, name: str) -> Located:
    """Read JSON from bytes; raises BadInput as ``read_json`` does."""
    text = _decoded(data, name)
    try:
        value = _loaded(text, name, _once)
    except _TwiceError as error:
        _loaded(text, name)  # what breaks off further down is no JSON at all
        place, key = _find_twice(text, name)
        raise BadInput("json-twice", place=place, name=shown(key)) from error
    found = Located(name, text, value)
    for path, part in _walk(value):
        if len(path) > MOST_DEPTH:
            raise BadInput("json-deep", place=found.place(*path), most=MOST_DEPTH)
        if isinstance(part, str) and _SURROGATE.search(part):
            raise BadInput("json-half", place=found.place(*path))
    return found


class _TwiceError(Exception):
    """A name stands in one object twice."""


def _loaded(text: str, name: str, made: Callable[[list[Any]], Any] | None = None) -> Any:
    try:
        return json.loads(text, object_pairs_hook=made, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise BadInput("json-broken", place=place, reason=error.msg) from error
    except RecursionError as error:
        raise BadInput("json-deep", place=Place(name), most=MOST_DEPTH) from error
    except ValueError as error:  # a number that is too long, NaN
        reason = shown(str(error))
        raise BadInput("json-broken", place=Place(name), reason=reason) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _decoded(data: bytes, name: str) -> str:
    encoding, mark = "utf-8", b""
    for known, meant in _MARKS:
        if data.startswith(known):
            encoding, mark = meant, known
            break
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        number = len(mark) + error.start + 1
        raise BadInput("json-encoding", place=Place(name), number=number) from error


def _walk(value: Any) -> Iterator[tuple[Path_, Any]]:
    """Yield every key and value with its path, without recursion."""
    waiting: list[tuple[Path_, Any]] = [((), value)]
    while waiting:
        path, part = waiting.pop()
        yield path, part
        if isinstance(part, dict):
            for key, below in part.items():
                yield (*path, key), key
                waiting.append(((*path, key), below))
        elif isinstance(part, list) and len(path) <= MOST_DEPTH:
            waiting += [((*path, index), below) for index, below in enumerate(part)]


# --- where things stand ---------------------------------------------------------------------------

_decoder = JSONDecoder()


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _place(name: str, text: str, at: int) -> Place:
    return Place(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _parts(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield the parts of an object or list that begins ``at``: key, where that and the value stand.

    The text is known to be JSON.
    """
    opening = text[at : at + 1]
    if opening not in ("{", "["):
        return
    at, index = _after_space(text, at + 1), 0
    while text[at] not in "}]":
        key: str | int = index
        named = at
        if opening == "{":
            key, at = _decoder.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)
        yield key, named, at
        _, at = _decoder.raw_decode(text, at)
        at = _after_space(text, at)
        if text[at] == ",":
            at = _after_space(text, at + 1)
        index += 1


def _find_twice(text: str, name: str) -> tuple[Place, str]:
    """Return where a name stands for the second time in one object, and the name."""
    waiting = [_after_space(text, 0)]
    while waiting:
        seen: set[str | int] = set()
        for key, named, start in _parts(text, waiting.pop()):
            if key in seen:
                return _place(name, text, named), str(key)
            seen.add(key)
            waiting.append(start)
    return Place(name), ""
