"""``xiangyue doctor``: what is wrong here, and how it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from xiangyue.cli.options import BAD, DEFAULT_DB, FOUND, Db, Json
from xiangyue.cli.output import Line, emit, joined, language, words

EXAMPLES: Final = """\b
Exit: 0 all fine, 1 something to look at, 2 something does not work.

\b
Examples:
  xiangyue doctor --db sqlite:///village.db
  xiangyue doctor --channels channels.yaml --json
"""
_MARKS: Final = {"fine": ("✓ ", "green"), "look": ("! ", "yellow"), "wrong": ("✗ ", "bold red")}
_ABSENT: Final = ("– ", "dim")
"""The mark of what is neither there nor needed."""


def doctor(
    db: Db = DEFAULT_DB,
    channels: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The channels by which people are reached."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what is wrong with this installation and its database, and how to mend it."""
    from xiangyue.upkeep.doctor import examine

    found, lang = list(examine(db, channels=channels)), language()
    counts = Counter(one.state for one in found)
    totals = {state: counts[state] for state in ("wrong", "look", "fine")}

    def lines() -> Iterator[Line]:
        for one in found:
            mark = _ABSENT if one.code == "doctor-extra-missing" else _MARKS[one.state]
            yield [mark, (joined(one.text(lang), one.mend(lang)), "")]
        yield words("doctor-total", **totals)

    document = {
        **totals,
        "checks": [
            {
                "state": one.state,
                "code": one.code,
                "text": one.text(lang),
                "mend": one.mend(lang),
            }
            for one in found
        ],
    }
    emit(as_json, document, lines)
    if totals["wrong"] or totals["look"]:
        raise typer.Exit(BAD if totals["wrong"] else FOUND)
