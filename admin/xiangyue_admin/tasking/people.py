"""Who can be named on a task's page: those with a role around it, and the units beneath."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xiangyue import Profile
from xiangyue_admin.forms import People
from xiangyue_admin.tasking.page import TaskPage
from xiangyue_admin.tasking.words import listed
from xiangyue_admin.visiting import here

_MOST = 200


def people_of(page: TaskPage, rule: str | None, names: Iterable[str]) -> People:
    """Return what the fields that name somebody or something offer, read only where one does."""
    return named_in(page.profile, page.task.community, rule, names, named=page.works_on_it)


def named_in(
    profile: Profile, community: str, rule: str | None, names: Iterable[str], *, named: bool
) -> People:
    """Return what fields offer; where the action's rule asks for a role, only who holds it."""
    more: dict[str, tuple[tuple[str, str], ...]] = {}
    units: tuple[tuple[str, str], ...] = ()
    for name in names:
        schema = profile.fields[name].schema
        match str(schema.get("items", schema).get("format", "")):
            case "member":
                asked = re.findall(rf'\b{name}\.has_role\("(\w+)"\)', rule or "")
                more[name] = members_of(community, asked, named=named)
            case "unit":
                units = units or units_of(community)
    return People(units=units, more=more)


def members_of(
    community: str, roles: Sequence[str] = (), *, named: bool
) -> tuple[tuple[str, str], ...]:
    """Return the members of a community with their names and roles, those with a role first.

    Nobody is offered where there are too many: then an id is written.
    """
    found = here().engine.members(community, limit=_MOST, named=named, roles=roles)
    if found.next is not None:
        return ()
    language = here().language
    said = []
    for one in found.items:
        titles = listed(role.title.of(language) for role in one.roles)
        title = f"{one.name or one.id} · {titles}" if titles else one.name or one.id
        said.append((not titles, one.id, title))
    return tuple((id, title) for _plain, id, title in sorted(said))


def units_of(community: str) -> tuple[tuple[str, str], ...]:
    """Return a community and the units beneath it."""
    visit = here()
    units = visit.engine.units()
    inside = [one for one in units.values() if one.community == community]
    return tuple((one.id, visit.title(one.id)) for one in inside)
