"""Maps through the door of importers."""

from __future__ import annotations

from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words


class PlacesMap(Importer):
    """Outlines of units."""

    name = "places"
    title: ClassVar[Words] = {"en": "Outlines of units", "zh": "单位边界"}
    help = "Note where units are, from the polygons of a GeoJSON file."
    examples = (
        "places villages.geojson --by li --dry-run",
        "places districts.json --unit adcode --by li",
    )
    kind = "store"
    community = False
    options = (
        Option("unit", "Which property says the unit: its id, code or title.", metavar="PROPERTY"),
    )

    def take(self, incoming: Incoming) -> Imported:
        """Note outlines; raises as ``import_map`` does."""
        from xiangyue.exchange.mapped import import_map

        return import_map(incoming)
