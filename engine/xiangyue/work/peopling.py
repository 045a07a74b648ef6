"""Who somebody is, in words: the roles they hold now, where, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangyue.canonical import load
from xiangyue.errors import Misuse
from xiangyue.storage import Head, Reader
from xiangyue.storage.cursor import Query, chunks
from xiangyue.storage.listing import first
from xiangyue.tables import REGISTRY
from xiangyue.text import Text
from xiangyue.values import Holding, Member, MemberKind
from xiangyue.work.plans import Plans

MOST = 200
NAMING = "naming"
"""The consent by which somebody may be called by name where others see it."""

_MORE = (
    "SELECT m.id, m.language, p.body FROM member m LEFT JOIN payload p"
    " ON p.community = ? AND p.seq = m.named WHERE m.id IN ({marks})"
)
_NAMED = (
    "SELECT m.id, p.body FROM member m JOIN payload p ON p.community = ? AND p.seq = m.named"
    "{agreed} WHERE m.id IN ({marks})"
)
_AGREED = " JOIN consent c ON c.member = m.id AND c.purpose = ?"
_AT_HOME = "SELECT id FROM member WHERE home = ? AND id > ? ORDER BY id"
_HOLDING = (
    "SELECT DISTINCT member FROM holding WHERE unit = ? AND member > ? AND since <= ?"
    " AND (until IS NULL OR until > ?){which} ORDER BY member"
)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds now, or stands in for whose holder is away (``deputy_for``)."""

    role: str
    title: Text
    unit: str
    unit_title: Text
    since: int
    until: int | None
    deputy: str | None
    deputy_for: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A member as a page shows them.

    ``name`` is None without the consent to be named, unless it was asked for; ``absent_until`` is
    when an absence that goes on now ends. Moments are microseconds.
    """

    id: str
    kind: MemberKind
    home: str
    home_title: Text
    name: str | None
    literacy: int | None
    language: str | None
    absent_until: int | None
    consents: frozenset[str]
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Some members in the order of their ids; ``next`` is what to pass as ``after`` for more."""

    items: tuple[Person, ...]
    next: str | None


def find_people(
    reader: Reader, plans: Plans, names: Sequence[str], now: int, *, named: bool
) -> list[Person]:
    """Return those of the named members that exist, in the order named."""
    members = reader.crowd(names)
    more = {who: (language, body) for who, language, body in _more(reader, [*members])}
    told = _Titles(reader, plans)
    return [_person(member, *more[who], told, now, named) for who, member in members.items()]


def find_names(reader: Reader, names: Sequence[str], *, named: bool = False) -> dict[str, str]:
    """Return what members are called, by their ids: those who have agreed to be named in public.

    With ``named``, all of whom a name is kept. It takes as many statements for a hundred as for
    one.
    """
    found: dict[str, str] = {}
    for some in chunks([*dict.fromkeys(names)]):
        sql = _NAMED.format(agreed="" if named else _AGREED, marks=", ".join("?" * len(some)))
        values = (REGISTRY, *(() if named else (NAMING,)), *some)
        found.update((who, str(load(body)["name"])) for who, body in reader.all(sql, *values))
    return found


def find_page(
    reader: Reader,
    plans: Plans,
    unit: str,
    after: str | None,
    limit: int,
    now: int,
    *,
    named: bool,
    roles: Sequence[str] = (),
) -> People:
    """Return members at home at a unit or beneath it, or holding a role there, by their ids.

    With ``roles``, only those who hold one of these there.
    """
    if not 1 <= limit <= MOST:
        raise Misuse("page-limit", limit=limit, most=MOST)
    units = reader.units_under(unit)
    if not units:
        raise Misuse("unit-unknown", unit=unit)
    rows = first(reader, _selects(units, after or "", now, roles), limit + 1)
    names = [name for (name,) in rows]
    found = find_people(reader, plans, names[:limit], now, named=named)
    return People(tuple(found), names[limit - 1] if len(names) > limit else None)


def _selects(units: Sequence[str], after: str, now: int, roles: Sequence[str]) -> Iterator[Query]:
    which = f" AND role IN ({', '.join('?' * len(roles))})" if roles else ""
    for unit in units:
        if not roles:
            yield _AT_HOME, (unit, after)
        yield _HOLDING.format(which=which), (unit, after, now, now, *roles)


def _more(reader: Reader, names: Sequence[str]) -> Iterator[tuple[str, str | None, str | None]]:
    for some in chunks(names):
        sql = _MORE.format(marks=", ".join("?" * len(some)))
        yield from reader.all(sql, REGISTRY, *some)


def _person(
    member: Member,
    language: str | None,
    body: str | None,
    told: _Titles,
    now: int,
    named: bool,
) -> Person:
    may = named or NAMING in member.consents
    ends = [until for since, until in member.absences if since <= now < until]
    roles = [told.held(h, None) for h in member.holdings if h.holds(now)]
    roles += [
        told.held(h, who)
        for who, h, away in member.deputizes
        if h.holds(now) and any(since <= now < until for since, until in away)
    ]
    return Person(
        id=member.id,
        kind=member.kind,
        home=member.home,
        home_title=told.unit(member.home),
        name=str(load(body)["name"]) if body and may else None,
        literacy=member.literacy,
        language=language,
        absent_until=max(ends, default=None),
        consents=member.consents,
        roles=tuple(roles),
    )


class _Titles:
    """What units and roles are called: roles as a profile says that governs at their unit."""

    def __init__(self, reader: Reader, plans: Plans) -> None:
        self._reader, self._plans = reader, plans
        self._roles: dict[str, Mapping[str, Any]] = {}

    def unit(self, name: str) -> Text:
        found = self._reader.unit(name)
        return found.title if found else Text(en=name)

    def held(self, holding: Holding, deputy_for: str | None) -> HeldRole:
        role = self._known(holding.unit).get(holding.role)
        return HeldRole(
            role=holding.role,
            title=role.title if role else Text(en=holding.role),
            unit=holding.unit,
            unit_title=self.unit(holding.unit),
            since=holding.since,
            until=holding.until,
            deputy=holding.deputy,
            deputy_for=deputy_for,
        )

    def _known(self, unit: str) -> Mapping[str, Any]:
        """Return the roles of the first profile that governs at a unit or beneath it."""
        if unit not in self._roles:
            found = self._reader.unit(unit)
            names = (found.community, *self._reader.owners_under(unit)) if found else ()
            known = ((name, self._head(name)) for name in dict.fromkeys(names))
            name, head = next(((name, head) for name, head in known if head), ("", None))
            self._roles[unit] = {}
            if head is not None:
                release = self._reader.settings(name, head.settings)[0]
                self._roles[unit] = self._plans.get(self._reader, release).profile.roles
        return self._roles[unit]

    def _head(self, community: str) -> Head | None:
        head = self._reader.situation(community, None, None).head
        return head if head is not None and head.settings else None
