"""``xiangyue db``: the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from xiangyue.cli.options import (
    DEFAULT_DB,
    Db,
    Json,
    ask_help,
    database_file,
    existing,
    shown_url,
    there,
)
from xiangyue.cli.output import Line, emit, one_line, to_json, words

app = typer.Typer(rich_markup_mode=None)
app.callback(invoke_without_command=True, help="Upgrade, back up and restore the store.")(ask_help)


@app.command(epilog="Example: xiangyue db upgrade --db sqlite:///village.db")
def upgrade(db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Bring the schema up to what this program needs."""
    from xiangyue.storage import upgrade_schema

    before, after = upgrade_schema(there(db))
    document = {"db": shown_url(db), "before": before, "after": after}
    code = "cli-db-current" if before == after else "cli-db-upgraded"
    emit(as_json, document, lambda: [words(code, before=before or "-", after=after)])


class Switch(StrEnum):
    """Whether something is to be, or not."""

    ON = "on"
    OFF = "off"


@app.command(epilog="Example: xiangyue db jobs on --db postgresql+psycopg://me@db/xiangyue")
def jobs(
    switch: Annotated[Switch, typer.Argument(metavar="on|off", help="Make or drop their tables.")],
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Let commands wake workers by jobs, in a schema of their own on PostgreSQL, or no longer."""
    from xiangyue.storage.jobs import switch_jobs

    changed = switch_jobs(existing(db), switch is Switch.ON)
    document = {"db": shown_url(db), "jobs": switch.value, "changed": changed}
    emit(as_json, document, lambda: [words(f"cli-db-jobs-{switch.value}")])


@app.command(
    epilog="\b\nExamples:\n"
    "  xiangyue db heads --output heads.json\n"
    "  xiangyue verify --heads heads.json"
)
def heads(
    db: Db = DEFAULT_DB,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write them to a file instead.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Export the ends of the chains, to be kept elsewhere."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.heads()
    if output:
        output.write_bytes(to_json(found))

    def lines() -> Iterator[Line]:
        if output:
            yield words("cli-db-heads", count=len(found), file=output)
        else:
            yield from to_json(found).decode().splitlines()

    emit(as_json, found, lines)


@app.command(epilog="Example: xiangyue db info --json")
def info(db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Say where the store is and how much it holds."""
    found = _rows(existing(db))
    file = database_file(db)
    document: dict[str, Any] = {
        "db": shown_url(db),
        "file": str(file.absolute()) if file else None,
        "bytes": file.stat().st_size if file else None,
        **found,
    }
    emit(as_json, document, lambda: _info(document))


def _rows(url: str) -> dict[str, Any]:
    """Look into a store of any schema, which the engine would refuse to open."""
    import sqlalchemy as sa

    from xiangyue.storage import REVISION, schema_revision
    from xiangyue.storage.jobs import jobs_state
    from xiangyue.storage.refusals import translated
    from xiangyue.storage.store import open_engine
    from xiangyue.tables import metadata

    engine = open_engine(url)
    rows: dict[str, int] = {}
    try:
        revision = schema_revision(engine)
        with engine.connect() as connection:
            state = jobs_state(connection)
            there = sa.inspect(connection).get_table_names()
            for name, table in sorted(metadata.tables.items()):
                if name in there:
                    count = sa.select(sa.func.count()).select_from(table)
                    rows[name] = connection.execute(count).scalar_one()
    except sa.exc.DBAPIError as error:
        raise translated(error.orig) from error
    finally:
        engine.dispose()
    return {"schema": revision, "expected": REVISION, "jobs": state, "rows": rows}


def _info(document: dict[str, Any]) -> Iterator[Line]:
    yield words("cli-db-url", db=one_line(document["db"]))
    if document["file"]:
        yield words("cli-db-file", file=document["file"], bytes=document["bytes"])
    yield words("cli-db-schema", schema=document["schema"] or "-", expected=document["expected"])
    if document["jobs"] != "off":
        yield words("cli-db-jobs-on")
    yield from (f"  {name:<10} {count:>10,}" for name, count in document["rows"].items())
