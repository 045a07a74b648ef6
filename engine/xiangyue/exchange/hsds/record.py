"""One thing of a directory as it stands in the file, whichever kind of file that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xiangyue.errors import Place

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What was read, the table in whose name it stood, and where.

    ``steps`` lead to it from the top of its document, and ``place`` tells where a part of it is.
    """

    value: Any
    table: str
    steps: Steps
    place: Callable[[Steps], Place]


def json_path(steps: Steps) -> str:
    """Write steps as a JSON path: ``$.contents[0].name``."""
    return "$" + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in steps)
