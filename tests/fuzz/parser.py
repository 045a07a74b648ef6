"""What a parser is to the tests that try it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGES = ("en", "zh")


class Parser(NamedTuple):
    """What reads a file: ``file`` is what the file is called, ``grown`` writes one of 100 MB."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    call: Callable[[Path], object]
    file: str = "file"
    grown: Callable[[], Iterable[bytes]] | None = None


def said(found: Iterable[Any]) -> None:
    """Read what was found in every language: no sentence may fail, or hold half a character."""
    for one in found:
        for lang in LANGUAGES:
            f"{one.text(lang)} {one.mend(lang)} {one.place}".encode()
