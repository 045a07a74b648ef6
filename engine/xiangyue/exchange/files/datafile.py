"""A file's bytes: plain or gzipped, a piece at a time, and never more than a bound."""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from xiangyue.errors import BadInput, Place, why

MAX_BYTES = 2 << 30  # of the file, and of what it unpacks to
MAX_RATIO = 250  # logs and sheets shrink 20 to 100 times; a bomb shrinks 1,000 times
RATIO_COUNTS_FROM = 8 << 20  # unpacked bytes
CHUNK = 1 << 16
GZIP = b"\x1f\x8b"

Progress = Callable[[float], None]


class DataFile:
    """A file that is read in chunks, unpacked if it is gzipped whatever it is called.

    ``line`` counts the lines handed out so far, from 1. Raises BadInput, with its place, for
    what cannot be read, is cut off, or is larger than 2 GiB (packed or unpacked).
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        """Open the file; ``progress`` is told the share read so far, from 0 to 1."""
        self.name = str(path)
        self.line = 1
        self._progress = progress
        try:
            kind = path.stat()
            if not stat.S_ISREG(kind.st_mode):
                raise BadInput("file-no-file", place=Place(self.name))
            if kind.st_size > MAX_BYTES:
                raise BadInput("file-too-large", place=Place(self.name))
            self.size = kind.st_size
            self._raw = path.open("rb")
        except OSError as error:
            raise self._unreadable(error) from error
        try:
            self.rewind()
        except BadInput:
            self.close()
            raise

    def __enter__(self) -> DataFile:
        """Hand out the open file."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def rewind(self) -> None:
        """Begin again with the first byte."""
        self.line = 1
        self._given = 0
        try:
            self._raw.seek(0)
            packed = self._raw.read(len(GZIP)) == GZIP
            self._raw.seek(0)
        except OSError as error:
            raise self._unreadable(error) from error
        self._source: io.BufferedIOBase = gzip.GzipFile(fileobj=self._raw) if packed else self._raw

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def place(self) -> Place:
        """Return the line reached."""
        return Place(self.name, self.line)

    def fail(self, code: str, **values: Any) -> BadInput:
        """Make an error that points at the line reached."""
        return BadInput(code, place=self.place(), **values)

    def chunks(self) -> Iterator[bytes]:
        """Go through the unpacked bytes, at most 64 KiB at a time."""
        while chunk := self._read():
            yield chunk
            self.line += chunk.count(b"\n")

    def _read(self) -> bytes:
        try:
            chunk = self._source.read(CHUNK)
        except EOFError as error:
            raise self.fail("file-gzip-cut") from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise self.fail("file-gzip-broken") from error
        except OSError as error:
            raise self._unreadable(error) from error
        self._given += len(chunk)
        reached = self._raw.tell()
        if self._given > MAX_BYTES:
            raise self.fail("file-too-large")
        if self._given > RATIO_COUNTS_FROM and self._given > MAX_RATIO * reached:
            raise self.fail("file-bomb")
        if self._progress and self.size:
            self._progress(min(1.0, reached / self.size))
        return chunk

    def _unreadable(self, error: OSError) -> BadInput:
        return BadInput("file-unreadable", place=Place(self.name), reason=why(error))
