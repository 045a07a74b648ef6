"""The part of the face that says where units are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xiangyue.storage import Store
from xiangyue.tables import REGISTRY
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Unit, UnitPlace
from xiangyue.values.places import Point
from xiangyue.words import check_id
from xiangyue.work.placing import all_places, checked, find_unit_at, is_noted, put_place


class Placing:
    """Codes and outlines of units."""

    _store: Store

    def place(
        self,
        unit: str,
        *,
        codes: Iterable[tuple[str, str]] = (),
        outline: Iterable[Iterable[Point]] = (),
        by: str,
        now: Moment = None,
    ) -> bool:
        """Note where a unit is, instead of what was noted before; False where that was the same.

        ``codes`` are pairs of a scheme and the unit's code in it, ``outline`` closed rings of
        latitude and longitude in degrees (WGS84, kept to 1e-7). Nothing of both takes away what
        was noted. Raises Misuse for an unknown unit, BadInput for what is no code and no ring.
        """
        said = {unit: UnitPlace(tuple(codes), tuple(map(tuple, outline)))}
        return bool(self.place_all(said, by=by, now=now))

    def place_all(
        self, places: Mapping[str, UnitPlace], *, by: str, dry: bool = False, now: Moment = None
    ) -> tuple[str, ...]:
        """Note where many units are, in one transaction; returns those that were not noted so.

        With ``dry``, nothing is written. See ``place``.
        """
        check_id(by)
        kept = {unit: checked(unit, one.codes, one.outline) for unit, one in places.items()}
        if dry:
            with self._store.read() as reader:
                return tuple(unit for unit, one in kept.items() if not is_noted(reader, unit, one))
        with self._store.begin() as tx:
            tx.head(REGISTRY)
            at = micros(now)
            return tuple(unit for unit, one in kept.items() if put_place(tx, unit, one, by, at))

    def places(self) -> dict[str, UnitPlace]:
        """Return where units are, by their ids; those of which nothing is noted are left out."""
        with self._store.read() as reader:
            return all_places(reader)

    def unit_at(self, latitude: float, longitude: float) -> Unit | None:
        """Return the deepest unit whose outline holds a point (WGS84); None where none does.

        Of several at one level it is the one with the smallest box around it.
        """
        with self._store.read() as reader:
            return find_unit_at(reader, latitude, longitude)
