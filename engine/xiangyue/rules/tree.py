"""Read a checked CEL expression: our own small decoder of ``cel.expr.CheckedExpr``.

The field numbers are those of ``cel/expr/checked.proto`` and ``cel/expr/syntax.proto``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal

What = Literal["constant", "name", "local", "part", "call", "list", "map", "message", "loop"]


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a rule: ``parts`` are what it works on, ``type`` is what it gives.

    ``value`` is a constant's value, a name, the name of a part or the function called (a member's
    target is its first part). A loop is a macro: its value is its variables, the running result
    last; its parts are range, start, condition, step and result. ``offset`` counts the characters
    of the source before it.
    """

    what: What
    value: Any
    parts: tuple[Node, ...]
    type: str
    offset: int

    def walk(self) -> Iterator[Node]:
        """Yield the steps below, in the order of the source, and then this one."""
        for part in self.parts:
            yield from part.walk()
        yield self


def decode(serialized: bytes) -> tuple[Node, tuple[int, ...]]:
    """Return the tree of a serialised rule, and where in it the names of its divisions stand."""
    expression = (0, 0)
    types: dict[int, str] = {}
    places: dict[int, int] = {}
    for number, value in _fields(serialized, *_message(serialized)):
        if number == 3:
            # Entries of a map always hold key and value, each behind a tag of one byte.
            key, at = _varint(serialized, value[0] + 1)
            _, at = _varint(serialized, at + 1)
            types[key] = _type(serialized[at : value[1]])
        elif number == 4:
            expression = value
        elif number == 5:
            for inner, entry in _fields(serialized, *value):
                if inner == 4:
                    key, at = _varint(serialized, entry[0] + 1)
                    places[key] = _varint(serialized, at + 1)[0]
    reader = _Reader(serialized, types, places)
    return reader.node(expression, frozenset()), tuple(reader.divisions)


def _message(data: bytes) -> tuple[int, int]:
    """Return where the message within a ``google.protobuf.Any`` stands."""
    span: tuple[int, int] = dict(_fields(data, 0, len(data)))[2]
    return span


def _fields(data: bytes, start: int, end: int) -> Iterator[tuple[int, Any]]:
    """Yield number and value of each field: an integer, a double, or where its bytes stand."""
    while start < end:
        key, start = _varint(data, start)
        wire = key & 7
        if wire == 0:
            value, start = _varint(data, start)
            yield key >> 3, value
        elif wire == 2:
            length, start = _varint(data, start)
            yield key >> 3, (start, start + length)
            start += length
        else:
            yield key >> 3, struct.unpack_from("<d", data, start)[0]
            start += 8


def _varint(data: bytes, start: int) -> tuple[int, int]:
    value = data[start]
    start += 1
    if value < 128:
        return value, start
    value &= 127
    shift = 7
    while True:
        byte = data[start]
        start += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, start
        shift += 7


_PRIMITIVES = {1: "bool", 2: "int", 3: "uint", 4: "double", 5: "string", 6: "bytes"}
_WELL_KNOWN = {1: "any", 2: "timestamp", 3: "duration"}


@lru_cache(maxsize=512)
def _type(data: bytes) -> str:
    """Write a ``cel.expr.Type`` as CEL spells it: ``list(string)``."""
    (number, value), *_ = _fields(data, 0, len(data))
    if number == 3:
        return _PRIMITIVES[value]
    if number == 5:
        return _WELL_KNOWN[value]
    if number in (6, 7):
        inner = [_type(data[start:end]) for _, (start, end) in _fields(data, *value)]
        return f"{'list' if number == 6 else 'map'}({', '.join(inner)})"
    return {1: "dyn", 2: "null"}.get(number, "message")


class _Reader:
    """Reads ``cel.expr.Expr``, which may stand within itself."""

    def __init__(self, data: bytes, types: dict[int, str], places: dict[int, int]) -> None:
        self.data = data
        self.types = types
        self.places = places
        self.divisions: list[int] = []

    def node(self, span: tuple[int, int], bound: frozenset[str]) -> Node:
        """Read one expression; ``bound`` are the variables of the loops around it."""
        key, number, body = 0, 0, (0, 0)
        for field, value in _fields(self.data, *span):
            if field == 2:
                key = value
            else:
                number, body = field, value
        what, value, parts = self._readers[number](self, body, bound)
        return Node(what, value, parts, self.types.get(key, "dyn"), self.places.get(key, 0))

    def text(self, span: tuple[int, int]) -> str:
        return self.data[slice(*span)].decode()

    def read_constant(self, span: tuple[int, int], _: frozenset[str]) -> tuple[What, Any, Any]:
        for number, value in _fields(self.data, *span):
            if number == 2:
                return "constant", bool(value), ()
            if number == 3:
                return "constant", value - (1 << 64) if value >> 63 else value, ()
            if number == 6:
                return "constant", self.text(value), ()
            return "constant", None if number in (1, 7) else value, ()
        return "constant", None, ()

    def read_name(self, span: tuple[int, int], bound: frozenset[str]) -> tuple[What, Any, Any]:
        name = self.text(dict(_fields(self.data, *span))[1])
        return "local" if name in bound else "name", name.removeprefix("."), ()

    def read_part(self, span: tuple[int, int], bound: frozenset[str]) -> tuple[What, Any, Any]:
        fields = dict(_fields(self.data, *span))
        return "part", self.text(fields[2]), (self.node(fields[1], bound),)

    def read_call(self, span: tuple[int, int], bound: frozenset[str]) -> tuple[What, Any, Any]:
        name = ""
        parts: list[Node] = []
        for number, value in _fields(self.data, *span):
            if number == 2:
                name = self.text(value)
                if name == "_/_":
                    self.divisions.append(value[0])
            else:
                parts.append(self.node(value, bound))
        return "call", name, tuple(parts)

    def read_list(self, span: tuple[int, int], bound: frozenset[str]) -> tuple[What, Any, Any]:
        items = (self.node(v, bound) for n, v in _fields(self.data, *span) if n == 1)
        return "list", None, tuple(items)

    def read_map(self, span: tuple[int, int], bound: frozenset[str]) -> tuple[What, Any, Any]:
        name = ""
        parts: list[Node] = []
        for number, value in _fields(self.data, *span):
            if number == 1:
                name = self.text(value)
            elif number == 2:
                entry = _fields(self.data, *value)
                parts.extend(self.node(inner, bound) for n, inner in entry if n in (3, 4))
        return ("message" if name else "map"), name, tuple(parts)

    def read_loop(self, span: tuple[int, int], bound: frozenset[str]) -> tuple[What, Any, Any]:
        fields = dict(_fields(self.data, *span))
        variables = tuple(self.text(fields[n]) for n in (1, 8, 3) if n in fields)
        inside = bound.union(variables)
        parts = (
            self.node(fields[2], bound),
            self.node(fields[4], bound),
            *(self.node(fields[n], inside) for n in (5, 6, 7)),
        )
        return "loop", variables, parts

    _readers: ClassVar[Mapping[int, Callable[..., tuple[What, Any, Any]]]] = {
        3: read_constant,
        4: read_name,
        5: read_part,
        6: read_call,
        7: read_list,
        8: read_map,
        9: read_loop,
    }
