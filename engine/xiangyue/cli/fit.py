"""``xiangyue fit``: which type each community is, how sure that is, and how to go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import BAD, Json, existing
from xiangyue.cli.output import (
    complain,
    complain_of,
    emit,
    error_document,
    joined,
    language,
    words,
    write_json,
)
from xiangyue.errors import BadInput, Misuse

if TYPE_CHECKING:
    from xiangyue.exchange.fit.fitsheet import BadCells
    from xiangyue.exchange.fit.fittypes import Catalogue

EXAMPLES: Final = """\b
Examples:
  xiangyue fit --template > communities.csv
  xiangyue fit communities.csv
  xiangyue fit communities.csv --profile drafts/resettlement-estate --json
  xiangyue fit communities.csv --db sqlite:///county.db
"""


def fit(
    data: Annotated[
        Path | None,
        typer.Argument(metavar="DATA", help="A CSV or XLSX with a row for each community."),
    ] = None,
    profiles: Annotated[
        list[str] | None,
        typer.Option(
            "--profile", metavar="PROFILE", help="A type beside those installed; may be repeated."
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="URL", help="A database with what people have decided."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="Which sheet of the workbook.")
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Print a table to fill in instead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Tell from seventeen indicators which profiles fit each community, and how to go on."""
    from xiangyue import Engine
    from xiangyue.cli.fitlines import fit_lines
    from xiangyue.exchange.fit.fitsheet import BadCells, read_communities
    from xiangyue.exchange.fit.fittypes import judged
    from xiangyue.study.fit import as_dict

    if template:
        _template(as_json)
        return
    if data is None:
        raise Misuse("fit-no-data")
    types = catalogue(profiles or [])
    try:
        communities = read_communities(data, types.known, sheet)
    except BadCells as error:
        _refuse(error, as_json)
        raise typer.Exit(BAD) from error
    if db is None:
        found = [judged(one, types) for one in communities]
    else:
        with Engine(existing(db)) as engine:
            governed = frozenset(engine.communities())
            found = [
                judged(one, types, engine if one.id in governed else None) for one in communities
            ]
    document = {
        "communities": [as_dict(one, ruling, language()) for one, ruling in found],
        "types": sorted(types.types),
        "skipped": types.skipped,
    }
    emit(as_json, document, lambda: fit_lines(found))


def catalogue(named: list[str]) -> Catalogue:
    """Return what communities are held against, and say which profiles cannot be read."""
    from xiangyue.exchange.fit.fittypes import catalogue as known

    found = known(named)
    for name in found.skipped:
        error = BadInput("fit-skipped", profile=name)
        complain(joined(error.text(language()), error.mend(language())))
    return found


def _refuse(error: BadCells, as_json: bool) -> None:
    """Say all that is wrong with a table."""
    for problem in error.problems:
        complain_of(problem)
    complain(words("fit-total", count=len(error.problems)))
    if as_json:
        problems = [error_document(problem) for problem in error.problems]
        write_json({"error": error_document(error), "problems": problems})


def _template(as_json: bool) -> None:
    from xiangyue.exchange.fit.fitsheet import template

    text = template(language())
    emit(as_json, _columns(text), lambda: text.split("\n"))


def _columns(text: str) -> dict[str, Any]:
    from xiangyue.study.fit import INDICATORS
    from xiangyue.study.fit.indicators import BANDS

    indicators = [
        {
            "code": one.code,
            "title": dict(one.title),
            "unit": dict(one.unit),
            "most": one.most,
            "bands": {band: one.range(band) for band in BANDS},
            "basis": one.basis,
        }
        for one in INDICATORS.values()
    ]
    return {"indicators": indicators, "csv": text}
