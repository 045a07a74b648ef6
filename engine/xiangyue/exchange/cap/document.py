"""An XML file read as a tree that knows where each element stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.cap.encoding import decode
from xiangyue.exchange.files.datafile import DataFile
from xiangyue.exchange.names import shown

MOST_BYTES = 1 << 20
MOST_DEPTH = 50
MOST_ELEMENTS = 50_000


class Node:
    """An element: its namespace and name, its own text, and where it begins."""

    __slots__ = ("attributes", "children", "place", "space", "stray", "tag", "text")

    def __init__(self, space: str, tag: str, attributes: dict[str, str], place: Place) -> None:
        """Begin without text and children; the reader alone adds them."""
        self.space = space
        self.tag = tag
        self.attributes = attributes
        self.place = place
        self.children: list[Node] = []
        self.text = ""
        self.stray: Place | None = None  # where text begins that is no blank

    def said(self) -> str:
        """Return the text without the blanks around it."""
        return self.text.strip()

    def walk(self) -> Iterator[Node]:
        """Yield this element and all beneath it, as they stand in the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def read_document(source: Path | bytes, name: str = "", most: int = MOST_BYTES) -> Node:
    """Return the root of an XML file, or of its bytes; nothing outside of it is ever read.

    ``name`` is what places call it. Raises BadInput, with the place, for what cannot be read or
    is no XML, has a DOCTYPE, is larger than ``most`` bytes, or is nested or long beyond reason.
    """
    name = name or (str(source) if isinstance(source, Path) else "-")
    data = source if isinstance(source, bytes) else read_bytes(source, most)
    if len(data) > most:
        raise BadInput("cap-large", place=Place(name), most=most)
    return _Reader(name).read(decode(data, name).encode())


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what is in a file, unpacked if it is gzipped, and little more than ``most`` bytes."""
    with DataFile(path) as file:
        found = bytearray()
        for chunk in file.chunks():
            found += chunk
            if len(found) > most:
                break
        return bytes(found)


class _Reader:
    """What expat calls: knows which element it is in."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[Node] = []
        self.texts: list[list[str]] = []
        self.root: Node | None = None
        self.count = 0
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.stop
        self.parser.CharacterDataHandler = self.say

    def read(self, text: bytes) -> Node:
        try:
            self.parser.Parse(text, True)
        except expat.ExpatError as error:
            place = Place(self.name, error.lineno, error.offset + 1)
            reason = expat.errors.messages.get(error.code, "") or expat.ErrorString(error.code)
            raise BadInput("cap-xml", place=place, reason=reason) from error
        if self.root is None:
            raise BadInput("cap-xml", place=self.place(), reason="no element found")
        return self.root

    def place(self) -> Place:
        return Place(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def doctype(self, *_: object) -> None:
        raise BadInput("cap-doctype", place=self.place())

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= MOST_DEPTH:
            raise BadInput("cap-deep", place=self.place(), most=MOST_DEPTH)
        if self.count > MOST_ELEMENTS:
            raise BadInput("cap-many", place=self.place(), most=MOST_ELEMENTS)
        space, _, tag = name.rpartition(" ")
        node = Node(space, tag, attributes, self.place())
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)
        self.texts.append([])

    def stop(self, _: str) -> None:
        self.open.pop().text = "".join(self.texts.pop())

    def say(self, text: str) -> None:
        node = self.open[-1]
        self.texts[-1].append(text)
        if node.stray is None and text.strip():
            node.stray = self.place()


def tagged(node: Node) -> str:
    """Return an element's name as a message quotes it."""
    return shown(node.tag)
