"""The two CEL environments behind a scheme: one checks types, the other evaluates.

CEL's type check refuses ``int * double``, and its own division cuts 3/2 down to 1. Overloads
that say otherwise clash at run time with those that CEL brings, so what the first environment
has checked is handed, serialised, to the second.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

from cel_expr_python import cel

from xiangyue.rules.functions import (
    CHECKED_ONLY,
    EVALUATED_ONLY,
    OWN,
    Overload,
    declared_door,
)
from xiangyue.rules.kinds import Kind, Scheme, Signature

_ZONES = find_spec("tzdata")
if _ZONES and _ZONES.origin and not Path("/usr/share/zoneinfo").is_dir():
    # CEL finds time zones by itself, and not where Python does.
    os.environ.setdefault("TZDIR", str(Path(_ZONES.origin).with_name("zoneinfo")))

_CEL = cel.Type
TYPES = {
    Kind.BOOLEAN: _CEL.BOOL,
    Kind.INTEGER: _CEL.INT,
    Kind.NUMBER: _CEL.DOUBLE,
    Kind.STRING: _CEL.STRING,
    Kind.INSTANT: _CEL.TIMESTAMP,
    Kind.DURATION: _CEL.DURATION,
    Kind.STRINGS: _CEL.List(_CEL.STRING),
    Kind.INTEGERS: _CEL.List(_CEL.INT),
    Kind.NUMBERS: _CEL.List(_CEL.DOUBLE),
}

# ``dyn`` would let a rule out of the type check; ``_/_`` of integers is ours.
_LEFT_OUT = """
stdlib:
  exclude_functions:
    - name: dyn
    - name: type
    - name: _/_
      overloads:
        - id: divide_int64
"""


@lru_cache(maxsize=256)
def checker(scheme: Scheme) -> Any:
    """Return the environment that checks what a scheme's rules say."""
    return cel.NewEnv(
        config=cel.NewEnvConfigFromYaml(_LEFT_OUT),
        variables={name: TYPES[kind] for name, kind in scheme.names},
        extensions=[_own(False), *_declared(scheme.signatures, False)],
    )


def evaluator(scheme: Scheme) -> Any:
    """Return the environment that evaluates a scheme's rules."""
    timed = tuple(item for item in scheme.names if item[1] in (Kind.INSTANT, Kind.DURATION))
    return _evaluator(timed, scheme.signatures)


@lru_cache(maxsize=256)
def _evaluator(timed: tuple[tuple[str, Kind], ...], signatures: tuple[Signature, ...]) -> Any:
    environment = cel.NewEnv(
        variables={name: TYPES[kind] for name, kind in timed},
        extensions=[_own(True), *_declared(signatures, True)],
    )
    if timed:
        # Instants and durations are only taken where declared, and only a compilation declares.
        environment.compile("true")
    return environment


@cache
def _own(evaluated: bool) -> Any:
    overloads = [*OWN, *(EVALUATED_ONLY if evaluated else CHECKED_ONLY)]
    overloads.sort(key=_name)
    return cel.CelExtension(
        "xiangyue",
        [
            cel.FunctionDecl(name, [_overload(n, overload) for n, overload in enumerate(group)])
            for name, group in groupby(overloads, _name)
        ],
    )


def _name(overload: Overload) -> str:
    return overload.name


def _overload(number: int, overload: Overload) -> Any:
    more = {"impl": overload.call} if overload.call else {}
    return cel.Overload(
        f"xiangyue_{overload.name}_{number}",
        return_type=TYPES[overload.result],
        parameters=[TYPES[kind] for kind in overload.params],
        **more,
    )


def _declared(signatures: Iterable[Signature], evaluated: bool) -> list[Any]:
    declared = [_declaration(signature, evaluated) for signature in signatures]
    return [cel.CelExtension("declared", declared)] if declared else []


def _declaration(signature: Signature, evaluated: bool) -> Any:
    more = {"impl": declared_door(signature.name, signature.result)} if evaluated else {}
    # A number may come as an integer; one overload for each mixture would be too many, so the
    # walk over the checked rule refuses what is no number.
    params = [_CEL.DYN if kind is Kind.NUMBER else TYPES[kind] for kind in signature.params]
    return cel.FunctionDecl(
        signature.name,
        [
            cel.Overload(
                f"declared_{signature.name}",
                return_type=TYPES[signature.result],
                parameters=params,
                is_member=signature.member,
                **more,
            )
        ],
    )
