"""Where units are, from a map: each feature is the outline of a unit that is registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xiangyue.engine import Engine
from xiangyue.errors import BadInput
from xiangyue.exchange.cap.codes import division
from xiangyue.exchange.cap.codes import plain as squeezed
from xiangyue.exchange.maps.geojson import Feature, outline_of, read_features
from xiangyue.exchange.noted import FewNotes, note, of_error
from xiangyue.exchange.sheets.cells import plain
from xiangyue.exchange.sheets.units import by_title
from xiangyue.importer import Imported, Incoming, Tally
from xiangyue.spelling import shown
from xiangyue.values import Unit, UnitPlace
from xiangyue.values.places import DIVISIONS
from xiangyue.work.placing import checked

_UNIT: Final = ("unit", "unit_id", "单位编号", "id", "@id", "编号")
_CODE: Final = ("code", "adcode", "区划代码", "行政区划代码", "xzqdm", "代码", "geoid", "ref")
_TITLE: Final = ("title", "name", "name:zh", "名称", "单位名称", "xzqmc", "name:en", "label")


def import_map(incoming: Incoming) -> Imported:
    """Note the outlines of a map; a feature that is none, or of no unit, is left out and noted.

    Codes that are noted of a unit stay; of one without any, that of a division is taken from the
    map. Raises BadInput as ``read_features`` does.
    """
    engine: Engine = incoming.engine
    known, tally = engine.places(), FewNotes()
    tally.sorts(["units"])
    names = Names(engine.units(), known)
    features: dict[str, Feature] = {}
    found: dict[str, UnitPlace] = {}
    for feature in read_features(incoming.path, incoming.progress):
        said = list(_said(feature, incoming.options.get("unit")))
        unit = names.find(said)
        if unit is None:
            given = ", ".join(map(shown, said[:3])) or "-"
            error = BadInput("geojson-no-unit", said=given)
            _refuse(tally, feature, "properties", error)
            continue
        if unit in features:
            line = features[unit].place().line
            _refuse(tally, feature, "properties", BadInput("geojson-twice", unit=unit, line=line))
            continue
        features[unit] = feature
        try:
            outline = outline_of(feature.geometry)
            codes = known.get(unit, UnitPlace()).codes or _codes(feature)
            found[unit] = checked(unit, codes, outline.rings)
        except BadInput as error:
            _refuse(tally, feature, "geometry", error)
            continue
        tally.count("units", "changed" if outline.closed else "carried")
        if outline.closed:
            where = feature.place("geometry")
            tally.note(note("changed", where, "geojson-closed", feature.at, unit=unit))
    by, dry = incoming.by or "", incoming.dry
    noted = engine.place_all(found, by=by, dry=dry, now=incoming.now)
    return tally.imported(written=bool(noted) and not dry, more={"noted": [*noted]})


def _refuse(tally: Tally, feature: Feature, part: str, error: BadInput) -> None:
    tally.count("units", "refused")
    tally.note(of_error("refused", feature.place(part), error, feature.at))


class Names:
    """The units by whatever a map may call them."""

    def __init__(self, units: Mapping[str, Unit], places: Mapping[str, UnitPlace]) -> None:
        """Know the units, and the codes that are noted of them."""
        self._units = units
        self._titles = by_title(units)
        self._codes: dict[str, str] = {}
        for unit, place in places.items():
            for scheme, code in place.codes:
                self._codes.setdefault(_plain(scheme, code), unit)

    def find(self, said: list[str]) -> str | None:
        """Return the unit of the first name that is one's."""
        for name in said:
            for known, key in (
                (self._units, name),
                (self._codes, _plain("", name)),
                (self._titles, plain(name)),
            ):
                if key in known:
                    return name if known is self._units else str(known[key])
        return None


def _plain(scheme: str, code: str) -> str:
    return division(scheme, code) or squeezed(code)


def _said(feature: Feature, wanted: str | None) -> Iterator[str]:
    """Yield what may name the unit of a feature, what is surest first."""
    told = {str(name).casefold(): value for name, value in feature.properties.items()}
    if wanted is not None:
        values = [told.get(wanted.casefold())]
    else:
        values = [*map(told.get, _UNIT), feature.id, *map(told.get, (*_CODE, *_TITLE))]
    for value in values:
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            yield str(value).strip()


def _codes(feature: Feature) -> tuple[tuple[str, str], ...]:
    """Return the code that a map gives a unit, where it is that of a division."""
    told = {str(name).casefold(): value for name, value in feature.properties.items()}
    for name in _CODE:
        code = str(told.get(name, "")).strip()
        if division("", code):
            return ((DIVISIONS, code),)
    return ()
