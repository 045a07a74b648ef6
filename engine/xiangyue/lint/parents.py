"""Parents that say different things: which of them wins may surprise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.errors import BadInput
from xiangyue.lint.subject import Subject
from xiangyue.lint.ways import many
from xiangyue.profile import Finding, Node, read
from xiangyue.profile.schema import Schema, below, compiled, is_one_value

ROOMS = (
    "params", "roles", "fields", "flows", "tables", "accounts", "scoring",
    "channels", "ladders", "modes", "limits",
)  # fmt: skip
_FEWEST = 3  # files: the profile and two parents

Path = tuple[str, ...]


def check_parents(subject: Subject) -> Iterator[Finding]:
    """Find what two parents define differently, of which neither builds on the other."""
    if len(subject.files) < _FEWEST:
        return
    try:
        layers = {_id(node): node for node in map(read, subject.files)}
    except BadInput:
        return  # changed since it was loaded: the next lint will tell
    above: dict[str, set[str]] = {}
    for name, node in layers.items():
        above[name] = {name}.union(*(above.get(p, set()) for p in _parents(node)))
    chosen = {address for node in layers.values() for address in _chosen(node)}
    told: set[str] = set()
    for path, said in _last_words(layers, above).items():
        (first, value), *others = said
        differs = next((one for one in others if one[1].plain() != value.plain()), None)
        addresses = [".".join(path[:n]) for n in range(1, len(path) + 1)]
        if differs is None or addresses[1] in told or not chosen.isdisjoint(addresses):
            continue
        told.add(addresses[1])
        values = {"what": addresses[-1], "other": str(layers[first].place_of(*path))}
        place = layers[differs[0]].place_of(*path)
        yield Finding("defined-twice", "warning", place, addresses[-1], values)


def _last_words(
    layers: Mapping[str, Node], above: Mapping[str, set[str]]
) -> Mapping[Path, list[tuple[str, Node]]]:
    """Return who says what of each value, without those whom others build on who say it anew."""
    said: dict[Path, list[tuple[str, Node]]] = {}
    for layer, node in layers.items():
        for path, value in _values(node, compiled("complete"), ()):
            still = [one for one in said.get(path, ()) if one[0] not in above[layer]]
            said[path] = [*still, (layer, value)]
    return said


def _values(node: Node, schema: Schema, path: Path) -> Iterator[tuple[Path, Node]]:
    """Yield all that is merged key by key, down to what is taken whole."""
    for key, value in node.items():
        if path or key in ROOMS:
            deeper = below(schema, key)
            if isinstance(value.value, Mapping) and not is_one_value(deeper):
                yield from _values(value, deeper, (*path, key))
            else:
                yield (*path, key), value


def _id(node: Node) -> str:
    own = node.get("profile")
    return str(own.value if own else None)


def _extends(node: Node) -> Iterator[Any]:
    listed = node.get("extends")
    yield from listed.plain() if listed else ()


def _parents(node: Node) -> Iterator[str]:
    for item in _extends(node):
        yield item["profile"] if isinstance(item, dict) else item


def _chosen(node: Node) -> Iterator[str]:
    """Yield the addresses about which a profile has decided what it takes."""
    for item in _extends(node):
        if isinstance(item, dict):
            yield from (*many(item.get("without")), *many(item.get("replace")))
