"""Where an alert is meant: which communities take alerts, and which of them it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.exchange.cap.areas import Atlas, Matched
from xiangyue.exchange.cap.model import Alert, Info
from xiangyue.profile import Profile
from xiangyue.values import Unit

BY_HAND = "by hand"
"""How a unit is known that whoever hands the alert in has named."""


class Target(NamedTuple):
    """A community that is meant: which of its units, how that is known, and what is said there."""

    unit: str
    how: str
    infos: tuple[Info, ...]


class Desks(NamedTuple):
    """The communities that take alerts, with their profiles as they are now.

    ``named`` are those that were named by hand; None where the areas are to tell.
    """

    profiles: Mapping[str, Profile]
    named: tuple[str, ...] | None
    units: Mapping[str, Unit]
    atlas: Atlas

    def targets(self, alert: Alert) -> dict[str, Target]:
        """Return where an alert is meant, by community."""
        if self.named is not None:
            return {one: Target(one, BY_HAND, alert.infos) for one in self.named}
        matched = [(info, dict(self._matched(info))) for info in alert.infos]
        if not any(found for _, found in matched):
            return {}
        targets: dict[str, Target] = {}
        for community in self.profiles:
            # An info in another language often leaves the areas out.
            infos = [i for i, found in matched if community in found or not i.areas]
            units = [one for _, found in matched for one in found.get(community, ())]
            if units:
                unit, how = self._unit(community, units)
                targets[community] = Target(unit, how, tuple(infos))
        return targets

    def _matched(self, info: Info) -> Iterator[tuple[str, list[Matched]]]:
        """Yield the communities that an info is about, with their units."""
        found: dict[str, list[Matched]] = {}
        for area in info.areas:
            for one in self.atlas.match(area):
                community = self._community_of(one.unit)
                if community is not None:
                    found.setdefault(community, []).append(one)
        yield from found.items()

    def _community_of(self, unit: str) -> str | None:
        """Return the nearest community, from a unit upwards, that takes alerts."""
        seen: set[str] = set()
        while unit in self.units and unit not in seen:
            if unit in self.profiles:
                return unit
            seen.add(unit)
            unit = self.units[unit].parent or ""
        return None

    def _unit(self, community: str, found: Sequence[Matched]) -> tuple[str, str]:
        """Return the one unit that is meant, or the whole community where it is more."""
        whole = next((one for one in found if one.unit == community), None)
        if whole is None and len({one.unit for one in found}) == 1:
            whole = found[0]
        if whole is None:
            return community, f"{found[0].how}: {found[0].what}"
        return whole.unit, f"{whole.how}: {whole.what}"


def desks_of(
    engine: Engine,
    named: Sequence[str] | None,
    reaches: Callable[[str], bool] = lambda community: True,
) -> Desks:
    """Return who takes alerts; raises Misuse for a named community that does not."""
    profiles = {}
    for community in filter(reaches, engine.communities()):
        profile = engine.intake(community)
        if profile.alerts is not None and profile.alerts.flow in profile.flows:
            profiles[community] = profile
    for one in named or ():
        if one not in profiles:
            if not reaches(one):
                raise Misuse("community-unknown", community=one)
            engine.profile(one)  # raises where there is no such community
            raise Misuse("cap-not-taken", community=one)
    return Desks(
        profiles,
        tuple(dict.fromkeys(named)) if named else None,
        engine.units(),
        Atlas(engine.places(), engine.units()),
    )
