"""The tasks of a community, and how what was distributed stands everywhere."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import request

from xiangyue import Profile, Task
from xiangyue_admin import speaking
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.forms import of_field
from xiangyue_admin.rooms.communities.room import (
    blueprint,
    flow_of,
    governed,
    page,
    state_of,
    task_page,
)
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

_AT_ONCE = 50
_STANDS = ("open", "late", "ended", "all")


class Line(NamedTuple):
    """A task on the list."""

    task: Task
    url: str
    flow: str
    state: str
    due: int | None
    late: bool
    shares: str | None


class Group(NamedTuple):
    """A flow and its states, to choose from."""

    flow: str
    title: str
    states: tuple[tuple[str, str], ...]


@blueprint.get("/<community>/tasks")
def tasks(community: str) -> str:
    """List tasks, as the address narrows them down."""
    visit = here()
    engine = visit.engine
    profile = engine.profile(governed(community))
    asked = {name: request.args.get(name, "").strip() for name in ("what", "unit", "assignee")}
    stands = request.args.get("stands", "open")
    stands = stands if stands in _STANDS else "open"
    flow, _dot, state = asked["what"].partition(".")
    units = units_of(community)
    unit = asked["unit"] if asked["unit"] in units else None
    known = not asked["assignee"] or engine.known_members([asked["assignee"]])
    wrong = [] if known else [("assignee", _("Nobody is registered by this id."))]
    after = request.args.get("after")
    found = engine.tasks(
        community,
        flow=flow or None,
        state=state or None,
        unit=unit,
        assignee=asked["assignee"] or None,
        ended={"open": False, "late": False, "ended": True}.get(stands),
        late=True if stands == "late" else None,
        limit=_AT_ONCE,
        after=after if after and after.startswith(f"{community}/") else None,
    )
    more = dict(asked, stands=stands)
    return page(
        "tasks",
        community,
        _("Tasks"),
        asked=more,
        wrong=wrong,
        groups=_groups(profile),
        units=units,
        lines=[line(profile, task) for task in found.tasks],
        next=to("communities.tasks", community=community, after=found.next, **more)
        if found.next
        else None,
        first=to("communities.tasks", community=community, **more) if after else None,
        narrowed=any(asked.values()) or stands != "open",
    )


def units_of(community: str) -> dict[str, str]:
    """Return the units of a community and what they are called, itself first."""
    visit = here()
    units = visit.engine.units()
    own = [name for name, unit in units.items() if unit.community == community]
    return {name: visit.title(name) for name in (community, *sorted({*own} - {community}))}


def line(profile: Profile, task: Task) -> Line:
    """Return a task as a list shows it: with the deadline that is next."""
    due = _next_due(task)
    late = task.late or (task.ended_at is None and due is not None and due < micros())
    flow, state = flow_of(profile, task.flow), state_of(profile, task.flow, task.state)
    return Line(task, task_page(task.ref), flow, state, due, late, _shares(profile, task))


def _shares(profile: Profile, task: Task) -> str | None:
    """Return where it is shown how a task stands everywhere; None where it goes nowhere else."""
    flow = profile.flows.get(task.flow)
    acts = (flow.opening, *flow.actions.values()) if flow else ()
    if not any(does.kind == "distribute" for act in acts for does in act.does):
        return None
    return to("communities.rollup", community=task.community, task=task.id)


def _next_due(task: Task) -> int | None:
    """Return the next deadline of a task; its own stands still in a pause that began before it."""
    still = task.due is None or (task.paused_at is not None and task.paused_at <= task.due)
    if task.ended_at is not None or (not still and task.state_due is None):
        return task.due
    return task.state_due if still else min(task.due or 0, task.state_due or 0)


def _groups(profile: Profile) -> list[Group]:
    language = speaking.language()
    return [
        Group(
            flow.id,
            flow.title.of(language),
            tuple((state.id, state.title.of(language)) for state in flow.states.values()),
        )
        for flow in profile.flows.values()
    ]


@blueprint.get("/<community>/tasks/<task>/roll-up")
def rollup(community: str, task: str) -> str:
    """Show how the shares of a distributed task stand, by community, as the tree has them."""
    visit = here()
    engine = visit.engine
    profile = engine.profile(governed(community))
    ref = f"{community}/{task}"
    found = engine.rollup(ref, results=True)
    mine = frozenset(visit.communities("admin"))
    return page(
        "rollup",
        community,
        _("How it stands everywhere"),
        (to("communities.tasks", community=community), _("Tasks")),
        task=engine.task(ref),
        url=task_page(ref),
        found=found,
        shares=[
            (share, share.community in mine, _result(profile, share.result))
            for share in found.shares
        ],
        states=_states(),
    )


def _states() -> dict[str, tuple[str, str]]:
    """Return what the states of a share are called, and how they are marked."""
    return {
        "waiting": (_("On its way"), "waiting"),
        "refused": (_("Not taken in"), "refused"),
        "dead": (_("Stuck on its way"), "late"),
        "received": (_("Received"), "waiting"),
        "accepted": (_("Accepted"), "waiting"),
        "returned": (_("Returned"), "soon"),
        "done": (_("Done"), "done"),
    }


def _result(profile: Profile, values: Any) -> list[tuple[str, str]]:
    """Return what was uploaded, as the profile of whoever distributed it calls it."""
    told = []
    for name, value in values.items():
        if name in profile.fields:
            asked = of_field(profile, name)
            told.append((asked.title, asked.write(value)))
        else:
            told.append((name.replace("_", " "), str(value)))
    return told
