"""Lines that fit into 80 columns, wherever they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xiangyue.cli.output import Styled

_WIDTH: Final = 78


def wrapped(text: str, mark: str = "", style: str = "") -> Iterator[list[Styled]]:
    """Yield a paragraph in lines; the mark stands before the first, and the others are set in."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    room = _WIDTH - cell_len(mark)
    lines = Text(" ".join(text.split())).wrap(Console(width=_WIDTH), room)
    for number, line in enumerate(lines):
        before = mark if number == 0 else " " * cell_len(mark)
        yield [(before, style), (line.plain.rstrip(), "")]
