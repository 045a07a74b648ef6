"""``xiangyue list``: what is needed, offered and to be done, as it hangs out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, language, words

if TYPE_CHECKING:
    from xiangyue.reach.listing import Listed

EXAMPLES: Final = """\b
Examples:
  xiangyue list needs xinqi --db sqlite:///village.db
  xiangyue list resources xinqi --json
"""


def show_list(
    name: Annotated[
        str, typer.Argument(metavar="LIST", help="Which list of the profile: needs, resources, ...")
    ],
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Show a list that hangs out: what was published of open tasks, nobody without consent."""
    from xiangyue import Engine

    with Engine(existing(db)) as engine:
        found = engine.published(community, name)
    emit(as_json, _document(found), lambda: _lines(found))


def _document(found: Listed) -> dict[str, Any]:
    return {
        "title": dict(found.title),
        "fields": {name: dict(title) for name, title in found.fields.items()},
        "rows": [
            {"values": dict(row.values), "words": row.words, "who": row.who} for row in found.rows
        ],
        "count": len(found.rows),
    }


def _lines(found: Listed) -> Iterator[Line]:
    lang = language()
    yield f"{found.title.of(lang)} ({len(found.rows)})"
    if not found.rows:
        yield words("list-empty")
        return
    named = any(row.who for row in found.rows)
    heads = [title.of(lang) for title in found.fields.values()]
    yield Table(
        [*heads, *([words("list-who")] if named else [])],
        [
            [*(row.words[lang].get(name, "") for name in found.fields), *([row.who] * named)]
            for row in found.rows
        ],
    )
