"""``xiangyue whatif``: what a draft of the rules would have changed, had it held."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.burden import Since, Until
from xiangyue.cli.change import param_of
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import emit, language, progress, words
from xiangyue.errors import Misuse

if TYPE_CHECKING:
    from xiangyue import Engine, Profile

EXAMPLES: Final = """\b
Examples:
  xiangyue whatif --draft xinqi/_17 --since 2025-10-01
  xiangyue whatif --set points_month_cap=30 --community xinqi --svg points.svg
  xiangyue whatif --draft ./our-village --workers 4 --json
  xiangyue whatif --draft xinqi/_17 --decision xinqi/412
"""

_TASK: Final = re.compile(r"[^/\\]+/_\d+")
_SHOWN: Final = 20


def whatif(
    draft: Annotated[
        str | None,
        typer.Option(
            "--draft", metavar="DRAFT", help="A draft's task (xinqi/_17), or a profile that lints."
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="PARAM=VALUE", help="A param, over what held; may be repeated."
        ),
    ] = None,
    community: Annotated[
        list[str] | None,
        typer.Option("--community", metavar="COMMUNITY", help="Only this one; may be repeated."),
    ] = None,
    since: Since = None,
    until: Until = None,
    decision: Annotated[
        str | None,
        typer.Option(
            "--decision", metavar="ENTRY", help="One decision under both rules: xinqi/412."
        ),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=0, metavar="N", help="How many lines of each list.")
    ] = _SHOWN,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help="Draw how points are shared into this file."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="How many processes.")
    ] = None,
    executor: Annotated[
        str | None,
        typer.Option("--executor", metavar="URL", help="A Dask cluster: dask://host:8786."),
    ] = None,
    thorough: Annotated[
        bool,
        typer.Option("--thorough", help="Judge also what reads nothing that changes."),
    ] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Judge what was recorded as if other rules had held, and write nothing."""
    from xiangyue import Engine
    from xiangyue.cli.cluster import cluster
    from xiangyue.cli.whatif_lines import lines_of, picture
    from xiangyue.study.whatif import what_if
    from xiangyue.time.clock import parse_date

    first, last = (None if day is None else parse_date(day) for day in (since, until))
    with Engine(existing(db)) as engine:
        tried = {**_tried(draft), "params": dict(map(param_of, param or ())) or None}
        if decision is not None:
            _explain(engine, decision, tried, as_json)
            return
        with cluster(executor) as pool, progress(as_json, words("whatif-progress")) as bar:
            found = what_if(
                engine,
                **tried,
                communities=community,
                since=first,
                until=last,
                executor=pool,
                workers=workers,
                thorough=thorough,
                progress=bar,
            )
    if svg is not None:
        svg.write_text(picture(found, language()), encoding="utf-8")
    emit(as_json, found.as_dict(language()), lambda: lines_of(found, most))


def _tried(draft: str | None) -> dict[str, Any]:
    """Return what is tried: the task of a draft, or a profile."""
    if draft is None:
        return {}
    if _TASK.fullmatch(draft) and not Path(draft).exists():
        return {"draft": draft}
    return {"profile": _sound(draft)}


def _sound(ref: str) -> Profile:
    from xiangyue.cli.lookup import sound

    return sound(ref)


def _explain(engine: Engine, entry: str, tried: dict[str, Any], as_json: bool) -> None:
    from xiangyue.cli.whatif_lines import explained, explained_lines
    from xiangyue.study.whatif import explain_flip

    community, _, seq = entry.partition("/")
    if not seq.isdecimal():
        raise Misuse("whatif-entry", entry=entry)
    found = explain_flip(engine, community, int(seq), **tried)
    emit(as_json, explained(found, language()), lambda: explained_lines(found))
