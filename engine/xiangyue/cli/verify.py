"""``xiangyue verify``: whether every row still says what the journal says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, FOUND, Db, Json, existing
from xiangyue.cli.output import Line, emit, joined, language, progress, words
from xiangyue.errors import BadInput, Place

if TYPE_CHECKING:
    from xiangyue import Report

EXAMPLES: Final = """\b
Examples:
  xiangyue verify --db sqlite:///village.db
  xiangyue verify --heads heads.json
"""

_LARGEST: Final = 2_000_000  # bytes of a file with heads


def verify(
    db: Db = DEFAULT_DB,
    heads: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Chain ends that `xiangyue db heads` exported before."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Find any changed, removed or reordered row of the store."""
    from xiangyue import Engine

    exported = read_heads(heads) if heads else None
    with Engine(existing(db)) as engine, progress(as_json, words("cli-verifying")) as bar:
        told = None if bar is None else lambda done, total: bar(done / total)
        report = engine.verify(heads=exported, progress=told)
    emit(as_json, report_document(report), lambda: report_lines(report))
    if not report:
        raise typer.Exit(FOUND)


def report_document(report: Report) -> dict[str, object]:
    """Return what a script reads of a verification."""
    lang = language()
    return {
        "ok": report.ok,
        "communities": report.communities,
        "entries": report.entries,
        "problems": [
            {
                "code": problem.code,
                "table": problem.table,
                "community": problem.community,
                "row": problem.row,
                "text": problem.text(lang),
                "mend": problem.mend(lang),
            }
            for problem in report.problems
        ],
        "more": report.more,
    }


def report_lines(report: Report) -> Iterator[Line]:
    """Say what a verification found."""
    lang = language()
    for problem in report.problems:
        where = f"{problem.community}: " if problem.community else ""
        said = joined(problem.text(lang), problem.mend(lang))
        yield [(where, "bold"), (f"{problem.code}: ", "red"), (said, "")]
    counts = {"communities": report.communities, "entries": report.entries}
    if report:
        yield [(words("cli-verify-fine", **counts), "green")]
    else:
        found = len(report.problems) + report.more
        yield [(words("cli-verify-found", problems=found, **counts), "bold red")]


def read_heads(path: Path) -> dict[str, str]:
    """Return the chain ends in a file; raises BadInput where it holds anything else."""
    import orjson

    place = Place(str(path))
    with path.open("rb") as file:
        text = file.read(_LARGEST + 1)
    try:
        found = orjson.loads(text) if len(text) <= _LARGEST else None
    except orjson.JSONDecodeError as error:
        raise BadInput("cli-heads", place=Place(str(path), error.lineno, error.colno)) from error
    if not isinstance(found, dict) or not all(isinstance(head, str) for head in found.values()):
        raise BadInput("cli-heads", place=place)
    return found
