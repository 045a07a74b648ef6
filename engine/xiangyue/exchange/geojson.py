"""Outlines on a map, as GeoJSON (RFC 7946) has them: features with polygons in WGS 84."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.datafile import Progress
from xiangyue.exchange.jsonfile import Located, read_json
from xiangyue.spelling import shown
from xiangyue.values.places import Point

MOST_BYTES: Final = 128 << 20

_WGS84: Final = re.compile(r"(CRS:?84|EPSG:[0-9.]*:?(4326|4490|4979)|WGS ?84)\Z", re.IGNORECASE)
"""Degrees of WGS 84, or of CGCS2000, which is the same to the decimetre."""


class Feature(NamedTuple):
    """One feature: ``steps`` lead to it in the file."""

    file: Located
    steps: tuple[str | int, ...]
    id: Any
    properties: Mapping[str, Any]
    geometry: Any

    def place(self, *more: str | int) -> Place:
        """Return where it stands, or a part of it."""
        return self.file.place(*self.steps, *more)

    @property
    def at(self) -> str:
        """Where it stands, as a JSON path."""
        return "$" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in self.steps)


class Outline(NamedTuple):
    """Rings of latitude and longitude, and whether some had to be closed."""

    rings: list[list[Point]]
    closed: bool


def read_features(path: Path, progress: Progress | None = None) -> Iterator[Feature]:
    """Go through the features of a file: of a collection, or the only one.

    Raises BadInput for what is no GeoJSON, in other coordinates, or larger than 128 MB.
    """
    found = read_json(path, progress, MOST_BYTES)
    top = found.value
    kind = top.get("type") if isinstance(top, dict) else None
    if kind not in ("FeatureCollection", "Feature"):
        code = "geojson-topology" if kind == "Topology" else "geojson-none"
        raise BadInput(code, place=found.place("type"), said=shown(kind))
    _check_crs(found, top.get("crs"))
    if kind == "Feature":
        yield _feature(found, (), top)
        return
    features = top.get("features")
    if not isinstance(features, list):
        raise BadInput("geojson-none", place=found.place("features"), said=shown(kind))
    for number, one in enumerate(features):
        yield _feature(found, ("features", number), one)


def _feature(file: Located, steps: tuple[str | int, ...], said: Any) -> Feature:
    if not isinstance(said, dict) or said.get("type", "Feature") != "Feature":
        raise BadInput("geojson-feature", place=file.place(*steps))
    properties = said.get("properties")
    known = properties if isinstance(properties, dict) else {}
    return Feature(file, steps, said.get("id"), known, said.get("geometry"))


def _check_crs(file: Located, crs: Any) -> None:
    """Raise BadInput for other coordinates: older files say in which they are."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs is not None and (not isinstance(name, str) or not _WGS84.search(name.strip())):
        raise BadInput("geojson-crs", place=file.place("crs"), said=shown(name or crs))


def outline_of(geometry: Any) -> Outline:
    """Return the rings of a polygon, or of several; one that is open is closed.

    Raises BadInput for anything that encloses nothing.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        found = [outline_of(one) for one in geometry["geometries"]]
        rings = [ring for one in found for ring in one.rings]
        return Outline(rings, any(one.closed for one in found))
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadInput("geojson-no-outline", said=shown(kind))
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    rings, closed = [], False
    for polygon in _list(polygons):
        for points in _list(polygon):
            ring = [_point(one) for one in _list(points)]
            if ring and ring[0] != ring[-1]:
                ring.append(ring[0])
                closed = True
            rings.append(ring)
    if not rings:
        raise BadInput("geojson-no-outline", said=shown(kind))
    return Outline(rings, closed)


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise BadInput("geojson-coordinates", said=shown(value))
    return value


def _point(position: Any) -> Point:
    """Return latitude and longitude of a position, which has them the other way round."""
    if isinstance(position, list) and len(position) >= 2:
        longitude, latitude = position[:2]
        if _is_number(longitude) and _is_number(latitude):
            return latitude, longitude
    raise BadInput("geojson-coordinates", said=shown(position))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
