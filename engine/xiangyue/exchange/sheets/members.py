"""Members from a sheet, with roles and contacts: checked as a whole, then registered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from xiangyue.engine import Engine
from xiangyue.errors import BadInput
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.sheets import cells
from xiangyue.exchange.sheets.member_columns import COLUMNS, CONTACTS, PHONE
from xiangyue.exchange.sheets.member_roles import Roles
from xiangyue.exchange.sheets.report import Report, report
from xiangyue.exchange.sheets.rows import Value
from xiangyue.exchange.sheets.table import Record, SheetOptions, Table
from xiangyue.exchange.sheets.units import by_title, find_unit
from xiangyue.exchange.sheets.words import KINDS, LANGUAGES
from xiangyue.profile import Profile
from xiangyue.reach.contacting import Contact, is_language
from xiangyue.spelling import shown
from xiangyue.time.moments import Moment, micros
from xiangyue.values import NOBODYS, Holding, MemberKind
from xiangyue.work.enrolling import Clash, Enrolment
from xiangyue.work.registering import MOST_LITERACY

_NUMBER = re.compile(r"\+?[\d ()-]{3,24}", re.ASCII)
_MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}", re.ASCII)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NUMBERED = (PHONE, "sms", "voice")


@dataclass(slots=True)
class _Draft:
    """A member while the sheet is read: its first row, and what all its rows say of it."""

    record: Record
    one: Enrolment
    roles: dict[tuple[str, str, int], tuple[Holding, Record]] = field(default_factory=dict)


def import_members(
    engine: Engine,
    path: Path | str,
    *,
    by: str,
    dry: bool = False,
    profile: Profile | None = None,
    options: SheetOptions | None = None,
    progress: Progress | None = None,
    now: Moment = None,
) -> Report:
    """Register the members of a sheet; nothing of it if anything is wrong with a cell.

    Rows with the same id are one member with several roles. ``profile`` is what roles are held
    against where a community has none yet. Raises BadInput for what is no sheet, and Misuse where
    it is not clear which.
    """
    table = Table(path, COLUMNS, options or SheetOptions(), progress)
    units = engine.units()
    names = by_title(units)
    roles = Roles(engine, units, names, profile, micros(now))
    drafts: dict[str, _Draft] = {}
    for record in table.records():
        home = find_unit(record, "home", names, units)
        one = _member(record, home, drafts)
        if one is None:
            continue
        draft = drafts.setdefault(one.id, _Draft(record, one))
        if draft.record is not record:
            _join(draft, one, record)
        for role in roles.read(record, draft.one.kind, draft.one.home):
            _hold(draft, role, record)
    _find_deputies(engine, drafts)
    wanted = [
        Enrolment(
            one.id,
            one.kind,
            one.home,
            one.name,
            tuple(role for role, _ in draft.roles.values()),
            one.literacy,
            one.language,
            one.contacts,
        )
        for draft in drafts.values()
        for one in (draft.one,)
    ]
    steps, clashes = engine.enrol(wanted, by=by, dry=dry or bool(table.findings), now=now)
    for clash in clashes:
        _contradicts(drafts[clash.subject], clash)
    return report(table, steps, dry)


def _member(record: Record, home: str | None, drafts: Mapping[str, _Draft]) -> Enrolment | None:
    """Read a row; further rows of a member need not say its home again."""
    name = record.get("member", _member_id, needed=True)
    kind = record.get("kind", lambda v: cells.one_of(v, KINDS))
    if name is not None and name in drafts and not record.has("home"):
        home = drafts[name].one.home
    elif not record.has("home"):
        record.get("home", cells.code, needed=True)
    called = record.get("name", cells.text)
    literacy = record.get("literacy", _literacy)
    language = record.get("language", _language)
    contacts = tuple(_contacts(record))
    if name is None or home is None:
        return None
    return Enrolment(
        name, cast("MemberKind", kind or "person"), home, called, (), literacy, language, contacts
    )


def _member_id(value: Value) -> str:
    found = cells.ident(value)
    if found in NOBODYS:
        raise BadInput("sheet-reserved", value=found)
    return found


def _literacy(value: Value) -> int:
    level = cells.whole(value)
    if not 0 <= level <= MOST_LITERACY:
        raise BadInput("sheet-range", value=level, least=0, most=MOST_LITERACY)
    return level


def _language(value: Value) -> str:
    said = cells.text(value)
    tag = LANGUAGES.get(cells.plain(said), said)
    if not is_language(tag):
        raise BadInput("language-tag", given=shown(said))
    return tag


def _contacts(record: Record) -> Iterator[Contact]:
    """Yield how a member is reached: what stands further to the left is tried first."""
    there = [name for name in CONTACTS if record.has(name)]
    found: dict[str, str] = {}
    for column in sorted(there, key=record.column):
        read = _phone if column in _NUMBERED else _mail if column == "mail" else cells.text
        address = record.get(column, read)
        if address is None:
            continue
        kinds: tuple[str, ...] = (column,)
        if column == PHONE:
            kinds = ("sms", "voice", PHONE) if _MOBILE.fullmatch(address) else ("voice", PHONE)
        for kind in kinds:
            if kind == column or kind not in there:
                found.setdefault(kind, address)
    for rank, (kind, address) in enumerate(found.items(), 1):
        yield Contact(kind, rank, address)


def _phone(value: Value) -> str:
    said = cells.code(value)
    if not _NUMBER.fullmatch(said):
        raise BadInput("sheet-phone")
    return "".join(char for char in said if char not in " ()-")


def _mail(value: Value) -> str:
    said = cells.code(value)
    if not _MAIL.fullmatch(said):
        raise BadInput("sheet-mail")
    return said


def _join(draft: _Draft, one: Enrolment, record: Record) -> None:
    """Add to a member what a further row of it says; it may repeat, but not contradict."""
    first = draft.one
    for column in ("kind", "home", "name", "literacy", "language"):
        said, known = getattr(one, column), getattr(first, column)
        if record.has(column) and known is not None and said != known:
            record.wrong(column, "sheet-differs", first=draft.record.place(column))
    known_contacts = {contact.kind: contact for contact in first.contacts}
    for contact in one.contacts:
        known = known_contacts.setdefault(contact.kind, contact)
        if known.address != contact.address:
            column = contact.kind if record.has(contact.kind) else PHONE
            record.wrong(column, "sheet-differs", first=draft.record.place(column))
    draft.one = Enrolment(
        first.id,
        first.kind,
        first.home,
        first.name or one.name,
        (),
        one.literacy if first.literacy is None else first.literacy,
        first.language or one.language,
        tuple(known_contacts.values()),
    )


def _hold(draft: _Draft, role: Holding, record: Record) -> None:
    key = (role.role, role.unit, role.since)
    if key in draft.roles:
        first = draft.roles[key][1]
        record.wrong("role", "sheet-role-twice", role=role.role, first=first.place("role"))
        return
    draft.roles[key] = (role, record)


def _find_deputies(engine: Engine, drafts: dict[str, _Draft]) -> None:
    """Note deputies who are neither in the sheet nor in the store."""
    named = [
        (role.deputy, record)
        for draft in drafts.values()
        for role, record in draft.roles.values()
        if role.deputy is not None and role.deputy not in drafts
    ]
    there = engine.known_members(deputy for deputy, _ in named)
    for deputy, record in named:
        if deputy not in there:
            record.wrong("deputy", "sheet-no-member", value=shown(deputy))


def _contradicts(draft: _Draft, clash: Clash) -> None:
    if clash.what == "role":
        record = list(draft.roles.values())[clash.part][1]
        record.wrong("role", "sheet-role-clash", role=clash.known, member=clash.subject)
    elif clash.what == "name":  # what somebody is called is not printed
        draft.record.wrong("name", "sheet-name-clash", member=clash.subject)
    else:
        draft.record.wrong(clash.what, "sheet-clash", subject=clash.subject, known=clash.known)
