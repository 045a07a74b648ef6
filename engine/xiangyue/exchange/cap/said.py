"""What an element of an alert says, by the names of its children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeVar

from xiangyue.exchange.cap import values
from xiangyue.exchange.cap.document import Node
from xiangyue.exchange.cap.model import Pair

CAP_1_2 = "urn:oasis:names:tc:emergency:cap:1.2"
CAP_1_1 = "urn:oasis:names:tc:emergency:cap:1.1"

T = TypeVar("T")


class Said:
    """An element's children by name; those of another vocabulary are passed over."""

    def __init__(self, node: Node) -> None:
        """Sort the children by name."""
        self.known: dict[str, list[Node]] = {}
        for child in node.children:
            if child.space in {CAP_1_2, CAP_1_1, ""}:
                self.known.setdefault(child.tag, []).append(child)

    def all(self, tag: str) -> list[Node]:
        """Return every child of that name."""
        return self.known.get(tag, [])

    def first(self, tag: str) -> Node | None:
        """Return the first child of that name."""
        return next(iter(self.all(tag)), None)

    def text(self, tag: str) -> str:
        """Return the text of the first child of that name; empty if there is none."""
        return next((node.said() for node in self.all(tag)), "")

    def texts(self, tag: str) -> tuple[str, ...]:
        """Return all texts that are not empty."""
        return tuple(filter(None, (node.said() for node in self.all(tag))))

    def time(self, tag: str) -> datetime | None:
        """Return a time; None where there is none that can be read."""
        return values.moment(self.text(tag))

    def read(self, tag: str, reader: Callable[[str], T | None]) -> tuple[T, ...]:
        """Return all values that can be read."""
        return tuple(self._found(tag, reader))

    def _found(self, tag: str, reader: Callable[[str], T | None]) -> Iterator[T]:
        for node in self.all(tag):
            value = reader(node.text)
            if value is not None:
                yield value

    def pairs(self, tag: str) -> tuple[Pair, ...]:
        """Return names with their values."""
        found = (Said(node) for node in self.all(tag))
        pairs = (Pair(said.text("valueName"), said.text("value")) for said in found)
        return tuple(pair for pair in pairs if any(pair))
