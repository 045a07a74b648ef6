"""Maps through the door of importers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words


class PlacesMap(Importer):
    """Outlines of units."""

    name = "places"
    title: ClassVar[Words] = {"en": "Outlines of units", "zh": "单位边界"}
    help: ClassVar[Words] = {
        "en": "Note where units are, from the polygons of a GeoJSON file.",
        "zh": "从 GeoJSON 文件的多边形登记各单位的边界。",
    }
    examples = (
        "places villages.geojson --by li --dry-run",
        "places districts.json --unit adcode --by li",
    )
    kind = "store"
    community = False
    options = (
        Option(
            "unit",
            {
                "en": "Which property says the unit: its id, code or title.",
                "zh": "哪个属性写明单位（标识、区划代码或名称）。",
            },
            metavar="PROPERTY",
            title={"en": "Property", "zh": "属性"},
        ),
    )
    sorts: ClassVar[Mapping[str, Words]] = {"units": {"en": "Units", "zh": "单位"}}

    def take(self, incoming: Incoming) -> Imported:
        """Note outlines; raises as ``import_map`` does."""
        from xiangyue.exchange.maps.mapped import import_map

        return import_map(incoming)
