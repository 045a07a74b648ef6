"""``xiangyue import hsds``: a directory is read to its end, then taken into a community."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xiangyue.errors import BadInput, Misuse, Place
from xiangyue.exchange.hsds.desk import Desk
from xiangyue.exchange.hsds.directory import Directory
from xiangyue.exchange.hsds.gathering import gather
from xiangyue.exchange.hsds.joining import Members
from xiangyue.exchange.hsds.kinds import PERSONAL, POINT
from xiangyue.exchange.hsds.mapping import read_mapping, usual
from xiangyue.exchange.hsds.offering import Offered, offered
from xiangyue.exchange.hsds.package import records
from xiangyue.exchange.hsds.taking import Offers
from xiangyue.exchange.hsds.template import template
from xiangyue.exchange.noted import note, said
from xiangyue.importer import Fate, Imported, Incoming, Note, Tally

SORTS = ("organization", "service", "location", "schedule")


def take(incoming: Incoming) -> Imported:
    """Take a directory in, or write the mapping to be filled in for it.

    Raises BadInput for what cannot be read to its end and Misuse for a community that has no
    library of resources; then nothing is written.
    """
    engine, community, by = incoming.engine, incoming.community or "", incoming.by or ""
    profile = engine.profile(community)
    given = incoming.options.get("map")
    mapped = read_mapping(Path(given), profile, community) if given else usual(profile, community)
    found = gather(records(incoming.path, incoming.progress), mapped.keep)
    _check_any(found, incoming.path)
    if "map-template" in incoming.options:
        file = Path(incoming.options["map-template"])
        _write(file, template(mapped, found))
        tally = Tally()
        tally.sorts(SORTS)
        told = (said("hsds-map-written", file=str(file), services=len(found.services)),)
        return tally.imported(told=told, more={"template": str(file)})
    now = incoming.now or datetime.now(UTC)
    return _Taking(found, Desk(engine, community, by, mapped, now, incoming.dry)).all()


def _check_any(found: Directory, path: Path) -> None:
    things = found.organizations or found.services or found.locations
    if found.refused and not things:
        raise BadInput("hsds-nothing", place=found.refused[0][1].place)
    if found.left_out and not things:
        raise BadInput("hsds-nothing", place=Place(str(path)))


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as made:
            made.write(text)
    except FileExistsError as error:
        raise Misuse("hsds-map-there", file=str(file)) from error
    except OSError as error:
        raise Misuse("hsds-map-unwritten", file=str(file)) from error


class _Taking:
    """What becomes of a directory, thing by thing."""

    def __init__(self, found: Directory, desk: Desk) -> None:
        self.found, self.desk = found, desk
        self.tally = Tally()
        self.tally.sorts(SORTS)
        self.places: set[str] = set()  # locations that are carried
        self.hours: set[int] = set()  # so are schedules

    def all(self) -> Imported:
        """Take in the organisations, then what they offer."""
        members = Members(self.desk)
        written = members.enrol(self.found.organizations.values())
        for one in self.found.organizations.values():
            refused = members.refused.get(one.id)
            self.tally.count("organization", _fate(one, refused is None))
            if refused is not None:
                self.tally.note(refused)
        offers = Offers(self.desk, members, self.found)
        for offer in offered(self.desk.mapped, self.found):
            self.offer(offers, offer)
        self.points(offers.places.told)
        self.rest()
        for sort, refused in self.found.refused:
            self.tally.count(sort, "refused")
            self.tally.note(refused)
        for left in left_out(self.found):
            self.tally.note(left)
        return self.tally.imported(written=written or offers.written)

    def offer(self, offers: Offers, offer: Offered) -> None:
        fate, notes = offers.take(offer)
        for one in notes:
            self.tally.note(one)
        if offer.thing.id in self.found.services:
            self.tally.count("service", fate)
        if fate != "refused":
            self.places.update(offer.locations)
            self.hours.update(map(id, offer.hours))

    def points(self, told: set[str]) -> None:
        """Note which points have told nothing."""
        for one in self.found.locations.values():
            if one.point and one.id not in told:
                one.partly = True
                for name in POINT[: len(one.point)]:
                    self.found.leave("location", name, one.place, f"{one.at}.{name}")

    def rest(self) -> None:
        """Count locations and schedules by whether an offer speaks of them."""
        lost: dict[str, list[Any]] = {}
        for place in self.found.locations.values():
            there = place.id in self.places
            self.tally.count("location", _fate(place, there))
            lost.setdefault("location", []).extend([place] * (not there))
        hours = {id(one): one for hours in self.found.hours.values() for one in hours}
        for one in hours.values():
            there = id(one) in self.hours
            self.tally.count("schedule", _fate(one, there))
            lost.setdefault("schedule", []).extend([one] * (not there))
        for sort, things in lost.items():
            if things:
                first, values = things[0], {"sort": sort, "count": len(things)}
                self.tally.note(note("refused", first.place, "hsds-apart", first.at, **values))


def _fate(one: Any, there: bool) -> Fate:
    return "refused" if not there else "changed" if one.partly else "carried"


def left_out(found: Directory) -> Iterator[Note]:
    """Yield what is said of properties that are not carried: once each, where first."""
    for one in found.left_out.values():
        values = {"kind": one.kind, "name": one.name, "times": one.times}
        code = "hsds-left-out" if one.name else "hsds-table"
        if one.name in PERSONAL or one.kind in PERSONAL:
            code = "hsds-personal"
        elif one.kind == "service" and one.scalar:
            code = "hsds-left-out-service"
        yield note("changed", one.place, code, one.at, **values)
