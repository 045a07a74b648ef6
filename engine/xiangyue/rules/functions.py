"""What rules call in Python: mixed arithmetic, a few bounded functions, and the declared ones.

The compiled rules hold no declared function but only a door with its name: which function
stands behind it is known while a rule is evaluated. So a profile that is loaded again shares
what was compiled before, and one that is dropped leaves nothing behind.
"""

from __future__ import annotations

import math
import operator
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from xiangyue.rules.accept import ACCEPT
from xiangyue.rules.kinds import Function, Kind

Number = int | float
Call = Callable[..., Any]

DIVISION = "a/b"
"""Our name of ``_/_``, as long as CEL's own, so that it can be written over it."""


@dataclass(slots=True)
class Frame:
    """The evaluation that runs in a thread: what its calls reach, and which of them failed."""

    calls: Mapping[str, Function]
    context: object
    failure: tuple[str, BaseException] | None = None


class _Running(threading.local):
    frame = Frame({}, None)


RUNNING = _Running()
"""The evaluation that runs in this thread, if it calls anything."""


def declared_door(name: str, result: Kind) -> Call:
    """Return what calls the declared function of that name in the running evaluation."""
    accept = ACCEPT[result]

    def door(*values: Any) -> Any:
        frame = RUNNING.frame
        try:
            function = frame.calls[name]
            if function.needs_context:
                return accept(function.call(frame.context, *values))
            return accept(function.call(*values))
        except BaseException as error:
            frame.failure = (name, error)
            raise

    return door


def own_door(name: str, call: Call) -> Call:
    """Return what calls one of our own functions and remembers its failure."""

    def door(*values: Number) -> Any:
        try:
            return call(*values)
        except BaseException as error:
            RUNNING.frame.failure = (name, error)
            raise

    return door


def _clip(value: Number, low: Number, high: Number) -> Number:
    """Keep a number between two bounds."""
    if low > high:
        raise ValueError(f"{low} is above {high}")
    return min(max(value, low), high)


def _round(value: Number) -> int:
    """Round half away from zero."""
    whole = math.floor(abs(value))
    return int(math.copysign(whole + (abs(value) - whole >= 0.5), value))


def _divide(a: Number, b: Number) -> float:
    if b == 0:
        raise ZeroDivisionError("divide by zero")
    return a / b


def _days(count: Number) -> timedelta:
    return timedelta(days=count)


def _hours(count: Number) -> timedelta:
    return timedelta(hours=count)


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function: the kinds it takes, what it gives, and what does it.

    ``call`` is what CEL calls, ``plain`` the same without a door.
    """

    name: str
    params: tuple[Kind, ...]
    result: Kind
    call: Call | None
    plain: Call | None = None


def _numeric(name: str, arity: int, call: Call, result: Kind | None = None) -> list[Overload]:
    """Overload a function of numbers: integers give an integer, anything else a number."""
    door = own_door(name, call)
    return [
        Overload(name, kinds, result or _widest(kinds), door, call)
        for kinds in product((Kind.INTEGER, Kind.NUMBER), repeat=arity)
    ]


def _widest(kinds: tuple[Kind, ...]) -> Kind:
    return Kind.NUMBER if Kind.NUMBER in kinds else Kind.INTEGER


_I, _N, _B = Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN
_MIXED = ((_I, _N), (_N, _I))
_ARITHMETIC: tuple[tuple[str, Call], ...] = (
    ("_+_", operator.add),
    ("_-_", operator.sub),
    ("_*_", operator.mul),
)

OWN: tuple[Overload, ...] = (
    *_numeric("abs", 1, abs),
    *_numeric("ceil", 1, math.ceil, _I),
    *_numeric("floor", 1, math.floor, _I),
    *_numeric("round", 1, _round, _I),
    *_numeric("min", 2, min),
    *_numeric("max", 2, max),
    *_numeric("clip", 3, _clip),
    *_numeric("days", 1, _days, Kind.DURATION),
    *_numeric("hours", 1, _hours, Kind.DURATION),
    *(Overload(name, pair, _N, call) for name, call in _ARITHMETIC for pair in _MIXED),
)
"""What the type check and the evaluation both know."""

CHECKED_ONLY: tuple[Overload, ...] = (
    *(
        Overload(name, pair, _B, None)
        for name in ("_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_")
        for pair in _MIXED
    ),
    Overload("@in", (_I, Kind.NUMBERS), _B, None),
    Overload("@in", (_N, Kind.INTEGERS), _B, None),
    Overload("_?_:_", (_B, _I, _N), _N, None),
    Overload("_?_:_", (_B, _N, _I), _N, None),
    *(Overload("_/_", pair, _N, None) for pair in ((_I, _I), *_MIXED)),
)
"""What CEL evaluates by itself though its type check would refuse it, and our division."""

EVALUATED_ONLY: tuple[Overload, ...] = tuple(
    Overload(DIVISION, pair, _N, _divide, _divide) for pair in product((_I, _N), repeat=2)
)
"""What stands for ``_/_`` after the type check: 3/2 is 1.5, and nothing is divided by zero."""
