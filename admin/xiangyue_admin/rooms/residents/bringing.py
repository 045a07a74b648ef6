"""Bringing something up: what about, what is asked, and the receipt."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Engine
from xiangyue_admin.held import Held, is_once, once
from xiangyue_admin.intake import form_of, matter, matters, take_in, title_of
from xiangyue_admin.plainly import blame, uses
from xiangyue_admin.rooms.residents.door import (
    RAISED_A_MINUTE,
    blueprint,
    flooded,
    profile_of,
    throttled,
)
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

RECEIPT = "matter"


@blueprint.get("/<community>/raise")
def choose(community: str) -> str:
    """Ask what it is about."""
    found = matters(profile_of(community), here().language)
    return render_template(
        "xiangyue/residents/choose.html", community=community, matters=found, room="residents"
    )


@blueprint.route("/<community>/raise/<kind>/<name>", methods=["GET", "POST"])
def bring(community: str, kind: str, name: str) -> str | Response | tuple[str, int]:
    """Ask only what is needed, and take it in."""
    profile = profile_of(community)
    found = matter(profile, kind, name, here().language)
    if found is None:
        abort(404)
    form, mark = form_of(profile, found), request.form.get("once", "")
    if request.method == "POST":
        throttled("raise", RAISED_A_MINUTE)
        if form.validate():
            if flooded(community):
                form.rest = [
                    _(
                        "Too much came in here within an hour. Come to the counter, call, or try "
                        "again later."
                    )
                ]
            else:
                given = form.given
                title = title_of(profile, found, given)
                said: dict[str, Any] = {"by": Engine.PUBLIC, "title": title, "data": given}
                key = mark if is_once(mark) else once()
                decision = take_in(here().engine, community, found, key, said)
                if decision.outcome != "refused" and decision.receipt:
                    Held(RECEIPT, community).keep(decision.receipt, new="1")
                    return redirect(to("residents.receipt", community=community), 303)
                blame(form, decision)
    page = render_template(
        "xiangyue/residents/bring.html",
        community=community,
        matter=found,
        form=form,
        once=once(),
        uses=uses(profile, (*found.needs, *found.asks)),
        wrong=form.summary() if request.method == "POST" else [],
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.get("/<community>/receipt")
def receipt(community: str) -> str | Response:
    """Show the number, to be printed or written down."""
    held = Held(RECEIPT, community).read()
    if held is None:
        return redirect(to("residents.follow", community=community), 303)
    matter = here().engine.follow(held["number"], community=community)
    return render_template(
        "xiangyue/residents/receipt.html",
        community=community,
        number=held["number"],
        matter=matter,
        room="residents",
    )
