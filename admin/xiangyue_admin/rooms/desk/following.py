"""Looking up a matter for whoever says its number, and answering in it for them."""

from __future__ import annotations

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import XiangyueError
from xiangyue_admin.forms import field_sheet
from xiangyue_admin.held import Held
from xiangyue_admin.rooms.desk.bringing import RECEIPT
from xiangyue_admin.rooms.desk.counter import WAYS, behalf, blueprint, sent
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told


@blueprint.route("/<community>/follow", methods=["GET", "POST"])
def follow(community: str) -> str | Response | tuple[str, int]:
    """Ask for the number."""
    here().engine.intake(community)
    wrong, number = None, request.form.get("number", "")[:100]
    if request.method == "POST":
        try:
            here().engine.follow(number, community=community)
        except XiangyueError as error:
            wrong = here().say(error)
        else:
            Held(RECEIPT, community).keep(number)
            return redirect(to("desk.show", community=community), 303)
    page = render_template(
        "xiangyue/residents/follow.html",
        community=community,
        number=number,
        wrong=wrong,
        room="desk",
    )
    return (page, 422) if wrong else page


@blueprint.get("/<community>/matter")
def show(community: str) -> str | Response:
    """Show how it stands, as the person would see it themselves."""
    held = Held(RECEIPT, community).read()
    if held is None:
        return redirect(to("desk.follow", community=community), 303)
    return render_template(
        "xiangyue/residents/show.html",
        community=community,
        matter=here().engine.follow(held["number"], community=community),
        room="desk",
    )


@blueprint.route("/<community>/matter/<action>", methods=["GET", "POST"])
def answer(community: str, action: str) -> str | Response | tuple[str, int]:
    """Answer for the person, who says it."""
    held, engine = Held(RECEIPT, community).read(), here().engine
    if held is None:
        return redirect(to("desk.follow", community=community), 303)
    matter = engine.follow(held["number"], community=community)
    choice = next((one for one in matter.choices if one.action == action), None)
    if choice is None:
        abort(404)
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
                held["number"],
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
    page = render_template(
        "xiangyue/residents/answer.html",
        community=community,
        matter=matter,
        choice=choice,
        form=form,
        note=note,
        wrong=wrong,
        room="desk",
        ways=WAYS,
        sent=sent(),
    )
    return (page, 422) if wrong else page


@blueprint.post("/<community>/forget")
def forget(community: str) -> Response:
    """Put the matter away before the next person comes."""
    Held(RECEIPT, community).forget()
    return redirect(to("desk.start", community=community), 303)
