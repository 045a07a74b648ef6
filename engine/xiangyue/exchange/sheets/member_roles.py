"""Roles as a sheet names them, held against the profile that governs the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

from xiangyue.engine import Engine
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.table import Record
from xiangyue.exchange.sheets.units import find_unit
from xiangyue.exchange.sheets.words import titles
from xiangyue.profile import Profile, Role
from xiangyue.spelling import nearest, shown
from xiangyue.time.clock import start_of_day, to_micros
from xiangyue.values import TIERS, Holding, MemberKind, Unit
from xiangyue.work.registering import OWNING_TIER

_APART = re.compile("[,;、，；/\n]")


class Roles:
    """What roles there are at a unit; each profile is looked up once."""

    def __init__(
        self,
        engine: Engine,
        units: Mapping[str, Unit],
        names: Mapping[str, str],
        fallback: Profile | None,
        now: int,
    ) -> None:
        """Look into the store; ``fallback`` stands for the profile that a community lacks."""
        self._now = now
        self._engine = engine
        self._units = units
        self._names = names
        self._fallback = fallback
        self._governed = frozenset(engine.communities())
        self._known: dict[str, tuple[Profile, ...]] = {}
        self._said: set[str] = set()
        self._above: dict[str, set[str]] | None = None

    def read(self, record: Record, kind: MemberKind, home: str) -> Iterator[Holding]:
        """Yield the roles of a row; what is wrong with one is found."""
        said = record.get("role", cells.text)
        at = find_unit(record, "at", self._names, self._units) if record.has("at") else home
        deputy = record.get("deputy", cells.ident)
        if said is None:
            for column in ("at", "since", "until", "deputy"):
                if record.has(column):
                    record.wrong(column, "sheet-without-role")
            return
        if at is None:
            return
        profiles = self._of(at)
        if not profiles:
            self._complain(record, at)
            return
        since, until = self._span(record, profiles[0])
        whole = any(cells.plain(said) in titles(profile.roles) for profile in profiles)
        for word in [said] if whole else filter(None, map(str.strip, _APART.split(said))):
            role = self._role(record, word, profiles)
            if role and self._fits(record, role, at, kind):
                yield Holding(role.id, at, since or 0, until, deputy)

    def _of(self, unit: str) -> tuple[Profile, ...]:
        """Return the profiles by which roles held at a unit are read: its own, or those below."""
        if unit not in self._known:
            found = self._units[unit]
            if TIERS[found.unit_level] >= OWNING_TIER:
                own = {found.community} & self._governed
            else:
                own = self._below().get(unit, set())
            by_hash = {p.hash: p for p in map(self._engine.profile, sorted(own))}
            fallback = (self._fallback,) if self._fallback else ()
            self._known[unit] = tuple(by_hash.values()) or fallback
        return self._known[unit]

    def _below(self) -> dict[str, set[str]]:
        """Return the governed communities beneath each unit above one."""
        if self._above is None:
            self._above = {}
            for community in self._governed:
                found = self._units.get(community)
                while found is not None and found.parent is not None:
                    self._above.setdefault(found.parent, set()).add(community)
                    found = self._units.get(found.parent)
        return self._above

    def _complain(self, record: Record, unit: str) -> None:
        community = self._units[unit].community
        if community not in self._said:
            self._said.add(community)
            record.wrong("role", "sheet-no-profile", community=community)
        record.sound = False

    def _span(self, record: Record, profile: Profile) -> tuple[int | None, int | None]:
        """Return from when until when: the last day counts whole."""
        first, last = record.get("since", cells.day), record.get("until", cells.day)
        if first and last and last < first:
            record.wrong("until", "sheet-until", since=first, until=last)
            return None, None
        timezone = profile.calendar.timezone
        ends = last + timedelta(days=1) if last else None
        since = to_micros(start_of_day(first, timezone)) if first else None
        until = to_micros(start_of_day(ends, timezone)) if ends else None
        if since is None and until is not None and until <= self._now:
            record.wrong("until", "sheet-over", until=last)
        return since, until

    def _role(self, record: Record, word: str, profiles: tuple[Profile, ...]) -> Role | None:
        for profile in profiles:
            known = titles(profile.roles)
            if cells.plain(word) in known:
                return profile.roles[known[cells.plain(word)]]
        written = [
            name for role in profiles[0].roles.values() for name in (role.id, role.title.of("zh"))
        ]
        near = nearest(word, written)
        values = {"value": shown(word), "profile": profiles[0].id, "nearest": near["nearest"]}
        record.wrong("role", "sheet-no-role", **values)
        return None

    def _fits(self, record: Record, role: Role, unit: str, kind: MemberKind) -> bool:
        level = self._units[unit].unit_level
        if role.at is not None and TIERS[role.at] != TIERS[level]:
            column = "at" if record.has("at") else "role"
            record.wrong(column, "sheet-role-level", role=role.id, level=role.at, unit=unit)
        elif kind not in role.kinds:
            record.wrong("role", "sheet-role-kind", role=role.id, kinds=", ".join(role.kinds))
        else:
            return True
        return False
