"""Which units an area of an alert is about: by code, by name, and by outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from xiangyue.exchange.cap.codes import division, plain
from xiangyue.exchange.cap.model import Area, Pair
from xiangyue.exchange.cap.outlines import Shape, meets_circle, meets_polygon, shape_of
from xiangyue.values import Unit, UnitPlace

How = Literal["code", "within", "name", "outline", "beneath"]

_BETWEEN = str.maketrans(dict.fromkeys("、；/|\n", ";"))


class Matched(NamedTuple):
    """A unit that an area is about, and how that is known.

    ``code``: the area's code is the unit's, or one of what the unit lies within. ``within``: it is
    the code of something within the unit, of which nothing nearer is known. ``name``: the unit is
    called as the area is. ``outline``: they have ground in common. ``beneath``: of the unit itself
    nothing tells, but one above it is matched. ``what`` is that code, name, shape or unit.
    """

    unit: str
    how: How
    what: str


def match(
    area: Area, places: Mapping[str, UnitPlace], units: Mapping[str, Unit]
) -> tuple[Matched, ...]:
    """Return the units that an area is about, each once, in the order of ``units``.

    Outlines are compared in degrees of WGS 84, those of alerts made in another system (GCJ-02)
    are some hundred metres off. Raises Misuse where outlines are to be compared and the extra
    ``alerts`` is not installed.
    """
    return Atlas(places, units).match(area)


class Atlas:
    """Where all units are; what is compared is made once, however many areas are matched."""

    def __init__(self, places: Mapping[str, UnitPlace], units: Mapping[str, Unit]) -> None:
        """Take the units by their ids, and where they are as far as that is known."""
        self._units = units
        self._outlines = {
            unit: place.outline for unit, place in places.items() if unit in units and place.outline
        }
        self._shapes: dict[str, Shape] = {}
        self._codes = [
            (unit, (plain(scheme), plain(code)), division(scheme, code))
            for unit, place in places.items()
            if unit in units
            for scheme, code in place.codes
        ]
        self._called: dict[str, list[str]] = {}
        for unit in units.values():
            for title in self._titles(unit):
                self._called.setdefault(title, []).append(unit.id)

    def match(self, area: Area) -> tuple[Matched, ...]:
        """Return the units that an area is about, as the function ``match`` does."""
        direct: dict[str, Matched] = {}
        for one in (*self._by_codes(area), *self._by_name(area), *self._by_outline(area)):
            direct.setdefault(one.unit, one)
        found = dict(direct)
        for unit in self._units:
            above = None if unit in direct else self._covered_by(unit, direct)
            if above is not None:
                found[unit] = Matched(unit, "beneath", above)
        return tuple(found[unit] for unit in self._units if unit in found)

    def _by_codes(self, area: Area) -> Iterator[Matched]:
        for geocode in area.geocodes:
            yield from self._by_code(geocode)

    def _by_code(self, geocode: Pair) -> Iterator[Matched]:
        given, ours = (plain(geocode.name), plain(geocode.value)), division(*geocode)
        around: dict[str, int] = {}
        covered = False
        for unit, code, theirs in self._codes:
            if code == given or (ours and theirs.startswith(ours)):
                covered = True
                yield Matched(unit, "code", geocode.value)
            elif theirs and ours.startswith(theirs):
                around[unit] = len(theirs)
        nearest = max(around.values(), default=0)
        for unit, length in around.items():
            if length == nearest and not covered:
                yield Matched(unit, "within", geocode.value)

    def _by_name(self, area: Area) -> Iterator[Matched]:
        yield from self._named(area.desc)
        for listed in area.desc.translate(_BETWEEN).split(";"):
            before: list[str] = []
            for part in listed.replace("，", ",").split(","):
                named = [*self._named(part)]
                # In "Hangzhou, Zhejiang" the second only says where the first one is.
                if not any(self._lies_in(unit, one.unit) for one in named for unit in before):
                    yield from named
                before = [one.unit for one in named]

    def _named(self, name: str) -> Iterator[Matched]:
        for unit in self._called.get(plain(name), ()):
            yield Matched(unit, "name", name.strip())

    def _titles(self, unit: Unit) -> Iterator[str]:
        """Yield what a unit is called, alone and with those above it before it: 浙江省杭州市."""
        for language, title in unit.title.items():
            name, above, seen = plain(title), unit.parent, {unit.id}
            while name:
                yield name
                parent = self._units.get(above or "")
                if parent is None or parent.id in seen or not parent.title.of(language):
                    break
                seen.add(parent.id)
                name, above = plain(parent.title.of(language)) + name, parent.parent

    def _lies_in(self, unit: str, other: str) -> bool:
        seen: set[str] = set()
        while unit in self._units and unit not in seen:
            seen.add(unit)
            unit = self._units[unit].parent or ""
            if unit == other:
                return True
        return False

    def _by_outline(self, area: Area) -> Iterator[Matched]:
        if not (area.polygons or area.circles):
            return
        for unit, rings in self._outlines.items():
            if unit not in self._shapes:
                self._shapes[unit] = shape_of(rings)
            reached = next(_reaching(self._shapes[unit], area), "")
            if reached:
                yield Matched(unit, "outline", reached)

    def _covered_by(self, unit: str, direct: Mapping[str, Matched]) -> str | None:
        """Return the nearest unit above that is matched, where nothing speaks against it."""
        seen: set[str] = set()
        apart = False
        while unit in self._units and unit not in seen:
            seen.add(unit)
            one = direct.get(unit)
            if one is not None and (one.how in _WHOLE or (one.how == "outline" and not apart)):
                return unit
            # Whose own outline is not met lies elsewhere in the unit that is.
            apart = apart or (one is None and unit in self._outlines)
            unit = self._units[unit].parent or ""
        return None


_WHOLE = frozenset({"code", "name"})


def _reaching(shape: Shape, area: Area) -> Iterator[str]:
    for number, points in enumerate(area.polygons, 1):
        if meets_polygon(shape, points):
            yield f"polygon {number}"
    for number, circle in enumerate(area.circles, 1):
        if meets_circle(shape, circle):
            yield f"circle {number}"
