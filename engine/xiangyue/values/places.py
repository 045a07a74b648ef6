"""Where a unit is: the codes that others know it by, and its outline on the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xiangyue.canonical import dump
from xiangyue.values.value import Value, replace

SCALE = 10_000_000
"""Steps of a degree: about a centimetre. What is kept are whole steps, so that no sum depends on
a computer."""

DIVISIONS = "区划代码"
"""The scheme of the codes of China's divisions."""

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS84."""

Box = tuple[int, int, int, int]
"""The least and the greatest latitude, the least and the greatest longitude, in steps."""

Steps = Sequence[int]
"""A ring as it is kept: latitude and longitude of each point in turn, in steps."""


class UnitPlace(Value, frozen=True):
    """Where a unit is.

    ``codes`` are pairs of a scheme (``区划代码``) and the unit's code in it. ``outline`` are closed
    rings of points; a point lies within where an odd number of rings goes round it, so that a
    hole is a ring within a ring.
    """

    codes: tuple[tuple[str, str], ...] = ()
    outline: tuple[tuple[Point, ...], ...] = ()

    def holds(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point lies within the outline, or on it."""
        return within(map(to_steps, self.outline), *_steps(latitude, longitude))


def division_of(place: UnitPlace) -> str | None:
    """Return the code of China's divisions that a unit is known by; None where it is by none."""
    return next((code for scheme, code in place.codes if scheme == DIVISIONS), None)


def with_division(place: UnitPlace, code: str) -> UnitPlace:
    """Return a place with this code of China's divisions, instead of the one it has."""
    others = tuple(one for one in place.codes if one[0] != DIVISIONS)
    return replace(place, codes=((DIVISIONS, code), *others))


def _steps(latitude: float, longitude: float) -> tuple[int, int]:
    return round(latitude * SCALE), round(longitude * SCALE)


def to_steps(ring: Iterable[Point]) -> list[int]:
    """Return a ring as it is kept."""
    return [step for point in ring for step in _steps(*point)]


def to_ring(steps: Steps) -> tuple[Point, ...]:
    """Return a ring of one that is kept."""
    degrees = [step / SCALE for step in steps]
    return tuple(zip(degrees[::2], degrees[1::2], strict=True))


def box_of(rings: Iterable[Steps]) -> Box | None:
    """Return the box around rings; None where there are none."""
    every = [*rings]
    if not every:
        return None
    north, east = [[s for ring in every for s in ring[start::2]] for start in (0, 1)]
    return min(north), max(north), min(east), max(east)


def place_row(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row that an entry of the registry leads to."""
    rings = about["outline"]
    south, north, west, east = box_of(rings) or (None,) * 4
    return {
        "unit": about["unit"],
        "south": south,
        "north": north,
        "west": west,
        "east": east,
        "codes": dump(about["codes"]).decode(),
        "outline": dump(rings).decode(),
    }


def within(rings: Iterable[Steps], y: int, x: int) -> bool:
    """Tell whether a point, in steps, lies within an outline, or on it."""
    odd = False
    for ring in rings:
        for at in range(0, len(ring) - 2, 2):
            y1, x1, y2, x2 = ring[at : at + 4]
            side = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
            if side == 0 and min(y1, y2) <= y <= max(y1, y2) and min(x1, x2) <= x <= max(x1, x2):
                return True
            if (y1 > y) != (y2 > y) and (side > 0) == (y2 > y1):
                odd = not odd
    return odd
