"""CloudEvents in a file through the door of importers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming
from xiangyue.limit import Words


class EventsFile(Importer):
    """What another system asks to be done."""

    name = "events"
    title: ClassVar[Words] = {"en": "CloudEvents", "zh": "CloudEvents事件"}
    help: ClassVar[Words] = {
        "en": "Do what a file's CloudEvents ask for, once each: one, a JSON array or one a line.",
        "zh": "执行文件中 CloudEvents 事件所要求的操作，每件一次。单个、JSON 数组或每行一个均可。",
    }
    examples = ("events events.ndjson --by li --dry-run", "events batch.json --by li")
    kind = "store"
    community = False
    sorts: ClassVar[Mapping[str, Words]] = {"events": {"en": "Events", "zh": "事件"}}

    def take(self, incoming: Incoming) -> Imported:
        """Take events in; raises as ``import_events`` does."""
        from xiangyue.exchange.events.eventfile import import_events

        return import_events(incoming)
