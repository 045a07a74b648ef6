"""Needs and matches: what would fit and why, proposed for people to decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import redirect, request
from werkzeug.wrappers import Response

from xiangyue import Decision, Misuse, Task, XiangyueError
from xiangyue_admin.rooms.communities.library import Library, open_tasks
from xiangyue_admin.rooms.communities.room import blueprint, governed, page, state_of, task_page
from xiangyue_admin.speaking import _, n_
from xiangyue_admin.visiting import here, to, told

_SHOWN = 200


class Wish(NamedTuple):
    """A need that hangs out."""

    task: Task
    url: str
    what: str
    quantity: str
    counted: str
    urgency: str


class Pair(NamedTuple):
    """A match that people have before them, or that would fit; ``why`` says why this one."""

    need: str
    resource: str
    quantity: int
    url: str | None = None
    state: str = ""
    why: tuple[Any, ...] = ()


class Rest(NamedTuple):
    """A need of which something is missing, and why."""

    need: str
    quantity: int
    why: tuple[Any, ...]


@blueprint.get("/<community>/matches")
def matches(community: str) -> str:
    """Show what is needed and what is matched; on request, what would fit."""
    engine = here().engine
    library = Library(engine, governed(community))
    title, matching = _("Needs and matches"), library.matching
    if matching is None:
        return page("matches", community, title, matching=None)
    needs, pairs, offers = (
        {task.id: task for task in open_tasks(engine, community, part.flow)}
        for part in (matching.needs, matching.matches, matching.offers)
    )
    titles = _Titles(library, needs, offers)
    stale = request.args.get("stale") == "1"
    found: dict[str, Any] = {}
    wrong = ""
    if request.args.get("look"):
        try:
            found = _would_fit(community, titles, stale=stale)
        except Misuse as error:
            wrong = here().say(error)
    hangs = [one for one in needs.values() if one.state in matching.needs.states]
    return page(
        "matches",
        community,
        title,
        matching=matching,
        needs=[_wish(library, one) for one in hangs[:_SHOWN]],
        more=max(0, len(hangs) - _SHOWN),
        pairs=[_pair(library, titles, one) for one in [*pairs.values()][:_SHOWN]],
        found=found,
        wrong=wrong,
        stale=stale,
    )


class _Titles:
    """What needs and resources are called."""

    def __init__(
        self, library: Library, needs: Mapping[str, Task], offers: Mapping[str, Task]
    ) -> None:
        self._library, self._needs, self._offers = library, needs, offers

    def need(self, name: str) -> str:
        return self._said(self._needs.get(name), name, "needs")

    def offer(self, name: str) -> str:
        return self._said(self._offers.get(name), name, "offers")

    def _said(self, task: Task | None, name: str, part: str) -> str:
        return (task.title or self._library.said(task, "type", part) or name) if task else name


def _wish(library: Library, task: Task) -> Wish:
    said = [library.said(task, n, "needs") for n in ("type", "quantity", "counted", "urgency")]
    return Wish(task, task_page(task.ref), *said)


def _pair(library: Library, titles: _Titles, task: Task) -> Pair:
    matching = library.matching
    flow = library.profile.flows[task.flow]
    holds, fields = flow.holds, matching.matches.fields if matching else {}
    return Pair(
        need=titles.need(str(task.data.get(fields.get("need", ""), ""))),
        resource=titles.offer(str(task.data.get(holds.resource if holds else "", ""))),
        quantity=int(task.data.get(holds.quantity if holds else "", 0) or 0),
        url=task_page(task.ref),
        state=state_of(library.profile, task.flow, task.state),
    )


def _would_fit(community: str, titles: _Titles, *, stale: bool) -> dict[str, Any]:
    found = here().engine.match(community, stale=stale)
    plan = found.plan
    return {
        "matches": [
            Pair(titles.need(m.need.id), titles.offer(m.offer.id), m.quantity, why=m.why)
            for m in plan.matches[:_SHOWN]
        ],
        "count": len(plan.matches),
        "waiting": [
            Rest(titles.need(one.need.id), one.quantity, one.why) for one in plan.waiting[:_SHOWN]
        ],
        "outdated": len(found.outdated),
    }


@blueprint.post("/<community>/matches", endpoint="propose")
def propose(community: str) -> Response:
    """Open a task for each match, for people to decide."""
    visit, stale = here(), request.form.get("stale") == "1"
    back = to("communities.matches", community=governed(community))
    if visit.account is None or visit.account.member is None:
        told(_("This account acts as no member, so it cannot propose anything."), "error")
        return redirect(back, 303)
    try:
        results = visit.engine.match(community, by=visit.member, propose=True, stale=stale).proposed
    except XiangyueError as error:
        told(visit.say(error), "error")
        return redirect(back, 303)
    done = sum(1 for one in results if isinstance(one, Decision) and one)
    if done:
        said = n_("One match is proposed.", "%(count)s matches are proposed.", done)
        told(said + " " + _("Who lends and who needs it are told, and decide."))
    elif not results:
        told(_("Nothing fits that is not matched already."), "warn")
    kept = dict.fromkeys(visit.say(one) for one in results if not one or _failed(one))
    for said in kept:
        told(said, "refused")
    return redirect(back, 303)


def _failed(one: Decision | XiangyueError) -> bool:
    return isinstance(one, XiangyueError)
