"""Many units and members at once: what of a list is not registered yet, and registering that.

A list that is registered a second time changes nothing; what would contradict what is there is a
clash, and nobody's to decide here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from xiangyue.canonical import load
from xiangyue.reach.contacting import Contact, put_contact, put_language
from xiangyue.storage import Reader, Tx
from xiangyue.tables import REGISTRY
from xiangyue.text import Text
from xiangyue.values import Holding, MemberKind, Unit, Value, replace
from xiangyue.work import registering

What = Literal["unit", "code", "member", "role", "literacy", "language", "contact"]

_MEMBERS = """
SELECT m.id, m.kind, m.home, m.literacy, m.language, p.body FROM member m
LEFT JOIN payload p ON p.community = ? AND p.seq = m.named WHERE m.id IN ({marks})
"""
_HOLDINGS = """
SELECT member, role, unit, since, until, deputy FROM holding WHERE member IN ({marks})
"""
_CONTACTS = """
SELECT c.member, c.kind, p.body FROM contact c
LEFT JOIN payload p ON p.community = ? AND p.seq = c.seq WHERE c.member IN ({marks})
"""
_UNITS = "SELECT id, unit_level, parent, community, title FROM unit ORDER BY id"


class Enrolment(Value, frozen=True):
    """A member as a list has it; None, or nothing, where the list says nothing.

    A role whose ``since`` is 0 is held from when it is registered. ``contacts`` replace those of
    their kinds, and leave others.
    """

    id: str
    kind: MemberKind
    home: str
    name: str | None = None
    roles: tuple[Holding, ...] = ()
    literacy: int | None = None
    language: str | None = None
    contacts: tuple[Contact, ...] = ()


class Step(Value, frozen=True):
    """One thing that registering a list adds, or ``changes``: ``value`` is how it is then."""

    what: What
    subject: str
    value: Unit | Enrolment | Holding | Contact | int | str
    changes: bool = False


class Clash(Value, frozen=True):
    """What a list says otherwise than it is registered for good, and ``known``, how it is there.

    ``what`` is ``level``, ``parent``, ``title``, ``kind``, ``home``, ``name`` or ``role``;
    ``index`` is the place in the list, and of roles ``part`` is which.
    """

    what: str
    subject: str
    known: str
    index: int
    part: int = 0


def all_units(reader: Reader) -> dict[str, Unit]:
    """Return every unit by its id."""
    rows = reader.all(_UNITS)
    return {
        name: Unit(name, level, parent, community, Text(load(title)))
        for name, level, parent, community, title in rows
    }


def of_units(known: dict[str, Unit], wanted: Sequence[Unit]) -> Iterator[Step | Clash]:
    """Yield what of a list of units is not there yet, and what contradicts what is."""
    for index, unit in enumerate(wanted):
        found = known.get(unit.id)
        if found is None:
            yield Step("unit", unit.id, unit)
            continue
        for what, is_now, is_wanted in (
            ("level", found.unit_level, unit.unit_level),
            ("parent", found.parent or "-", unit.parent or "-"),
            ("title", _titles(found.title), _titles(unit.title or found.title)),
        ):
            if is_now != is_wanted:
                yield Clash(what, unit.id, is_now, index)


def _titles(title: Text) -> str:
    return " / ".join(title[lang] for lang in sorted(title))


def of_members(reader: Reader, wanted: Sequence[Enrolment], now: int) -> Iterator[Step | Clash]:
    """Yield what of a list of members is not registered yet, and what contradicts what is.

    A list may name a thousand; everything about them is read in three statements.
    """
    there = _there(reader, [one.id for one in wanted])
    for index, one in enumerate(wanted):
        found = there.get(one.id)
        if found is None:
            yield Step("member", one.id, one)
            found = Enrolment(one.id, one.kind, one.home)
        else:
            yield from _contradictions(found, one, index)
        yield from _roles(found.roles, one, index, now)
        yield from _beside(found, one)


def _there(reader: Reader, names: Sequence[str]) -> dict[str, Enrolment]:
    """Return those of the named members that exist; an address that was destroyed is None."""
    marks = ", ".join("?" * len(names))
    held: dict[str, list[Holding]] = {}
    for member, *role in reader.all(_HOLDINGS.format(marks=marks), *names):
        held.setdefault(member, []).append(Holding(*role))
    reached: dict[str, list[Contact]] = {}
    for member, kind, body in reader.all(_CONTACTS.format(marks=marks), REGISTRY, *names):
        address = str(load(body)["address"]) if body else None
        reached.setdefault(member, []).append(Contact(kind, 0, address))
    rows = reader.all(_MEMBERS.format(marks=marks), REGISTRY, *names)
    return {
        name: Enrolment(
            name,
            kind,
            home,
            str(load(body)["name"]) if body else None,
            tuple(held.get(name, ())),
            literacy,
            language,
            tuple(reached.get(name, ())),
        )
        for name, kind, home, literacy, language, body in rows
    }


def _contradictions(found: Enrolment, one: Enrolment, index: int) -> Iterator[Clash]:
    if found.kind != one.kind:
        yield Clash("kind", one.id, found.kind, index)
    if found.home != one.home:
        yield Clash("home", one.id, found.home, index)
    if one.name not in (None, found.name):
        yield Clash("name", one.id, found.name or "", index)


def _roles(held: Sequence[Holding], one: Enrolment, index: int, now: int) -> Iterator[Step | Clash]:
    for part, role in enumerate(one.roles):
        same = [h for h in held if (h.role, h.unit) == (role.role, role.unit)]
        if role.since == 0:
            if not any(h.holds(now) and _ends(h) == _ends(role) for h in same):
                yield Step("role", one.id, role)
            continue
        exact = next((h for h in same if h.since == role.since), None)
        if exact is None:
            yield Step("role", one.id, role)
        elif _ends(exact) != _ends(role):
            yield Clash("role", one.id, role.role, index, part)


def _ends(role: Holding) -> tuple[int | None, str | None]:
    return role.until, role.deputy


def _beside(found: Enrolment, one: Enrolment) -> Iterator[Step]:
    if one.literacy not in (None, found.literacy):
        yield Step("literacy", one.id, one.literacy or 0, found.literacy is not None)
    if one.language not in (None, found.language):
        yield Step("language", one.id, one.language or "", found.language is not None)
    addresses = {contact.kind: contact.address for contact in found.contacts}
    for contact in one.contacts:
        if addresses.get(contact.kind) != contact.address:
            yield Step("contact", one.id, contact, contact.kind in addresses)
            addresses[contact.kind] = contact.address


def take(tx: Tx, steps: Iterable[Step], by: str, now: int) -> None:
    """Register what is not there yet, in this order."""
    for step in steps:
        match step.value:
            case Unit() as unit:
                registering.add_unit(tx, unit.id, unit.unit_level, unit.parent, unit.title, now)
            case Enrolment() as one:
                registering.add_member(tx, one.id, one.kind, one.home, one.name, now)
            case Holding() as role:
                held = role if role.since else replace(role, since=now)
                span = held.since, held.until
                registering.add_holding(
                    tx, step.subject, held.role, held.unit, *span, held.deputy, now
                )
            case Contact() as contact:
                said = step.subject, contact.kind, contact.address, contact.rank
                put_contact(tx, *said, by, now, first=not step.changes)
            case int() as literacy:
                registering.put_literacy(tx, step.subject, literacy, by, now)
            case language:
                put_language(tx, step.subject, language, by, now)
