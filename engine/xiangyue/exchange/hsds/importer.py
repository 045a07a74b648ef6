"""The importer of directories, as ``xiangyue import`` names it; reading waits until it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from xiangyue.importer import Imported, Importer, ImporterKind, Incoming, Option
from xiangyue.limit import Words


class Hsds(Importer):
    """Takes organisations and services into a community's library of resources."""

    name = "hsds"
    title: ClassVar[Words] = {
        "en": "Directory of organisations and services (HSDS)",
        "zh": "组织与服务名录（HSDS）",
    }
    help: ClassVar[Words] = {
        "en": "Take organisations and services (HSDS 3 or 2) into the resource library.",
        "zh": "把组织与服务名录（HSDS 3 或 2）导入资源库。",
    }
    kind: ClassVar[ImporterKind] = "store"
    examples = (
        "hsds services.json --community xinqi --by li --map-template map.yaml",
        "hsds services.json --community xinqi --by li --map map.yaml --dry-run",
        "hsds directory.zip --community xinqi --by li --map map.yaml",
    )
    options = (
        Option(
            "map",
            {
                "en": "What the directory's words mean here: a file, see the template.",
                "zh": "对照表：名录中的用词在本社区对应什么。",
            },
            "FILE",
            takes="file",
            title={"en": "Mapping", "zh": "对照表"},
        ),
        Option(
            "map-template",
            {
                "en": "Write such a file to be filled in, and take nothing in.",
                "zh": "生成待填写的对照表，不导入任何内容。",
            },
            "FILE.yaml",
            takes="made",
            title={"en": "Template of a mapping", "zh": "对照表模板"},
        ),
    )
    sorts: ClassVar[Mapping[str, Words]] = {
        "organization": {"en": "Organisations", "zh": "组织"},
        "service": {"en": "Services", "zh": "服务"},
        "location": {"en": "Locations", "zh": "地点"},
        "schedule": {"en": "Schedules", "zh": "服务时间"},
        "other": {"en": "Others", "zh": "其他"},
    }

    def take(self, incoming: Incoming) -> Imported:
        """Take a directory in; see ``hsds.importing.take``."""
        from xiangyue.exchange.hsds.importing import take

        return take(incoming)
