"""A community's journal for process-mining tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Final

from flask import Response

from xiangyue import Engine, Misuse
from xiangyue.office import LogTerms, stream_ocel, stream_xes
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import LogQuery
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.problems import Problem
from xiangyue_admin.api.reading import JSON
from xiangyue_admin.api.serving import SAFE

room = Room("logs", "Event logs")
XES: Final = "application/xml"
_CHUNK: Final = 1 << 16
_NEEDS: Final = {"members": "members:read", "personal": "personal:read"}

Write = Callable[[Engine, Any, str, LogTerms], object]


@room.get(
    "/communities/<community>/log.xes",
    "journal:read",
    query=LogQuery,
    produces=XES,
    answers={200: None},
)
def xes(call: Call, community: str) -> Response:
    """Read the journal as XES (IEEE 1849): a trace for each task, an event for each decision.

    Members go by pseudonyms that hold for this answer alone, and no personal value is in it unless
    it is asked for.
    """
    return _written(call, community, stream_xes, "xes", XES)


@room.get(
    "/communities/<community>/log.ocel.json",
    "journal:read",
    query=LogQuery,
    answers={200: gives.ObjectLog},
)
def objects(call: Call, community: str) -> Response:
    """Read the journal as OCEL 2.0: tasks, members and units, and the events that they met in.

    Members go by pseudonyms that hold for this answer alone, and no personal value is in it unless
    it is asked for.
    """
    return _written(call, community, stream_ocel, "ocel.json", JSON)


def _written(call: Call, community: str, write: Write, ending: str, kind: str) -> Response:
    """Write a log to disk and send it from there: nobody's slow line keeps the store busy."""
    terms = _terms(call)
    file = TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    try:
        write(call.engine, file, community, terms)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    headers = [*SAFE, ("Content-Language", call.language), ("Content-Length", str(size))]
    headers.append(("Content-Disposition", f'attachment; filename="{community}.{ending}"'))
    answer = Response(_chunks(file), 200, headers, content_type=kind, direct_passthrough=True)
    answer.call_on_close(file.close)
    return answer


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _terms(call: Call) -> LogTerms:
    """Return what may leave; raises Problem where the caller may not ask for it."""
    wanted: LogQuery = call.query
    needed = {scope for name, scope in _NEEDS.items() if getattr(wanted, name)}
    if missing := needed - call.caller.scopes:
        raise Problem("scope", Misuse("api-scope", scopes=", ".join(sorted(missing))))
    return LogTerms(
        flow=wanted.flow,
        since=wanted.since,
        until=wanted.until,
        members=wanted.members,
        personal=wanted.personal,
        refused=wanted.refused,
        lang=call.language,
    )
