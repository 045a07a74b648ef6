"""Enough inputs to tell two rules apart: if they agree on these, they agree on all.

Names with few values are tried with each. Numbers and texts that are only compared, with constants
and with one another, are tried on every constant and, as often as there are such names, between
them: no comparison can tell more. Who holds a role is tried both ways. Where anything else is done
with a name, no such inputs are known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from typing import Any, Final

from xiangyue.flow import KNOWN
from xiangyue.rules import Interval, Kind, Rule
from xiangyue.rules.decision_table import spoken
from xiangyue.rules.tree import Node

MOST: Final = 4_000
"""Cases that one comparison may try."""

_ORDERS: Final = frozenset({"_<_", "_<=_", "_>_", "_>=_"})
_EQUALITIES: Final = frozenset({"_==_", "_!=_"})
_FEW: Final = 60
_EXACT: Final = 2**53
_NUMBERS: Final = (Kind.INTEGER, Kind.NUMBER)

Roles = Mapping[tuple[str, str], bool]


@dataclass(frozen=True, slots=True)
class Domain:
    """What a name can be: one of ``values`` or within ``span``; ``absent`` if it may be unknown."""

    values: tuple[Any, ...] | None = None
    span: Interval | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Values by name, without those that are not known, and who holds which role."""

    values: Mapping[str, Any]
    roles: Roles
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it as rules name things: ``amount = 5, known.note = false``."""
        named = {n: v for n, v in self.values.items() if not n.startswith(KNOWN)}
        named |= {KNOWN + name: False for name in self.missing}
        named |= {f"{who}.has_role({role})": held for (who, role), held in self.roles.items()}
        return spoken(named)


@dataclass(slots=True)
class _Usage:
    """How rules use names: what is compared with what, and whatever else is done."""

    odd: set[str] = field(default_factory=set)
    constants: dict[str, set[Any]] = field(default_factory=dict)
    linked: dict[str, set[str]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    asked_constants: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)

    def scan(self, node: Node) -> None:
        """Note what a step does with names."""
        if node.what == "name":
            self.odd.add(node.value)
        elif not (node.what == "call" and self._compares(node)):
            for part in node.parts:
                self.scan(part)

    def _compares(self, node: Node) -> bool:
        parts = node.parts
        if node.value == "has_role" and parts[1].what == "constant":
            self.roles.add(parts[1].value)
            if parts[0].what == "name":
                self.asked.add(parts[0].value)
                self.constants.setdefault(parts[0].value, set())
                return True
            if parts[0].what == "constant":
                self.asked_constants.add(parts[0].value)
                return True
            return False
        if node.value == "@in" and parts[1].what == "list":
            parts = (parts[0], *parts[1].parts)
        elif node.value in _ORDERS:
            if any(part.type == "string" for part in parts):
                return False  # texts are only told apart, never put in order
        elif node.value not in _EQUALITIES:
            return False
        if not all(part.what in ("name", "constant") for part in parts):
            return False
        names = [part.value for part in parts if part.what == "name"]
        for name in names:
            self.constants.setdefault(name, set()).update(
                part.value for part in parts if part.what == "constant"
            )
            self.linked.setdefault(name, set()).update(names)
        return True


def cases(
    rules: Iterable[Rule], kinds: Mapping[str, Kind], domain: Callable[[str], Domain]
) -> Iterator[Case] | None:
    """Yield inputs that tell the rules apart wherever they differ; None where none are known."""
    usage = _Usage()
    for rule in rules:
        usage.scan(rule.tree)
    for name in usage.asked:  # two people may be one
        usage.linked.setdefault(name, set()).update(usage.asked)
        usage.constants[name] |= usage.asked_constants
    names = sorted({name.removeprefix(KNOWN) for name in (*usage.odd, *usage.constants)})
    only_known = {n for n in names if n not in usage.odd and n not in usage.constants}
    domains = {name: domain(name) for name in names}
    for name in only_known:
        domains[name] = replace(domains[name], values=(True,))
    choices: dict[str, tuple[Any, ...]] = {}
    for name in names:
        values = _values(name, usage, kinds, domains)
        if values is None:
            return None
        choices[name] = (*values, None) if domains[name].absent else values
    if math.prod(map(len, choices.values())) > MOST:
        return None
    return _all(choices, usage, only_known)


def _all(
    choices: Mapping[str, Sequence[Any]], usage: _Usage, only_known: set[str]
) -> Iterator[Case]:
    for picked in product(*choices.values()):
        given = dict(zip(choices, picked, strict=True))
        values = {n: v for n, v in given.items() if v is not None and n not in only_known}
        missing = tuple(name for name, value in given.items() if value is None)
        values |= {KNOWN + name: given[name] is not None for name in given}
        people = {given[name] for name in usage.asked} | usage.asked_constants
        atoms = sorted((who, role) for who in people - {None} for role in usage.roles)
        for held in product((True, False), repeat=len(atoms)):
            yield Case(values, dict(zip(atoms, held, strict=True)), missing)


def _values(
    name: str, usage: _Usage, kinds: Mapping[str, Kind], domains: Mapping[str, Domain]
) -> tuple[Any, ...] | None:
    domain, kind = domains[name], kinds.get(name)
    if domain.values is not None:
        return domain.values
    if kind is Kind.BOOLEAN:
        return (True, False)
    if name in usage.odd:
        return _few(domain.span) if kind is Kind.INTEGER else None
    if kind is not Kind.STRING and kind not in _NUMBERS:
        return None
    family = _family(name, usage.linked)
    open_ones = [
        n for n in family if domains[n].values is None and kinds.get(n) is not Kind.BOOLEAN
    ]
    marks = {mark for n in family for mark in usage.constants.get(n, ())}
    marks |= {value for n in family for value in domains[n].values or ()}
    if kind is Kind.STRING:
        return (*sorted(marks), *_fresh(len(open_ones), marks))
    for span in (domains[n].span for n in open_ones):
        marks |= {end for end in (span.low, span.high) if end is not None} if span else set()
    if not all(-_EXACT < mark < _EXACT for mark in marks):
        return None
    return _numbers(sorted(marks), len(open_ones), kind, domain.span)


def _family(name: str, linked: Mapping[str, set[str]]) -> set[str]:
    """Return all names that are compared with a name, directly or by way of others."""
    found, waiting = {name}, [name]
    while waiting:
        near = linked.get(waiting.pop(), set()) - found
        found |= near
        waiting += near
    return found


def _few(span: Interval | None) -> tuple[int, ...] | None:
    if span is None or span.low is None or span.high is None or span.high - span.low > _FEW:
        return None
    return tuple(range(math.ceil(span.low), math.floor(span.high) + 1))


def _fresh(count: int, taken: set[Any]) -> Iterator[str]:
    """Yield so many texts that are none of those taken: A, B, C and so on."""
    letters = (chr(65 + n % 26) * (n // 26 + 1) for n in range(count + len(taken)))
    free = [text for text in letters if text not in taken]
    yield from free[:count]


def _numbers(
    marks: Sequence[float], count: int, kind: Kind, span: Interval | None
) -> tuple[int | float, ...]:
    """Return each mark and so many numbers in every gap, as far as they fit kind and span."""
    found: set[int | float] = set(marks)
    ends: list[float] = [-math.inf, *marks, math.inf]
    for low, high in pairwise(ends):
        found.update(_between(low, high, count))
    low = -math.inf if span is None or span.low is None else span.low
    high = math.inf if span is None or span.high is None else span.high
    fitting = sorted(number for number in found if low <= number <= high)
    if kind is Kind.INTEGER:
        return tuple(int(number) for number in fitting if number == int(number))
    return tuple(map(float, fitting))


def _between(low: float, high: float, count: int) -> Iterator[float]:
    if math.isinf(low) and math.isinf(high):
        yield from range(count)
    elif math.isinf(low):
        yield from (math.ceil(high) - 1 - n for n in range(count))
    else:
        whole = (math.floor(low) + 1 + n for n in range(count))
        yield from (number for number in whole if number < high)
        if not math.isinf(high):
            broken = (low + (high - low) * (n + 1) / (count + 1) for n in range(count))
            yield from (number for number in broken if low < number < high)
