"""Hotline orders and grid events: ``xiangyue import orders``, and back by ``export orders``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli import importing
from xiangyue.cli.burden import Since
from xiangyue.cli.checking import finding_document, finding_lines
from xiangyue.cli.options import DEFAULT_DB, FOUND, By, Db, Json, acting, ask_help, existing
from xiangyue.cli.output import Line, emit, language, progress, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue.exchange.sheets.orders import OrderReport

export = typer.Typer(rich_markup_mode=None)
export.callback(invoke_without_command=True, help="Write what is here in forms that others read.")(
    ask_help
)

IMPORT_EXAMPLES: Final = """\b
Examples:
  xiangyue import orders hotline.xlsx --community xinqi --by li --dry-run
  xiangyue import orders grid.csv --community xinqi --category road --by li
  xiangyue import orders open-orders.xlsx --community xinqi --by li --backlog
"""
EXPORT_EXAMPLES: Final = """\b
Examples:
  xiangyue export orders results.xlsx --community xinqi
  xiangyue export orders results.csv --community xinqi --since 2026-10-01
"""
_OUTCOMES: Final = ("done", "deferred")

Community = Annotated[
    str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
]


@importing.app.command("orders", epilog=IMPORT_EXAMPLES)
def receive(
    file: importing.Sheet,
    community: Community,
    by: By,
    category: Annotated[
        str | None,
        typer.Option("--category", metavar="CATEGORY", help="That of rows that name none."),
    ] = None,
    backlog: Annotated[
        bool,
        typer.Option(
            "--backlog", help="Enter those of long ago as of now, with their time in the note."
        ),
    ] = False,
    db: Db = DEFAULT_DB,
    dry_run: importing.DryRun = False,
    sheet: importing.Name = None,
    column: importing.Columns = None,
    encoding: importing.Encoding = "",
    as_json: Json = False,
) -> None:
    """Receive the hotline orders or grid events of a sheet, each number once."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.orders import import_orders

    options = importing.sheet_options(sheet, column, encoding)
    with (
        Engine(existing(db)) as engine,
        progress(as_json, words("cli-reading")) as bar,
    ):
        report = import_orders(
            engine,
            file,
            community=community,
            by=acting(engine, by),
            category=category,
            backlog=backlog,
            dry=dry_run,
            options=options,
            progress=bar,
        )
    emit(as_json, _document(file, report), lambda: _lines(report, dry_run))
    if report.findings or report.refused:
        raise typer.Exit(FOUND)


@export.command("orders", epilog=EXPORT_EXAMPLES)
def orders(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What is written: .xlsx or .csv.")],
    community: Community,
    category: Annotated[
        str | None, typer.Option("--category", metavar="CATEGORY", help="Only this one.")
    ] = None,
    since: Since = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write what came of each order that came in by a sheet: its state, contact, answer, result."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.results import export_orders
    from xiangyue.time.clock import parse_date

    if os.path.lexists(file) and not force:
        raise Misuse("paper-there", file=str(file))
    first = None if since is None else parse_date(since)
    with Engine(existing(db)) as engine:
        count = export_orders(
            engine, file, community, category=category, since=first, lang=language()
        )
    document = {"file": str(file), "orders": count}
    emit(as_json, document, lambda: [words("export-written", **document)])


def _document(file: Path, report: OrderReport) -> dict[str, Any]:
    return {
        "file": str(file),
        "rows": report.rows,
        "examples": report.examples,
        "findings": [finding_document(finding) for finding in report.findings],
        "refused": [finding_document(finding) for finding in report.refused],
        "orders": [
            {
                "number": order.number,
                "category": order.category,
                "outcome": order.outcome,
                "task": order.task or None,
                "known": order.known,
                "backlog": order.backlog,
            }
            for order in report.orders
        ],
        "written": report.written,
    }


def _lines(report: OrderReport, dry_run: bool) -> Iterator[Line]:
    yield from finding_lines([*report.findings, *report.refused], None)
    yield words("import-rows", rows=report.rows)
    if report.examples:
        yield words("import-examples", examples=report.examples)
    if report.findings:
        yield words("import-findings", count=len(report.findings))
        return
    known = sum(order.known for order in report.orders)
    for outcome in _OUTCOMES:
        if count := report.count(outcome):
            yield words(f"import-orders-{outcome}", count=count)
    if late := sum(order.backlog and not order.known for order in report.orders):
        yield words("import-orders-backlog", count=late)
    if report.refused:
        yield words("import-orders-refused", count=len(report.refused))
    if known:
        yield words("import-orders-known", count=known)
    if dry_run:
        yield words("import-dry")
