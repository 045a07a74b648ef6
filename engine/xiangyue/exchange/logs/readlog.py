"""Reading an event log, whatever it is called."""

from __future__ import annotations

import codecs
from pathlib import Path

from xiangyue.exchange.files.datafile import GZIP, DataFile, Progress
from xiangyue.exchange.logs.csvlog import read_csv
from xiangyue.exchange.logs.eventlog import EventLog, LogOptions
from xiangyue.exchange.logs.xes import read_xes

_XML = tuple(
    mark + "<".encode(encoding)
    for mark, encoding in (
        (b"", "ascii"),
        (codecs.BOM_UTF8, "ascii"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    )
)
_NEITHER = (b"PK\x03\x04", GZIP, b"{", b"[", b"%PDF", b"SQLite format 3", b"\xd0\xcf\x11\xe0")


def read_log(
    path: Path | str, options: LogOptions | None = None, progress: Progress | None = None
) -> EventLog:
    """Read an XES or CSV log, gzipped or not; its content decides which, not its name.

    ``progress`` is told the share read so far, from 0 to 1. Raises BadInput, with the line,
    for what is no log, or no log that can be read safely: more than 2 GiB unpacked, more than
    5 million events, XML with a DOCTYPE.
    """
    options = options or LogOptions()
    with DataFile(Path(path), progress) as file:
        head = next(file.chunks(), b"").lstrip()
        file.rewind()
        if not head:
            raise file.fail("log-empty")
        if head.startswith(_NEITHER):
            raise file.fail("log-unknown-format")
        return read_xes(file, options) if head.startswith(_XML) else read_csv(file, options)
