"""The importer of requests: what is open elsewhere comes in as a matter of the public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words


class Open311Requests(Importer):
    """Takes in requests of a city as its Open311 server lists them."""

    name = "open311"
    title: ClassVar[Words] = {"en": "Requests of Open311", "zh": "Open311 诉求"}
    help: ClassVar[Words] = {
        "en": "Take in the open requests of an Open311 server (GeoReport v2, JSON or XML).",
        "zh": "导入 Open311 服务器（GeoReport v2，JSON 或 XML）上未办结的诉求。",
    }
    examples = ("open311 requests.json --community xinqi --by chen --map 006=need",)
    kind = "store"
    options = (
        Option(
            "map",
            {
                "en": "Which category a service code comes in by, as CODE=CATEGORY.",
                "zh": "服务代码对应哪个受理类别，写作“代码=类别”。",
            },
            "CODE=CATEGORY",
            many=True,
            title={"en": "Categories", "zh": "类别对照"},
        ),
        Option(
            "with",
            {
                "en": "A field that every request is opened with, as FIELD=VALUE.",
                "zh": "每件诉求都填写的字段，写作“字段=值”。",
            },
            "FIELD=VALUE",
            many=True,
            title={"en": "Fields of every request", "zh": "统一填写的字段"},
        ),
        Option(
            "from",
            {
                "en": "Whose ids these are, to tell them from another city's.",
                "zh": "编号来自哪里，用来与其他城市的编号区分。",
            },
            "NAME",
            title={"en": "Where the ids are from", "zh": "编号来源"},
        ),
        Option(
            "backlog",
            {
                "en": "Count from now what is too old to be entered.",
                "zh": "时间过久、不能补录的，从现在起算。",
            },
            flag=True,
            title={"en": "Enter old ones too", "zh": "补录旧单"},
        ),
    )
    sorts: ClassVar[Mapping[str, Words]] = {"requests": {"en": "Requests", "zh": "诉求"}}

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
