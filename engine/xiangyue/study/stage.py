"""The village that every scenario plays in: its units, its members, and a clock of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple, cast

import sqlalchemy as sa

from xiangyue.engine import Engine
from xiangyue.flow import change_path
from xiangyue.profile import Profile
from xiangyue.storage.asks import asks_of_task
from xiangyue.storage.store import open_engine
from xiangyue.study.scenario import HERE, Given, Somebody
from xiangyue.time.moments import Moment
from xiangyue.values import NORMAL, SYSTEM, TIERS, Command, Decision, replace
from xiangyue.work.acting import do
from xiangyue.work.plans import Plans

_OWN, _OFFICE = TIERS["community"], TIERS["subdistrict"]


WAITING: Final = "waiting"
"""What the timer of a deferred command is called."""

ERRAND: Final = "errand"
"""What the timer of an errand is called."""

_DUE = (
    "SELECT due, community, task, name FROM timer WHERE due <= ?1"
    " UNION ALL SELECT w.due, w.community, j.task, ?2 FROM waiting w"
    " JOIN journal j ON j.community = w.community AND j.seq = w.seq WHERE w.due <= ?1"
    " UNION ALL SELECT due, community, task, ?3 FROM errand WHERE state = 'waiting' AND due <= ?1"
    " ORDER BY 1, 2, 3, 4"
)
_FROZEN = (
    "SELECT frozen FROM ledger WHERE community = ? AND member = ? AND account = ?"
    " ORDER BY seq DESC, n DESC LIMIT 1"
)


class Timer(NamedTuple):
    """What is still to happen: the deadline of a task (``flow``) or of its state (``state``).

    Or a deferred command is decided again (``waiting``), or an errand is run (``errand``).
    Of no task in particular open tasks are told that a mode was left.
    """

    due: int
    community: str
    task: str | None
    name: str


class Stage(Engine):
    """An engine on a store in memory that shares its compiled profile with other stages."""

    def __init__(self, plans: Plans) -> None:
        """Open an empty store."""
        self._memory = open_engine("sqlite://")
        _connection(self._memory).deserialize(_empty_store())
        super().__init__(self._memory)
        self._plans = plans
        self._tiers: Mapping[int, str] = {}

    def close(self) -> None:
        """Close the store, and forget it."""
        super().close()
        self._memory.dispose()

    def do(self, command: Command, *, now: Moment = None) -> Decision:
        """Decide a command; a scenario may say, too, what the checks of a change have found.

        Where it does not say what they looked at, they looked at what is drafted.
        """
        return do(self._store, self._plans, self._attested(command), now, own=True)

    def _attested(self, command: Command) -> Command:
        if not any(isinstance(value, list) for value in command.data.values()):
            return command  # the path of changes is looked for only where there may be one
        path = change_path(self.profile(command.community)) if command.task else None
        lines = command.data.get(path.checks) if path and command.action == path.check else None
        if not path or not isinstance(lines, list) or any(map(_says_content, lines)):
            return command
        draft = self.draft_of(f"{command.community}/{command.task}")
        lines = [f'content="{draft.content}"', *lines]
        return replace(command, data={**command.data, path.checks: lines})

    def timers(self, until: int) -> list[Timer]:
        """Return what falls due until then, in microseconds, the earliest first."""
        with self._store.read() as reader:
            rows = reader.all(_DUE, until, WAITING, ERRAND)
        return [Timer(*row) for row in rows]

    def followed(self, decision: Decision) -> list[Decision]:
        """Return the commands that the engine carried out in the transaction of a decision."""
        community, found = decision.command.community, []
        with self._store.read() as reader:
            head = reader.situation(community, None, None).head
            for seq in range(decision.seq + 1, head.seq + 1 if head else 0):
                if reader.entry(community, seq)[0]["kind"] == "command":
                    found.append(reader.prior(community, seq)[0])
        return found

    def asked(self, task: str) -> list[str]:
        """Return whom the call-out of a task has asked."""
        with self._store.read() as reader:
            return sorted({row.member for row in asks_of_task(reader, HERE, task)})

    def frozen(self, member: str, account: str) -> bool:
        """Tell whether an account waits for a human review."""
        with self._store.read() as reader:
            rows = reader.all(_FROZEN, HERE, member, account)
        return any(frozen for (frozen,) in rows)

    def set_up(self, profile: Profile, given: Given) -> None:
        """Add units and install the profile; whoever lives there comes one by one."""
        self._tiers = _units_by_tier(profile, bool(given.communities))
        for name, (level, parent) in standard_units(profile, bool(given.communities)).items():
            self.add_unit(name, level, parent=parent, now=given.at)
        self.install(profile, HERE, params=given.params, now=given.at)
        for one in given.communities:
            level = _levels(profile).get(_OWN, "community")
            self.add_unit(one.id, level, parent=HERE, now=given.at)
            self.install(profile, one.id, params=one.params, now=given.at)
            if one.mode != NORMAL:
                self._begin_mode(one.id, one.mode, given.at)
        if given.mode != NORMAL:
            self.begin_in(given.mode, given.at)

    def begin_in(self, mode: str, now: datetime) -> None:
        """Let the community be in a mode, with its response level if it has one."""
        self._begin_mode(HERE, mode, now)

    def move_in(self, somebody: Somebody, profile: Profile, given: Given) -> None:
        """Give a member, who is registered, its roles, absences, consents and literacy."""
        now = given.at
        roles = {
            role: somebody.unit
            or self._tiers.get(TIERS[profile.roles[role].at or "community"], HERE)
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
        for purpose in somebody.consents:
            self.consent(somebody.id, purpose, by=somebody.id, now=now)
        if somebody.literacy is not None:
            self.assess(somebody.id, somebody.literacy, by=SYSTEM, now=now)


def _says_content(line: object) -> bool:
    return str(line).startswith("content=")


@cache
def _empty_store() -> bytes:
    """Return a store without rows: to copy it takes a tenth of the time of creating its tables."""
    memory = open_engine("sqlite://")
    with Engine(memory):
        image = _connection(memory).serialize()
    memory.dispose()
    return image


def _connection(memory: sa.Engine) -> sqlite3.Connection:
    with closing(memory.raw_connection()) as pooled:
        return cast("sqlite3.Connection", pooled.driver_connection)


def standard_units(profile: Profile, office: bool = False) -> Mapping[str, tuple[str, str | None]]:
    """Return the units that a scenario of this profile always has: level and parent by name.

    They are the community ``here``, what its roles ask for above it, by the names of the levels,
    and ``grid`` beneath it. Of an office, ``here`` is a sub-district, with nothing beneath it yet.
    """
    levels, own = _levels(profile), _OFFICE if office else _OWN
    units: dict[str, tuple[str, str | None]] = {}
    parent = None
    for tier in sorted({*levels, own}):
        if office and tier > own:
            break
        name = HERE if tier == own else levels[tier]
        units[name] = (levels.get(tier, "subdistrict" if office else "community"), parent)
        parent = name
    return units


def _units_by_tier(profile: Profile, office: bool) -> Mapping[int, str]:
    return {TIERS[level]: name for name, (level, _) in standard_units(profile, office).items()}


def _levels(profile: Profile) -> dict[int, str]:
    """Return the unit levels that roles and actions ask for, by their tiers."""
    asked = [role.at for role in profile.roles.values()]
    asked += [a.at for f in profile.flows.values() for a in (f.opening, *f.actions.values())]
    levels: dict[int, str] = {}
    for level in asked:
        if level is not None:
            levels.setdefault(TIERS[level], level)
    return levels
