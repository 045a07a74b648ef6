"""Where units are: noted as a whole, and found by a point."""

from __future__ import annotations

from collections.abc import Iterable

from xiangyue.canonical import load
from xiangyue.errors import BadInput, Misuse
from xiangyue.spelling import shown
from xiangyue.storage import Reader, Tx
from xiangyue.tables import REGISTRY
from xiangyue.text import Text
from xiangyue.values import TIERS, Unit, UnitPlace
from xiangyue.values.places import SCALE, Point, place_row, to_ring, to_steps, within
from xiangyue.work.registering import journal

MOST_CODES = 20
MOST_LETTERS = 64
MOST_POINTS = 20_000
_FEWEST = 4  # of a closed ring: a triangle, and its first point again

_PLACES = "SELECT unit, codes, outline FROM unit_place"
_ROUND = (
    "SELECT u.id, u.unit_level, u.parent, u.community, u.title, p.south, p.north, p.west, p.east,"
    " p.outline FROM unit_place p JOIN unit u ON u.id = p.unit"
    " WHERE p.south <= ? AND p.north >= ? AND p.west <= ? AND p.east >= ?"
)


def checked(
    unit: str, codes: Iterable[tuple[str, str]], outline: Iterable[Iterable[Point]]
) -> UnitPlace:
    """Return a place as it can be kept: each code once, points in whole steps of a degree.

    Raises BadInput for a code that is none, and a ring that is open, too short or off the globe.
    """
    kept = tuple(dict.fromkeys((_word(unit, scheme), _word(unit, code)) for scheme, code in codes))
    if len(kept) > MOST_CODES:
        raise BadInput("place-codes", unit=unit, most=MOST_CODES)
    rings, count = [], 0
    for number, ring in enumerate(outline, 1):
        points = [*ring]
        count += len(points)
        if count > MOST_POINTS:
            raise BadInput("place-large", unit=unit, most=MOST_POINTS)
        rings.append(_ring(unit, number, points))
    return UnitPlace(kept, tuple(rings))


def _word(unit: str, word: object) -> str:
    found = word.strip() if isinstance(word, str) else ""
    if not found or len(found) > MOST_LETTERS or not found.isprintable():
        raise BadInput("place-code", unit=unit, said=shown(word), most=MOST_LETTERS)
    return found


def _ring(unit: str, number: int, points: list[Point]) -> tuple[Point, ...]:
    for latitude, longitude in points:
        if not (_is_angle(latitude, 90) and _is_angle(longitude, 180)):
            said = f"{latitude}, {longitude}"
            raise BadInput("place-point", unit=unit, ring=number, point=shown(said))
    ring = to_ring(to_steps(points))
    if len(ring) < _FEWEST or ring[0] != ring[-1] or len({*ring}) < _FEWEST - 1:
        raise BadInput("place-ring", unit=unit, ring=number)
    return ring


def _is_angle(degrees: object, most: int) -> bool:
    if not isinstance(degrees, (int, float)) or isinstance(degrees, bool):
        return False
    return abs(degrees) <= most  # which no NaN is


def is_noted(reader: Reader, unit: str, place: UnitPlace) -> bool:
    """Tell whether a unit is noted to be just there; raises Misuse where there is no such unit."""
    if reader.unit(unit) is None:
        raise Misuse("unit-unknown", unit=unit)
    rows = reader.all(f"{_PLACES} WHERE unit = ?", unit)
    return place == (_read(*rows[0][1:]) if rows else UnitPlace())


def put_place(tx: Tx, unit: str, place: UnitPlace, by: str, now: int) -> bool:
    """Note where a unit is, instead of what was noted before; False where that said the same."""
    if is_noted(tx, unit, place):
        return False
    about = {
        "unit": unit,
        "codes": [[*code] for code in place.codes],
        "outline": [to_steps(ring) for ring in place.outline],
        "by": by,
    }
    journal(tx, REGISTRY, "place", now, about, after={})
    tx.change("DELETE FROM unit_place WHERE unit = ?", unit)
    if place != UnitPlace():
        tx.write("unit_place", place_row(about))
    return True


def _read(codes: str, outline: str) -> UnitPlace:
    known = tuple((scheme, code) for scheme, code in load(codes))
    return UnitPlace(known, tuple(map(to_ring, load(outline))))


def all_places(reader: Reader) -> dict[str, UnitPlace]:
    """Return where each unit is of which that is noted, by the units' ids."""
    rows = reader.all(f"{_PLACES} ORDER BY unit")
    return {unit: _read(codes, outline) for unit, codes, outline in rows}


def find_unit_at(reader: Reader, latitude: float, longitude: float) -> Unit | None:
    """Return the deepest unit whose outline holds a point; of several, that of the smallest box."""
    if not (_is_angle(latitude, 90) and _is_angle(longitude, 180)):
        return None
    y, x = round(latitude * SCALE), round(longitude * SCALE)
    found = [
        (-TIERS[level], (north - south) * (east - west), name, (parent, community, title), level)
        for name, level, parent, community, title, south, north, west, east, outline in reader.all(
            _ROUND, y, y, x, x
        )
        if within(load(outline), y, x)
    ]
    if not found:
        return None
    *_, name, (parent, community, title), level = min(found)
    return Unit(name, level, parent, community, Text(load(title)))
