"""Check what a rule spells out: patterns, instants, durations, time zones and long texts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from cel_expr_python import cel

from xiangyue.rules.accept import LONGEST_TEXT
from xiangyue.rules.complaint import status_text
from xiangyue.rules.faults import shown, wrong
from xiangyue.rules.kinds import CEL_FUNCTIONS
from xiangyue.rules.tree import Node

LONGEST_PATTERN = 200
LARGEST_PATTERN = 1_000
"""Characters that a pattern may have with its repetitions written out."""

_UNICODE_CLASS = 20  # what a class such as \\pL takes, in characters

# What proves a literal: it is evaluated once, when the rule is compiled.
_PROOFS = {
    "pattern": "''.matches(text)",
    "instant": "timestamp(text)",
    "duration": "duration(text)",
    "time zone": "timestamp(0).getHours(text)",
    "integer": "int(text)",
    "number": "double(text)",
    "boolean": "bool(text)",
}
_CONVERSIONS = {
    "timestamp": "instant",
    "duration": "duration",
    "int": "integer",
    "double": "number",
    "bool": "boolean",
}
_GETTERS = {name for name in CEL_FUNCTIONS if name.startswith("get")}


def check_literals(source: str, root: Node) -> None:
    """Raise RuleError for a literal that could only fail when the rule is evaluated."""
    for node, looped in _walk(root, False):
        if node.what == "constant" and isinstance(node.value, str):
            if len(node.value) > LONGEST_TEXT:
                raise wrong(source, node.offset, "rule-text-long", limit=LONGEST_TEXT)
            if "\0" in node.value:
                raise wrong(source, node.offset, "rule-character", character="U+0000")
        elif node.what == "constant" and node.value in (math.inf, -math.inf):
            raise wrong(source, node.offset, "rule-infinite")
        elif node.what == "call":
            _check_call(source, node, looped)


def _walk(node: Node, looped: bool) -> Iterator[tuple[Node, bool]]:
    """Yield each step, and whether a macro repeats it."""
    for n, part in enumerate(node.parts):
        yield from _walk(part, looped or (node.what == "loop" and n > 0))
    yield node, looped


def _check_call(source: str, node: Node, looped: bool) -> None:
    last = node.parts[-1] if node.parts else node
    text = last.value if last.what == "constant" and isinstance(last.value, str) else None
    kind = _CONVERSIONS.get(node.value)
    if node.value == "matches":
        if text is None or len(text) > LONGEST_PATTERN or _weight(text) > LARGEST_PATTERN:
            raise wrong(source, last.offset, "rule-pattern", limit=LONGEST_PATTERN)
        if looped:
            raise wrong(source, node.offset, "rule-pattern-macro")
        kind = "pattern"
    elif node.value in _GETTERS and len(node.parts) == 2:
        kind = "time zone"
    if kind and text is not None and (trouble := _trouble(kind, text)):
        raise wrong(
            source,
            last.offset,
            "rule-literal",
            text=shown(text),
            expected=kind,
            detail=shown(trouble),
        )


_PIECES = re.compile(r"\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|.", re.S)


def _weight(pattern: str) -> int:
    """Return how many characters and classes a pattern has with its repetitions written out."""
    open_groups, last = [0], 0
    for piece in _PIECES.findall(pattern):
        if piece == "(":
            open_groups.append(0)
            continue
        if piece == ")" and len(open_groups) > 1:
            last = open_groups.pop()
        elif len(piece) > 1 and piece[0] == "{":
            times = max(int(n) for n in re.findall(r"\d+", piece))
            open_groups[-1] += last * max(times - 1, 0)
            last *= max(times, 1)
            continue
        elif piece in "*+?":
            continue
        else:
            last = _UNICODE_CLASS if "\\p" in piece.lower() else 1
        open_groups[-1] += last
    return sum(open_groups)


@lru_cache(maxsize=1024)
def _trouble(kind: str, text: str) -> str:
    """Return what CEL says against a literal of that kind; empty if nothing."""
    value = _proof(kind).eval(data={"text": text})
    return status_text(value.value()) if value.type() == cel.Type.ERROR else ""


@cache
def _proof(kind: str) -> Any:
    return cel.NewEnv(variables={"text": cel.Type.STRING}).compile(_PROOFS[kind])
