"""``xiangyue participation``: how many take part, who is new, and whether it is always the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Final

import typer

from xiangyue.cli.burden import Since, Until
from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import Line, Table, emit, words
from xiangyue.errors import Misuse
from xiangyue.spelling import nearest, shown

if TYPE_CHECKING:
    from xiangyue.study.participation import Participation
    from xiangyue.study.spread import Spread

EXAMPLES: Final = """\b
Examples:
  xiangyue participation xinqi --db sqlite:///village.db
  xiangyue participation xinqi --since 2026-09-01 --until 2026-09-30 --staff grid_worker --json
"""

_NONE: Final = "–"
_HEADS: Final = ("what", "share", "count", "total")


def participation(
    community: Annotated[str, typer.Argument(metavar="COMMUNITY", help="The community's id.")],
    db: Db = DEFAULT_DB,
    since: Since = None,
    until: Until = None,
    staff: Annotated[
        list[str] | None,
        typer.Option(
            "--staff",
            metavar="ROLE",
            help="A role whose holders do this as their work; may be given again.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Count how many households take part, who is new to it, and what comes from below."""
    from xiangyue import Engine
    from xiangyue.study.participation import STAFF
    from xiangyue.study.participation import participation as count
    from xiangyue.study.spread import points_spread
    from xiangyue.time.clock import parse_date

    first, last = (None if day is None else parse_date(day) for day in (since, until))
    with Engine(existing(db)) as engine:
        _check_roles(staff or (), engine.profile(community).roles)
        found = count(engine, community, since=first, until=last, staff=staff or STAFF)
        spread = points_spread(engine, community, since=first, until=last)
    document = {"community": community, "since": since, "until": until, **found.as_dict()}
    document["points"] = {name: one.as_dict() for name, one in spread.items()}
    emit(as_json, document, lambda: chain(participation_lines(found), spread_lines(spread)))


def _check_roles(named: Sequence[str], roles: Collection[str]) -> None:
    for role in named:
        if role not in roles:
            raise Misuse("cli-no-role", role=shown(role), **nearest(role, roles))


def participation_lines(found: Participation) -> Iterator[Line]:
    """Say what was counted, and warn where it is always the same few."""
    from xiangyue.study.participation import LEAST, SHARES

    yield Table(
        [words(f"participation-head-{name}") for name in _HEADS],
        [_row(found, name) for name in SHARES],
        frozenset({1, 2, 3}),
    )
    yield words("participation-how")
    if any(getattr(found, name).share is None for name in SHARES):
        yield words("participation-few", least=LEAST)
    if found.same_few:
        yield [(words("participation-same-few"), "yellow")]


def spread_lines(spread: Mapping[str, Spread]) -> Iterator[Line]:
    """Say of each account with enough holders what its top tenth has earned."""
    for name, one in spread.items():
        if one.share is not None:
            said = words("participation-points", account=name, share=f"{one.share:.1%}")
            yield [(said, "yellow" if one.few_have else "")]


def _row(found: Participation, name: str) -> Sequence[object]:
    if name == "household_coverage":
        title = "household" if found.households else "person"
    else:
        title = name.replace("_", "-")
    one, said = getattr(found, name), words(f"participation-{title}")
    if one.share is None:
        return said, _NONE, _NONE, _NONE
    return said, f"{one.share:.1%}", one.count, one.total
