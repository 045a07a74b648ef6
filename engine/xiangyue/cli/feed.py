"""``xiangyue feed``: what has happened in a community, for other systems."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import write_json

EXAMPLES = """\b
Examples:
  xiangyue feed --community xinqi
  xiangyue feed --community xinqi --after 120 --type task.refused
"""


def feed(
    community: Annotated[
        str, typer.Option("--community", metavar="COMMUNITY", help="The community's id.")
    ],
    after: Annotated[
        int, typer.Option("--after", metavar="N", help="The number of the last known entry.")
    ] = 0,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="How many events at most, 1 to 1000.")
    ] = 100,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only events of this type.")
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Print what has happened as CloudEvents, a line each; go on after the last xiangyueseq."""
    import orjson

    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.feed(community, after, limit, types)
    if as_json:
        write_json({"events": list(found.events), "next": found.next})
        return
    sys.stdout.flush()
    for event in found.events:
        sys.stdout.buffer.write(orjson.dumps(event) + b"\n")
    sys.stdout.buffer.flush()
