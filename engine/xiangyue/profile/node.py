"""A value of a YAML file, together with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiangyue.errors import Place

Scalar = str | int | float | bool | None

_MANY = (dict, tuple)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place; two nodes are equal when value and place are.

    ``value`` is a scalar, a tuple of nodes or, for a mapping, a plain dict by name (a proxy would
    slow every look-up down): read it, never write to it. ``keys`` says of a mapping where each
    name stands and is empty otherwise. What an alias stands for is shared: it is the anchored node
    itself, with the anchor's place.
    """

    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def plain(self) -> Any:
        """Return the value as fresh dicts, lists and scalars, without places."""
        value = self.value
        # A scalar is taken as it stands: a call for each would take most of the time.
        if isinstance(value, dict):
            return {
                name: node.plain() if type(node.value) in _MANY else node.value
                for name, node in value.items()
            }
        if isinstance(value, tuple):
            return [node.plain() for node in value]
        return value

    def items(self) -> Iterable[tuple[str, Node]]:
        """Return a mapping's names and nodes in the order of the file; nothing of other nodes."""
        return self.value.items() if isinstance(self.value, dict) else ()

    def get(self, *path: str | int) -> Node | None:
        """Follow names and list positions (from 0) down; None when any step is missing."""
        node: Node | None = self
        for step in path:
            if node is None:
                break
            node = node._child(step)
        return node

    def place_of(self, *path: str | int) -> Place:
        """Return the place of the last step that exists: of its name, or of the item of a list."""
        node, place = self, self.place
        for step in path:
            child = node._child(step)
            if child is None:
                break
            place = node.keys.get(step, child.place) if isinstance(step, str) else child.place
            node = child
        return place

    def _child(self, step: str | int) -> Node | None:
        value = self.value
        if isinstance(value, dict):
            return value.get(step)
        if isinstance(value, tuple) and isinstance(step, int) and 0 <= step < len(value):
            return value[step]
        return None


def node_of(value: Any, place: Place) -> Node:
    """Return plain data as nodes that all stand at one place: what was written in no file."""
    if isinstance(value, Mapping):
        nodes = {name: node_of(item, place) for name, item in value.items()}
        return Node(nodes, place, dict.fromkeys(nodes, place))
    if isinstance(value, (list, tuple)):
        return Node(tuple(node_of(item, place) for item in value), place)
    return Node(value, place)
