"""Entering a sheet of paper: by whom, when, and once."""

from __future__ import annotations

import re

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Conflict, Misuse, Profile, Task
from xiangyue_admin.forms import field_sheet
from xiangyue_admin.rooms.desk.counter import behalf, blueprint, sent
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told

_OF_TASK = re.compile(r"(.+)\.([a-z][a-z0-9_]*)\.([0-9]+)", re.ASCII)


@blueprint.route("/<community>/paper", methods=["GET", "POST"])
def paper(community: str) -> str | Response | tuple[str, int]:
    """Ask for the number on the sheet, and lead to what it enters."""
    here().engine.intake(community)
    wrong, number = None, request.form.get("number", "").strip()[:128]
    task = request.form.get("task", "").strip()[:128]
    if request.method == "POST":
        found = _OF_TASK.fullmatch(number)
        if found and _task(community, found[1]):
            where = {"task": found[1], "action": found[2], "number": number}
            return redirect(to("desk.enter", community=community, **where), 303)
        if task and _task(community, task) is None:
            wrong = ("task", _("There is no such task here. Look at the sheet once more."))
        elif task:
            return redirect(to("desk.enter", community=community, task=task, number=number), 303)
        elif not number:
            wrong = ("number", _("Write the number of the sheet: so it is entered once."))
        else:
            passed = {"way": "paper", "number": number}
            return redirect(to("desk.choose", community=community, **passed), 303)
    page = render_template(
        "xiangyue/desk/paper.html", community=community, number=number, task=task, wrong=wrong
    )
    return (page, 422) if wrong else page


@blueprint.route("/<community>/enter/<task>", methods=["GET", "POST"])
def enter(community: str, task: str) -> str | Response | tuple[str, int]:
    """Enter what somebody did with a task, as the sheet says it."""
    found = _task(community, task)
    if found is None:
        abort(404)
    engine, profile = here().engine, here().engine.intake(community)
    name = str(request.values.get("action", ""))
    actions = _actions(profile, found)
    if name not in actions:
        return render_template(
            "xiangyue/desk/actions.html",
            community=community,
            task=found,
            flow=profile.flows[found.flow],
            actions=[profile.flows[found.flow].actions[one] for one in actions],
            number=request.values.get("number", ""),
        )
    action = profile.flows[found.flow].actions[name]
    asked, fields = (*action.needs, *action.asks), profile.fields
    names = [one for one in asked if one in fields and not fields[one].measure]
    needed = [one for one in action.needs if found.data.get(one) is None]
    form, note = field_sheet(profile, names, needed=needed), ""
    wrong: list[tuple[str | None, str]] = []
    if request.method == "POST":
        note = request.form.get("note", "").strip()
        whose = behalf(profile, {**sent(), "way": "paper"}, named=True)
        wrong += whose.wrong
        if action.note and not note:
            wrong.append(("note", _("Write a few words.")))
        if form.validate() and not wrong:
            try:
                decision = engine.act(
                    found,
                    name,
                    by=here().member,
                    on_behalf_of=whose.member,
                    source="paper",
                    occurred_at=whose.at,
                    key=whose.key,
                    note=note or None,
                    data=form.given,
                )
            except Conflict:
                wrong.append(("number", _("This sheet was entered before, with other words.")))
            else:
                if decision.outcome != "refused":
                    told(_("The sheet is entered. Write “entered” on it and put it away."))
                    return redirect(to("desk.start", community=community), 303)
                form.blame(decision)
        wrong += form.summary()
    page = render_template(
        "xiangyue/desk/enter.html",
        community=community,
        task=found,
        flow=profile.flows[found.flow],
        action=action,
        form=form,
        note=note,
        wrong=wrong,
        sent={"number": request.args.get("number", ""), **sent()},
    )
    return (page, 422) if wrong else page


def _task(community: str, name: str) -> Task | None:
    """Return a task of this community; None where there is none."""
    name = f"_{name}" if name.isdecimal() and name.isascii() else name
    try:
        return here().engine.task(f"{community}/{name}")
    except Misuse:
        return None


def _actions(profile: Profile, task: Task) -> list[str]:
    """Return what a person may have done with a task, by the names of the actions."""
    flow = profile.flows.get(task.flow)
    actions = flow.actions.values() if flow else ()
    return [one.id for one in actions if set(one.by) != {"system"}]
