"""A JSON file value by value: never more of it is held than the longest value."""

from __future__ import annotations

import codecs
import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NoReturn

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.files.jsonfile import MOST_DEPTH, Located, parse_json
from xiangyue.spelling import shown

MOST = 8 << 20  # characters of one value

_SPACE = re.compile(r"[ \t\n\r\x1e]*")  # \x1e stands before each text of a sequence (RFC 7464)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Piece(Located):
    """A value within a longer file."""

    def __init__(self, text: str, value: Any, start: Place) -> None:
        """Remember where it begins."""
        super().__init__(start.file, text, value)
        self._start = start

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self._text)]

    def place(self, *path: str | int) -> Place:
        """Return where a part stands, in the file."""
        at = 0
        for step in path:
            inside = self._parts(at)
            if step not in inside:
                break
            at = inside[step]
        line = bisect_left(self._ends, at)
        column = at - (self._ends[line - 1] if line else -1)
        return _shifted(Place(self.name, line + 1, column), self._start)


class Pieces:
    """What of the file is not read yet; raises BadInput, with its place, for what is no JSON."""

    def __init__(self, file: DataFile, long: str = "json-long") -> None:
        """Stand before the first character; ``long`` is the code for a value that is too long."""
        self._name, self._long = file.name, long
        self._chunks = file.chunks()
        self._text, self._at, self._ended = "", 0, False
        self._line, self._column = 1, 1
        self._known: tuple[Any, int] | None = None
        self._begin()

    def _begin(self) -> None:
        start = b""
        for chunk in self._chunks:
            start += chunk
            if len(start) >= 4:
                break
        mark, encoding = next((m for m in _MARKS if start.startswith(m[0])), (b"", "utf-8"))
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._read = len(mark)
        self._text = self._decode(start[len(mark) :], ())

    def _decode(self, chunk: bytes, before: Sequence[str], *, final: bool = False) -> str:
        try:
            found = self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            number = self._read + error.start + 1
            lines = sum(text.count("\n") for text in before)
            place = Place(self._name, self._line + lines)
            raise BadInput("json-encoding", place=place, number=number) from error
        self._read += len(chunk)
        return found

    def _more(self) -> bool:
        """Read as much again as is held; returns whether there was anything."""
        if self._ended:
            return False
        held = [self._text[self._at :]]
        wanted = len(held[0]) + 1
        while wanted > 0 and not self._ended:
            chunk = next(self._chunks, b"")
            self._ended = not chunk
            held.append(self._decode(chunk, held, final=self._ended))
            wanted -= len(held[-1])
        self._text, self._at = "".join(held), 0
        return True

    def _pass(self, end: int) -> None:
        lines = self._text.count("\n", self._at, end)
        if lines:
            self._line += lines
            self._column = end - self._text.rfind("\n", self._at, end)
        else:
            self._column += end - self._at
        self._at, self._known = end, None

    def space(self) -> str | None:
        """Pass what is between values; returns the next character, None at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            if found is not None and found.end() > self._at:
                self._pass(found.end())
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return None

    def start(self) -> Place:
        """Pass what is between values; return where the next one begins, or the file ends."""
        self.space()
        return Place(self._name, self._line, self._column)

    def take(self, char: str) -> None:
        """Pass this character, with what is before it."""
        if self.space() != char:
            self.fail(f"Expecting '{char}'")
        self._pass(self._at + 1)

    def key(self, seen: set[str]) -> str:
        """Read the name of a property that is not among those seen."""
        place = Place(self._name, self._line, self._column)
        if self.space() != '"':
            self.fail("Expecting property name enclosed in double quotes")
        found = self.value().value
        if found in seen:
            raise BadInput("json-twice", place=place, name=shown(found))
        seen.add(found)
        return str(found)

    def holds(self, most: int) -> bool:
        """Tell whether the next value is no longer than so many characters."""
        return self._find(most) is not None

    def value(self) -> Piece:
        """Read the next value."""
        self.space()
        value, end = self._find(MOST, must=True) or (None, 0)
        start = Place(self._name, self._line, self._column)
        text = self._text[self._at : end]
        if _HALF.search(text):
            self._strictly()
        self._pass(end)
        return Piece(text, value, start)

    def _find(self, most: int, *, must: bool = False) -> tuple[Any, int] | None:
        """Return the next value and where it ends, None where it is longer than that.

        What breaks off at the end of what is held may only not be read yet.
        """
        while self._known is None:
            try:
                found = _DECODER.raw_decode(self._text, self._at)
                if found[1] == len(self._text) and self._more():
                    continue
                self._known = found
            except (_TwiceError, RecursionError):
                self._strictly()
                raise
            except json.JSONDecodeError as error:
                if len(self._text) - self._at <= most and self._more():
                    continue
                if not must and not self._ended:
                    return None
                if not self._ended:
                    place = Place(self._name, self._line, self._column)
                    raise BadInput(self._long, place=place, most=most >> 20) from error
                self._pass(error.pos)
                self.fail(error.msg)
            except ValueError as error:  # a number that is too long, NaN
                self.fail(shown(str(error)))
        return self._known

    def _strictly(self) -> None:
        """Raise what is wrong with the next value where no strict reader would take it.

        What names a thing twice may break off further down, too.
        """
        while True:
            text, start = self._text[self._at :], Place(self._name, self._line, self._column)
            try:
                _, end = json.JSONDecoder().raw_decode(text)
                break
            except RecursionError as error:
                raise BadInput("json-deep", place=start, most=MOST_DEPTH) from error
            except json.JSONDecodeError as error:
                if len(text) > MOST or not self._more():
                    self._pass(self._at + error.pos)
                    self.fail(error.msg)
            except ValueError as error:
                self.fail(shown(str(error)))
        try:
            parse_json(text[:end].encode("utf-8", "surrogatepass"), self._name)
        except BadInput as error:
            place = _shifted(error.place or start, start)
            raise BadInput(error.code, place=place, **error.values) from error

    def fail(self, reason: str) -> NoReturn:
        """Say that this is no JSON, here."""
        place = Place(self._name, self._line, self._column)
        raise BadInput("json-broken", place=place, reason=reason)


def _shifted(place: Place, start: Place) -> Place:
    column = place.column + start.column - 1 if place.line == 1 else place.column
    return Place(start.file, place.line + start.line - 1, column)


class _TwiceError(Exception):
    """A name stands in one object twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(word)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
