"""Canonical JSON (RFC 8785) for what is chained.

Chained bodies hold ASCII keys, strings, booleans, null and integers below 2**53 only; for these
orjson's sorted output is RFC 8785. Other numbers travel as ``{"$number": "1.3"}``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

NUMBER = "$number"
SAFE = 2**53
"""Integers below it, and above its negative, are exact wherever JSON is read."""

_PLAIN = frozenset({str, bool, type(None)})
_AS_IT_IS = _PLAIN | {int}
_SCALARS = _AS_IT_IS | {float}


def dump(body: Any) -> bytes:
    """Write a body whose values are chainable already; see ``chainable``."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def load(text: str | bytes) -> Any:
    """Read what ``dump`` wrote; numbers stay as they are chained."""
    return orjson.loads(text)


def chainable(value: Any) -> Any:
    """Return a plain value in the form that can be chained."""
    kind = type(value)
    if kind is dict or (kind not in _SCALARS and isinstance(value, Mapping)):
        return {
            k: v if (t := type(v)) in _PLAIN or (t is int and -SAFE < v < SAFE) else chainable(v)
            for k, v in value.items()
        }
    if kind in _PLAIN:
        return value
    if kind is int:
        return value if -SAFE < value < SAFE else {NUMBER: str(value)}
    if kind is float:
        return {NUMBER: repr(value)}
    return [chainable(v) for v in value]


def unchained(value: Any) -> Any:
    """Return the plain value of a chained one."""
    if isinstance(value, dict):
        if NUMBER in value:
            text = value[NUMBER]
            return float(text) if set(text) & set(".en") else int(text)
        return {k: v if type(v) in _AS_IT_IS else unchained(v) for k, v in value.items()}
    if isinstance(value, list):
        return [v if type(v) in _AS_IT_IS else unchained(v) for v in value]
    return value


def sha256(*parts: bytes) -> bytes:
    """Return the SHA-256 of the parts, one after another."""
    return hashlib.sha256(b"".join(parts)).digest()
