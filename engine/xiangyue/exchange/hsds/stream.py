"""The JSON of a directory, however long: an object, a list, a page of an API, or lines of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.files.jsonfile import Located
from xiangyue.exchange.files.jsonpieces import Pieces
from xiangyue.exchange.hsds.kinds import kind_of_table
from xiangyue.exchange.hsds.record import Record, Steps

PAGES = ("contents", "content", "items", "results", "data", "value", "records")
"""Where an API has what it lists."""

MOST_WHOLE = 8 << 20  # characters of an object that is read before anything is made of it


def json_records(file: DataFile) -> Iterator[Record]:
    """Go through the things of a directory in JSON.

    One object is read as a whole up to 8 million characters; a longer one is a page or tables,
    of which only one thing at a time is held. Raises BadInput, with its place, for what is no
    JSON, holds a name twice in one object, or is nested too deeply.
    """
    pieces = Pieces(file, "hsds-long")
    if pieces.space() is None:
        pieces.fail("Expecting value")
    while (char := pieces.space()) is not None:
        if char == "[":
            yield from _list(pieces, (), "")
        elif char == "{" and not pieces.holds(MOST_WHOLE):
            yield from _long(pieces)
        else:
            located = pieces.value()
            yield from _parts(located.value, "", (), located)


def _list(pieces: Pieces, steps: Steps, table: str) -> Iterator[Record]:
    pieces.take("[")
    index = 0
    while pieces.space() != "]":
        if index:
            pieces.take(",")
        located = pieces.value()
        yield Record(located.value, table, (*steps, index), partial(_place, located, ()))
        index += 1
    pieces.take("]")


def _long(pieces: Pieces) -> Iterator[Record]:
    """Go through an object that is too long to be one thing."""
    pieces.take("{")
    seen: set[str] = set()
    while pieces.space() != "}":
        if seen:
            pieces.take(",")
        key = pieces.key(seen)
        pieces.take(":")
        if pieces.space() == "[":
            yield from _list(pieces, (key,), "" if key in PAGES else key)
            continue
        located = pieces.value()
        if key == "id":
            raise BadInput("hsds-long", place=located.place(), most=MOST_WHOLE >> 20)
        if isinstance(located.value, dict):
            yield from _parts(located.value, key, (key,), located, ())
    pieces.take("}")


def _parts(
    value: Any, table: str, steps: Steps, located: Located, inner: Steps = ()
) -> Iterator[Record]:
    """Yield what an object is: one thing, or a page or tables of some."""
    found = list(_listed(value)) if isinstance(value, Mapping) else []
    if not found:
        yield Record(value, table, steps, partial(_place, located, inner))
    for key, name in found:
        part = value[key]
        if isinstance(part, list):
            for index, one in enumerate(part):
                there = partial(_place, located, (*inner, key, index))
                yield Record(one, name, (*steps, key, index), there)
        else:
            yield from _parts(part, name, (*steps, key), located, (*inner, key))


def _listed(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield where an object lists things, and in whose name; nothing where it is one itself."""
    if any(isinstance(value.get(name), str | int) for name in ("id", "name")):
        return
    if isinstance(value.get("service"), dict) and isinstance(value.get("location"), dict):
        return
    for key, part in value.items():
        if isinstance(part, list | dict) and (key in PAGES or kind_of_table(key)):
            yield key, "" if key in PAGES else key


def _place(located: Located, inner: Steps, more: Steps) -> Place:
    return located.place(*inner, *more)
