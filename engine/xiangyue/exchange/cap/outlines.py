"""Outlines on the map: whether an area of an alert and a unit's outline have ground in common."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from xiangyue.errors import Misuse
from xiangyue.exchange.cap.model import Circle, Point

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Shape = Any  # a geometry of shapely; a flat map with the longitude to the right

_KM_NORTH = 110.574  # of a degree of latitude
_KM_EAST = 111.320  # of a degree of longitude at the equator


def shape_of(rings: Iterable[Sequence[Point]]) -> Shape:
    """Return what an odd number of rings goes round; raises Misuse without shapely.

    A ring that crosses itself is taken for the ground that it goes round.
    """
    made = [_ring(points) for points in rings if len(points) > 1]
    return reduce(lambda one, other: one.symmetric_difference(other), made, _shapely().Polygon())


def meets_polygon(unit: Shape, points: Sequence[Point]) -> bool:
    """Tell whether a polygon has ground in common with a unit; a common border is none."""
    return any(_overlap(unit, moved) for moved in _around(shape_of([points])))


def meets_circle(unit: Shape, circle: Circle) -> bool:
    """Tell whether a circle reaches a unit.

    It is measured on a plane through its centre: some metres off at a hundred kilometres.
    """
    shapely = _shapely()
    if unit.is_empty:
        return False
    east = _KM_EAST * math.cos(math.radians(circle.latitude))

    def plane(points: Any) -> Any:
        away = (points[:, 0] - circle.longitude + 180) % 360 - 180
        points[:, 0] = away * east
        points[:, 1] = (points[:, 1] - circle.latitude) * _KM_NORTH
        return points

    flat = shapely.transform(unit, plane)
    return bool(flat.distance(shapely.Point(0, 0)) <= circle.radius)


def _overlap(unit: BaseGeometry, area: BaseGeometry) -> bool:
    return bool(unit.intersects(area) and not unit.touches(area))


def _ring(points: Sequence[Point]) -> BaseGeometry:
    shapely = _shapely()
    longitudes = [points[0][1]]
    for _, longitude in points[1:]:
        # What crosses the date line goes on beyond 180 degrees instead of round the earth.
        longitudes.append(longitude - 360 * round((longitude - longitudes[-1]) / 360))
    ends = [(east, north) for east, (north, _) in zip(longitudes, points, strict=True)]
    made = shapely.Polygon(ends) if len(set(ends)) > 2 else shapely.LineString(ends)
    valid: BaseGeometry = made if made.is_valid else shapely.make_valid(made)
    return valid


def _around(area: BaseGeometry) -> Iterable[BaseGeometry]:
    from shapely.affinity import translate

    west, _, east, _ = area.bounds
    yield area
    for turn, beyond in ((360, west < -180), (-360, east > 180)):
        if beyond:
            yield translate(area, turn)


def _shapely() -> Any:
    try:
        import shapely
    except ImportError as error:
        raise Misuse("cap-extra") from error
    return shapely
