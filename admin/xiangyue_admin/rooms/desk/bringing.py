"""Taking in what somebody brings up at the counter, by phone, at their door or on paper."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Conflict
from xiangyue_admin.held import Held, is_once, once
from xiangyue_admin.intake import form_of, matter, matters, take_in, title_of
from xiangyue_admin.rooms.desk.counter import WAYS, behalf, blueprint, sent
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

RECEIPT = "desk"


@blueprint.get("/<community>/raise")
def choose(community: str) -> str:
    """Ask what it is about."""
    found = matters(here().engine.intake(community), here().language)
    return render_template(
        "xiangyue/residents/choose.html",
        community=community,
        matters=found,
        room="desk",
        passed={n: v for n, v in sent().items() if n in ("way", "number")},
    )


@blueprint.route("/<community>/raise/<kind>/<name>", methods=["GET", "POST"])
def bring(community: str, kind: str, name: str) -> str | Response | tuple[str, int]:
    """Take it in, in the name of whoever brings it."""
    profile = here().engine.intake(community)
    found = matter(profile, kind, name, here().language)
    if found is None:
        abort(404)
    form, whose, mark = form_of(profile, found), None, request.form.get("once", "")
    if request.method == "POST":
        whose = behalf(profile, sent())
        if form.validate() and not whose.wrong:
            said: dict[str, Any] = {
                "by": here().member,
                "on_behalf_of": whose.member,
                "source": whose.source,
                "occurred_at": whose.at,
                "title": title_of(profile, found, form.given),
                "data": form.given,
            }
            key = whose.key or (mark if is_once(mark) else once())
            try:
                decision = take_in(here().engine, community, found, key, said)
            except Conflict:
                whose.wrong.append(
                    ("number", _("This sheet was entered before, with other words."))
                )
            else:
                if decision.outcome != "refused" and decision.receipt:
                    Held(RECEIPT, community).keep(decision.receipt, new="1")
                    return redirect(to("desk.receipt", community=community), 303)
                form.blame(decision)
    page = render_template(
        "xiangyue/desk/bring.html",
        community=community,
        matter=found,
        form=form,
        once=once(),
        ways=WAYS,
        sent=sent(),
        wrong=[*(whose.wrong if whose else []), *(form.summary() if whose else [])],
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.get("/<community>/receipt")
def receipt(community: str) -> str | Response:
    """Show the number, to be printed and handed over."""
    held = Held(RECEIPT, community).read()
    if held is None:
        return redirect(to("desk.start", community=community), 303)
    return render_template(
        "xiangyue/residents/receipt.html",
        community=community,
        number=held["number"],
        matter=here().engine.follow(held["number"], community=community),
        room="desk",
    )
