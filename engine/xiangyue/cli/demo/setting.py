"""The stage is set: units, profiles, and whoever lives and works there, registered as lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xiangyue.cli.demo.cast import (
    COMMUNITIES,
    COUNTY,
    HOUSEHOLDS,
    LAOJIE,
    OFFICE,
    OFFICE_PROFILE,
    OFFICER,
    START,
    TEAM,
    VOLUNTEERS,
    Community,
)
from xiangyue.errors import Misuse
from xiangyue.messages import say
from xiangyue.text import Text
from xiangyue.values import SYSTEM, TIERS, Holding, Unit

if TYPE_CHECKING:
    from xiangyue import Engine, Profile
    from xiangyue.work.enrolling import Enrolment

_PROOFS: Final = ("adult", "insured", "trained")
_LADDER: Final = "callout"


def set_up(engine: Engine, start: datetime = START) -> Counter[str]:
    """Register everybody; returns how many of each kind. Raises Misuse where it has been played."""
    if OFFICE in engine.units():
        raise Misuse("demo-played")
    engine.enrol_units(list(_units()), by=SYSTEM, now=start)
    people = list(_officials())
    engine.install(OFFICE_PROFILE, OFFICE, now=start)
    for community in COMMUNITIES:
        profile = engine.install(community.profile, community.id, now=start)
        people += _staff(community, profile)
        people += _crowd(community, profile)
    engine.enrol(people, by=SYSTEM, now=start)
    return Counter(one.kind for one in people)


def _units() -> Iterator[Unit]:
    yield Unit(COUNTY, "county", None, COUNTY, _title("demo-county"))
    yield Unit(OFFICE, "subdistrict", COUNTY, OFFICE, _title("demo-office"))
    for community in COMMUNITIES:
        yield Unit(community.id, community.level, OFFICE, community.id, Text(community.title))
        grid = _title("demo-grid", community.title)
        yield Unit(grid_of(community.id), "grid", community.id, community.id, grid)


def _title(code: str, community: Mapping[str, str] | None = None) -> Text:
    """Return a title in both languages, whichever the demo is played in."""
    called = community or {"en": "", "zh": ""}
    return Text({lang: say(code, lang, {"community": called[lang]}) for lang in called})


def grid_of(community: str) -> str:
    """Return the one grid of a community."""
    return f"{community}-grid"


def _officials() -> Iterator[Enrolment]:
    from xiangyue.work.enrolling import Enrolment

    roles = ("sub_district", "township_officer", "subdistrict_office")
    yield Enrolment(OFFICER, "person", OFFICE, roles=tuple(Holding(r, OFFICE, 0) for r in roles))


def _staff(community: Community, profile: Profile) -> Iterator[Enrolment]:
    """Yield those who are named in the story, and households where doors are knocked at."""
    from xiangyue.work.enrolling import Enrolment

    for name, roles in community.people.items():
        held = tuple(_holding(community, profile, role) for role in (*roles, "adult"))
        yield Enrolment(name, "person", community.id, roles=held, literacy=4)
    for name, roles in community.organizations.items():
        held = tuple(_holding(community, profile, role) for role in roles)
        yield Enrolment(name, "organization", community.id, roles=held)
    for name in households(community.id) if community is LAOJIE else ():
        yield Enrolment(name, "household", community.id)


def households(community: str) -> list[str]:
    """Return the households of a community, by their codes."""
    return [f"{community}-h{number:02}" for number in range(1, HOUSEHOLDS + 1)]


def _crowd(community: Community, profile: Profile) -> Iterator[Enrolment]:
    """Yield whom the community's own ladder calls out, each with one role of it."""
    from xiangyue.work.enrolling import Enrolment

    steps = profile.document["ladders"][_LADDER]["steps"]
    asked = [step.get("ask", []) for step in steps]
    roles = [role for one in asked for role in ([one] if isinstance(one, str) else one)]
    for role in dict.fromkeys(roles):
        if role not in profile.roles or "organization" in profile.roles[role].kinds:
            continue
        for number in range(1, (VOLUNTEERS if role == "volunteer" else TEAM) + 1):
            held = tuple(_holding(community, profile, one) for one in (role, *_PROOFS))
            name = f"{community.id}-{role.replace('_', '-')}-{number:02}"
            yield Enrolment(name, "person", community.id, roles=held, literacy=4)


def _holding(community: Community, profile: Profile, role: str) -> Holding:
    """Return a role at the unit at which it is held."""
    known = profile.roles.get(role)
    tier = TIERS[known.at] if known is not None and known.at is not None else TIERS["community"]
    unit = {2: OFFICE, 4: grid_of(community.id)}.get(tier, community.id)
    return Holding(role, unit, 0)
