"""A profile as it is in a mode: the same document with some addresses set otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def in_mode(document: Mapping[str, Any], mode: str) -> Mapping[str, Any]:
    """Return the document as it is in a mode; itself where the mode sets nothing.

    A mode that the profile does not know, as after a change of profile, sets nothing.
    """
    setting = document.get("modes", {}).get(mode, {}).get("set", {})
    overlaid: Any = document
    for address, value in setting.items():
        overlaid = _put(overlaid, address.split("."), value)
    return overlaid  # type: ignore[no-any-return]


def _put(part: Any, steps: Sequence[str], value: Any) -> Any:
    """Return a copy of a part in which the value at the end of the steps is another."""
    if not steps:
        return value
    step, *rest = steps
    if isinstance(part, list):
        index = int(step)
        return [_put(one, rest, value) if n == index else one for n, one in enumerate(part)]
    return {**part, step: _put(part.get(step, {}), rest, value)}
