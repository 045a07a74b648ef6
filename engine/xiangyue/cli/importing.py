"""``xiangyue import``: units, members and orders from a sheet, and sheets to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.checking import finding_document, finding_lines
from xiangyue.cli.importers import Imports
from xiangyue.cli.lookup import sound
from xiangyue.cli.options import (
    DEFAULT_DB,
    FOUND,
    By,
    Db,
    Json,
    acting,
    ask_help,
    database_file,
    existing,
)
from xiangyue.cli.output import Line, Table, emit, language, one_line, progress, words
from xiangyue.errors import Misuse, Place

if TYPE_CHECKING:
    from xiangyue.exchange.sheets.columns import Column
    from xiangyue.exchange.sheets.report import Report
    from xiangyue.exchange.sheets.table import SheetOptions
    from xiangyue.work.enrolling import Step

app = typer.Typer(cls=Imports, rich_markup_mode=None)
app.callback(
    invoke_without_command=True,
    help="Take in other people's files: sheets, and what importers read.",
)(ask_help)

UNITS_EXAMPLES: Final = """\b
Examples:
  xiangyue import units units.xlsx --by li --dry-run
  xiangyue import units units.csv --by li --db sqlite:///village.db
"""
MEMBERS_EXAMPLES: Final = """\b
Examples:
  xiangyue import members members.xlsx --by li --dry-run
  xiangyue import members members.xlsx --sheet 人员 --column "微信=" --by li
"""

TEMPLATE_EXAMPLES: Final = """\b
Examples:
  xiangyue import template members -o members.xlsx
  xiangyue --lang zh import template orders --profile resource-scarce-rural -o orders.csv
"""

_SHOWN: Final = 20


class What(StrEnum):
    """What a sheet can be about."""

    UNITS = "units"
    MEMBERS = "members"
    ORDERS = "orders"


Sheet = Annotated[
    Path, typer.Argument(metavar="FILE", help="An XLSX workbook, or a CSV, gzipped or not.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")
]
Name = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="Which sheet of the workbook.")
]
Encoding = Annotated[
    str, typer.Option(metavar="NAME", help="How a CSV is encoded; tried out if left out.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="HEADING=COLUMN", help="What a heading means; nothing: not read."
    ),
]


@app.command(epilog=UNITS_EXAMPLES)
def units(
    file: Sheet,
    by: By,
    db: Db = DEFAULT_DB,
    dry_run: DryRun = False,
    sheet: Name = None,
    column: Columns = None,
    encoding: Encoding = "",
    as_json: Json = False,
) -> None:
    """Register the units of a sheet, all of them or, if a cell is wrong, none."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.units import import_units

    options = sheet_options(sheet, column, encoding)
    path = database_file(db)
    nowhere = dry_run and path is not None and not path.exists()
    with (
        Engine("sqlite://" if nowhere else db) as engine,
        progress(as_json, words("cli-reading")) as bar,
    ):
        acting(engine, by)
        report = import_units(engine, file, by=by, dry=dry_run, options=options, progress=bar)
    tell(file, report, dry_run, as_json)


