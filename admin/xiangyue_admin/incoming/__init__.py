"""Other people's files through the door of importers: looked at first, then taken in."""

from xiangyue_admin.incoming.taking import (
    Taking,
    nothing_yet,
    sentences,
    stores,
    tables,
    take,
    words,
)

__all__ = ["Taking", "nothing_yet", "sentences", "stores", "tables", "take", "words"]
