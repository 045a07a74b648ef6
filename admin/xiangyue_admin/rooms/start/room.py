"""The room of first steps: its blueprint and its first page."""

from __future__ import annotations

from flask import Blueprint, render_template

from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("start", __name__, url_prefix="/start")


def where(*more: tuple[str | None, str]) -> list[tuple[str | None, str]]:
    """Return the way to a page of the first steps."""
    return [(to("start.index"), _("First steps")), *more]


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
    )
