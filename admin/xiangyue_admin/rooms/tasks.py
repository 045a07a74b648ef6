"""One task a page: where it stands, what it is about, what may be done, and doing it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import Decision
from xiangyue.office import paper_form_of
from xiangyue_admin.beside import EMERGENCY
from xiangyue_admin.counted import SOON, counted
from xiangyue_admin.holding_up import expectation, shown, take_expectation
from xiangyue_admin.speaking import signed_points
from xiangyue_admin.tasking import TaskPage, Tried, look_at, prepare, send
from xiangyue_admin.tasking.acts import Act
from xiangyue_admin.tasking.history import told_of
from xiangyue_admin.tasking.paper import printed
from xiangyue_admin.tasking.words import sources
from xiangyue_admin.visiting import here, to

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")
_NEWEST = 12


@dataclass(frozen=True, slots=True)
class Earned:
    """Points that an act brought to somebody, and by which rule."""

    who: str
    points: str
    account: str
    rule: str
    number: str


@blueprint.get("/<community>/<task>")
def show(community: str, task: str) -> str:
    """Show a task, with the form of what is to be done next."""
    page = look_at(community, task)
    chosen = request.args.get("do")
    choice = next((one for one in page.may if one.action == chosen), None) or page.first()
    return _page(page, prepare(page, choice) if choice else None)


@blueprint.post("/<community>/<task>/<action>")
def act(community: str, task: str, action: str) -> str | BaseResponse | tuple[str, int]:
    """Take an action; what is refused comes back as it was written, with every reason."""
    page = look_at(community, task)
    choice = next((one for one in page.choices if one.action == action), None)
    if choice is None:
        abort(404)
    form = prepare(page, choice)
    tried = send(page, form)
    if tried is not None and tried.decision is not None and tried.decision:
        where = {"community": community, "task": task, "seq": tried.decision.seq}
        return redirect(to("tasks.done", **where), 303)
    if tried is not None and tried.decision is not None and tried.decision.outcome == "deferred":
        where = {"community": community, "task": task, "seq": tried.decision.seq}
        return redirect(to("tasks.done", **where), 303)
    status = 409 if tried is not None and tried.error is not None else 422
    return _page(look_at(community, task), form, tried), status


@blueprint.get("/<community>/<task>/done/<string(maxlength=15):seq>")
def done(community: str, task: str, seq: str) -> str:
    """Say what happened, what comes next, which points it brought, and how it is taken back."""
    page = look_at(community, task)
    decision = next((one for one in page.history if str(one.seq) == seq), None)
    actor = here().actor
    if decision is None or actor not in (decision.command.actor, decision.command.on_behalf_of):
        abort(404)
    latest = page.task.last == decision.seq
    return render_template(
        "xiangyue/tasks/done.html",
        page=page,
        decision=decision,
        told=told_of(page.profile, decision, page.names, page.sees),
        earned=_earned(page, decision),
        back=page.way_back(decision) if decision and latest else None,
        key=Act.fresh_key(),
    )


@blueprint.route("/<community>/<task>/resilience", methods=["GET", "POST"])
def resilience(community: str, task: str) -> str | BaseResponse | tuple[str, int]:
    """Show how service held up in the emergency that a review looks back on."""
    page = look_at(community, task)
    if not page.reviews:  # what a review shows, no other task does
        return redirect(to("tasks.show", community=community, task=task), 303)
    sent = take_expectation() if request.method == "POST" else expectation()
    if isinstance(sent, BaseResponse):
        return sent
    told = counted((EMERGENCY, community, page.task.id, ""), community)
    values = shown(told.found, sent.found) if told.found is not None else {}
    written = render_template(
        "xiangyue/tasks/resilience.html", page=page, told=told, wrong=sent.wrong, **values
    )
    answer = Response(written, 422 if sent.wrong else 200)
    if told.comes:
        answer.headers["Refresh"] = str(SOON)
    return answer


@blueprint.get("/<community>/<task>/photo/<field>")
def photo(community: str, task: str, field: str) -> Response:
    """Give the photo that a field names, to whoever may know the field."""
    page = look_at(community, task)
    ref = page.known.get(field)
    found = here().house.photos.get(community, page.task.id, ref) if ref else None
    if found is None:
        abort(404)
    content, kind = found
    return Response(content, content_type=kind)


@blueprint.get("/<community>/<task>/sheet")
def sheet(community: str, task: str) -> Response:
    """Give an action's form in large type for paper, with what the visitor may know filled in."""
    page = look_at(community, task)
    action = request.args.get("do", "")
    if all(one.action != action for one in page.may):
        abort(404)
    form = paper_form_of(here().engine, page.task.ref, action, viewer=page.member)
    return printed([form])


def _page(page: TaskPage, form: Act | None, tried: Tried | None = None) -> str:
    told = page.told()
    whole = "all" in request.args
    return render_template(
        "xiangyue/tasks/show.html",
        page=page,
        form=form,
        tried=tried,
        told=told if whole else told[:_NEWEST],
        more=0 if whole else max(0, len(told) - _NEWEST),
        sources=sources(),
        picture=page.picture(),
        key=Act.fresh_key(),
    )


def _earned(page: TaskPage, decision: Decision) -> list[Earned]:
    language = here().language
    mine = {
        f"{decision.seq}.{n}": posting
        for n, posting in enumerate(decision.points)
        if page.works_on_it or posting.member == page.member
    }
    explained = here().engine.explain_each(page.task.community, [*mine])
    found = []
    for number, said in explained.items():
        posting = mine[number]
        account = page.profile.accounts.get(posting.account)
        found.append(
            Earned(
                page.names.of(posting.member),
                signed_points(posting.amount),
                account.title.of(language) if account else posting.account,
                said.title.of(language),
                number,
            )
        )
    return found