@app.command(epilog=MEMBERS_EXAMPLES)
def members(
    file: Sheet,
    by: By,
    db: Db = DEFAULT_DB,
    dry_run: DryRun = False,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile", metavar="PROFILE", help="Whose roles count where no profile governs yet."
        ),
    ] = None,
    sheet: Name = None,
    column: Columns = None,
    encoding: Encoding = "",
    as_json: Json = False,
) -> None:
    """Register the members of a sheet with roles and contacts, or none if a cell is wrong."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.members import import_members

    options = sheet_options(sheet, column, encoding)
    rules = sound(profile) if profile else None
    with (
        Engine(existing(db)) as engine,
        progress(as_json, words("cli-reading")) as bar,
    ):
        acting(engine, by)
        report = import_members(
            engine,
            file,
            by=by,
            dry=dry_run,
            profile=rules,
            options=options,
            progress=bar,
        )
    tell(file, report, dry_run, as_json)


@app.command(epilog=TEMPLATE_EXAMPLES)
def template(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="units, members or orders.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="What is written: .xlsx or .csv.")
    ],
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="PROFILE", help="Whose fields the orders have."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a sheet to be filled in, with headings in the language of messages and an example."""
    from xiangyue.exchange.sheets import member_columns, order_columns, templates, units

    columns: tuple[Column, ...] = {
        What.UNITS: units.COLUMNS,
        What.MEMBERS: member_columns.COLUMNS,
        What.ORDERS: order_columns.OWN,
    }[what]
    if what is What.ORDERS and profile:
        columns = order_columns.order_columns(sound(profile))
    if output.exists():
        raise Misuse("sheet-there", place=Place(str(output)))
    templates.write_template(output, columns, language())
    document = {"file": str(output), "columns": [column.id for column in columns]}
    mark = templates.EXAMPLE[language()].strip()
    emit(as_json, document, lambda: [words("import-template", file=output, mark=mark)])


def sheet_options(sheet: str | None, columns: list[str] | None, encoding: str) -> SheetOptions:
    """Return what was said of a sheet; raises Misuse for a column without an equals sign."""
    from xiangyue.exchange.sheets.table import SheetOptions

    renamed: dict[str, str] = {}
    for said in columns or ():
        heading, equals, target = said.rpartition("=")
        if not equals or not heading.strip():
            raise Misuse("sheet-column-option", given=one_line(said))
        renamed[heading.strip()] = target.strip()
    return SheetOptions(sheet, encoding, renamed)


def tell(file: Path, report: Report, dry_run: bool, as_json: bool) -> None:
    """Say what came of a sheet, and end with the code for findings if there are any."""
    document = {
        "file": str(file),
        "rows": report.rows,
        "examples": report.examples,
        "findings": [finding_document(finding) for finding in report.findings],
        "added": {what: added for what, (added, _) in report.counts.items()},
        "changed": {what: changed for what, (_, changed) in report.counts.items()},
        "steps": [_step(step) for step in report.steps],
        "written": report.written,
    }
    emit(as_json, document, lambda: _lines(report, dry_run))
    if report.findings:
        raise typer.Exit(FOUND)


def _lines(report: Report, dry_run: bool) -> Iterator[Line]:
    yield from finding_lines(list(report.findings), None)
    yield words("import-rows", rows=report.rows)
    if report.examples:
        yield words("import-examples", examples=report.examples)
    if report.findings:
        yield words("import-findings", count=len(report.findings))
        return
    if not report.steps:
        yield words("import-nothing" if report.rows else "import-no-rows")
        return
    heads = [words(f"import-head-{name}") for name in ("what", "added", "changed")]
    rows = [(words(f"import-{what}"), *counts) for what, counts in report.counts.items()]
    yield Table(heads, rows, frozenset({1, 2}))
    changes = [step for step in report.steps if step.changes]
    for step in changes[:_SHOWN]:
        detail = _step(step)["detail"]
        yield words(
            "import-change", subject=step.subject, what=words(f"import-{step.what}"), detail=detail
        )
    if len(changes) > _SHOWN:
        yield words("import-more", count=len(changes) - _SHOWN)
    yield words("import-dry" if dry_run else "import-written")


def _step(step: Step) -> dict[str, Any]:
    """Return what a script reads of a step; no name or address."""
    from xiangyue.reach.contacting import Contact
    from xiangyue.values import Holding, Unit

    match step.value:
        case Unit() as unit:
            detail = unit.unit_level
        case Holding() as role:
            detail = f"{role.role} @ {role.unit}"
        case Contact() as contact:
            detail = contact.kind
        case int() | str() as value:
            detail = str(value)
        case one:
            detail = one.kind
    return {"what": step.what, "subject": step.subject, "detail": detail, "changes": step.changes}
