"""What a rule may name: the kinds of values, functions, and the environment that holds both."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

from xiangyue.errors import BadInput
from xiangyue.rules.faults import shown


class Kind(Enum):
    """A kind of value; its own value is the word for it in sentences."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    INSTANT = "instant"
    DURATION = "duration"
    STRINGS = "list of strings"
    INTEGERS = "list of integers"
    NUMBERS = "list of numbers"


@dataclass(frozen=True, slots=True)
class Function:
    """A Python function that rules may call by ``name``, which may be dotted.

    As a ``member`` its first parameter stands before the dot: ``assignee.has_role('cadre')``. One
    that ``needs_context`` gets the context of the evaluation before its arguments. A number
    arrives as int or float. Whatever it raises, or a result of another kind, fails the rule.
    Without context it must be pure: its answers are remembered.
    """

    name: str
    params: tuple[Kind, ...]
    result: Kind
    call: Callable[..., Any]
    member: bool = False
    needs_context: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A function as the type check sees it."""

    name: str
    params: tuple[Kind, ...]
    result: Kind
    member: bool

    def form(self) -> str:
        """Write how it is called: ``string.has_role(string)``."""
        params = [kind.value for kind in self.params]
        head = f"{params.pop(0)}." if self.member else ""
        return f"{head}{self.name}({', '.join(params)})"


class Scheme:
    """All that a rule's check depends on; equal for environments that differ in functions' code."""

    __slots__ = ("_hash", "names", "signatures")

    def __init__(self, names: tuple[tuple[str, Kind], ...], signatures: tuple[Signature, ...]):
        """Work out the hash, which every look-up of a compiled rule asks for."""
        self.names = names
        self.signatures = signatures
        self._hash = hash((names, signatures))

    def __hash__(self) -> int:
        """Return the hash worked out before."""
        return self._hash

    def __eq__(self, other: object) -> bool:
        """Compare by what is declared."""
        return self is other or (
            isinstance(other, Scheme)
            and self._hash == other._hash
            and self.names == other.names
            and self.signatures == other.signatures
        )


@dataclass(frozen=True, slots=True, eq=False)
class Environment:
    """The names (dotted ones too) and functions that a rule may use, beyond those of CEL.

    Raises BadInput with code ``rule-name`` for a name that CEL cannot read, and
    ``rule-function-twice`` where two functions share one.
    """

    names: Mapping[str, Kind]
    functions: tuple[Function, ...] = ()
    scheme: Scheme = field(init=False, repr=False)
    calls: Mapping[str, Function] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check the names and copy them, so that a compiled rule can rely on them."""
        for name in self.names:
            if not usable(name):
                raise BadInput("rule-name", name=shown(name))
        calls: dict[str, Function] = {}
        for function in self.functions:
            if not usable(function.name, function=True):
                raise BadInput("rule-name", name=shown(function.name))
            if function.name in calls:
                raise BadInput("rule-function-twice", name=function.name)
            calls[function.name] = function
        signatures = tuple(Signature(f.name, f.params, f.result, f.member) for f in self.functions)
        names = dict(self.names)
        for attribute, value in (
            ("names", MappingProxyType(names)),
            ("scheme", Scheme(tuple(sorted(names.items(), key=_first)), signatures)),
            ("calls", calls),
        ):
            object.__setattr__(self, attribute, value)


def _first(item: tuple[str, Kind]) -> str:
    return item[0]


def usable(name: str, *, function: bool = False) -> bool:
    """Tell whether a name, dotted or not, can be declared for rules."""
    if not _NAME.fullmatch(name):
        return False
    head, *rest = name.split(".")
    if function and not rest and name in OWN_FUNCTIONS | CEL_FUNCTIONS:
        return False
    return head not in _RESERVED and not _LITERALS.intersection(rest)


OWN_FUNCTIONS = frozenset({"abs", "ceil", "clip", "days", "floor", "hours", "max", "min", "round"})
"""What rules can call in every environment."""

_CALLED = (
    "all bool contains double duration endsWith exists exists_one filter getDate getDayOfMonth"
    " getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth"
    " getSeconds has int map matches size startsWith string timestamp"
)
_WORDS = (
    "as break const continue else false for function if import in let loop package namespace null"
    " return true var void while"
)
_TYPES = "bool bytes double dyn int list map null_type string type uint"

CEL_FUNCTIONS = frozenset(_CALLED.split())
"""What CEL itself can call, macros among them."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_RESERVED = frozenset(f"{_WORDS} {_TYPES}".split())
_LITERALS = frozenset({"false", "in", "null", "true"})
