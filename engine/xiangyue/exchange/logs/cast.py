"""Who acts in a log: the roles a profile needs, and the members that hold them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from xiangyue.exchange.logs.eventlog import Event, EventLog
from xiangyue.exchange.names import ids, match, title

ANYONE = "anyone"
WORKER = "worker"
UNKNOWN = "unknown"
MAX_ROLES = 60


@dataclass(frozen=True, slots=True)
class Performer:
    """A member to register: its id, the name that the log gives it, the roles it needs."""

    id: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cast:
    """The roles of a log: id by group or resource, whichever tells its events apart.

    ``kind`` is ``group``, ``resource``, ``worker`` (one role for all, where there are more than
    60) or ``anyone`` (the log names nobody).
    """

    kind: str
    roles: Mapping[str, str]

    def role_of(self, event: Event) -> str:
        """Return the role in which an event was done; ``anyone`` where the log does not say."""
        match self.kind:
            case "group":
                return self.roles[event.group] if event.group is not None else ANYONE
            case "resource":
                return self.roles[event.resource] if event.resource is not None else ANYONE
            case "worker":
                return WORKER if event.resource or event.group else ANYONE
        return ANYONE

    @property
    def titles(self) -> dict[str, str]:
        """Return the title of each role by its id."""
        if self.kind == WORKER:
            return {WORKER: "Worker"}
        return {role: title(name) for name, role in self.roles.items()}


def find_cast(log: EventLog) -> Cast:
    """Find the roles of a log: its groups where they differ, else its resources, else none."""
    for kind, names in (("group", log.groups), ("resource", log.resources)):
        if len(names) > MAX_ROLES:
            return Cast(WORKER, {})
        if len(names) > (1 if kind == "group" else 0):
            return Cast(kind, ids(names, "role"))
    return Cast(ANYONE, {})


def performers(log: EventLog, roles: Mapping[str, Collection[str]]) -> dict[str | None, Performer]:
    """Return the member for each resource of the log; under None, who acts where it is silent.

    ``roles`` are those of the profile, id to titles. A member holds every role whose title or
    id is its own name or a group in which it acted, and ``worker`` if the profile has one. With
    the profile that was discovered from the log, every event is done by a member that may.
    """
    acted: dict[str | None, set[str]] = {None: set()}
    for case in log.cases:
        for event in case.events:
            names = acted.setdefault(event.resource, set())
            names.update(name for name in (event.group, event.resource) if name is not None)
    role_of = match({name for names in acted.values() for name in names}, roles)
    everybody = {WORKER} & roles.keys()
    member_ids = ids((name for name in acted if name is not None), "member")
    return {
        name: Performer(
            UNKNOWN if name is None else member_ids[name],
            "Unknown" if name is None else title(name),
            frozenset(everybody.union(role_of[n] for n in names if n in role_of)),
        )
        for name, names in acted.items()
    }
