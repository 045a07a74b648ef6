"""From the source of a rule to the rule: checked, bounded, and ready to be evaluated."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from xiangyue.rules.accept import ACCEPT
from xiangyue.rules.bounds import check_bounds
from xiangyue.rules.complaint import complaint, forms, type_word
from xiangyue.rules.direct import directly
from xiangyue.rules.environment import checker, evaluator
from xiangyue.rules.faults import RuleError, nearest, shown, wrong
from xiangyue.rules.functions import DIVISION
from xiangyue.rules.kinds import OWN_FUNCTIONS, Environment, Kind, Scheme
from xiangyue.rules.literals import check_literals
from xiangyue.rules.rule import Compiled, Rule
from xiangyue.rules.tree import Node, decode

LONGEST_RULE = 2_000
"""Characters that a rule may have."""

_RESULTS = {
    Kind.BOOLEAN: {"bool"},
    Kind.INTEGER: {"int"},
    Kind.NUMBER: {"int", "double"},
    Kind.STRING: {"string"},
    Kind.INSTANT: {"timestamp"},
    Kind.DURATION: {"duration"},
    Kind.STRINGS: {"list(string)"},
    Kind.INTEGERS: {"list(int)"},
    Kind.NUMBERS: {"list(int)", "list(double)"},
}
# Control characters, those that turn the direction of text, and halves of characters.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SCALARS = {"bool", "int", "double", "string", "timestamp", "duration"}


def compile_rule(source: str, environment: Environment, result: Kind) -> Rule:
    """Compile a rule that gives ``result``; what was compiled before is not compiled again.

    Raises RuleError, with line and column, for a rule that cannot be read, names what is not
    declared, mixes types, gives another kind, or could take too much time or memory. Nothing in a
    rule is ever imported or executed as Python.
    """
    compiled = _compiled(source, environment.scheme, result)
    remembered: dict[tuple[Any, ...], Any] | None = {} if _is_pure(compiled, environment) else None
    return Rule(source, result, environment, compiled, remembered)


_FEW = {Kind.BOOLEAN, Kind.INTEGER, Kind.NUMBER, Kind.STRING}


def _is_pure(compiled: Compiled, environment: Environment) -> bool:
    """Tell whether the rule always answers the same to the same few scalars."""
    asks = (environment.calls[name].needs_context for name in compiled.functions)
    return not any(asks) and all(environment.names[name] in _FEW for name in compiled.names)


@lru_cache(maxsize=2048)
def _compiled(source: str, scheme: Scheme, result: Kind) -> Compiled:
    _check_text(source)
    try:
        serialized: bytes = checker(scheme).compile(source).serialize()
    except RuntimeError as error:
        raise complaint(source, str(error), scheme) from None
    root, divisions = decode(serialized)
    nodes = tuple(root.walk())
    _check_types(source, nodes, scheme)
    _check_result(source, root, result)
    check_bounds(source, root)
    check_literals(source, root)
    called = {node.value for node in nodes if node.what == "call"}
    functions = called.intersection(signature.name for signature in scheme.signatures)
    names = {node.value for node in nodes if node.what == "name"}
    kinds = dict(scheme.names)
    return Compiled(
        tree=root,
        names=frozenset(names),
        functions=frozenset(functions),
        calls=bool(functions or called & OWN_FUNCTIONS),
        takes=tuple((name, ACCEPT[kinds[name]]) for name in sorted(names)),
        expression=evaluator(scheme).deserialize(_with_our_division(serialized, divisions)),
        direct=directly(root, frozenset(functions)),
    )


def _check_text(source: str) -> None:
    if not source.strip():
        raise RuleError("rule-empty")
    if len(source) > LONGEST_RULE:
        raise RuleError("rule-long", limit=LONGEST_RULE)
    if found := _UNREADABLE.search(source):
        character = f"U+{ord(found[0]):04X}"
        raise wrong(source, found.start(), "rule-character", character=character)


def _check_types(source: str, nodes: tuple[Node, ...], scheme: Scheme) -> None:
    """Refuse what has no kind of ours, and other things where a function wants a number."""
    numbers = {
        signature.name: [n for n, kind in enumerate(signature.params) if kind is Kind.NUMBER]
        for signature in scheme.signatures
    }
    names = dict(scheme.names)
    for node in nodes:
        if node.what == "name" and node.value not in names:
            known = nearest(node.value, names)
            raise wrong(source, node.offset, "rule-unknown-name", name=node.value, **known)
        if node.what == "list" and "dyn" in node.type and node.parts:
            raise wrong(source, node.offset, "rule-mixed-list")
        if not _known(node.type) and not (node.what == "list" and not node.parts):
            word = type_word(node.type)
            raise wrong(source, node.offset, "rule-unusable", type=word)
        if node.what == "call" and node.value in numbers:
            for part in (node.parts[n] for n in numbers[node.value]):
                if part.type not in ("int", "double"):
                    form = forms(node.value, scheme.signatures)
                    raise wrong(source, part.offset, "rule-call", name=node.value, form=form)


def _known(kind: str) -> bool:
    if kind.startswith("list("):
        return _known(kind[5:-1])
    if kind.startswith("map("):
        key, _, value = kind[4:-1].partition(", ")
        return key in _SCALARS and _known(value)
    return kind in _SCALARS


def _check_result(source: str, root: Node, result: Kind) -> None:
    if root.type in _RESULTS[result]:
        return
    if root.type == "list(dyn)" and any(kind.startswith("list(") for kind in _RESULTS[result]):
        return
    raise wrong(source, 0, "rule-type", found=shown(type_word(root.type)), expected=result.value)


def _with_our_division(serialized: bytes, divisions: tuple[int, ...]) -> bytes:
    """Write our division over CEL's, which cuts 3/2 down to 1 and lets 1.0/0.0 be infinite."""
    changed = bytearray(serialized)
    for start in divisions:
        changed[start : start + len(DIVISION)] = DIVISION.encode()
    return bytes(changed)
