"""The mode of a community: until when it lasts, and recording what puts it there or ends it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from xiangyue import Command, Decision, Profile, Task, XiangyueError
from xiangyue_admin import speaking
from xiangyue_admin.forms import Sheet, field_sheet
from xiangyue_admin.reasons import sentence
from xiangyue_admin.rooms.communities.modes import begins, change_of, change_to, switches
from xiangyue_admin.rooms.communities.naming import people_of
from xiangyue_admin.rooms.communities.room import (
    blueprint,
    flow_of,
    governed,
    page,
    roles_of,
    state_of,
    task_page,
)
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told

_OPEN = "open"
_MOST = 20


class Way(NamedTuple):
    """How a mode begins: what is recorded, by whom, and whether the visitor is one of them."""

    flow: str
    title: str
    help: str
    who: str
    why: str
    url: str | None


class Step(NamedTuple):
    """What is to be recorded of a task next, by whom, and whether the visitor is one of them."""

    action: str
    title: str
    help: str
    who: str
    mine: bool


class Running(NamedTuple):
    """What keeps a mode going or has lapsed: a task, and what is to be recorded of it."""

    task: Task
    title: str
    state: str
    url: str
    steps: tuple[Step, ...]


@blueprint.get("/<community>/mode")
def mode(community: str) -> str:
    """Show the mode in force, and what may be recorded."""
    engine = here().engine
    profile = engine.profile(governed(community))
    found = engine.mode(community)
    said = None if found.mode == "normal" else change_to(profile, found.mode, found.level, None)
    going = [
        task
        for name in profile.flows
        if switches(profile, name)
        for task in engine.tasks(community, flow=name, ended=False, limit=_MOST).tasks
    ]
    return page(
        "mode",
        community,
        _("Mode"),
        mode=found,
        acts=_acts(),
        said=said,
        url=task_page(found.task) if found.task else None,
        ways=[_way(community, profile, name) for name in begins(profile)],
        running=list(map(partial(_running, profile), going, _mine(going))),
    )


def _way(community: str, profile: Profile, name: str) -> Way:
    flow, language = profile.flows[name], speaking.language()
    return Way(
        name,
        flow.title.of(language),
        flow.help.of(language),
        roles_of(profile, flow.opening.by),
        _why_not(community, name),
        to("communities.mode_open", community=community, flow=name) if _acts() else None,
    )


def _acts() -> bool:
    account = here().account
    return account is not None and account.member is not None


def _why_not(community: str, flow: str) -> str:
    """Return why the visitor may not record this now, whatever is given; empty if they may."""
    visit = here()
    member = visit.account.member if visit.account else None
    if member is None:
        return _("This account acts as no member. Whoever holds the role records it.")
    decision = visit.engine.try_out(Command(community, _OPEN, member, flow=flow))
    return "\n".join(sentence(one) for one in decision.reasons if one.code not in ("needs", "note"))


def _mine(tasks: Sequence[Task]) -> list[set[str]]:
    """Return which actions the visitor may take, of each of the tasks."""
    visit = here()
    if visit.account is None or visit.account.member is None:
        return [set() for _ in tasks]
    choices = visit.engine.preview_each(tasks, by=visit.account.member)
    return [{one.action for one in some if one.allowed} for some in choices]


def _running(profile: Profile, task: Task, mine: set[str]) -> Running:
    language, flow = speaking.language(), profile.flows[task.flow]
    return Running(
        task,
        task.title or flow_of(profile, task.flow),
        state_of(profile, task.flow, task.state),
        task_page(task.ref),
        tuple(
            Step(
                act.id,
                act.title.of(language),
                act.help.of(language),
                roles_of(profile, act.by),
                act.id in mine,
            )
            for act in flow.actions.values()
            if task.state in act.sources and act.by != ("system",)
        ),
    )


class Act(NamedTuple):
    """What a form records: the opening of a flow, or an action on a task."""

    title: str
    help: str
    profile: Profile
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    note: bool
    held: Mapping[str, Any]
    command: Command


@blueprint.route("/<community>/mode/open/<flow>", methods=["GET", "POST"], endpoint="mode_open")
def open_mode(community: str, flow: str) -> Any:
    """Record what puts the community into a mode: first what that changes, then for good."""
    profile = here().engine.intake(governed(community))
    if flow not in begins(profile):
        abort(404)
    found, language = profile.flows[flow], speaking.language()
    opening = found.opening
    command = Command(community, _OPEN, _by(), flow=flow)
    return _record(
        community,
        Act(
            found.title.of(language),
            found.help.of(language),
            profile,
            opening.needs,
            opening.asks,
            opening.note,
            {},
            command,
        ),
    )


@blueprint.route("/<community>/mode/<task>/<action>", methods=["GET", "POST"], endpoint="mode_act")
def act_on_mode(community: str, task: str, action: str) -> Any:
    """Record what extends or ends a mode: first what that changes, then for good."""
    engine = here().engine
    found = engine.task(f"{governed(community)}/{task}")
    profile = engine.intake(community)
    flow = profile.flows.get(found.flow)
    if flow is None or action not in flow.actions or not switches(profile, found.flow):
        abort(404)
    act, language = flow.actions[action], speaking.language()
    command = Command(community, action, _by(), task, version=found.version)
    return _record(
        community,
        Act(
            act.title.of(language),
            act.help.of(language),
            profile,
            act.needs,
            act.asks,
            act.note,
            {name: found.data[name] for name in (*act.needs, *act.asks) if name in found.data},
            command,
        ),
    )


def _by() -> str:
    account = here().account
    if account is None or account.member is None:
        abort(404)
    return account.member


def _record(community: str, act: Act) -> str | Response | tuple[str, int]:
    """Ask for what is recorded, say what it will change, and record it when that is confirmed."""
    sheet = field_sheet(
        act.profile,
        (*act.needs, *act.asks),
        needed=act.needs,
        held=act.held,
        people=people_of(community, act.profile, (*act.needs, *act.asks)),
    )
    key, note = request.form.get("key") or secrets.token_urlsafe(12), request.form.get("note", "")
    if request.method == "GET":
        return _form(community, act, sheet, key, note)
    ready = sheet.validate()
    command = _command(act, sheet, key, note)
    if not ready:
        return _form(community, act, sheet, key, note), 422
    sent = request.form.get("step") == "send"
    try:
        engine = here().engine
        decision = engine.do(command) if sent else engine.try_out(command)
    except XiangyueError as error:
        sheet.blame(error)
        return _form(community, act, sheet, key, note), 422
    if not decision:
        sheet.blame(decision)
        return _form(community, act, sheet, key, note), 422
    if not sent:
        if request.form.get("step") == "back":
            return _form(community, act, sheet, key, note)
        return _check(community, act, sheet, key, note, decision)
    told(_("Recorded: %(what)s", what=act.title))
    if said := decision.said(speaking.language()):
        told(said, "warn")
    return redirect(to("communities.mode", community=community), 303)


def _command(act: Act, sheet: Sheet, key: str, note: str) -> Command:
    one = act.command
    return Command(
        one.community,
        one.action,
        one.actor,
        one.task,
        flow=one.flow,
        data=sheet.given,
        note=note.strip() or None,
        key=f"console/{key}"[:100],
        version=one.version,
    )


def _form(community: str, act: Act, sheet: Sheet, key: str, note: str) -> str:
    return _page("mode_form", community, act, sheet=sheet, key=key, note=note)


def _check(community: str, act: Act, sheet: Sheet, key: str, note: str, decision: Decision) -> str:
    given = [(one.asked.title, one.asked.write(one.given)) for one in sheet.inputs]
    return _page(
        "mode_check",
        community,
        act,
        key=key,
        note=note,
        given=given,
        sent=[(name, value) for name, value in request.form.items(multi=True) if name[:2] == "f_"],
        change=change_of(act.profile, decision),
        before=here().engine.mode(community),
        reasons=decision.notes,
    )


def _page(name: str, community: str, act: Act, **values: Any) -> str:
    above = (to("communities.mode", community=community), _("Mode"))
    return page(name, community, act.title, above, act=act, **values)
