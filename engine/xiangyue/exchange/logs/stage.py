"""What must be there before a log can be replayed: a community, its units, its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from xiangyue.engine import Engine
from xiangyue.errors import Conflict, Misuse
from xiangyue.exchange.logs.cast import Performer
from xiangyue.profile import Flow, Profile
from xiangyue.values import TIERS

_OWN = TIERS["community"]
_UNITS = {1: "county", 2: "subdistrict", 3: "community", 4: "grid"}


def set_stage(
    engine: Engine, profile: Profile, flow: Flow, community: str, since: datetime
) -> None:
    """Let the profile govern the community, unless it does so already.

    Raises Misuse where another profile does.
    """
    if community not in engine.communities():
        _add_units(engine, community, _tiers(profile, flow), since)
        engine.install(profile, community, now=since)
    elif engine.profile(community).hash != profile.hash:
        raise Misuse("replay-other-profile", community=community, profile=profile.id)


def register_members(
    engine: Engine,
    profile: Profile,
    flow: Flow,
    community: str,
    members: Iterable[Performer],
    since: datetime,
) -> None:
    """Register the members with their roles, unless an earlier replay has done so."""
    asked = _tiers(profile, flow)
    for member in members:
        _register(engine, community, member, asked, since)


def _tiers(profile: Profile, flow: Flow) -> dict[str, frozenset[int]]:
    """Return for each role the tiers of the unit tree at which the flow's actions ask for it."""
    actions = (flow.opening, *flow.actions.values())
    levels = {
        role.id: [role.at] if role.at else [a.at for a in actions if role.id in a.by]
        for role in profile.roles.values()
    }
    return {
        role: frozenset(TIERS[level] if level else _OWN for level in found)
        for role, found in levels.items()
    }


def _unit(community: str, tier: int) -> str:
    return community if tier == _OWN else f"{community}.{_UNITS[tier]}"


def _add_units(
    engine: Engine, community: str, asked: Mapping[str, frozenset[int]], now: datetime
) -> None:
    """Add the community with units above and beneath it, where roles are held there."""
    tiers = {_OWN}.union(*asked.values())
    above = None
    for tier in sorted(tiers) if len(tiers) > 1 else ():
        with suppress(Conflict):
            engine.add_unit(_unit(community, tier), _UNITS[tier], parent=above, now=now)
        above = _unit(community, tier)


def _register(
    engine: Engine,
    community: str,
    member: Performer,
    asked: Mapping[str, frozenset[int]],
    since: datetime,
) -> None:
    places: dict[int, dict[str, str]] = {_OWN: {}}
    for role in sorted(member.roles):
        for tier in asked[role]:
            places.setdefault(tier, {})[role] = _unit(community, tier)
    for roles in places.values():
        with suppress(Conflict):
            engine.register(
                member.id, roles=roles, home=community, name=member.name, since=since, now=since
            )
