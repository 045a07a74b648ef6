"""How service held up in a community: in some days, or in an emergency."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response

from xiangyue import Misuse
from xiangyue.office import review_flows
from xiangyue_admin.beside import EMERGENCY
from xiangyue_admin.counted import SOON, counted
from xiangyue_admin.holding_up import expectation, shown, take_expectation
from xiangyue_admin.rooms.communities.room import blueprint, flow_of, governed, page, period
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here

_MOST = 10


@blueprint.route("/<community>/resilience", methods=["GET", "POST"], endpoint="resilience")
def show_resilience(community: str) -> str | Response | tuple[str, int]:
    """Show the level of service, and how much was lost, beside what a simulation expects."""
    governed(community)
    sent = take_expectation() if request.method == "POST" else expectation()
    if isinstance(sent, Response):
        return sent
    since, until = period()
    task = request.args.get("task", "")
    question = ("resilience", community, since.isoformat(), until.isoformat())
    if task:
        question = EMERGENCY, community, _known(community, task), ""
    told = counted(question, community)
    title = _("How service held up")
    about: dict[str, Any] = {"since": since, "until": until, "counted": told.at, "runs": told.runs}
    if told.found is None:
        waiting = Response(page("counting", community, title, **about), mimetype="text/html")
        if told.comes:
            waiting.headers["Refresh"] = str(SOON)
        return waiting
    values = {**about, **shown(told.found, sent.found), "wrong": sent.wrong, "task": task}
    written = page("resilience", community, title, emergencies=_emergencies(community), **values)
    return (written, 422) if sent.wrong else written


def _known(community: str, task: str) -> str:
    """Return a task of this community; there is no page about any other."""
    try:
        return here().engine.task(f"{community}/{task}").id
    except Misuse:
        abort(404)


def _emergencies(community: str) -> list[tuple[str, str, int]]:
    """Return the latest reviews: task, what it is called, when it was opened."""
    engine = here().engine
    profile = engine.profile(community)
    flows = review_flows(profile)
    tasks = (one for flow in flows for one in engine.tasks(community, flow=flow, limit=1000).tasks)
    latest = sorted((one for one in tasks if one.origin), key=lambda one: -one.opened_at)[:_MOST]
    return [(one.id, one.title or flow_of(profile, one.flow), one.opened_at) for one in latest]
