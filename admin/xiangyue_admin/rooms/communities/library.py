"""The resource library: what is offered, how much of it is free, what is to be verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from flask import abort, request

from xiangyue import Engine, Profile, Task
from xiangyue_admin import speaking
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.forms import of_field
from xiangyue_admin.rooms.communities.room import (
    blueprint,
    governed,
    moment_of,
    page,
    state_of,
    task_page,
)
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to

_AT_ONCE = 50
_MOST = 1000
_PAGES = 10
_SOON = 7 * 86_400_000_000


class Offered(NamedTuple):
    """A resource of the library."""

    task: Task
    url: str
    what: str
    owner: str
    free: int
    total: int
    counted: str
    tier: str
    state: str
    verify_by: int | None
    to_verify: bool
    can_be_had: bool


def open_tasks(engine: Engine, community: str, flow: str) -> Iterator[Task]:
    """Give the open tasks of a flow, so many as a page can still be about."""
    after = None
    for _page in range(_PAGES):
        found = engine.tasks(community, flow=flow, ended=False, limit=_MOST, after=after)
        yield from found.tasks
        after = found.next
        if after is None:
            return


class Library:
    """What is offered in a community, as its profile says it in the mode that is in force."""

    def __init__(self, engine: Engine, community: str) -> None:
        """Read who holds what."""
        self._engine, self._community = engine, community
        self.profile: Profile = engine.intake(community)
        self.matching = self.profile.matching

    def offers(self) -> Iterator[Offered]:
        """Give what is offered, in the order of the tasks."""
        if self.matching is None:
            return
        held = self._held()
        for task in open_tasks(self._engine, self._community, self.matching.offers.flow):
            yield self._offered(task, held.get(task.id, 0))

    def said(self, task: Task, what: str, part: str = "offers") -> str:
        """Return what a task says of something, in words."""
        name = getattr(self.matching, part).fields.get(what, "")
        value = task.data.get(name)
        return of_field(self.profile, name).write(value) if value is not None else ""

    def _offered(self, task: Task, held: int) -> Offered:
        part = self.matching.offers if self.matching else None
        if part is None:
            abort(404)
        value = values_of(part.fields, task)
        total = value("quantity") or 0
        free = max(0, total - held)
        by = moment_of(value("verify_by"))
        unverified = task.state in part.unverified or (by is not None and by < micros() + _SOON)
        return Offered(
            task=task,
            url=task_page(task.ref),
            what=self.said(task, "type"),
            owner=value("owner") or task.opener,
            free=free,
            total=total,
            counted=self.said(task, "counted"),
            tier=self.said(task, "tier"),
            state=state_of(self.profile, task.flow, task.state),
            verify_by=by,
            to_verify=unverified or task.state not in part.states,
            can_be_had=free > 0 and task.state in part.states and _in_time(value),
        )

    def _held(self) -> Mapping[str, int]:
        """Return how much of each resource the open tasks hold."""
        held: dict[str, int] = {}
        for flow in self.profile.flows.values():
            if flow.holds is None:
                continue
            for task in open_tasks(self._engine, self._community, flow.id):
                resource = str(task.data.get(flow.holds.resource))
                if task.state in flow.holds.states:
                    count = int(task.data.get(flow.holds.quantity) or 0)
                    held[resource] = held.get(resource, 0) + count
        return held


def values_of(fields: Mapping[str, str], task: Task) -> Callable[[str], Any]:
    """Return what gives the values of a task by what the matching calls them."""
    return lambda name: task.data.get(fields.get(name, ""))


def _in_time(value: Callable[[str], Any]) -> bool:
    """Tell whether it can be had today."""
    today = speaking.iso(micros())[:10]
    begins, ends = value("from") or "", value("until") or "9999"
    gone = value("expires") or "9999"
    return str(begins)[:10] <= today <= min(str(ends)[:10], str(gone)[:10])


@blueprint.get("/<community>/resources")
def resources(community: str) -> str:
    """List what is offered, as the address narrows it down."""
    engine = here().engine
    library = Library(engine, governed(community))
    names = ("kind", "owner", "free", "verify", "after")
    asked = {name: request.args.get(name, "").strip() for name in names}
    found = [one for one in library.offers() if _wanted(library, one, asked)]
    ids = [one.task.id for one in found]
    start = ids.index(asked["after"]) + 1 if asked["after"] in ids else 0
    shown = found[start : start + _AT_ONCE]
    more = {name: asked[name] for name in names[:-1] if asked[name]}
    last = {"after": shown[-1].task.id} if found[start + _AT_ONCE :] else None
    address = {"community": community, **more}
    return page(
        "resources",
        community,
        _("Resource library"),
        asked=asked,
        library=library,
        kinds=_kinds(library),
        count=len(found),
        shown=shown,
        next=to("communities.resources", **address, **last) if last else None,
        first=to("communities.resources", **address) if start else None,
    )


def _wanted(library: Library, one: Offered, asked: Mapping[str, str]) -> bool:
    part = library.matching.offers if library.matching else None
    kind = values_of(part.fields, one.task)("type") if part else None
    return (
        (not asked["kind"] or str(kind) == asked["kind"])
        and (not asked["owner"] or asked["owner"] in (one.owner, one.task.opener))
        and (not asked["free"] or one.can_be_had)
        and (not asked["verify"] or one.to_verify)
    )


def _kinds(library: Library) -> tuple[tuple[str, str], ...]:
    """Return the types that the profile knows."""
    name = library.matching.offers.fields.get("type", "") if library.matching else ""
    return of_field(library.profile, name).choices if name else ()
