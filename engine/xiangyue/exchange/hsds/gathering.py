"""Reading a directory: whatever hangs on what, nested or in tables, comes to stand by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from xiangyue.errors import BadInput
from xiangyue.exchange.files.jsonfile import MOST_DEPTH
from xiangyue.exchange.hsds.directory import (
    Directory,
    Hours,
    Location,
    Organization,
    Service,
    Thing,
)
from xiangyue.exchange.hsds.filing import Filing, Owner, of, plain
from xiangyue.exchange.hsds.kinds import KINDS, LINES, POINT, guess_kind, is_link, kind_of_table
from xiangyue.exchange.hsds.record import Record, Steps, json_path
from xiangyue.exchange.noted import note
from xiangyue.spelling import shown

MOST_THINGS: Final = 500_000
_SORTS: Final = ("organization", "service", "location", "schedule")


def gather(records: Iterable[Record], keep: frozenset[str] = frozenset()) -> Directory:
    """Read a directory to its end; ``keep`` are further properties of services to remember.

    Raises BadInput for what cannot be read, or has more than 500,000 things.
    """
    reading = _Reading(keep)
    for record in records:
        reading.record(record)
    reading.join()
    return reading.found


class _Reading:
    """What was read so far, and the record that is being read."""

    def __init__(self, keep: frozenset[str]) -> None:
        self.found = Directory()
        self.keep = keep
        self.count = 0
        self.filing = Filing(self.found)

    def record(self, record: Record) -> None:
        """Read what a record holds."""
        self.now = record
        value = record.value
        if not isinstance(value, Mapping):
            self.refuse("other", (), "hsds-no-object")
            return
        kind = kind_of_table(record.table) if record.table else guess_kind(value)
        if kind is None and not record.table:
            self.refuse("other", (), "hsds-unknown")
        elif kind is None:
            self.leave(record.table, "", ())
        else:
            self.take(kind, value, (), None)

    def refuse(self, sort: str, steps: Steps, code: str, **values: Any) -> None:
        """Leave a thing out, and say why."""
        place, at = self.now.place(steps), json_path((*self.now.steps, *steps))
        self.found.refused.append((sort, note("refused", place, code, at, **values)))

    def leave(self, kind: str, name: str, steps: Steps, *, scalar: bool = False) -> None:
        """Note that a property is not carried; where it stands is worked out the first time."""
        known = self.found.left_out.get((kind, name))
        if known is not None:
            known.times += 1
            return
        place, at = self.now.place(steps), json_path((*self.now.steps, *steps))
        self.found.leave(kind, name, place, at, scalar=scalar)

    def take(self, kind: str, value: Mapping[str, Any], steps: Steps, owner: Owner) -> None:
        """Read one thing, and what hangs on it."""
        self.count += 1
        if self.count > MOST_THINGS:
            raise BadInput("hsds-many", place=self.now.place(steps), most=MOST_THINGS)
        if len(steps) > MOST_DEPTH:
            raise BadInput("json-deep", place=self.now.place(steps), most=MOST_DEPTH)
        spec = KINDS[kind]
        says = {
            name: text
            for name, one in value.items()
            if (text := plain(one) or (_listed(one) if name in spec.carried else ""))
        }
        me, thing = self.make(kind, says, value, steps, owner)
        for name, one in value.items():
            child = spec.children.get(name)
            if one in (None, "", [], {}):
                continue
            if child is not None and isinstance(one, dict | list):
                self.below(child, one, (*steps, name), me)
            elif name in spec.carried or is_link(name) or _says_no_more(kind, name, says):
                continue
            elif kind != "service" or name not in self.keep or name not in says:
                self.leave(kind, name, (*steps, name), scalar=name in says)
                if thing is not None:
                    thing.partly = True

    def below(self, kind: str, value: Any, steps: Steps, owner: Owner) -> None:
        """Read the one thing, or all of those, that hang on another."""
        if isinstance(value, dict):
            self.take(kind, value, steps, owner)
            return
        for index, one in enumerate(value):
            if isinstance(one, Mapping):
                self.take(kind, one, (*steps, index), owner)
            elif kind == "taxonomy_term" and plain(one):
                self.filing.term({"name": plain(one)}, owner)
            elif one is not None:
                self.refuse(kind if kind in _SORTS else "other", (*steps, index), "hsds-no-object")

    def make(
        self, kind: str, says: dict[str, str], value: Mapping[str, Any], steps: Steps, owner: Owner
    ) -> tuple[Owner, Thing | Hours | None]:
        """Remember a thing by its kind; returns what others hang on, and the thing."""
        match kind:
            case "organization" | "service" | "location":
                return self.thing(kind, says, steps, owner)
            case "service_at_location":
                return self.link(says, value, steps, owner), None
            case "address":
                return self.address(says, owner)
            case "schedule":
                return None, self.schedule(says, steps, owner)
            case "attribute":
                return self.filing.attribute(says, owner), None
            case "taxonomy_term":
                self.filing.term(says, owner)
            case "service_capacity":
                self.filing.capacity(says, value, owner)
            case "unit":
                self.found.units[says.get("id", "")] = says.get("name", "")
        return None, None

    def thing(
        self, kind: str, says: Mapping[str, str], steps: Steps, owner: Owner
    ) -> tuple[Owner, Thing | None]:
        name, id_ = says.get("name", ""), says.get("id", "")
        place, at = self.now.place(steps), json_path((*self.now.steps, *steps))
        made: Thing
        if kind == "location":
            id_ = id_ or f"{place}{at}"
            made = Location(id_, name, place, at, owner=of(owner, "organization", says))
            made.physical = says.get("location_type", "physical") == "physical"
            made.point = tuple(says[name] for name in POINT if name in says)
            if lines := tuple(says[name] for name in LINES if name in says):
                self.found.addresses.setdefault(id_, []).append(("physical", lines))
            into: dict[str, Any] = self.found.locations
        elif kind == "service":
            more = {key: says[key] for key in self.keep if key in says}
            made = Service(id_, name, place, at, owner=of(owner, "organization", says), more=more)
            made.status = says.get("status", "")
            into = self.found.services
        else:
            made, into = Organization(id_, name, place, at), self.found.organizations
        if not id_ or (not name and kind != "location"):
            self.refuse(kind, steps, "hsds-nameless", kind=kind)
            return None, None
        known = into.get(id_)
        if known is not None:
            self.again(kind, known, made, steps)
            made = known
        else:
            into[id_] = made
        if owner is not None and (kind, owner[0]) == ("organization", "service"):
            self.found.services[owner[1]].owner = id_
        elif owner is not None and (kind, owner[0]) == ("organization", "location"):
            self.found.locations[owner[1]].owner = id_
        elif owner is not None and {kind, owner[0]} == {"service", "location"}:
            service, location = (id_, owner[1]) if kind == "service" else (owner[1], id_)
            self.found.places.setdefault(service, {})[location] = None
        return (kind, id_), made

    def again(self, kind: str, known: Any, made: Any, steps: Steps) -> None:
        """Put together what is said of one thing in two places; the first holds."""
        for name in ("owner", "status"):
            if getattr(made, name, None) and not getattr(known, name):
                setattr(known, name, getattr(made, name))
        if kind == "service":
            known.more = made.more | known.more
        differs = made.name != known.name and made.name
        if differs and known.name:
            place, at = self.now.place(steps), json_path((*self.now.steps, *steps))
            values = {"id": shown(made.id), "first": known.place, "name": shown(known.name)}
            said = note("refused", place, "hsds-twice", at, **values)
            self.found.refused.append((kind, said))
        known.name = known.name or made.name

    def link(
        self, says: Mapping[str, str], value: Mapping[str, Any], steps: Steps, owner: Owner
    ) -> Owner:
        service = of(owner, "service", says) or _id_in(value.get("service"))
        location = of(owner, "location", says) or _id_in(value.get("location"))
        id_ = says.get("id") or f"{self.now.place(steps)}{json_path(steps)}"
        if location is None and isinstance(value.get("location"), Mapping):
            there = (*steps, "location")
            location = f"{self.now.place(there)}{json_path((*self.now.steps, *there))}"
        if service is not None:
            self.found.links.setdefault(service, []).append(id_)
            if location is not None:
                self.found.places.setdefault(service, {})[location] = None
        return ("service_at_location", id_)

    def address(self, says: Mapping[str, str], owner: Owner) -> tuple[Owner, Thing | None]:
        id_ = of(owner, "location", says)
        lines = tuple(says[name] for name in LINES if name in says)
        if id_ is not None:
            kind = says.get("address_type", "physical")
            self.found.addresses.setdefault(id_, []).append((kind, lines))
        return None, self.found.locations.get(id_ or "")

    def schedule(self, says: dict[str, str], steps: Steps, owner: Owner) -> Hours:
        made = Hours(self.now.place(steps), json_path((*self.now.steps, *steps)), says)
        known = self.found.schedules.setdefault(says.get("id", ""), made) if "id" in says else made
        made = known if _alike(known.says, says) else made
        for kind in ("service_at_location", "service", "location"):
            id_ = of(owner, kind, says)
            if id_ is not None:
                found = self.found.hours.setdefault((kind, id_), [])
                found += [made] * (not any(one is made for one in found))
                break
        else:
            self.refuse("schedule", steps, "hsds-loose")
        return made

    def join(self) -> None:
        """Fill in what stood further down than what leads to it."""
        self.filing.join()
        for service in self.found.services.values():
            there = map(self.found.locations.get, self.found.places.get(service.id, ()))
            owners = (location.owner for location in there if location and location.owner)
            service.owner = service.owner or next(owners, None)


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two schedules of one id say the same, wherever they stand."""
    return all(one.get(name) == other.get(name) for name in KINDS["schedule"].carried)


def _listed(value: Any) -> str:
    """Return a list of scalars as the text that the standard has for it: ``MO,TU``."""
    return ",".join(filter(None, map(plain, value))) if isinstance(value, list) else ""


def _says_no_more(kind: str, name: str, says: Mapping[str, str]) -> bool:
    """Tell whether an organisation is described by its name alone, as ours are."""
    return (kind, name) == ("organization", "description") and says.get(name) == says.get("name")


def _id_in(value: Any) -> str | None:
    return plain(value.get("id")) or None if isinstance(value, Mapping) else None
