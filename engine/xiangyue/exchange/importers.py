"""The importers that come with xiangyue, through the door that is open to everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.exchange.digit.door import DigitWorkflows
from xiangyue.exchange.events.eventing import EventsFile
from xiangyue.exchange.hsds.importer import Hsds
from xiangyue.exchange.maps.placing import PlacesMap
from xiangyue.exchange.open311.importing import Open311Requests
from xiangyue.exchange.sheets.importing import (
    IndicatorsSheet,
    MembersSheet,
    OrdersSheet,
    PointsSheet,
    ResourcesSheet,
    UnitsSheet,
)
from xiangyue.hooks import hookimpl
from xiangyue.importer import Importer


@hookimpl
def xiangyue_importers() -> Sequence[Importer]:
    """Return them; what reads a format is imported when a file is taken in."""
    return (
        UnitsSheet(),
        MembersSheet(),
        OrdersSheet(),
        ResourcesSheet(),
        PointsSheet(),
        IndicatorsSheet(),
        DigitWorkflows(),
        EventsFile(),
        Hsds(),
        Open311Requests(),
        PlacesMap(),
    )
