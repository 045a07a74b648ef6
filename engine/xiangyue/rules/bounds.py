"""Prove, before a rule ever runs, that it cannot grow out of hand, whatever values it meets.

CEL stops an evaluation after 10,000 steps of macros, but not one whose steps double a text or
join lists. So the most that each step can give is worked out from the limits on values, and what
all steps together can copy or compare is added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from xiangyue.rules.accept import LONGEST_TEXT, MOST_ITEMS, MOST_LIST_TEXT
from xiangyue.rules.faults import wrong
from xiangyue.rules.kinds import CEL_FUNCTIONS, OWN_FUNCTIONS
from xiangyue.rules.tree import Node

MOST_MACROS = 4
MOST_COPIES = 64
"""How often one text or list may go into another."""

MOST_WORK = 96 * 2**20
"""Bytes that all steps of one evaluation may copy, or the like in comparisons."""

_STEPS = 10_000
_CELL = 32
_TEXT = _CELL + 4 * LONGEST_TEXT
_OWN_CALL = 500
_DECLARED_CALL = 4_000


@dataclass(frozen=True, slots=True)
class Size:
    """The most that a step can give: bytes in all, items, one item, and copies within it."""

    bytes: int = _CELL
    items: int = 1
    item: Size | None = None
    copies: int = 1

    def either(self, other: Size) -> Size:
        """Return what is at least as large as both."""
        inner = self.item.either(other.item) if self.item and other.item else None
        return Size(
            max(self.bytes, other.bytes),
            max(self.items, other.items),
            inner or self.item or other.item,
            max(self.copies, other.copies),
        )

    def joined(self, other: Size) -> Size:
        """Return one text or list after the other."""
        return replace(
            self.either(other),
            bytes=self.bytes + other.bytes,
            items=self.items + other.items,
            copies=self.copies + other.copies,
        )


_SCALAR = Size()
_EMPTY = Size(items=0, copies=0)


def check_bounds(source: str, root: Node) -> None:
    """Raise RuleError where a rule has too many macros or could take too much memory or time."""
    loops = [node for node in root.walk() if node.what == "loop"]
    if len(loops) > MOST_MACROS:
        last = max(loops, key=_offset)
        raise wrong(source, last.offset, "rule-macros", limit=MOST_MACROS)
    _Meter(source).size(root, {}, 1)


def _offset(node: Node) -> int:
    return node.offset


def _of_type(kind: str) -> Size:
    """Return the largest value of a type that comes from outside."""
    if kind == "string":
        return Size(_TEXT)
    if kind == "list(string)":
        return Size(4 * MOST_LIST_TEXT + MOST_ITEMS * _CELL, MOST_ITEMS, Size(_TEXT))
    if kind.startswith("list("):
        return Size(MOST_ITEMS * _CELL, MOST_ITEMS, _SCALAR)
    return _SCALAR


class _Meter:
    """Adds up what the steps of one evaluation can copy and compare."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.work = 0

    def charge(self, node: Node, work: int) -> None:
        self.work += work
        if self.work > MOST_WORK:
            raise wrong(self.source, node.offset, "rule-growth")

    def size(self, node: Node, bound: Mapping[str, Size], runs: int) -> Size:
        """Return the size of what a step gives that runs so many times in one evaluation."""
        if node.what == "loop":
            return self._loop(node, bound, runs)
        if node.what == "constant":
            text = node.value if isinstance(node.value, str) else ""
            return Size(_CELL + len(text.encode("utf-8", "replace")))
        if node.what == "local":
            return bound.get(node.value, _SCALAR)
        parts = [self.size(part, bound, runs) for part in node.parts]
        if node.what == "call":
            return self._call(node, parts, runs)
        if node.what in ("list", "map"):
            return self._items(node, parts, runs)
        if node.what == "part":
            return parts[0].item or _SCALAR
        return _of_type(node.type)

    def _items(self, node: Node, parts: list[Size], runs: int) -> Size:
        if not parts:
            return _EMPTY
        item = parts[0]
        for part in parts[1:]:
            item = item.either(part)
        size = Size(sum(p.bytes for p in parts) + _CELL, len(parts), item, item.copies)
        self.charge(node, runs * _CELL * len(parts))
        return size

    def _call(self, node: Node, parts: list[Size], runs: int) -> Size:
        name = node.value
        first, last = (parts[0], parts[-1]) if parts else (_SCALAR, _SCALAR)
        if name == "_?_:_":
            return parts[1].either(last)
        if name == "_[_]":
            return first.item or _SCALAR
        if name == "_+_" and (node.type == "string" or node.type.startswith("list(")):
            joined = first.joined(last)
            if joined.copies > MOST_COPIES:
                raise wrong(self.source, node.offset, "rule-growth")
            texts = node.type == "string"
            self.charge(node, runs * (joined.bytes if texts else joined.items * _CELL))
            return joined
        if name == "string":
            return first.either(Size(_CELL + 64))
        if name in ("_==_", "_!=_", "@in"):
            larger = first.either(last)
            self.charge(node, runs * (4 * larger.items + larger.bytes // 64))
        elif name == "contains":
            self.charge(node, runs * (first.bytes * last.bytes // 16_384))
        elif name == "matches":
            self.charge(node, runs * (first.bytes * last.bytes // 64))
        elif name in OWN_FUNCTIONS:
            self.charge(node, runs * _OWN_CALL)
        elif name[0].isalpha() and name not in CEL_FUNCTIONS:
            self.charge(node, runs * _DECLARED_CALL)
        return _of_type(node.type)

    def _loop(self, node: Node, bound: Mapping[str, Size], runs: int) -> Size:
        ranged = self.size(node.parts[0], bound, runs)
        items = max(ranged.items, 1)
        # Texts of one list share a limit, and what steps copy adds up: the mean counts.
        item = ranged.item or _SCALAR
        item = replace(item, bytes=min(item.bytes, ranged.bytes // items))
        inside = {**bound, **dict.fromkeys(node.value, item), node.value[-1]: _EMPTY}
        steps = min(_STEPS, runs * items)
        self.size(node.parts[2], inside, steps)
        step = self.size(node.parts[3], inside, steps)
        if not node.type.startswith("list("):
            return _SCALAR
        self.charge(node, steps * min(items, _STEPS) * _CELL // 4)  # appending copies the list
        return Size(step.bytes * items, items, step.item, step.copies)
