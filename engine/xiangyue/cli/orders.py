"""``xiangyue export``: what stands in a store, back into sheets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from xiangyue.cli.burden import Since
from xiangyue.cli.options import DEFAULT_DB, Db, Json, ask_help, existing
from xiangyue.cli.output import emit, language, words
from xiangyue.errors import Misuse

export = typer.Typer(rich_markup_mode=None)
export.callback(invoke_without_command=True, help="Write what is here in forms that others read.")(
    ask_help
)

EXPORT_EXAMPLES: Final = """\b
Examples:
  xiangyue export orders results.xlsx --community xinqi
  xiangyue export orders results.csv --community xinqi --since 2026-10-01
"""

Community = Annotated[
    str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
]


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
