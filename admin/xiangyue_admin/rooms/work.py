"""My work: what to do now, what waits for others, and what else concerns whoever works here."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import Decision
from xiangyue.office import paper_form
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.tasking import opening
from xiangyue_admin.tasking.acts import Act
from xiangyue_admin.tasking.paper import printed
from xiangyue_admin.tasking.rows import Rows, grouped, passed_on, put_off
from xiangyue_admin.tasking.words import sources
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("work", __name__, url_prefix="/work")
_A_PAGE = 30


@blueprint.get("/")
def index() -> str:
    """Show what waits for the visitor, what is late first."""
    visit, now = here(), micros()
    found = visit.engine.worklist(visit.member, limit=_A_PAGE, after=request.args.get("after"))
    rows = Rows(visit.member, now)
    return render_template(
        "xiangyue/work/index.html",
        groups=grouped(rows.of(one) for one in found.items),
        next=found.next,
        begun="after" in request.args,
        person=visit.engine.member(visit.member, named=True),
        key=Act.fresh_key(),
    )


@blueprint.get("/waiting")
def waiting() -> str:
    """Show what the visitor has begun and others go on with, and what was put off."""
    visit = here()
    found = visit.engine.passed_on(visit.member, limit=_A_PAGE, after=request.args.get("after"))
    return render_template(
        "xiangyue/work/waiting.html",
        passed=passed_on(found, micros()),
        put_off=put_off(visit.engine.put_off(visit.member)),
        next=found.next,
    )


@blueprint.get("/new")
def new() -> str:
    """Show what the visitor may open, community by community."""
    near = opening.my_communities()
    chosen = request.args.get("in")
    community = chosen if chosen in near else near[0] if near else None
    return render_template(
        "xiangyue/work/new.html",
        communities=near,
        community=community,
        offers=opening.offers(community) if community else [],
    )


@blueprint.route("/new/<community>/<flow>", methods=["GET", "POST"])
def begin(community: str, flow: str) -> str | BaseResponse | tuple[str, int]:
    """Open a task of a flow."""
    return _open(opening.find_offer(community, flow, None))


@blueprint.route("/new/<community>/about/<category>", methods=["GET", "POST"])
def receive(community: str, category: str) -> str | BaseResponse | tuple[str, int]:
    """Take in a matter of a category."""
    return _open(opening.find_offer(community, None, category))


@blueprint.get("/new/<community>/<flow>/sheet")
def sheet(community: str, flow: str) -> Response:
    """Give the form of an opening in large type for paper."""
    profile = here().engine.intake(community) if community in opening.my_communities() else None
    if profile is None or all(one.flow != flow for one in opening.offers(community)):
        abort(404)
    return printed([paper_form(profile, flow, community=community)])


def _open(offer: opening.Offer) -> str | BaseResponse | tuple[str, int]:
    form, became, really = opening.prepare_opening(offer), None, False
    if request.method == "POST":
        really = "try" not in request.form
        became = opening.try_opening(form, really=really)
        if really and isinstance(became, Decision) and became.outcome != "refused":
            if became.outcome == "deferred":
                return redirect(to("work.waiting"), 303)
            where = {"community": offer.community, "task": became.task, "seq": became.seq}
            return redirect(to("tasks.done", **where), 303)
    page = render_template(
        "xiangyue/work/open.html",
        form=form,
        offer=offer,
        became=became if isinstance(became, Decision) else None,
        error=None if became is None or isinstance(became, Decision) else became,
        really=really,
        sources=sources(),
        key=Act.fresh_key(),
    )
    refused = request.method == "POST" and not (isinstance(became, Decision) and became)
    return (page, 422) if refused else page
