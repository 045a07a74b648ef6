"""Burden: what is asked of workers and residents, counted in fields and touches, never in clicks.

A form may grow while forms become fewer, so fields are counted. Reporting time is the number of
fields times a declared time. A sheet of paper that somebody else enters counts for whoever filled
it in, in the week in which that was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.profile import Profile
from xiangyue.study.counting import count_burden
from xiangyue.study.period import Day, instants
from xiangyue.study.reading import works
from xiangyue.study.recounting import recounting
from xiangyue.study.workload import Burden

SECONDS_PER_FIELD: Final = 30
"""Project default: what it takes to fill in one field, where the profile declares no time."""

PARAM: Final = "seconds_per_field"
"""The param by which a profile declares it."""


def burden(
    engine: Engine,
    community: str,
    *,
    since: Day = None,
    until: Day = None,
    viewer: str | None = None,
) -> Burden:
    """Count what was asked of a community's people, from its journal.

    ``since`` and ``until`` are days of its calendar, both counted whole, or instants (``until``
    exclusive); all of the journal if left out. For a ``viewer`` who is a worker it shows their own
    line and the totals of the units that they work in; who may see more is for the caller to say.

    Raises Misuse where nobody knows the community or the viewer, or where the period is none.
    """
    with recounting(engine) as recount:
        governed = recount.governed(community)
        if viewer is not None and recount.holdings(viewer) is None:
            raise Misuse("member-unknown", member=viewer)
        timezone = governed.profile.calendar.timezone
        entries = recount.entries(community, *instants(since, until, timezone))
        found = count_burden(
            entries,
            units=recount.units(community),
            profile_of=recount.profile,
            works=works(recount),
            timezone=timezone,
            seconds_per_field=declared_seconds(governed.params),
        )
        found = replace(found, titles=_titles(found, governed.profile))
    return found if viewer is None else found.seen_by(viewer)


def declared_seconds(params: Mapping[str, Any]) -> float:
    """Return the seconds that a field takes as the params declare it, else the project default."""
    seconds: object = params.get(PARAM)
    if isinstance(seconds, (int, float)) and not isinstance(seconds, bool):
        return seconds
    return SECONDS_PER_FIELD


def _titles(found: Burden, profile: Profile) -> dict[str, Mapping[str, str]]:
    """Return what the profile calls the fields and channels that were found, as far as it does."""
    names = {("fields", name) for name in found.repeated}
    names |= {("channels", touch.channel) for touch in found.touches}
    parts = ((part, name, profile.document.get(part, {}).get(name)) for part, name in sorted(names))
    return {f"{part}.{name}": said["title"] for part, name, said in parts if said}
