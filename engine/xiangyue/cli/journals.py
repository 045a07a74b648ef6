"""``xiangyue export xes`` and ``ocel``: a community's journal for process-mining tools."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, emit, language, progress, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue.exchange.journals.export import LogReport
    from xiangyue.exchange.journals.terms import LogTerms

XES_EXAMPLES: Final = """\b
Examples:
  xiangyue export xes --community xinqi -o xinqi.xes.gz
  xiangyue export xes --community xinqi --flow village_task --since 2026-06-01 -o tasks.xes
"""
OCEL_EXAMPLES: Final = """\b
Examples:
  xiangyue export ocel --community xinqi -o xinqi.json
  xiangyue export ocel --community xinqi --refused -o xinqi.sqlite
"""

Community = Annotated[
    str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="What is written.")]
Flow = Annotated[str | None, typer.Option("--flow", help="Only the tasks of this flow.")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="Only tasks that were opened from this day on."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DAY", help="Only tasks that were opened until this day."),
]
Members = Annotated[
    bool, typer.Option("--members", help="Members by their ids, not by pseudonyms.")
]
Personal = Annotated[
    bool, typer.Option("--personal", help="With personal values, titles, notes and names.")
]
Refused = Annotated[
    bool, typer.Option("--refused", help="With what was refused or put off, and why.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


def xes(
    community: Community,
    output: Output,
    flow: Flow = None,
    since: Since = None,
    until: Until = None,
    members: Members = False,
    personal: Personal = False,
    refused: Refused = False,
    force: Force = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write a community's journal as XES (IEEE 1849): a trace for each task."""
    from xiangyue import Engine
    from xiangyue.exchange.journals.export import export_xes

    terms = _terms(flow, since, until, members, personal, refused)
    _check_free(output, force)
    with Engine(existing(db)) as engine, progress(as_json, words("cli-exporting")) as bar:
        report = export_xes(engine, output, community, terms, bar)
    _tell(output, report, terms, as_json)


def ocel(
    community: Community,
    output: Output,
    flow: Flow = None,
    since: Since = None,
    until: Until = None,
    members: Members = False,
    personal: Personal = False,
    refused: Refused = False,
    force: Force = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write a community's journal as OCEL 2, in JSON, XML or SQLite as the file's name ends."""
    from xiangyue import Engine
    from xiangyue.exchange.journals.export import export_ocel

    terms = _terms(flow, since, until, members, personal, refused)
    _check_free(output, force)
    with Engine(existing(db)) as engine, progress(as_json, words("cli-exporting")) as bar:
        report = export_ocel(engine, output, community, terms, bar)
    _tell(output, report, terms, as_json)


def _check_free(file: Path, force: bool) -> None:
    if os.path.lexists(file) and not force:
        raise Misuse("paper-there", file=str(file))


def _terms(
    flow: str | None,
    since: str | None,
    until: str | None,
    members: bool,
    personal: bool,
    refused: bool,
) -> LogTerms:
    from xiangyue.exchange.journals.terms import LogTerms
    from xiangyue.time.clock import parse_date

    first, last = (None if day is None else parse_date(day) for day in (since, until))
    return LogTerms(flow, first, last, members, personal, refused, language())


def _tell(file: Path, report: LogReport, terms: LogTerms, as_json: bool) -> None:
    document = {
        "file": str(file),
        "tasks": report.tasks,
        "events": report.events,
        "left_out": report.left_out,
        "members": "ids" if terms.members else "pseudonyms",
        "personal": terms.personal,
    }

    def lines() -> Iterator[Line]:
        yield words("log-exported", **document)
        if report.left_out:
            yield words("log-exported-less", **document)
        is_open = terms.members or terms.personal
        yield words(f"log-exported-{'open' if is_open else 'hidden'}")

    emit(as_json, document, lines)
