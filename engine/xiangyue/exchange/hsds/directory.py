"""A directory as it was read: organisations, services, where and when, joined by their ids."""

from __future__ import annotations

from dataclasses import dataclass, field

from xiangyue.errors import Place
from xiangyue.importer import Note

MOST_LEFT_OUT = 300
"""How many sorts of properties are told that are not carried."""


@dataclass(slots=True)
class Thing:
    """What has a place in the file; ``partly`` says that not all of it is carried."""

    id: str
    name: str
    place: Place
    at: str
    partly: bool = False


@dataclass(slots=True)
class Organization(Thing):
    """Who offers something."""


@dataclass(slots=True)
class Location(Thing):
    """Where something is; ``point`` are latitude and longitude, as they were said."""

    owner: str | None = None
    physical: bool = True
    point: tuple[str, ...] = ()


@dataclass(slots=True)
class Hours:
    """When something is open, as it was said."""

    place: Place
    at: str
    says: dict[str, str]
    partly: bool = False


@dataclass(slots=True)
class Tag:
    """A term that a service is filed under; ``about`` and ``value`` are what an attribute says."""

    words: tuple[str, ...]
    about: str = ""
    value: str = ""


@dataclass(slots=True)
class Capacity:
    """How much there is, and of what it is counted."""

    available: str
    unit: str


@dataclass(slots=True)
class Service(Thing):
    """What is offered; ``more`` are further properties that the caller wants."""

    owner: str | None = None
    status: str = ""
    more: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class LeftOut:
    """A property that is not carried: how often it stands in the file, and where first."""

    kind: str
    name: str
    place: Place
    at: str
    scalar: bool = False
    times: int = 1


@dataclass(slots=True)
class Directory:
    """All of it. What hangs on a thing is found by the thing's kind and id."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    places: dict[str, dict[str, None]] = field(default_factory=dict)  # locations of a service
    links: dict[str, list[str]] = field(default_factory=dict)  # services at locations of a service
    addresses: dict[str, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    schedules: dict[str, Hours] = field(default_factory=dict)
    hours: dict[tuple[str, str], list[Hours]] = field(default_factory=dict)
    tags: dict[tuple[str, str], list[Tag]] = field(default_factory=dict)
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    capacities: dict[str, list[Capacity]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    left_out: dict[tuple[str, str], LeftOut] = field(default_factory=dict)
    refused: list[tuple[str, Note]] = field(default_factory=list)  # with the sort of each
    notes: list[Note] = field(default_factory=list)

    def leave(self, kind: str, name: str, place: Place, at: str, *, scalar: bool = False) -> None:
        """Note that a property is not carried."""
        known = self.left_out.get((kind, name))
        if known is not None:
            known.times += 1
        elif len(self.left_out) < MOST_LEFT_OUT:
            self.left_out[kind, name] = LeftOut(kind, name, place, at, scalar)

    def lines_of(self, location: str) -> tuple[str, ...]:
        """Return a location's name and its address: the one where it is, else another."""
        addresses = self.addresses.get(location, ())
        lines = max(addresses, key=lambda one: one[0] == "physical", default=("", ()))[1]
        name = self.locations[location].name if location in self.locations else ""
        return tuple(dict.fromkeys(part for part in (name, *lines) if part))

    def hours_of(self, service: str) -> list[Hours]:
        """Return when a service is there: by itself, else at its locations, else these."""
        for kind, ids in (
            ("service", [service]),
            ("service_at_location", self.links.get(service, [])),
            ("location", [*self.places.get(service, ())]),
        ):
            found = [one for name in ids for one in self.hours.get((kind, name), ())]
            if found:
                return found
        return []

    def tags_of(self, service: str) -> list[Tag]:
        """Return what a service is filed under, or it is at its locations."""
        owners = [("service", service)]
        owners += [("service_at_location", one) for one in self.links.get(service, ())]
        return [tag for owner in owners for tag in self.tags.get(owner, ())]
