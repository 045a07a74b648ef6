"""Modes: what they set, at addresses that are there, and the profile as it is then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from xiangyue.lint.subject import Step, Steps, Subject
from xiangyue.profile import Finding, Node, check, locate
from xiangyue.profile import address as dotted
from xiangyue.profile.check import hint, listed, nearest
from xiangyue.profile.schema import Schema, below, compiled
from xiangyue.spelling import shown

FIXED = ("profile", "languages", "extends", "modes")
"""What a profile is and speaks does not change with the mode."""

MOST_SET = 300
"""Values that all modes may set together."""

MOST_VALUES = 200_000
"""Values of the profile times modes that set any of them: each mode is a profile to check."""


def check_modes(subject: Subject) -> Iterator[Finding]:
    """Find addresses that are not there, and what no mode can change."""
    settings = [*islice(_settings(subject), MOST_SET + 1)]
    modes = {mode for mode, _, _ in settings}
    if len(settings) > MOST_SET or (modes and len(modes) * _size(subject.root) > MOST_VALUES):
        yield subject.about_key("modes-many", "error", ("modes",))
        return
    for mode, path, address in settings:
        if address.partition(".")[0] in FIXED:
            yield subject.about_key("mode-fixed", "error", path, address=address, mode=mode)
        elif find(subject.root, address) is None:
            best, known = _nearest(subject.root, address)
            values = {"address": shown(address), "hint": hint(best), "known": listed(known)}
            yield subject.about_key("unknown-address", "error", path, nearest=best, **values)


def check_taken(subject: Subject, overlaid: Subject) -> Iterator[Finding]:
    """Find flows and states that a mode takes away: tasks may stand in them when it begins."""
    for name, flow in subject.profile.flows.items():
        there = overlaid.profile.flows.get(name)
        if there is None:
            yield _taken(overlaid, "mode-takes-flow", ("flows",), flow=name)
            continue
        for state in sorted(flow.states.keys() - there.states.keys()):
            at = ("flows", name, "states")
            yield _taken(overlaid, "mode-takes-state", at, flow=name, state=state)


def _taken(overlaid: Subject, code: str, path: Steps, **values: str) -> Finding:
    node = overlaid.root.get(*path)
    place = node.place if node else overlaid.root.place
    return Finding(code, "error", place, dotted(path), values)


@dataclass(frozen=True, slots=True)
class Overlay:
    """The document as it is in a mode, and what is wrong with its form."""

    mode: str
    root: Node
    addresses: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def touches(self) -> frozenset[str]:
        """The parts of the profile that are changed."""
        return frozenset(address.partition(".")[0] for address in self.addresses)

    def moved(self, finding: Finding) -> Finding:
        """Return the finding where the mode brings it about, if it does not stand there yet."""
        above = f"modes.{self.mode}.set"
        for address in self.addresses:
            if f"{finding.address}.".startswith(f"{address}."):
                return replace(finding, address=f"{above}.{finding.address}")
        place = self.root.place_of("modes", self.mode, "set")
        return replace(finding, place=place, address=above)


def overlays(subject: Subject) -> Iterator[Overlay]:
    """Yield each mode with the document as it is then; none where a mode cannot be as it is set."""
    if any(check_modes(subject)):
        return
    changed: dict[str, Node] = {}
    addresses: dict[str, list[str]] = {}
    for mode, path, address in _settings(subject):
        steps, value = find(subject.root, address), subject.root.get(*path)
        if steps is not None and value is not None:
            changed[mode] = _put(changed.get(mode, subject.root), steps, value)
            addresses.setdefault(mode, []).append(address)
    for mode, root in changed.items():
        yield Overlay(mode, root, tuple(addresses[mode]), check(root, "resolved"))


def find(root: Node, address: str) -> Steps | None:
    """Return the path to an address that is there, or that the language lets be there."""
    steps = locate(root, address)
    if steps is not None:
        return steps
    parent, _, key = address.rpartition(".")
    above = locate(root, parent) if parent else ()
    if above is None or not _is_mapping(root.get(*above)):
        return None
    return (*above, key) if key in _schema(above).get("properties", ()) else None


def _settings(subject: Subject) -> Iterator[tuple[str, Steps, str]]:
    """Yield mode, path and address of everything that a mode sets."""
    for mode, data in subject.document.get("modes", {}).items():
        for address in data.get("set", {}):
            yield mode, ("modes", mode, "set", address), address


def _schema(steps: Steps) -> Schema:
    schema = compiled("complete")
    for step in steps:
        schema = below(schema, step) if isinstance(step, str) else schema.get("items", {})
    return schema


def _nearest(root: Node, address: str) -> tuple[str | None, list[str]]:
    """Return the nearest address, if any, and the names known at the first step that is not."""
    found: list[Step] = []
    for word in address.split("."):
        node = root.get(*found)
        there = dict(node.items()) if node else {}
        names = sorted({*there, *_schema(tuple(found)).get("properties", ())} if node else ())
        step = word if word in there else nearest(word, names)
        if step is None:
            return None, names
        found.append(step)
    best = ".".join(map(str, found))
    return best, [best]


def _put(node: Node, steps: Steps, value: Node) -> Node:
    """Return the document with another value at a path."""
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    below = _put(node.get(first) or node, rest, value)
    if isinstance(node.value, tuple):
        items = [below if n == first else item for n, item in enumerate(node.value)]
        return Node(tuple(items), node.place)
    key = str(first)
    return Node({**dict(node.items()), key: below}, node.place, {key: value.place, **node.keys})


def _size(node: Node) -> int:
    below = node.value if isinstance(node.value, tuple) else (child for _, child in node.items())
    return 1 + sum(map(_size, below))


def _is_mapping(node: Node | None) -> bool:
    return node is not None and isinstance(node.value, dict)
