"""``xiangyue export hsds``: the library of resources as a directory that others read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.orders import Community
from xiangyue.cli.output import Line, emit, language, words
from xiangyue.errors import Misuse

EXAMPLES: Final = """\b
Examples:
  xiangyue export hsds --community lvyuan -o services.json
  xiangyue export hsds --community lvyuan -o services.ndjson --unlisted
"""


def hsds(
    community: Community,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="What is written: .json or .ndjson; - prints it."
        ),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Which field holds what, as for the import."),
    ] = None,
    unlisted: Annotated[
        bool, typer.Option("--unlisted", help="What is not on the list now, too, as inactive.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write what organisations offer as a directory (HSDS 3), without any person."""
    from xiangyue import Engine
    from xiangyue.exchange.hsds.exporting import export_hsds
    from xiangyue.exchange.hsds.mapping import read_mapping, usual

    path = None if str(output) == "-" else output
    if path is not None and os.path.lexists(path) and not force:
        raise Misuse("paper-there", file=str(path))
    with Engine(existing(db)) as engine:
        profile = engine.profile(community)
        mapped = (
            usual(profile, community)
            if mapping is None
            else read_mapping(mapping, profile, community)
        )
        told = export_hsds(engine, path, community, mapped, unlisted=unlisted, lang=language())
    if path is None:
        return
    document = {
        "file": str(path),
        "services": told.services,
        "organizations": told.organizations,
        "left": told.left,
    }

    def lines() -> Iterator[Line]:
        yield words("hsds-exported", **document)
        if told.left:
            yield words("hsds-export-left", left=told.left)

    emit(as_json, document, lines)
