"""YAML text to a tree of nodes, each knowing where it stands.

The language is the plain part of YAML 1.2: its core schema, no tags, no merge keys, one document,
a mapping on top. Everything else is refused with its place, and what is accepted is bounded, so
that a hostile file costs little.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from xiangyue.errors import BadInput, Place, why
from xiangyue.profile.node import Node, Scalar
from xiangyue.profile.rawtext import (
    check_file,
    check_name,
    check_text,
    decode,
    full_width,
    translate,
)
from xiangyue.profile.scalars import is_text, resolve, shorten

__all__ = ["DEPTH_LIMIT", "NODE_LIMIT", "SIZE_LIMIT", "Node", "Scalar", "parse", "read"]

SIZE_LIMIT: Final = 2_000_000  # bytes
_KEPT: Final = 200_000  # bytes; larger files are parsed each time
DEPTH_LIMIT: Final = 64  # mappings and lists within each other
NODE_LIMIT: Final = 100_000  # values, with what an alias stands for counted at each use

# libyaml is six times faster; without it the same answers come later.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_KEYS: Mapping[str, Place] = {}


def read(path: Path) -> Node:
    """Read a file of at most 2 MB; BadInput when it cannot be read or is not as it must be.

    Only regular files are opened, so that neither a pipe nor a device can hold the reader up.
    """
    place = Place(str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadInput("yaml-directory", place=place)
        if not stat.S_ISREG(status.st_mode):
            raise BadInput("yaml-not-file", place=place)
        _check_size(status.st_size, place)
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput("yaml-missing", place=place) from None
    except PermissionError:
        raise BadInput("yaml-permission", place=place) from None
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        raise BadInput("yaml-unreadable", place=place, reason=reason) from error
    # What several profiles build on is read once for all of them, as long as it says the same.
    return (_parsed if len(data) <= _KEPT else parse)(data, place.file)


def parse(text: bytes, name: str) -> Node:
    """Turn UTF-8 bytes into the mapping they describe; ``name`` is the file in every place.

    Raises BadInput, with line and column, on anything outside the language or its bounds.
    """
    _check_size(len(text), Place(name))
    source = decode(text, name)
    check_file(source, name)
    composer = _Composer(name)
    try:
        for event in yaml.parse(source, Loader=_LOADER):
            composer.take(event)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise translate(error, source, name) from error
    if composer.root is None:
        raise BadInput("yaml-empty", place=Place(name, 1, 1))
    return composer.root


_parsed = lru_cache(maxsize=64)(parse)


def _check_size(size: int, place: Place) -> None:
    if size > SIZE_LIMIT:
        raise BadInput("yaml-large", place=place, limit=SIZE_LIMIT)


_WIDE_COLON = re.compile("[A-Za-z_][A-Za-z0-9_-]*：")


class _Open:
    """A mapping or list whose end has not been met."""

    __slots__ = ("anchor", "before", "height", "items", "keys", "name", "names", "place")

    def __init__(self, place: Place, anchor: str | None, before: int, *, mapping: bool) -> None:
        self.place = place
        self.anchor = anchor
        self.before = before  # values counted before this one
        self.height = 1  # levels from here down
        self.items: list[Node] = []
        self.names: dict[str, Node] | None = {} if mapping else None  # None makes it a list
        self.keys: dict[str, Place] = {}
        self.name: str | None = None  # what waits for its value


class _Composer:
    """Builds the tree from one event after the other; depth costs no stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.count = 0
        self.open: list[_Open] = []
        # By anchor: the node, and the values and levels in it; None while it is being built.
        self.anchors: dict[str, tuple[Node, int, int] | None] = {}

    def take(self, event: Event) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._end()
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self._start(event, mapping=kind is MappingStartEvent)
        elif kind is AliasEvent:
            self._alias(event)
        elif kind is DocumentStartEvent and self.root is not None:
            raise BadInput("yaml-documents", place=self._place(event))

    def _scalar(self, event: Any) -> None:
        place = self._place(event)
        text: str = event.value
        quoted = not event.implicit[0]
        self._check(event, place)
        if not self.open:
            raise BadInput("yaml-top" if quoted or text else "yaml-empty", place=place)
        if event.style == '"':
            check_text(text, place)
        if self._awaits_name():
            self._name(text, place, quoted)
            node = Node(text, place, _NO_KEYS)
        else:
            node = Node(text if quoted else resolve(text, place), place, _NO_KEYS)
            self._count(place)
            self._put(node)
        if event.anchor is not None:
            self.anchors[event.anchor] = node, 1, 0

    def _name(self, text: str, place: Place, quoted: bool) -> None:
        if not quoted:
            if not text:
                raise BadInput("yaml-key-missing", place=place)
            if text == "<<":
                raise BadInput("yaml-merge", place=place)
            if found := _WIDE_COLON.match(text):
                column = place.column + found.end() - 1
                raise full_width("：", Place(place.file, place.line, column))
            if not is_text(text):
                raise BadInput("yaml-key-quotes", place=place, name=shorten(text))
        check_name(text, place)
        mapping = self.open[-1]
        if first := mapping.keys.get(text):
            where = {"line": first.line, "column": first.column}
            raise BadInput("yaml-duplicate", place=place, name=shorten(text), **where)
        mapping.keys[text] = place
        mapping.name = text

    def _start(self, event: Any, *, mapping: bool) -> None:
        place = self._place(event)
        self._check(event, place)
        if not self.open and not mapping:
            raise BadInput("yaml-top", place=place)
        if self._awaits_name():
            raise BadInput("yaml-key-shape", place=place)
        self._check_depth(1, place)
        self.open.append(_Open(place, event.anchor, self.count, mapping=mapping))
        self._count(place)
        if event.anchor is not None:
            self.anchors[event.anchor] = None

    def _end(self) -> None:
        done = self.open.pop()
        value = tuple(done.items) if done.names is None else done.names
        node = Node(value, done.place, done.keys)
        if done.anchor is not None:
            self.anchors[done.anchor] = node, self.count - done.before, done.height
        self._put(node, done.height)

    def _alias(self, event: Any) -> None:
        place, name = self._place(event), event.anchor
        if self._awaits_name():
            raise BadInput("yaml-key-shape", place=place)
        if name not in self.anchors:
            raise BadInput("yaml-alias-unknown", place=place, name=shorten(name))
        shared = self.anchors[name]
        if shared is None:
            raise BadInput("yaml-alias-self", place=place, name=shorten(name))
        node, size, height = shared
        self.count += size
        if self.count > NODE_LIMIT:
            raise BadInput("yaml-alias-many", place=place, name=shorten(name), limit=NODE_LIMIT)
        self._check_depth(height, place)
        self._put(node, height)

    def _check(self, event: Any, place: Place) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            raise BadInput("yaml-tag", place=place, tag=shorten(tag))
        if event.anchor is not None and event.anchor in self.anchors:
            raise BadInput("yaml-anchor-twice", place=place, name=shorten(event.anchor))

    def _check_depth(self, levels: int, place: Place) -> None:
        if len(self.open) + levels > DEPTH_LIMIT:
            raise BadInput("yaml-deep", place=place, limit=DEPTH_LIMIT)

    def _count(self, place: Place) -> None:
        self.count += 1
        if self.count > NODE_LIMIT:
            raise BadInput("yaml-many", place=place, limit=NODE_LIMIT)

    def _awaits_name(self) -> bool:
        return bool(self.open) and self.open[-1].names is not None and self.open[-1].name is None

    def _put(self, node: Node, height: int = 0) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.height = max(parent.height, height + 1)
        if parent.names is None:
            parent.items.append(node)
        elif parent.name is not None:
            parent.names[parent.name] = node
            parent.name = None

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)
