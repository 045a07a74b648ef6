"""The importer of requests: what is open elsewhere comes in as a matter of the public."""

from __future__ import annotations

from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words


class Open311Requests(Importer):
    """Takes in requests of a city as its Open311 server lists them."""

    name = "open311"
    title: ClassVar[Words] = {"en": "Requests of Open311", "zh": "Open311 诉求"}
    help = "Take in the open requests of an Open311 server (GeoReport v2, JSON or XML)."
    examples = ("open311 requests.json --community xinqi --by chen --map 006=need",)
    kind = "store"
    options = (
        Option("map", "Which category a service code comes in by.", "CODE=CATEGORY", many=True),
        Option("with", "A field that every request is opened with.", "FIELD=VALUE", many=True),
        Option("from", "Whose ids these are, to tell them from another city's.", "NAME"),
        Option("backlog", "Count from now what is too old to be entered.", flag=True),
    )

    def take(self, incoming: Incoming) -> Imported:
        """Take the requests of a file in; each comes in once, by its id."""
        from xiangyue.exchange.open311.reading import read_requests
        from xiangyue.exchange.open311.taking import Desk

        desk = Desk(incoming, incoming.engine.intake(incoming.community or ""))
        for one in read_requests(incoming.path, incoming.progress):
            desk.take(one)
        return desk.tally.imported(
            written=bool(desk.tasks) and not incoming.dry, more={"tasks": desk.tasks}
        )
