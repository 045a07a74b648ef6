"""Where a matter is, as a request says it: a position, an address, or the id of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from xiangyue import Misuse
from xiangyue_admin.open311.door import Wrong, given

_NORTH, _EAST = 90.0, 180.0
_DIGITS: Final = 7
"""Of a degree: a hundredth of a metre."""


@dataclass(frozen=True, slots=True)
class Where:
    """A position in degrees (WGS 84), an address, or both."""

    position: tuple[float, float] | None
    address: str | None


def read_where(said: Mapping[str, str]) -> Where:
    """Return where it is; raises Wrong where nothing, half, or a place that is none is said."""
    north, east = (_degrees(said, name, most) for name, most in (("lat", _NORTH), ("long", _EAST)))
    if (north is None) != (east is None):
        raise Wrong(400, Misuse("open311-half"))
    address = given(said, "address_string") or given(said, "address_id")
    position = None if north is None or east is None else (north, east)
    if position is None and address is None:
        raise Wrong(400, Misuse("open311-nowhere"))
    return Where(position, address)


def _degrees(said: Mapping[str, str], name: str, most: float) -> float | None:
    text = given(said, name) or (
        given(said, "lon") or given(said, "lng") if name == "long" else None
    )
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > most:
        raise Wrong(400, Misuse("open311-degrees", name=name, given=text[:80], most=f"{most:g}"))
    return round(value, _DIGITS)
