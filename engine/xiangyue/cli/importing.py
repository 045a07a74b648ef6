"""``xiangyue import``: what importers take in, and sheets to begin with."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from xiangyue.cli.importers import Imports
from xiangyue.cli.lookup import sound
from xiangyue.cli.options import Json, ask_help
from xiangyue.cli.output import emit, language, words
from xiangyue.errors import Misuse, Place

app = typer.Typer(cls=Imports, rich_markup_mode=None)
app.callback(
    invoke_without_command=True,
    help="Take in other people's files: sheets, and what importers read.",
)(ask_help)

TEMPLATE_EXAMPLES: Final = """\b
Examples:
  xiangyue import template members -o members.xlsx
  xiangyue import template points --profile household-points -o points.xlsx
  xiangyue --lang zh import template orders --profile resource-scarce-rural -o orders.csv
"""


class What(StrEnum):
    """What a sheet can be about."""

    UNITS = "units"
    MEMBERS = "members"
    ORDERS = "orders"
    RESOURCES = "resources"
    POINTS = "points"
    INDICATORS = "indicators"


@app.command(epilog=TEMPLATE_EXAMPLES)
def template(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="What it is about.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="What is written: .xlsx or .csv.")
    ],
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="PROFILE", help="Whose fields or rules it is about."),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="TABLE", help="Which decision table, for points."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a sheet to be filled in, with headings in the language of messages and an example."""
    from xiangyue.exchange.sheets import templates
    from xiangyue.exchange.sheets.blanks import blank_columns

    columns = blank_columns(what, sound(profile) if profile else None, table, language())
    if output.exists():
        raise Misuse("sheet-there", place=Place(str(output)))
    templates.write_template(output, columns, language())
    document = {"file": str(output), "columns": [column.id for column in columns]}
    mark = templates.EXAMPLE[language()].strip()
    emit(as_json, document, lambda: [words("import-template", file=output, mark=mark)])
