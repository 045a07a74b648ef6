"""Who and what may be named in the forms of a community."""

from __future__ import annotations

from collections.abc import Iterable

from xiangyue import Profile
from xiangyue_admin.forms import People
from xiangyue_admin.visiting import here

_AT_ONCE = 200
_PAGES = 10


def people_of(community: str, profile: Profile, fields: Iterable[str]) -> People:
    """Return whom and which units these fields can name; read only where one of them does."""
    formats = {str(profile.fields[name].schema.get("format", "")) for name in fields}
    members = _members(community) if "member" in formats else ()
    units = _units(community) if "unit" in formats else ()
    return People(members=members, units=units)


def _members(community: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    after = None
    for _page in range(_PAGES):
        people = here().engine.members(community, after=after, limit=_AT_ONCE)
        found += [(one.id, one.name or one.id) for one in people.items]
        after = people.next
        if after is None:
            return tuple(found)
    return ()  # too many to be offered: an id is written


def _units(community: str) -> tuple[tuple[str, str], ...]:
    visit = here()
    units = visit.engine.units().values()
    return tuple((one.id, visit.title(one.id)) for one in units if one.community == community)
