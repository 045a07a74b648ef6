"""Profiles that extend others: one document, in which every value keeps the place it came from.

Parents are applied from left to right and each after its own parents; a profile that is reached
by several ways is applied once, where it is met first. The profile itself comes last. What comes
later wins: mappings merge by key, everything else is taken whole. So is a mapping that is one
value (a deadline, a guard), because half of one and half of another make no sense, and so are the
title and help of the profile itself.

``without`` takes an address out of everything inherited up to and including the parent that it is
written with; ``replace`` lets this profile's mapping stand for the inherited one instead of
merging with it. Both speak for the profile that says so and for its heirs: what one parent leaves
out of a profile, and another parent takes from the same one, is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xiangyue.errors import Place, XiangyueError
from xiangyue.profile.check import Steps, hint, nearest
from xiangyue.profile.finding import Finding
from xiangyue.profile.node import Node
from xiangyue.profile.schema import Schema, below, compiled, is_one_value, is_profile_id
from xiangyue.profile.source import read
from xiangyue.spelling import shown

DEPTH: Final = 16  # levels of parents above a profile
LONGEST: Final = 1000  # characters of an address
MOST: Final = 100  # items of a list; the schema refuses longer ones

Names = tuple[str, ...]

_OWN: Final = ("title", "help")  # they speak of one profile, so that two never mix


@dataclass(frozen=True, slots=True)
class Composed:
    """A profile with all it inherits; ``layers`` are the files as written, the profile last.

    ``parents`` are all layers but the last, each by the name that it is found under.
    """

    root: Node
    layers: tuple[Node, ...]
    parents: Mapping[str, Node]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Parent:
    id: str
    place: Place
    address: str
    without: tuple[Node, ...]
    replace: tuple[Node, ...]


def resolve(node: Node, find: Callable[[str], Path]) -> Composed:
    """Merge a profile with what it extends; ``find`` returns a profile's file or raises Misuse.

    Whatever is wrong becomes a finding, also in a parent; the rest is merged all the same.
    """
    own = node.get("profile")
    name = own.value if own and isinstance(own.value, str) else ""
    composer = _Composer(find)
    root = composer.add(node, (name,))
    layers = composer.layers
    parents = {parent: layer for parent, layer in layers.items() if layer is not node}
    return Composed(root, tuple(layers.values()), parents, tuple(composer.findings))


def locate(node: Node, address: str) -> Steps | None:
    """Return the path to an address, or None; the names in a mode's ``set`` may hold dots."""
    return _locate(node, address.split(".")) if len(address) <= LONGEST else None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is not taken of a layer: what is left out, and what stands elsewhere instead."""

    without: frozenset[Names] = frozenset()
    replaced: frozenset[Names] = frozenset()

    def beside(self, other: _Taken) -> _Taken:
        """Return what is not taken of a layer that is reached by two parents."""
        both = {max(a, b, key=len) for a in self.without for b in other.without if _covers(a, b)}
        return _Taken(frozenset(both), self.replaced | other.replaced)


class _Composer:
    def __init__(self, find: Callable[[str], Path]) -> None:
        self.find = find
        self.layers: dict[str, Node] = {}
        self.findings: list[Finding] = []
        self.done: dict[str, dict[str, _Taken]] = {}

    def add(self, node: Node, trail: tuple[str, ...]) -> Node:
        parents, taken = list(_parents(node)), dict[str, _Taken]()
        own: dict[str, _Taken] = {}
        for parent in parents:
            for layer, theirs in self._inherit(parent, trail).items():
                taken[layer] = taken[layer].beside(theirs) if layer in taken else theirs
            for spot in parent.without:
                if names := self._inherited(_both(taken, own), spot, parent):
                    said = {layer: _Taken(frozenset({names})) for layer in taken}
                    own = _both(own, said)
        taken = _both(taken, own)
        for parent in parents:
            for spot in parent.replace:
                if not (names := self._inherited(taken, spot, parent)):
                    continue
                if node.get(*names) is None:
                    values = {"address": spot.value}
                    self._report("extends-no-replacement", parent, spot.place, values)
                said = {layer: _Taken(replaced=frozenset({names})) for layer in taken}
                own = _both(own, said)
        self.done[trail[-1]] = {**_both(taken, own), trail[-1]: _Taken()}
        self.layers[trail[-1]] = node
        merged = self._merged(self.done[trail[-1]])
        assert merged is not None  # it has at least the profile's own layer
        return merged

    def _inherit(self, parent: _Parent, trail: tuple[str, ...]) -> Mapping[str, _Taken]:
        if parent.id in self.done:
            return self.done[parent.id]
        if parent.id in trail:
            circle = " → ".join([*trail[trail.index(parent.id) :], parent.id])
            self._report("extends-circle", parent, parent.place, {"circle": circle})
        elif len(trail) > DEPTH:
            self._report("extends-deep", parent, parent.place, {"limit": DEPTH})
        else:
            try:
                node = read(self.find(parent.id))
            except XiangyueError as error:
                self._report(error.code, parent, error.place or parent.place, error.values)
                self.done[parent.id] = {}
            else:
                self.add(node, (*trail, parent.id))
            return self.done[parent.id]
        return {}

    def _merged(self, taken: Mapping[str, _Taken]) -> Node | None:
        """Return the layers of one profile as one document, each without what is not taken."""
        merged: Node | None = None
        whole: set[Names] = {(key,) for key in _OWN}
        for layer, node in self.layers.items():
            if layer not in taken:
                continue
            one = _remove(node, ("extends",))
            for names in sorted(taken[layer].without | taken[layer].replaced):
                one = _remove(one, names)
            merged = _merge(merged, one, compiled("complete"), whole) if merged else one
        return merged

    def _inherited(self, taken: Mapping[str, _Taken], spot: Node, parent: _Parent) -> Names | None:
        base = self._merged(taken)
        if base is None:
            return None
        address = str(spot.value)
        steps = locate(base, address) or ()
        names = tuple(step for step in steps if isinstance(step, str))
        if names and len(names) == len(steps):
            return names
        guess = hint(_nearest_address(base, address))
        values = {"profile": parent.id, "address": shown(address), "hint": guess}
        self._report("extends-no-address", parent, spot.place, values)
        return None

    def _report(
        self, code: str, parent: _Parent, place: Place, values: Mapping[str, object]
    ) -> None:
        self.findings.append(Finding(code, "error", place, parent.address, values))


def _covers(one: Names, other: Names) -> bool:
    """Tell whether one address lies within the other, or is it."""
    return one[: len(other)] == other[: len(one)]


def _both(one: Mapping[str, _Taken], other: Mapping[str, _Taken]) -> dict[str, _Taken]:
    """Return what is not taken by the one nor by the other."""
    nothing = _Taken()
    found = {}
    for layer in {**one, **other}:
        a, b = one.get(layer, nothing), other.get(layer, nothing)
        found[layer] = _Taken(a.without | b.without, a.replaced | b.replaced)
    return found


def _parents(node: Node) -> Iterator[_Parent]:
    for index, item in enumerate(_items(node.get("extends"))):
        name = item.get("profile") or item
        # Anything else is the schema's to report, and no name of a folder.
        if isinstance(name.value, str) and is_profile_id(name.value):
            without, replace = (tuple(_items(item.get(key))) for key in ("without", "replace"))
            yield _Parent(name.value, name.place, f"extends.{index}", without, replace)


def _items(node: Node | None) -> Iterable[Node]:
    return node.value[:MOST] if node and isinstance(node.value, tuple) else ()


def _merge(under: Node, over: Node, schema: Schema, whole: set[Names]) -> Node:
    both = isinstance(under.value, dict) and isinstance(over.value, dict)
    if not both or () in whole or is_one_value(schema):
        return over
    nodes, keys = dict(under.items()), dict(under.keys)
    for key, node in over.items():
        if key in nodes:
            deeper = {names[1:] for names in whole if names[0] == key}
            nodes[key] = _merge(nodes[key], node, below(schema, key), deeper)
        else:
            nodes[key] = node
        keys[key] = over.keys[key]
    return Node(nodes, over.place, keys)


def _remove(node: Node, names: Names) -> Node:
    if node.get(*names) is None:
        return node
    first, *rest = names
    nodes, keys = dict(node.items()), dict(node.keys)
    if rest:
        nodes[first] = _remove(nodes[first], tuple(rest))
    else:
        nodes.pop(first, None)
        keys.pop(first, None)
    return Node(nodes, node.place, keys)


def _locate(node: Node, names: list[str]) -> Steps | None:
    if not names:
        return ()
    if isinstance(node.value, tuple):
        index = int(names[0]) if names[0].isdecimal() and len(names[0]) < 10 else -1
        item = node.get(index)
        deeper = _locate(item, names[1:]) if item else None
        return None if deeper is None else (index, *deeper)
    for count in range(1, len(names) + 1):
        name = ".".join(names[:count])
        if (child := node.get(name)) and (deeper := _locate(child, names[count:])) is not None:
            return (name, *deeper)
    return None


def _nearest_address(node: Node, address: str) -> str | None:
    found: list[str] = []
    for name in address.split("."):
        if isinstance(node.value, tuple):
            break  # lists are taken whole
        known = [key for key, _ in node.items()]
        step = name if name in known else nearest(name, known)
        child = node.get(step) if step else None
        if step is None or child is None:
            return None
        found.append(step)
        node = child
    return ".".join(found)
