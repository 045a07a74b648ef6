"""Prove that a guard can never hold, whatever values its names may have.

The rule itself is evaluated at enough values: all of a finite domain; of numbers and texts that
are only compared with constants, one on each side of every constant. Whatever cannot be covered
so is left out, and CEL's own logic decides: ``false && unknown`` is false, ``true && unknown``
is unknown and proves nothing.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count, product
from typing import Any

from xiangyue.rules.faults import RuleFailure
from xiangyue.rules.kinds import Environment, Kind
from xiangyue.rules.rule import Rule
from xiangyue.rules.tree import Node

MOST_CASES = 10_000
"""Combinations of values that a proof may try."""

_EXACT = 2**53
_COMPARISONS = {"_<_", "_<=_", "_>_", "_>=_"}
_EQUALITIES = {"_==_", "_!=_"}


@dataclass(frozen=True, slots=True)
class Finite:
    """A name that has one of these values."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A number between two bounds, both included; None where there is none."""

    kind: Kind
    low: int | float | None = None
    high: int | float | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A name that may have any value of its kind."""


Domain = Finite | Interval | Open


def never_true(rule: Rule, domains: Mapping[str, Domain]) -> bool:
    """Tell whether it is proven that a boolean rule is true for no values within the domains.

    A name without a domain may have any value of its kind. A rule that fails is not true. False
    means: not proven.
    """
    if rule.result is not Kind.BOOLEAN:
        return False
    samples = {name: _samples(rule, name, domains.get(name, Open())) for name in rule.names}
    known = {name: values for name, values in samples.items() if values is not None}
    while math.prod(len(values) for values in known.values()) > MOST_CASES:
        del known[max(known, key=lambda name: len(known[name]))]
    surely = len(known) == len(samples) and not rule.functions
    blind = replace(rule, environment=Environment({}))  # its functions fail: they may say anything
    return not any(
        _may_hold(blind, dict(zip(known, values, strict=True)), surely)
        for values in product(*known.values())
    )


def _may_hold(rule: Rule, values: Mapping[str, Any], surely: bool) -> bool:
    """Tell whether a rule is true, or fails for something that was left out."""
    try:
        return bool(rule.evaluate(values))
    except RuleFailure:
        return not surely


def _samples(rule: Rule, name: str, domain: Domain) -> tuple[Any, ...] | None:
    """Return values that stand for all of a domain, or None where there are none."""
    if isinstance(domain, Finite):
        return domain.values if len(domain.values) <= MOST_CASES else None
    kind = rule.environment.names[name]
    if kind is Kind.BOOLEAN:
        return (False, True)
    constants = _compared(rule.tree, name, rule.functions)
    if constants is None:
        return None
    if kind is Kind.STRING:
        return _texts(constants)
    if kind in (Kind.INTEGER, Kind.NUMBER):
        low, high = (domain.low, domain.high) if isinstance(domain, Interval) else (None, None)
        return _numbers(kind, low, high, constants)
    return None


def _texts(constants: Iterable[Any]) -> tuple[str, ...]:
    """Return each text compared with, and one that differs from all."""
    texts = {text for text in constants if isinstance(text, str)}
    fresh = (f"another {n}" for n in count())
    return (*texts, next(text for text in fresh if text not in texts))


def _numbers(
    kind: Kind, low: float | None, high: float | None, constants: Iterable[Any]
) -> tuple[int | float, ...] | None:
    """Return a number on, below and above each constant, as far as the bounds reach."""
    if not all(-_EXACT < constant < _EXACT for constant in constants):
        return None
    whole = kind is Kind.INTEGER
    least, most = (-(2**63), 2**63 - 1) if whole else (-sys.float_info.max, sys.float_info.max)
    low = least if low is None else max(low, least)
    high = most if high is None else min(high, most)
    near: Callable[[float], Iterable[int | float]] = _integers if whole else _floats
    found = {value for mark in (*constants, low, high) for value in near(mark)}
    return tuple(value for value in found if low <= value <= high)


def _floats(mark: float) -> Iterable[float]:
    """Return a number and its neighbours: between two constants lies a neighbour of each."""
    return float(mark), math.nextafter(mark, -math.inf), math.nextafter(mark, math.inf)


def _integers(mark: float) -> Iterable[int]:
    return range(math.floor(mark) - 1, math.ceil(mark) + 2)


def _compared(node: Node, name: str, functions: frozenset[str]) -> set[Any] | None:
    """Return the constants that a name is compared with; None if anything else is done to it.

    What declared functions do to it does not count, as they may say anything in a proof.
    """
    if _is(node, name):
        return None
    if node.what == "call" and node.value in functions:
        return set()
    if node.what == "call" and len(node.parts) == 2:
        left, right = node.parts
        if node.value in _COMPARISONS | _EQUALITIES and _is(right, name):
            left, right = right, left
        if _is(left, name):
            return _constants(node.value, right)
    found: set[Any] = set()
    for part in node.parts:
        below = _compared(part, name, functions)
        if below is None:
            return None
        found |= below
    return found


def _constants(operator: str, node: Node) -> set[Any] | None:
    """Return what stands on the other side of a comparison, if it is all constant."""
    if operator == "@in" and node.what == "list":
        constants = node.parts
    elif operator in _EQUALITIES or (operator in _COMPARISONS and node.type != "string"):
        constants = (node,)  # texts are only told apart: their order is left out
    else:
        return None
    return {c.value for c in constants} if all(c.what == "constant" for c in constants) else None


def _is(node: Node, name: str) -> bool:
    return node.what == "name" and node.value == name
