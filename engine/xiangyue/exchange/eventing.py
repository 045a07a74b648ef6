"""CloudEvents in a file through the door of importers."""

from __future__ import annotations

from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming
from xiangyue.limit import Words


class EventsFile(Importer):
    """What another system asks to be done."""

    name = "events"
    title: ClassVar[Words] = {"en": "CloudEvents", "zh": "CloudEvents事件"}
    help = "Do what the CloudEvents of a file ask for, each once: one, a JSON array, or one a line."
    examples = ("events events.ndjson --by li --dry-run", "events batch.json --by li")
    kind = "store"
    community = False

    def take(self, incoming: Incoming) -> Imported:
        """Take events in; raises as ``import_events`` does."""
        from xiangyue.exchange.eventfile import import_events

        return import_events(incoming)
