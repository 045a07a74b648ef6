"""Which communities there are, and what each says on its first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import render_template, request

from xiangyue import Unit
from xiangyue_admin.rooms.communities.calls import calls_of
from xiangyue_admin.rooms.communities.room import blueprint, governed, page
from xiangyue_admin.visiting import here

_AT_ONCE = 25


class Row(NamedTuple):
    """A community on the list."""

    id: str
    above: str
    mode: Any
    numbers: Any


@blueprint.get("/")
def index() -> str:
    """List the communities that the visitor may see, as they stand in the tree of units."""
    visit = here()
    mine = frozenset(visit.communities("admin"))
    names = [name for name in _in_order(visit.engine.units()) if name in mine]
    after = request.args.get("after")
    start = names.index(after) + 1 if after in names else 0
    shown = names[start : start + _AT_ONCE]
    rows = [_row(name) for name in shown]
    more = shown[-1] if names[start + _AT_ONCE :] else None
    return render_template("xiangyue/communities/index.html", rows=rows, more=more, first=start > 0)


def _row(name: str) -> Row:
    visit = here()
    unit = visit.accounts.tree.unit(name)
    above = visit.title(unit.parent) if unit and unit.parent else ""
    return Row(name, above, visit.engine.mode(name), visit.engine.overview(name))


def _in_order(units: dict[str, Unit]) -> Iterator[str]:
    """Give units as they stand in the tree: each before what is beneath it."""
    beneath: dict[str | None, list[str]] = {}
    for unit in units.values():
        beneath.setdefault(unit.parent, []).append(unit.id)
    rest = sorted(beneath.get(None, ()), reverse=True)
    while rest:
        name = rest.pop()
        yield name
        rest += sorted(beneath.get(name, ()), reverse=True)


@blueprint.get("/<community>/")
def community(community: str) -> str:
    """Show a community: its mode, what is open, late and returned, and what else there is."""
    visit = here()
    engine = visit.engine
    profile = engine.profile(governed(community))
    numbers = engine.overview(community)
    return page(
        "community",
        community,
        visit.title(community),
        mode=engine.mode(community),
        numbers=numbers,
        flows=[one for one in numbers.flows if one.open or one.late or one.returned],
        profile=profile,
        running=[one for one in calls_of(community) if not one.task.ended_at],
    )
