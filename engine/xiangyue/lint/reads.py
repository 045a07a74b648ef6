"""What a rule reads: by itself, through tables, and through values that were worked out before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xiangyue.flow import KNOWN, PARAMS
from xiangyue.flow.names import BALANCE
from xiangyue.lint.written import Written
from xiangyue.rules.tree import Node

Part = tuple[str, str]
"""A room of the profile, or ``sizes`` for the length of a list, and a name in it."""

POINTS_OF: Part = ("functions", BALANCE)
"""Stands for the points that somebody has."""

_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")


class Reads:
    """Follows what rules read, back to what was given."""

    def __init__(self, rules: Iterable[Written], document: Mapping[str, Any]) -> None:
        """Note from what each value is worked out."""
        self.document = document
        self._behind: dict[tuple[str, str], set[Part]] = defaultdict(set)
        for written in rules:
            if written.flow is not None and is_computed(written):
                key = written.flow.id, str(written.path[-1])
                self._behind[key].update(part for part, _ in self._direct(written))

    def of(self, written: Written) -> Mapping[Part, int]:
        """Return all that a rule reads, each with where the rule names what leads there."""
        found: dict[Part, int] = {}
        for direct, offset in self._direct(written):
            waiting = [direct]
            while waiting:
                part = waiting.pop()
                if part not in found:
                    found[part] = offset
                    waiting.extend(self._next(written, part))
        return found

    def words(self, part: Part) -> str:
        """Return what a part is called: its name and its titles, a table's columns as well."""
        room, name = part
        data = self.document.get("fields" if room == "sizes" else room, {}).get(name, {})
        columns = (*data.get("inputs", ()), *data.get("outputs", ())) if room == "tables" else ()
        return " | ".join((words(name, data), *map(spaced, columns)))

    def _next(self, written: Written, part: Part) -> Iterator[Part]:
        room, name = part
        if room == "fields" and written.flow is not None:
            yield from sorted(self._behind.get((written.flow.id, name), ()))
        elif room == "tables":
            for borrowed in (
                self.document.get("tables", {}).get(name, {}).get("inputs", {}).values()
            ):
                if isinstance(borrowed, str):
                    where, _, what = borrowed.partition(".")
                    yield where, what

    def _direct(self, written: Written) -> Iterator[tuple[Part, int]]:
        for node in written.rule.tree.walk() if written.rule else ():
            if node.what == "name":
                part = self._named(node.value)
            elif node.what == "call":
                part = self._called(node)
            else:
                continue
            if part is not None:
                at = node.parts[0] if part[0] == "sizes" else node
                yield part, _begin(written.source, at)

    def _named(self, name: str) -> Part | None:
        if name.startswith(PARAMS):
            return "params", name.removeprefix(PARAMS)
        field = name.removeprefix(KNOWN)
        return ("fields", field) if field in self.document.get("fields", {}) else None

    def _called(self, node: Node) -> Part | None:
        if node.value == BALANCE:
            return POINTS_OF
        if node.value == "size" and node.parts[0].type.startswith("list"):
            part = self._named(str(node.parts[0].value)) if node.parts[0].what == "name" else None
            return ("sizes", part[1]) if part else None
        table, dot, _ = node.value.partition(".")
        return ("tables", table) if dot else None


def is_computed(written: Written) -> bool:
    """Tell whether a rule works out the value of a field."""
    at = written.action.address.split(".") if written.action else ()
    path = written.path
    return path[0] == "flows" and len(path) == len(at) + 2 and path[-2] in ("proposes", "sets")


def words(name: str, part: Mapping[str, Any]) -> str:
    """Return a part's name as people would write it, and its titles in all languages."""
    return " | ".join((spaced(name), *map(str, part.get("title", {}).values())))


def spaced(name: str) -> str:
    """Return a name with blanks between its words."""
    return _JOINTS.sub(" ", name)


def _begin(source: str, node: Node) -> int:
    """Return where a name begins; CEL itself points at a dot, or at the bracket of a call."""
    head = str(node.value).partition(".")[0]
    if source.startswith(head, node.offset):
        return node.offset
    return max(source.rfind(head, 0, node.offset), 0)
