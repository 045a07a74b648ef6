"""The village that every scenario plays in: its units, its members, and a clock of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from xiangyue.acting import Plans
from xiangyue.engine import Engine
from xiangyue.profile import Profile
from xiangyue.study.scenario import HERE, Given, Somebody
from xiangyue.values import TIERS

_OWN = TIERS["community"]
_GRID = TIERS["grid"]


class Timer(NamedTuple):
    """A deadline that is still to pass: of a task (``flow``) or of its state (``state``)."""

    due: int
    task: str
    name: str


class Stage(Engine):
    """An engine on a store in memory that shares its compiled profile with other stages."""

    def __init__(self, plans: Plans) -> None:
        """Open an empty store."""
        super().__init__("sqlite://")
        self._plans = plans

    def timers(self, until: int) -> list[Timer]:
        """Return what falls due until then, in microseconds, the earliest first."""
        with self._store.read() as reader:
            rows = reader.all(
                "SELECT due, task, name FROM timer WHERE due <= ? ORDER BY due, task, name", until
            )
        return [Timer(*row) for row in rows]

    def set_up(self, profile: Profile, given: Given) -> None:
        """Add units and install the profile; whoever lives there comes one by one."""
        for name, (level, parent) in standard_units(profile).items():
            self.add_unit(name, level, parent=parent, now=given.at)
        self.install(profile, HERE, params=given.params, now=given.at)

    def move_in(self, somebody: Somebody, profile: Profile, now: datetime) -> None:
        """Give a member, who is registered, its roles and absences."""
        units = _units_by_tier(profile)
        roles = {
            role: somebody.unit or units.get(TIERS[profile.roles[role].at or "community"], HERE)
            for role in somebody.roles
        }
        self.register(
            somebody.id,
            roles=roles,
            since=somebody.since,
            until=somebody.until,
            deputy=somebody.deputy,
            now=now,
        )
        for since, until in somebody.absences:
            self.absent(somebody.id, since=since, until=until, now=now)


def standard_units(profile: Profile) -> Mapping[str, tuple[str, str | None]]:
    """Return the units that a scenario of this profile always has: level and parent by name.

    They are the community ``here``, what its roles ask for above it, by the names of the levels,
    and ``grid`` beneath it.
    """
    levels = _levels(profile)
    units: dict[str, tuple[str, str | None]] = {}
    parent = None
    for tier in sorted({*levels, _OWN}):
        name = HERE if tier == _OWN else levels[tier]
        units[name] = (levels.get(tier, "community"), parent)
        parent = name
    return units


def _units_by_tier(profile: Profile) -> Mapping[int, str]:
    return {TIERS[level]: name for name, (level, _) in standard_units(profile).items()}


def _levels(profile: Profile) -> dict[int, str]:
    """Return the unit levels that roles and actions ask for, by their tiers."""
    asked = [role.at for role in profile.roles.values()]
    asked += [a.at for f in profile.flows.values() for a in (f.opening, *f.actions.values())]
    levels: dict[int, str] = {}
    for level in asked:
        if level is not None:
            levels.setdefault(TIERS[level], level)
    return levels
