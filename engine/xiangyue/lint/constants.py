"""What a rule spells out: roles, modes, states, choices, and divisors other than zero."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from xiangyue.flow import PARAMS
from xiangyue.flow.names import BALANCE
from xiangyue.lint.subject import Subject, guess
from xiangyue.lint.written import Written
from xiangyue.profile import Finding
from xiangyue.rules.tree import Node
from xiangyue.spelling import shown

_EQUALITIES = ("_==_", "_!=_")
_DIVISIONS = ("_/_", "_%_")


def check_constants(subject: Subject, written: Written) -> Iterator[Finding]:
    """Find constants in a rule that stand for nothing."""
    for node in written.rule.tree.walk() if written.rule else ():
        if node.what != "call":
            continue
        if node.value == "has_role":
            yield from _check_named(subject, written, node, "role", subject.profile.roles)
        elif node.value == BALANCE:
            yield from _check_named(subject, written, node, "account", subject.profile.accounts)
        elif node.value in _EQUALITIES or node.value == "@in":
            yield from _check_compared(subject, written, node)
        elif node.value in _DIVISIONS and node.parts[1].what == "constant":
            if node.parts[1].value == 0:
                yield _at(subject, written, node.parts[1], "rule-zero-division", {})
        elif "." in node.value:
            yield from _check_lookup(subject, written, node)


def _check_named(
    subject: Subject, written: Written, node: Node, what: str, known: Collection[str]
) -> Iterator[Finding]:
    """Check the name that a member is asked about."""
    name = node.parts[1]
    if name.what == "constant" and name.value not in known:
        yield _at(subject, written, name, f"unknown-{what}", guess(str(name.value), known))


def _check_compared(subject: Subject, written: Written, node: Node) -> Iterator[Finding]:
    left, right = node.parts
    if left.what == "constant":
        left, right = right, left
    if left.what != "name":
        return
    choices = right.parts if right.what == "list" else (right,)
    constants = [choice for choice in choices if choice.what == "constant"]
    what, known = _choices(subject, written, left.value)
    for constant in constants:
        if known is not None and constant.value not in known:
            values = {**guess(str(constant.value), map(str, known)), "of": left.value}
            yield _at(subject, written, constant, what, values)


def _check_lookup(subject: Subject, written: Written, node: Node) -> Iterator[Finding]:
    """Check constants that are looked up in a table."""
    table = subject.profile.tables.get(node.value.partition(".")[0])
    for column, part in zip(table.inputs if table else (), node.parts, strict=False):
        if part.what == "constant" and not column.admits(part.value):
            values = {"name": shown(part.value), "of": column.name, "hint": {"en": "", "zh": ""}}
            yield _at(subject, written, part, "unknown-value", {**values, "known": "-"})


def _choices(subject: Subject, written: Written, name: str) -> tuple[str, tuple[Any, ...] | None]:
    """Return the finding for a value that a name never has, and all it may have."""
    if name == "mode":
        return "unknown-mode", subject.modes
    if name == "task.state":
        flow = written.flow
        return "unknown-state", tuple(flow.states) if flow else None
    profile = subject.sound
    part: Mapping[str, Any] = {}
    if name in profile.fields:
        part = profile.fields[name].schema
    elif name.removeprefix(PARAMS) in profile.params and name.startswith(PARAMS):
        part = profile.params[name.removeprefix(PARAMS)].schema
    choices = part.get("items", part).get("enum")  # of a list, what its items may be
    return "unknown-value", None if choices is None else tuple(choices)


def _at(
    subject: Subject, written: Written, node: Node, code: str, values: Mapping[str, Any]
) -> Finding:
    return subject.inside(code, "error", written.path, node.offset, values)
