"""Outlines on a map, as GeoJSON (RFC 7946) has them: features with polygons in WGS 84."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from xiangyue.errors import BadInput, Place
from xiangyue.exchange.files.datafile import DataFile, Progress
from xiangyue.exchange.files.jsonpieces import Piece, Pieces
from xiangyue.spelling import shown
from xiangyue.values.places import Point

_WGS84: Final = re.compile(r"(CRS:?84|EPSG:[0-9.]*:?(4326|4490|4979)|WGS ?84)\Z", re.IGNORECASE)
"""Degrees of WGS 84, or of CGCS2000, which is the same to the decimetre."""


class Feature(NamedTuple):
    """One feature: ``at`` is its JSON path, and ``place`` tells where it stands, or its part."""

    at: str
    place: Callable[..., Place]
    id: Any
    properties: Mapping[str, Any]
    geometry: Any


class Outline(NamedTuple):
    """Rings of latitude and longitude, and whether some had to be closed."""

    rings: list[list[Point]]
    closed: bool


def read_features(path: Path, progress: Progress | None = None) -> Iterator[Feature]:
    """Go through the features of a file: of a collection, one a line, or the only one.

    One feature at a time is held. Raises BadInput, with its place, for what is no GeoJSON or in
    other coordinates; that may be found only at the end.
    """
    with DataFile(path, progress) as file:
        pieces = Pieces(file)
        while True:
            yield from _top(pieces, pieces.start())
            if pieces.space() is None:
                return


def _top(pieces: Pieces, start: Place) -> Iterator[Feature]:
    """Read a collection as it comes, or a feature with its members in any order."""
    if pieces.space() != "{":
        raise BadInput("geojson-none", place=start, said=shown(None))
    pieces.take("{")
    seen: set[str] = set()
    members: dict[str, Piece] = {}
    while pieces.space() != "}":
        if seen:
            pieces.take(",")
        key = pieces.key(seen)
        pieces.take(":")
        if key == "features" and pieces.space() == "[":
            yield from _features(pieces)
        else:
            members[key] = pieces.value()
        if key == "crs":
            _check_crs(members[key])
    pieces.take("}")
    kind = members["type"].value if "type" in members else None
    if kind == "Feature":
        said = {name: piece.value for name, piece in members.items()}
        yield _feature("$", said, partial(_within, members, start))
    elif kind != "FeatureCollection" or "features" not in seen or "features" in members:
        place = members["type"].place() if "type" in members else start
        code = "geojson-topology" if kind == "Topology" else "geojson-none"
        raise BadInput(code, place=place, said=shown(kind))


def _features(pieces: Pieces) -> Iterator[Feature]:
    pieces.take("[")
    number = 0
    while pieces.space() != "]":
        if number:
            pieces.take(",")
        piece = pieces.value()
        if not isinstance(piece.value, dict) or piece.value.get("type", "Feature") != "Feature":
            raise BadInput("geojson-feature", place=piece.place())
        yield _feature(f"$.features[{number}]", piece.value, piece.place)
        number += 1
    pieces.take("]")


def _within(members: Mapping[str, Piece], start: Place, *path: str | int) -> Place:
    """Return where a part of a feature stands whose members were read one by one."""
    if not path or str(path[0]) not in members:
        return start
    return members[str(path[0])].place(*path[1:])


def _feature(at: str, said: Mapping[str, Any], place: Callable[..., Place]) -> Feature:
    properties = said.get("properties")
    known = properties if isinstance(properties, dict) else {}
    return Feature(at, place, said.get("id"), known, said.get("geometry"))


def _check_crs(crs: Piece) -> None:
    """Raise BadInput for other coordinates: older files say in which they are."""
    said = crs.value
    properties = said.get("properties") if isinstance(said, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if said is not None and (not isinstance(name, str) or not _WGS84.search(name.strip())):
        raise BadInput("geojson-crs", place=crs.place(), said=shown(name or said))


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
