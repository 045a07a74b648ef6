"""A community's journal in a file that process-mining tools read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.files.wholefile import Sink, part_of, whole
from xiangyue.exchange.journals.as_ocel import LogSink, tell_objects
from xiangyue.exchange.journals.as_xes import xes_pieces
from xiangyue.exchange.journals.ocel_tables import AsTables
from xiangyue.exchange.journals.ocel_texts import AsJson, AsXml
from xiangyue.exchange.journals.saying import Saying
from xiangyue.exchange.journals.stories import Stories
from xiangyue.exchange.journals.terms import LogTerms
from xiangyue.values import Value

FORMS: Final = {
    ".json": "json",
    ".jsonocel": "json",
    ".json.gz": "json",
    ".jsonocel.gz": "json",
    ".xml": "xml",
    ".xmlocel": "xml",
    ".xml.gz": "xml",
    ".xmlocel.gz": "xml",
    ".sqlite": "sqlite",
    ".db": "sqlite",
}
"""How a file's name says in which form an OCEL is written."""


class LogReport(Value, frozen=True):
    """What was exported: how many tasks, and decisions on them.

    ``left_out`` counts what was refused or put off and was not asked for.
    """

    tasks: int
    events: int
    left_out: int


def export_xes(
    engine: Engine,
    path: Path | str,
    community: str,
    terms: LogTerms | None = None,
    progress: Progress | None = None,
) -> LogReport:
    """Write a community's journal to an XES file, gzipped if its name ends in ``.gz``.

    The file is there as a whole or not at all, and however long the journal is, no more memory is
    taken. ``progress`` is told the share that is done, from 0 to 1. Raises Misuse where there is no
    such community or flow, OSError where the file cannot be written.
    """
    with whole(Path(path)) as file:
        return stream_xes(engine, file, community, terms, progress)


def stream_xes(
    engine: Engine,
    file: Sink,
    community: str,
    terms: LogTerms | None = None,
    progress: Progress | None = None,
) -> LogReport:
    """Write a community's journal to an open file, as ``export_xes`` does."""
    with _told(engine, community, terms, progress) as (stories, saying):
        file.writelines(piece.encode() for piece in xes_pieces(stories, saying))
        return _report(stories)


def export_ocel(
    engine: Engine,
    path: Path | str,
    community: str,
    terms: LogTerms | None = None,
    progress: Progress | None = None,
) -> LogReport:
    """Write a community's journal as OCEL 2.0: in JSON, XML or SQLite, as its name ends.

    JSON and XML are gzipped where it ends in ``.gz``. As with ``export_xes`` otherwise; raises
    Misuse, too, where the name says none of these.
    """
    path = Path(path)
    form = next((form for ending, form in FORMS.items() if path.name.endswith(ending)), None)
    if form is None:
        raise Misuse("log-form", file=str(path), endings=", ".join(FORMS))
    if form == "sqlite":
        with part_of(path) as part, AsTables(part) as sink:
            return _objects(engine, sink, community, terms, progress)
    with AsXml() if form == "xml" else AsJson() as spooled:
        report = _objects(engine, spooled, community, terms, progress)
        with whole(path) as file:
            spooled.write(file)
    return report


def stream_ocel(
    engine: Engine,
    file: Sink,
    community: str,
    terms: LogTerms | None = None,
    progress: Progress | None = None,
) -> LogReport:
    """Write a community's journal to an open file as OCEL 2.0 in JSON."""
    with AsJson() as spooled:
        report = _objects(engine, spooled, community, terms, progress)
        spooled.write(file)
    return report


def _objects(
    engine: Engine,
    sink: LogSink,
    community: str,
    terms: LogTerms | None,
    progress: Progress | None,
) -> LogReport:
    with _told(engine, community, terms, progress) as (stories, saying):
        tell_objects(stories, saying, sink)
        return _report(stories)


@contextmanager
def _told(
    engine: Engine, community: str, terms: LogTerms | None, progress: Progress | None
) -> Iterator[tuple[Stories, Saying]]:
    """Read one consistent state of the journal, however much is decided meanwhile."""
    terms = terms or LogTerms()
    with engine._store.read() as reader:
        stories = Stories(reader, community, terms, progress)
        yield stories, Saying(reader, terms)


def _report(stories: Stories) -> LogReport:
    return LogReport(stories.tasks, stories.events, stories.left_out)
