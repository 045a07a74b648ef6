"""``xiangyue export``: units, members and resources into sheets, as they come in again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.orders import Community
from xiangyue.cli.output import emit, language, words
from xiangyue.errors import Misuse

UNITS_EXAMPLES: Final = """\b
Examples:
  xiangyue export units units.xlsx
  xiangyue --lang zh export units units.csv --community xinqi
"""
MEMBERS_EXAMPLES: Final = """\b
Examples:
  xiangyue export members members.xlsx --community xinqi
  xiangyue export members members.csv --personal
"""
RESOURCES_EXAMPLES: Final = """\b
Examples:
  xiangyue export resources resources.xlsx --community lvyuan
  xiangyue --lang zh export resources resources.csv --community lvyuan
"""
POINTS_EXAMPLES: Final = """\b
Examples:
  xiangyue export points points.xlsx --community xinqi --table household_value
  xiangyue export points points.csv --profile resource-scarce-rural --table base_value
"""
INDICATORS_EXAMPLES: Final = """\b
Examples:
  xiangyue export indicators indicators.xlsx
  xiangyue --lang zh export indicators indicators.csv --community xinqi
"""

File = Annotated[Path, typer.Argument(metavar="FILE", help="What is written: .xlsx or .csv.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]
Some = Annotated[
    str | None, typer.Option("--community", metavar="COMMUNITY", help="Only those of this one.")
]


def units(
    file: File,
    community: Some = None,
    force: Force = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write the tree of units, what stands above first."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.registry_lists import export_units

    free(file, force)
    with Engine(existing(db)) as engine:
        count = export_units(engine, file, community=community, lang=language())
    tell(file, "units", count, as_json)


def members(
    file: File,
    community: Some = None,
    personal: Annotated[
        bool,
        typer.Option("--personal", help="Names and contacts too, for who may know them."),
    ] = False,
    force: Force = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write the members with the roles they hold, by their ids."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.registry_lists import export_members

    free(file, force)
    with Engine(existing(db)) as engine:
        count = export_members(
            engine, file, community=community, personal=personal, lang=language()
        )
    tell(file, "members", count, as_json)


def resources(
    file: File,
    community: Community,
    force: Force = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write what is offered in a community, without what is personal."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.resource_lists import export_resources

    free(file, force)
    with Engine(existing(db)) as engine:
        count = export_resources(engine, file, community, lang=language())
    tell(file, "resources", count, as_json)


def points(
    file: File,
    community: Some = None,
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="PROFILE", help="Those of a profile instead."),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="TABLE", help="Which decision table, by id or title."),
    ] = None,
    force: Force = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write the rows of a decision table, such as what earns points."""
    from xiangyue import Engine
    from xiangyue.cli.lookup import sound
    from xiangyue.exchange.sheets.point_rules import export_points

    free(file, force)
    if (community is None) == (profile is None):
        raise Misuse("export-whose")
    if profile is not None:
        found = sound(profile)
    else:
        with Engine(existing(db)) as engine:
            found = engine.profile(community or "")
    tell(file, "rows", export_points(found, file, table, lang=language()), as_json)


def indicators(
    file: File,
    community: Some = None,
    force: Force = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Write the newest figures of each community on which a proposed type rests."""
    from xiangyue import Engine
    from xiangyue.exchange.sheets.indicators import export_indicators

    free(file, force)
    with Engine(existing(db)) as engine:
        count = export_indicators(engine, file, community=community, lang=language())
    tell(file, "communities", count, as_json)


def free(file: Path, force: bool) -> None:
    """Raise Misuse where a file is there already, unless it is to be replaced."""
    if os.path.lexists(file) and not force:
        raise Misuse("paper-there", file=str(file))


def tell(file: Path, what: str, count: int, as_json: bool) -> None:
    """Say how many of what were written."""
    document: dict[str, Any] = {"file": str(file), what: count}
    emit(as_json, document, lambda: [words("export-rows", file=file, count=count)])
