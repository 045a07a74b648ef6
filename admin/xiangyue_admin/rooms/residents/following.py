"""Following a matter by its number, and answering in it."""

from __future__ import annotations

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import XiangyueError
from xiangyue_admin.held import Held
from xiangyue_admin.plainly import blame, plain_sheet
from xiangyue_admin.rooms.residents.bringing import RECEIPT
from xiangyue_admin.rooms.residents.door import (
    LOOKED_UP_A_MINUTE,
    RAISED_A_MINUTE,
    blueprint,
    profile_of,
    throttled,
)
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told


@blueprint.route("/<community>/follow", methods=["GET", "POST"])
def follow(community: str) -> str | Response | tuple[str, int]:
    """Ask for the number, and lead to the matter."""
    profile_of(community)
    wrong, number = None, request.form.get("number", "")
    if request.method == "POST":
        throttled("follow", LOOKED_UP_A_MINUTE)
        try:
            here().engine.follow(number[:100], community=community)
        except XiangyueError as error:
            wrong = here().say(error)
        else:
            Held(RECEIPT, community).keep(number[:100])
            return redirect(to("residents.show", community=community), 303)
    page = render_template(
        "xiangyue/residents/follow.html",
        community=community,
        number=number,
        wrong=wrong,
        room="residents",
    )
    return (page, 422) if wrong else page


@blueprint.get("/<community>/matter")
def show(community: str) -> str | Response:
    """Show how it stands, what comes next, and what may be answered."""
    held = Held(RECEIPT, community).read()
    if held is None:
        return redirect(to("residents.follow", community=community), 303)
    matter = here().engine.follow(held["number"], community=community)
    return render_template(
        "xiangyue/residents/show.html", community=community, matter=matter, room="residents"
    )


@blueprint.route("/<community>/matter/<action>", methods=["GET", "POST"])
def answer(community: str, action: str) -> str | Response | tuple[str, int]:
    """Take one of the actions that are the opener's."""
    held = Held(RECEIPT, community).read()
    if held is None:
        return redirect(to("residents.follow", community=community), 303)
    engine, number = here().engine, held["number"]
    matter = engine.follow(number, community=community)
    choice = next((one for one in matter.choices if one.action == action), None)
    if choice is None:
        abort(404)
    names = (*choice.needs, *choice.asks)
    form = plain_sheet(profile_of(community), names, needed=choice.needs)
    note = request.form.get("note", "").strip()
    missing = choice.note and not note
    if request.method == "POST":
        throttled("raise", RAISED_A_MINUTE)
        if form.validate() and not missing:
            decision = engine.answer(
                number, action, community=community, data=form.given, note=note or None
            )
            if decision.outcome != "refused":
                told(_("Thank you. Your answer has arrived."))
                return redirect(to("residents.show", community=community), 303)
            blame(form, decision)
    wrong = form.summary() if request.method == "POST" else []
    if request.method == "POST" and missing:
        wrong.append(("note", _("Write a few words.")))
    page = render_template(
        "xiangyue/residents/answer.html",
        community=community,
        matter=matter,
        choice=choice,
        form=form,
        note=note,
        wrong=wrong,
        room="residents",
    )
    return (page, 422) if wrong else page


@blueprint.post("/<community>/forget")
def forget(community: str) -> Response:
    """Hold no number any more: the next person at this machine sees nothing."""
    for what in (RECEIPT, "slip"):
        Held(what, community).forget()
    told(_("Nothing of you is left on this machine."))
    return redirect(to("residents.start", community=community), 303)
