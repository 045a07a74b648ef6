"""Call-outs, live: what is to be seen is seen by all who watch, and looked up once for all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import monotonic
from typing import NamedTuple

from flask import Response, abort, render_template, request, stream_with_context

from xiangyue import Profile, Task
from xiangyue_admin.rooms.communities.room import (
    blueprint,
    flow_of,
    governed,
    page,
    roles_of,
    state_of,
    task_page,
)
from xiangyue_admin.rooms.communities.watching import CallNow, Look
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

_MOST = 50
_BEAT = 15.0
"""Seconds after which something is sent though nothing has changed: whoever has gone is noticed."""

_LONGEST = 120.0
"""Seconds after which a browser has to come again: who may watch is asked anew."""

_AGAIN = 2000
"""Milliseconds that a browser waits before it comes again."""


class Call(NamedTuple):
    """A call-out on the list."""

    task: Task
    url: str
    flow: str
    state: str


def calling(profile: Profile) -> list[str]:
    """Return the flows whose tasks call people out."""
    acts = {flow.id: (flow.opening, *flow.actions.values()) for flow in profile.flows.values()}
    return [
        name
        for name, taken in acts.items()
        if any(does.kind == "call_out" for act in taken for does in act.does)
    ]


def calls_of(community: str) -> list[Call]:
    """Return the call-outs of a community: those that go on, then those that have ended."""
    engine = here().engine
    profile = engine.profile(community)
    found = [
        task
        for ended in (False, True)
        for flow in calling(profile)
        for task in engine.tasks(community, flow=flow, ended=ended, limit=_MOST).tasks
    ]
    return [
        Call(
            task,
            to("communities.call_out", community=community, task=task.id),
            flow_of(profile, task.flow),
            state_of(profile, task.flow, task.state),
        )
        for task in found
    ]


@blueprint.get("/<community>/call-outs")
def call_outs(community: str) -> str:
    """List call-outs."""
    profile = here().engine.profile(governed(community))
    calls, flows = calls_of(community), calling(profile)
    openers = {name: roles_of(profile, profile.flows[name].opening.by) for name in flows}
    return page(
        "call_outs",
        community,
        _("Call-outs"),
        running=[one for one in calls if one.task.ended_at is None],
        ended=[one for one in calls if one.task.ended_at is not None],
        openers={flow_of(profile, name): said for name, said in openers.items()},
    )


@blueprint.get("/<community>/call-outs/<task>")
def call_out(community: str, task: str) -> str:
    """Show a call-out; with JavaScript the page goes on by itself."""
    seen = Look()(here().engine, f"{governed(community)}/{task}")
    return page(
        "call_out",
        community,
        seen.title or _("Call-out"),
        (to("communities.call_outs", community=community), _("Call-outs")),
        seen=seen,
        now=_written(seen),
        url=task_page(seen.task),
        events=to("communities.events", community=community, task=task),
    )


@blueprint.get("/<community>/call-outs/<task>/events")
def events(community: str, task: str) -> Response:
    """Tell what changes of a call-out, as server-sent events, until it ends."""
    engine, ref = here().engine, f"{governed(community)}/{task}"
    found = engine.task(ref)
    if found.flow not in calling(engine.profile(community)):
        abort(404)
    known = request.headers.get("Last-Event-ID", "")
    if found.ended_at is not None and known.endswith(".over"):
        return Response(status=204)  # a browser that is told this comes no more
    answer = Response(stream_with_context(_tell(ref, known)), mimetype="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _tell(ref: str, known: str) -> Iterator[str]:
    """Tell what is to be seen whenever it changes; ``known`` is what the browser has seen last."""
    ends = monotonic() + _LONGEST
    yield f"retry: {_AGAIN}\n\n"
    with here().house.live.watch(ref, Look()) as watcher:
        while (left := ends - monotonic()) > 0:
            sight = watcher.next(min(_BEAT, left))
            if sight is None:
                yield ": still here\n\n"
                continue
            mark = f"{sight.seq}.over" if sight.seen.over else str(sight.seq)
            if mark != known:
                told = json.dumps(sight.say(here().language, _written))
                yield f"id: {mark}\nevent: {'over' if sight.seen.over else 'now'}\ndata: {told}\n\n"
            if sight.seen.over:
                return


def _written(seen: CallNow) -> str:
    """Write what is to be seen as a piece of the page."""
    community = seen.task.partition("/")[0]
    profile = here().engine.profile(community)
    return render_template(
        "xiangyue/communities/call_now.html",
        seen=seen,
        one=seen.counted,
        state=state_of(profile, seen.flow, seen.state),
    )
