"""A file that is there as a whole or not at all, gzipped where its name says so."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take some."""

    def writelines(self, lines: Iterable[bytes], /) -> object:
        """Take many, one after another."""


@contextmanager
def whole(path: Path) -> Iterator[Sink]:
    """Write to what becomes the file ``path`` in the end, gzipped if that ends in ``.gz``.

    The same bytes give the same file. Where writing breaks off, whatever was there stays.
    """
    with part_of(path) as part, part.open("wb") as raw:
        if path.suffix == ".gz":
            with gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
                yield packed
        else:
            yield raw


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """Yield the name of a file that takes the place of ``path`` in the end."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
