"""``xiangyue fit``: which type each community is, how sure that is, and how to go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.lookup import look_up, sound
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
from xiangyue.errors import BadInput, Misuse, XiangyueError

if TYPE_CHECKING:
    from xiangyue import Engine
    from xiangyue.exchange.fitsheet import BadCells
    from xiangyue.profile import Loaded
    from xiangyue.study.fit import Assessment, Community, Ruling, Type

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
    from xiangyue.exchange.fitsheet import BadCells, read_communities
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


@dataclass(slots=True)
class Catalogue:
    """The profiles by name: ``types`` are compared, of ``kinds`` can be told whether they match.

    Whoever only inherits a fit section is of its parent's type, and no type beside it.
    """

    known: set[str]
    types: dict[str, Type] = field(default_factory=dict)
    kinds: dict[str, Type] = field(default_factory=dict)
    mixes: dict[frozenset[str], str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def catalogue(named: list[str]) -> Catalogue:
    """Return the profiles that are installed, and those that are named, with what they are for."""
    from xiangyue.plugs import packs
    from xiangyue.profile import available
    from xiangyue.study.fit import to_type

    found = Catalogue({*available(packs())})
    ancestors = {}
    for name in sorted(found.known):
        try:
            loaded = look_up(name)
        except XiangyueError:
            loaded = None
        if loaded is None or loaded.profile is None:
            found.skipped.append(name)
            error = BadInput("fit-skipped", profile=name)
            complain(joined(error.text(language()), error.mend(language())))
        elif kind := to_type(loaded.profile.document):
            found.kinds[name] = kind
            ancestors[name] = {file.parent.name for file in loaded.files[:-1]}
            if _says_itself(loaded):
                found.types[name] = kind
    for name in sorted(ancestors, key=lambda name: (-len(ancestors[name]), name)):
        mixed = frozenset(ancestors[name] & {*found.types})
        if len(mixed) > 1:
            found.mixes[mixed] = name  # the plainest comes last, and stays
    for ref in named:
        document = sound(ref).document
        kind = to_type(document)
        if kind is None:
            raise Misuse("fit-no-section", profile=document["profile"])
        found.kinds[kind.id] = found.types[kind.id] = kind
        found.known.add(kind.id)
    if not found.types:
        raise Misuse("fit-no-types")
    return found


def _says_itself(loaded: Loaded) -> bool:
    from xiangyue.profile import resolved_lines

    own = str(loaded.files[-1])
    return any(
        address.startswith("fit.") and place.file == own
        for address, _, place in resolved_lines(loaded)
    )


def judged(
    community: Community, types: Catalogue, engine: Engine | None = None
) -> tuple[Assessment, Ruling | None]:
    """Hold a community against the types; a store says what governs it, unless the table does."""
    from xiangyue.study.fit import assess, latest_ruling, to_type

    ruling = None
    current = types.kinds.get(community.profile or "")
    if engine:
        ruling = latest_ruling(engine, community.id)
        if community.profile is None:
            document = engine.profile(community.id).document
            community = replace(community, profile=document["profile"])
            current = to_type(document)
    return assess(community, [*types.types.values()], current, types.mixes), ruling


def _refuse(error: BadCells, as_json: bool) -> None:
    """Say all that is wrong with a table."""
    for problem in error.problems:
        complain_of(problem)
    complain(words("fit-total", count=len(error.problems)))
    if as_json:
        problems = [error_document(problem) for problem in error.problems]
        write_json({"error": error_document(error), "problems": problems})


def _template(as_json: bool) -> None:
    from xiangyue.exchange.fitsheet import template

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
