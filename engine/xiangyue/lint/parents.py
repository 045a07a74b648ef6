"""Parents that say different things: which of them wins may surprise."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.errors import BadInput
from xiangyue.lint.subject import Subject
from xiangyue.lint.ways import many
from xiangyue.profile import Finding, Node, read

ROOMS = (
    "params", "roles", "fields", "flows", "tables", "accounts", "scoring",
    "channels", "ladders", "modes", "limits",
)  # fmt: skip
_FEWEST = 3  # files: the profile and two parents


def check_parents(subject: Subject) -> Iterator[Finding]:
    """Find what two parents define differently, of which neither builds on the other."""
    if len(subject.files) < _FEWEST:
        return
    try:
        layers = {str(node.plain().get("profile")): node for node in map(read, subject.files)}
    except BadInput:
        return  # changed since it was loaded: the next lint will tell
    above: dict[str, set[str]] = {}
    for name, node in layers.items():
        above[name] = {name}.union(*(above.get(p, set()) for p in _parents(node)))
    chosen = {address for node in layers.values() for address in _chosen(node)}
    first: dict[str, tuple[str, Node]] = {}
    for layer, node in layers.items():
        for path, value in _parts(node):
            what = ".".join(path)
            other, before = first.setdefault(what, (layer, value))
            if other in above[layer] or what in chosen or before.plain() == value.plain():
                continue
            values = {"what": what, "other": str(layers[other].place_of(*path))}
            yield Finding("defined-twice", "warning", node.place_of(*path), what, values)


def _parts(node: Node) -> Iterator[tuple[tuple[str, str], Node]]:
    for room in ROOMS:
        part = node.get(room)
        for name, value in part.items() if part else ():
            yield (room, name), value


def _parents(node: Node) -> Iterator[str]:
    for item in node.plain().get("extends", ()):
        yield item["profile"] if isinstance(item, dict) else item


def _chosen(node: Node) -> Iterator[str]:
    """Yield the addresses about which a profile has decided what it takes."""
    for item in node.plain().get("extends", ()):
        if isinstance(item, dict):
            yield from (*many(item.get("without")), *many(item.get("replace")))
