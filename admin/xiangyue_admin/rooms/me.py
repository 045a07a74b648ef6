"""About me: my points, how I am reached and in which language, when I am away."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import XiangyueError
from xiangyue_admin.forms.reading import moment
from xiangyue_admin.speaking import LANGUAGES, _
from xiangyue_admin.tasking import earned, learning
from xiangyue_admin.visiting import here, to, told

blueprint = Blueprint("me", __name__, url_prefix="/me")
KINDS = ("phone", "sms", "mail", "app")


@blueprint.get("/points")
def points() -> str:
    """Show one month of an account of the visitor."""
    mine = earned.accounts()
    wanted = request.args.get("in"), request.args.get("of")
    chosen = next((one for one in mine if (one.community, one.id) == wanted), None)
    if chosen is None and any(wanted):
        abort(404)
    chosen = chosen or (mine[0] if mine else None)
    month = earned.month_of(request.args.get("month"))
    statement, lines = earned.lines(chosen.community, chosen.id, month) if chosen else (None, [])
    before, after = earned.beside(month)
    return render_template(
        "xiangyue/me/points.html",
        accounts=mine,
        chosen=chosen,
        statement=statement,
        lines=lines,
        more=statement is not None and len(statement.entries) > earned.MOST,
        before=before,
        after=after,
        month=month,
    )


@blueprint.route("/reach", methods=["GET", "POST"])
def reach() -> str | BaseResponse | tuple[str, int]:
    """Show and change how the visitor is reached, and in which language."""
    visit, wrong = here(), ""
    if request.method == "POST":
        try:
            _change(visit.member)
        except XiangyueError as error:
            wrong = visit.say(error)
        else:
            told(_("Noted."))
            return redirect(to("me.reach"), 303)
    page = render_template(
        "xiangyue/me/reach.html",
        wrong=wrong,
        contacts=visit.engine.reach(visit.member),
        kinds=KINDS,
        spoken=visit.engine.language_of(visit.member),
        skills=learning.skills(),
    )
    return (page, 422) if wrong else page


def _change(member: str) -> None:
    engine, form = here().engine, request.form
    if (language := form.get("speak")) in LANGUAGES:
        engine.language(member, language, by=member)
    elif kind := form.get("remove"):
        engine.contact(member, kind, None, by=member)
    elif form.get("kind") in KINDS:
        rank = 1 if form.get("first") else 2
        engine.contact(member, form["kind"], form.get("address", "").strip(), rank, by=member)
    else:
        abort(400)


@blueprint.route("/away", methods=["GET", "POST"])
def away() -> str | BaseResponse | tuple[str, int]:
    """Note when the visitor is away; deputies stand in meanwhile."""
    visit, wrong = here(), list[tuple[str | None, str]]()
    if request.method == "POST":
        since = _read("since", _("From"), wrong)
        until = _read("until", _("Until"), wrong)
        if since and until:
            try:
                visit.engine.absent(visit.member, since=since, until=until)
            except XiangyueError as error:
                wrong.append(("until", visit.say(error)))
        if not wrong:
            told(_("Noted. Whoever stands in for you is told of what comes meanwhile."))
            return redirect(to("me.away"), 303)
    page = render_template(
        "xiangyue/me/away.html",
        wrong=wrong,
        person=visit.engine.member(visit.member, named=True),
        since=request.form.get("since", ""),
        until=request.form.get("until", ""),
    )
    return (page, 422) if wrong else page


def _read(name: str, title: str, wrong: list[tuple[str | None, str]]) -> datetime | None:
    try:
        return datetime.fromisoformat(moment(request.form.get(name, "")))
    except ValueError as error:
        wrong.append((name, f"{title}{_(': ')}{error}"))
        return None
