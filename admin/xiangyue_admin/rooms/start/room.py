"""The room of first steps: its blueprint and its first page."""

from __future__ import annotations

from flask import Blueprint, render_template

from xiangyue.plugs import Importer
from xiangyue_admin.incoming import stores, words
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("start", __name__, url_prefix="/start")

_SHEETS = ("units", "members")


def where(*more: tuple[str | None, str]) -> list[tuple[str | None, str]]:
    """Return the way to a page of the first steps."""
    return [(to("start.index"), _("First steps")), *more]


def others() -> dict[str, Importer]:
    """Return the importers that are about no single community and have no page of their own."""
    return {name: o for name, o in stores(community=False).items() if name not in _SHEETS}


@blueprint.get("/")
def index() -> str:
    """Show the steps from an empty store to a governed community, and which are done."""
    visit = here()
    units = visit.engine.units()
    governed = visit.engine.communities()
    people = visit.engine.has_members() and any(
        visit.engine.members(one, limit=1).items for one in governed
    )
    return render_template(
        "xiangyue/start/index.html",
        units=len(units),
        governed=[(one, visit.title(one)) for one in governed],
        people=people,
        accounts=len(visit.accounts.all()),
        others=others().values(),
        words=words,
    )
