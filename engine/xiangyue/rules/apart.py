"""Whom a rule keeps out by name, as in ``actor != opener`` or ``!(actor in panel)``."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.rules.compile import compile_rule
from xiangyue.rules.kinds import Kind
from xiangyue.rules.rule import Rule
from xiangyue.rules.tree import Node


def keeping_out(rule: Rule, name: str) -> tuple[Rule, ...]:
    """Return a rule for each person or list whom ``rule`` keeps from being ``name``.

    Each is true of whoever is not kept out by it. People are given by names and by calls without
    arguments, as in ``entry.scorer()``; comparisons with anything else keep nobody in particular.
    """
    sources = dict.fromkeys(_kept_out(rule.tree, name, True))
    return tuple(compile_rule(source, rule.environment, Kind.BOOLEAN) for source in sources)


def _kept_out(node: Node, name: str, wanted: bool) -> Iterator[str]:
    """Yield the rules; ``wanted`` is whether this step has to be true for the whole to be so."""
    if node.what != "call":
        return
    if node.value == "!_":
        yield from _kept_out(node.parts[0], name, not wanted)
    elif node.value in ("_&&_", "_||_"):
        for part in node.parts:
            yield from _kept_out(part, name, wanted)
    elif node.value == "_?_:_":
        for part in node.parts[1:]:
            yield from _kept_out(part, name, wanted)
    elif node.value == ("_!=_" if wanted else "_==_"):
        for one, other in (node.parts, node.parts[::-1]):
            if _is(one, name) and (who := _written(other)) is not None:
                yield f"{name} != {who}"
    elif node.value == "@in" and not wanted and _is(node.parts[0], name):
        who = _written(node.parts[1])
        if who is not None:
            yield f"!({name} in {who})"


def _is(node: Node, name: str) -> bool:
    return node.what == "name" and node.value == name


def _written(node: Node) -> str | None:
    if node.what == "name":
        return str(node.value)
    if node.what == "call" and len(node.parts) == 1 and node.parts[0].what == "name":
        return f"{node.parts[0].value}.{node.value}()"
    return None
