"""Parents that say different things: which of them wins may surprise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.errors import BadInput
from xiangyue.lint.subject import Subject
from xiangyue.lint.ways import many
from xiangyue.profile import Finding, Node, read
from xiangyue.profile.schema import Schema, below, compiled, is_one_value

ROOMS: Final = (
    "params", "roles", "fields", "flows", "tables", "accounts", "scoring",
    "channels", "ladders", "modes", "limits",
)  # fmt: skip
_LIMITS: Final = "limits"
_BASIS: Final = "basis"  # why something holds: where no more differs, nothing does
_FEWEST: Final = 3  # files: the profile and two parents
_MOST: Final = 5  # addresses in one sentence
_WHOLE: Final = 3  # names in the address of what a limit says of itself, such as lifted_in

Path = tuple[str, ...]
Layers = Mapping[str, Node]
Pair = tuple[str, str]  # who says it last, and who says it otherwise


def check_parents(subject: Subject) -> Iterator[Finding]:
    """Find what two parents define differently, of which neither builds on the other.

    Of limits also what one parent changes and another has as it was: no limit becomes another one
    in silence because a second parent was added.
    """
    if len(subject.files) < _FEWEST:
        return
    try:
        layers = {_id(node): node for node in map(read, subject.files)}
    except BadInput:
        return  # changed since it was loaded: the next lint will tell
    above: dict[str, set[str]] = {}
    for name, node in layers.items():
        above[name] = {name}.union(*(above.get(p, set()) for p in _parents(node)))
    twice = _twice(layers, above)
    altered = {path: pair for path, pair in _altered(layers, above) if path not in twice}
    for code, found in (("defined-twice", twice), ("limit-altered", altered)):
        for part in _by_part(found, {spot for node in layers.values() for spot in _chosen(node)}):
            one, other = found[part[0]]
            addresses = [".".join(path) for path in part[:_MOST]]
            what = ", ".join([*addresses, *(["…"] if len(part) > _MOST else [])])
            values = {"what": what, "one": one, "other": other}
            if code == "defined-twice":
                values["place"] = str(layers[other].place_of(*part[0]).near)
            yield Finding(code, "warning", layers[one].place_of(*part[0]), addresses[0], values)


def _by_part(found: Mapping[Path, Pair], chosen: set[str]) -> Iterator[list[Path]]:
    """Yield what differs of each part, such as a flow, without what somebody has decided on."""
    parts: dict[tuple[Path, Pair], list[Path]] = {}
    for path, pair in found.items():
        if chosen.isdisjoint(".".join(path[:n]) for n in range(1, len(path) + 1)):
            parts.setdefault((path[:2], pair), []).append(path)
    yield from parts.values()


def _twice(layers: Layers, above: Mapping[str, set[str]]) -> dict[Path, Pair]:
    """Return what two say differently, without those whom others build on who say it anew."""
    said: dict[Path, list[tuple[str, Node]]] = {}
    for layer, node in layers.items():
        for path, value in _values(node, compiled("complete"), ()):
            still = [one for one in said.get(path, ()) if one[0] not in above[layer]]
            said[path] = [*still, (layer, value)]
    found = {}
    for path, (*others, (last, value)) in said.items():
        differs = next((one for one, was in others if was.plain() != value.plain()), None)
        if differs is not None:
            found[path] = last, differs
    return found


def _altered(layers: Layers, above: Mapping[str, set[str]]) -> Iterator[tuple[Path, Pair]]:
    """Yield what of a limit one parent changes, and another has as it was.

    A key more in a config or claim is none of the other's: it names what only one of them has.
    """
    *_, own = layers
    parents = [name for name in _parents(layers[own]) if name in layers]
    brought: dict[str, dict[Path, Node]] = {name: {} for name in parents}
    last: dict[Path, str] = {}
    for layer, node in layers.items():
        for path, value in _values(node, compiled("complete"), ()):
            if path[0] == _LIMITS:
                last[path] = layer
                for name in parents:
                    if layer in above[name]:
                        brought[name][path] = value
    bound = {name: {path[:2] for path in found} for name, found in brought.items()}
    for path, layer in last.items():
        now = layers[layer].get(*path)
        for name in parents if layer != own else ():
            was = brought[name].get(path)
            if was and now:
                differs = was.plain() != now.plain()
            else:
                differs = len(path) == _WHOLE and path[:2] in bound[name]
            if differs and name not in above[layer]:
                yield path, (layer, name)
                break


def _values(node: Node, schema: Schema, path: Path) -> Iterator[tuple[Path, Node]]:
    """Yield all that is merged key by key, down to what is taken whole."""
    for key, value in node.items():
        if (path and key != _BASIS) or key in ROOMS:
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
