"""The importers that come with xiangyue, through the door that is open to everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.exchange.digit.door import DigitImporter
from xiangyue.hooks import hookimpl
from xiangyue.importer import Importer


@hookimpl
def xiangyue_importers() -> Sequence[Importer]:
    """Return them; what reads a format is imported when a file is taken in."""
    return (DigitImporter(),)
