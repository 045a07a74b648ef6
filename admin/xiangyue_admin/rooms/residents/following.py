"""Following a matter by its number, and answering in it."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from xiangyue_admin.following import Following, Page, choice_of
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

_FOLLOWING = Following("residents", RECEIPT)


@blueprint.route("/<community>/follow", methods=["GET", "POST"])
def follow(community: str) -> Page:
    """Ask for the number, and lead to the matter."""
    profile_of(community)
    return _FOLLOWING.ask(community, lambda: throttled("follow", LOOKED_UP_A_MINUTE))


@blueprint.get("/<community>/matter")
def show(community: str) -> Page:
    """Show how it stands, what comes next, and what may be answered."""
    return _FOLLOWING.show(community)


@blueprint.route("/<community>/matter/<action>", methods=["GET", "POST"])
def answer(community: str, action: str) -> Page:
    """Take one of the actions that are the opener's."""
    engine, number = here().engine, _FOLLOWING.number(community)
    if number is None:
        return _FOLLOWING.lost(community)
    matter = engine.follow(number, community=community)
    choice = choice_of(matter, action)
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
    what = {"matter": matter, "choice": choice, "form": form, "note": note, "wrong": wrong}
    page = _FOLLOWING.page("answer", community, **what)
    return (page, 422) if wrong else page


@blueprint.post("/<community>/forget")
def forget(community: str) -> Response:
    """Hold no number any more: the next person at this machine sees nothing."""
    for what in (RECEIPT, "slip"):
        Held(what, community).forget()
    told(_("Nothing of you is left on this machine."))
    return redirect(to("residents.start", community=community), 303)
