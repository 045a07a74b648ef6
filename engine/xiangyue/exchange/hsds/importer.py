"""The importer of directories, as ``xiangyue import`` names it; reading waits until it is asked."""

from __future__ import annotations

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
    help = "Take a directory of organisations and services (HSDS 3 or 2) into the resource library."
    kind: ClassVar[ImporterKind] = "store"
    examples = (
        "hsds services.json --community xinqi --by li --map-template map.yaml",
        "hsds services.json --community xinqi --by li --map map.yaml --dry-run",
        "hsds directory.zip --community xinqi --by li --map map.yaml",
    )
    options = (
        Option("map", "What the directory's words mean here; see --map-template.", "FILE"),
        Option("map-template", "Write a --map to be filled in, and take nothing in.", "FILE"),
    )

    def take(self, incoming: Incoming) -> Imported:
        """Take a directory in; see ``hsds.importing.take``."""
        from xiangyue.exchange.hsds.importing import take

        return take(incoming)
