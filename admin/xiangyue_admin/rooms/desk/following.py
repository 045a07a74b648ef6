"""Looking up a matter for whoever says its number, and answering in it for them."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from xiangyue_admin.following import Following, Page, choice_of
from xiangyue_admin.forms import field_sheet
from xiangyue_admin.held import Held
from xiangyue_admin.rooms.desk.bringing import RECEIPT
from xiangyue_admin.rooms.desk.counter import WAYS, behalf, blueprint, sent
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told

_FOLLOWING = Following("desk", RECEIPT)


@blueprint.route("/<community>/follow", methods=["GET", "POST"])
def follow(community: str) -> Page:
    """Ask for the number."""
    here().engine.intake(community)
    return _FOLLOWING.ask(community)


@blueprint.get("/<community>/matter")
def show(community: str) -> Page:
    """Show how it stands, as the person would see it themselves."""
    return _FOLLOWING.show(community)


@blueprint.route("/<community>/matter/<action>", methods=["GET", "POST"])
def answer(community: str, action: str) -> Page:
    """Answer for the person, who says it."""
    engine, number = here().engine, _FOLLOWING.number(community)
    if number is None:
        return _FOLLOWING.lost(community)
    matter = engine.follow(number, community=community)
    choice = choice_of(matter, action)
    profile = engine.intake(community)
    form = field_sheet(profile, (*choice.needs, *choice.asks), needed=choice.needs)
    note = request.form.get("note", "").strip()
    wrong: list[tuple[str | None, str]] = []
    if request.method == "POST":
        whose = behalf(profile, sent())
        wrong += whose.wrong
        if choice.note and not note:
            wrong.append(("note", _("Write a few words.")))
        if form.validate() and not wrong:
            decision = engine.answer(
                number,
                action,
                community=community,
                by=here().member,
                source=whose.source,
                occurred_at=whose.at,
                key=whose.key,
                note=note or None,
                data=form.given,
            )
            if decision.outcome != "refused":
                told(_("It is entered."))
                return redirect(to("desk.show", community=community), 303)
            form.blame(decision)
        wrong += form.summary()
    what = {"matter": matter, "choice": choice, "form": form, "note": note, "wrong": wrong}
    page = _FOLLOWING.page("answer", community, **what, ways=WAYS, sent=sent())
    return (page, 422) if wrong else page


@blueprint.post("/<community>/forget")
def forget(community: str) -> Response:
    """Put the matter away before the next person comes."""
    Held(RECEIPT, community).forget()
    return redirect(to("desk.start", community=community), 303)
