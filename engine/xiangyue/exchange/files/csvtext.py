"""The text of a CSV file: its encoding, its lines, its separator."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.names import shown

MAX_LINE = 1 << 20  # characters
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMED = re.compile(r"\ufeff?sep=([,;\t|])\s*", re.IGNORECASE)
_SEPARATORS = ",;\t|"


class WrongEncodingError(Exception):
    """The bytes are not what the encoding allows."""

    def __init__(self, line: int) -> None:
        """Remember the line."""
        super().__init__(line)
        self.line = line


def encodings(file: DataFile, wanted: str) -> tuple[str, ...]:
    """Return the encodings to try: the wanted one, what a mark says, or UTF-8 and GB18030.

    Raises Misuse for a name that is none.
    """
    if wanted:
        try:
            "".encode(wanted)
        except (LookupError, ValueError) as error:
            raise Misuse("file-encoding-unknown", name=shown(wanted)) from error
        return (wanted,)
    start = next(file.chunks(), b"")
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return (encoding,)
    if 0 < start.count(b"\n") == start.count(b"\n\0"):
        return ("utf-16-le",)
    if 0 < start.count(b"\n") == start.count(b"\0\n"):
        return ("utf-16-be",)
    return "utf-8", "gb18030"


def undecodable(file: DataFile, tried: Iterable[str], line: int) -> BadInput:
    """Return the error of a file that none of the encodings fits, first at this line."""
    return BadInput("file-encoding", place=Place(file.name, line), tried=", ".join(tried))


def lines(file: DataFile, encoding: str) -> Iterator[str]:
    """Go through the lines, each with its end; it may be a carriage return alone, all through.

    Raises WrongEncodingError, and BadInput for what is no text or a line without an end.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, number = "", 1
    only_returns: bool | None = None
    for chunk in chain(file.chunks(), (b"",)):
        try:
            piece = decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            offset = error.start if isinstance(error, UnicodeDecodeError) else 0
            raise WrongEncodingError(file.line + chunk.count(b"\n", 0, offset)) from error
        if only_returns is None:
            only_returns = "\r" in piece and "\n" not in piece
        text = rest + (piece.replace("\r", "\n") if only_returns else piece)
        if "\0" in text:
            line = number + text.count("\n", 0, text.index("\0"))
            raise BadInput("file-binary", place=Place(file.name, line))
        *whole, rest = text.split("\n")
        for line_text in whole:
            yield line_text + "\n"
        number += len(whole)
        if len(rest) > MAX_LINE:
            place = Place(file.name, number)
            raise BadInput("file-line-too-long", place=place, limit=MAX_LINE)
    if rest:
        yield rest


def separator(heads: Iterable[str]) -> str:
    """Return what sets the cells apart: what cuts most of the first lines alike, into the most.

    A line that only names it, as some programs write one, is believed.
    """
    heads = tuple(heads)
    for head in heads:
        if named := _NAMED.fullmatch(head):
            return named[1]

    def alike(mark: str) -> tuple[int, int]:
        many = Counter(_columns(head, mark) for head in heads)
        del many[1], many[0]
        return max(((lines, columns) for columns, lines in many.items()), default=(0, 0))

    return max(_SEPARATORS, key=alike)


def _columns(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark), ()))
    except (csv.Error, ValueError):
        return 0


def not_csv(error: csv.Error, name: str, line: int) -> BadInput:
    """Return what is wrong with the row that begins at a line."""
    return BadInput("file-csv", place=Place(name, line), reason=shown(str(error), 120))
