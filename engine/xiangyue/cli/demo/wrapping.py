"""Lines that fit into 80 columns, wherever they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xiangyue.cli.output import Styled

_WIDTH: Final = 78
_PIECES: Final = re.compile(
    # A Chinese character with what may not begin a line; a word; a space.
    "[“（《]?[\u2e80-\u9fff][\u3001\u3002\uff00-\uff0f\uff1a-\uff1f”》]*|[^\\s\u2e80-\u9fff]+| "
)


def wrapped(text: str, mark: str = "", style: str = "") -> Iterator[list[Styled]]:
    """Yield a paragraph in lines; the mark stands before the first, and the others are set in."""
    from rich.cells import cell_len

    room, before = _WIDTH - cell_len(mark), mark
    for line in _lines(" ".join(text.split()), room):
        yield [(before, style), (line, "")]
        before = " " * cell_len(mark)


def _lines(text: str, room: int) -> Iterator[str]:
    """Yield the lines of a text; Chinese ends anywhere, anything else between two words."""
    from rich.cells import cell_len

    line = ""
    for piece in _PIECES.findall(text):
        if line and cell_len(line + piece.rstrip()) > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line:
        yield line
