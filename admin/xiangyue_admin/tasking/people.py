"""Who can be named on a task's page: those with a role around it, and the units beneath."""

from __future__ import annotations

from collections.abc import Iterable

from xiangyue_admin.forms import People
from xiangyue_admin.tasking.page import TaskPage
from xiangyue_admin.tasking.words import listed
from xiangyue_admin.visiting import here

_MOST = 200


def people_of(page: TaskPage, names: Iterable[str]) -> People:
    """Return what the fields that name somebody or something offer, read only where one does."""
    formats = set()
    for name in names:
        schema = page.profile.fields[name].schema
        formats.add(str(schema.get("items", schema).get("format", "")))
    task = page.task
    members = members_of(task.community, named=page.works_on_it) if "member" in formats else ()
    units = units_of(task.community) if "unit" in formats else ()
    return People(members=members, units=units)


def members_of(community: str, *, named: bool = True) -> tuple[tuple[str, str], ...]:
    """Return the members of a community with their names and roles, those with a role first.

    Nobody is offered where there are too many: then an id is written.
    """
    found = here().engine.members(community, limit=_MOST, named=named)
    if found.next is not None:
        return ()
    language = here().language
    said = []
    for one in found.items:
        roles = listed(role.title.of(language) for role in one.roles)
        title = f"{one.name or one.id} · {roles}" if roles else one.name or one.id
        said.append((not roles, one.id, title))
    return tuple((id, title) for _plain, id, title in sorted(said))


def units_of(community: str) -> tuple[tuple[str, str], ...]:
    """Return a community and the units beneath it."""
    visit = here()
    units = visit.engine.units()
    inside = [one for one in units.values() if one.community == community]
    return tuple((one.id, visit.title(one.id)) for one in inside)
