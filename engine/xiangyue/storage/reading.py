"""Reading of what changes rarely: units, members, settings and releases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from xiangyue.canonical import load
from xiangyue.storage.cursor import Cursor, Query
from xiangyue.storage.registry import Line, Registry, Tree
from xiangyue.tables import REGISTRY
from xiangyue.text import Text
from xiangyue.values import TIERS, Holding, Member, Unit

_LINE = """
WITH RECURSIVE line(id, unit_level, parent) AS (
  SELECT id, unit_level, parent FROM unit WHERE id = ?
  UNION
  SELECT u.id, u.unit_level, u.parent FROM unit u JOIN line ON u.id = line.parent
)
SELECT id, unit_level FROM line
"""

_UNIT = "SELECT unit_level, parent, community, title FROM unit WHERE id = ?"
_MEMBER = (
    "SELECT kind, home, literacy FROM member WHERE id = ?",
    "SELECT purpose FROM consent WHERE member = ?",
    "SELECT role, unit, since, until, deputy FROM holding WHERE member = ?"
    " ORDER BY since, role, unit",
    "SELECT member, role, unit, since, until, deputy FROM holding WHERE deputy = ?"
    " ORDER BY member, since",
)
_ABSENCES = (
    "SELECT member, since, until FROM absence WHERE member = ?"
    " OR member IN (SELECT member FROM holding WHERE deputy = ?) ORDER BY since"
)
_PARTS = len(_MEMBER) + 1
_CROWD = (
    "SELECT id, kind, home, literacy FROM member WHERE id IN ({marks})",
    "SELECT member, purpose FROM consent WHERE member IN ({marks})",
    "SELECT member, role, unit, since, until, deputy FROM holding WHERE member IN ({marks})"
    " ORDER BY since, role, unit",
    "SELECT member, role, unit, since, until, deputy FROM holding WHERE deputy IN ({marks})"
    " ORDER BY member, since",
    "SELECT member, since, until FROM absence WHERE member IN ({marks})"
    " OR member IN (SELECT member FROM holding WHERE deputy IN ({marks})) ORDER BY since",
)
_AT_ONCE = 400


class RegistryReading:
    """Reads units, members, settings and releases, and keeps what it has read."""

    def __init__(self, registry: Registry, cursor: Cursor) -> None:
        """Read through this cursor; ``registry`` keeps what was read."""
        self.registry = registry
        self.cursor = cursor

    def all(self, sql: str, *values: Any) -> list[Any]:
        """Return every row of a statement."""
        rows: list[Any] = self.cursor.execute(sql, values).fetchall()
        return rows

    def rows(self, sql: str, *values: Any) -> Iterator[Any]:
        """Yield every row of a statement, one by one; nothing else is read meanwhile."""
        return iter(self.cursor.execute(sql, values).fetchone, None)

    def each(self, queries: Sequence[Query]) -> list[list[Any]]:
        """Return the rows of each statement; some databases are asked them all on one way."""
        return [self.all(sql, *values) for sql, values in queries]

    def members(self, names: Iterable[str]) -> dict[str, Member]:
        """Return those of the named members that exist."""
        wanted, known = tuple(names), self.registry.members
        unknown = self._unknown(wanted)
        if unknown:
            self._know(unknown, self.each(about_members(unknown)))
        return {name: member for name in wanted if (member := known[name]) is not None}

    def crowd(self, names: Sequence[str]) -> dict[str, Member]:
        """Return those of many named members that exist, read a few hundred at a time."""
        for some in _some(self._unknown(names)):
            marks = ", ".join("?" * len(some))
            values = [some, some, some, some, (*some, *some)]
            statements = [*(sql.format(marks=marks) for sql in _CROWD)]
            found = self.each(list(zip(statements, values, strict=True)))
            parts = [_by_first(part) for part in found[:3]]
            deputies = _by_first((row[-1], *row[:-1], row[-1]) for row in found[3])
            away = _by_first(found[4])
            for name in some:
                holders = [row[0] for row in deputies.get(name, ())]
                whose = dict.fromkeys((name, *holders))
                absences = [(who, *span) for who in whose for span in away.get(who, ())]
                rows, agreed, held = (part.get(name, []) for part in parts)
                self.registry.members[name] = _member(
                    name, rows, agreed, held, deputies.get(name, []), sorted(absences, key=_since)
                )
        return {name: one for name in names if (one := self.registry.members[name]) is not None}

    def member(self, name: str) -> Member | None:
        """Return a member with its roles, absences and whom it deputizes for."""
        return self.members((name,)).get(name)

    def _unknown(self, names: Iterable[str]) -> list[str]:
        known = self.registry.members
        return [name for name in dict.fromkeys(names) if name not in known]

    def _know(self, names: Sequence[str], rows: Iterable[list[Any]]) -> None:
        """Keep what was read about members."""
        parts = iter(rows)
        for name, found in zip(names, zip(*[parts] * _PARTS, strict=True), strict=True):
            self.registry.members[name] = _member(name, *found)

    def name_of(self, member: str) -> str | None:
        """Return what people call a member; None where it was never said, or destroyed."""
        rows = self.all(
            "SELECT p.body FROM member m JOIN payload p ON p.community = ? AND p.seq = m.named"
            " WHERE m.id = ?",
            REGISTRY,
            member,
        )
        return str(load(rows[0][0])["name"]) if rows else None

    def line(self, unit: str) -> Line:
        """Return the units from here to the root with their tiers, and those beneath."""
        known = self.registry.lines
        if unit not in known:
            line = {name: TIERS[level] for name, level in self.all(_LINE, unit)}
            below = self.all("SELECT id FROM unit WHERE community = ? AND id <> ?", unit, unit)
            known[unit] = line, frozenset(name for (name,) in below)
        return known[unit]

    def communities_under(self, unit: str) -> tuple[str, ...]:
        """Return the communities and villages at or beneath a unit, in the order of the tree."""
        rows = self._from(unit)
        return tuple(name for name, tier, owns in rows if owns and tier == TIERS["community"])

    def owners_under(self, unit: str) -> tuple[str, ...]:
        """Return the units at or beneath one that own tasks, at whatever level, in tree order."""
        return tuple(name for name, _, owns in self._from(unit) if owns)

    def units_under(self, unit: str) -> tuple[str, ...]:
        """Return a unit and all beneath it, in the order of the tree; none where it is unknown."""
        return tuple(name for name, _, _ in self._from(unit))

    def _from(self, unit: str) -> Iterator[tuple[str, int, bool]]:
        first = self.unit(unit)
        if first is not None:
            yield unit, TIERS[first.unit_level], first.community == unit
            yield from self._walk(unit)

    def in_order(self, units: Collection[str]) -> tuple[str, ...]:
        """Return those units that exist, in the order of the tree."""
        return tuple(name for name, _, _ in self._walk("") if name in units)

    def units_at(self, tier: int) -> tuple[str, ...]:
        """Return the units of a tier, in the order of the tree."""
        return tuple(name for name, found, _ in self._walk("") if found == tier)

    def _walk(self, unit: str) -> Iterator[tuple[str, int, bool]]:
        """Yield what stands beneath a unit, or at all, depth first."""
        tree = self._tree()
        rest = list(reversed(tree.get(unit, ())))
        while rest:
            row = rest.pop()
            yield row
            rest += reversed(tree.get(row[0], ()))

    def _tree(self) -> Tree:
        if self.registry.tree is None:
            tree: dict[str, list[tuple[str, int, bool]]] = {}
            rows = self.all("SELECT id, unit_level, parent, community FROM unit ORDER BY id")
            for name, level, parent, community in rows:
                tree.setdefault(parent or "", []).append((name, TIERS[level], community == name))
            self.registry.tree = tree
        return self.registry.tree

    def unit(self, name: str) -> Unit | None:
        """Return a unit; None if there is none of that name."""
        return self.units((name,)).get(name)

    def units(self, names: Iterable[str]) -> dict[str, Unit]:
        """Return those of the named units that exist."""
        wanted, known = tuple(names), self.registry.units
        unknown = [name for name in dict.fromkeys(wanted) if name not in known]
        rows = self.each([(_UNIT, (name,)) for name in unknown])
        for name, found in zip(unknown, rows, strict=True):
            if found:  # whatever is not there may come at any moment; what is there stays as it is
                known[name] = _unit(name, *found[0])
        return {name: known[name] for name in wanted if name in known}

    def settings(self, community: str, revision: int) -> tuple[str, Mapping[str, Any]]:
        """Return the release and the tuned params of a settings revision."""
        known = self.registry.settings
        key = (community, revision)
        if key not in known:
            rows = self.all(
                "SELECT release, params FROM settings WHERE community = ? AND revision = ?", *key
            )
            known[key] = (rows[0][0], load(rows[0][1]))
        return known[key]

    def days(self, community: str, revision: int) -> str:
        """Return the holidays that a settings revision keeps, as JSON; ``{}`` for none."""
        known = self.registry.days
        key = (community, revision)
        if key not in known:
            sql = "SELECT days FROM settings WHERE community = ? AND revision = ?"
            known[key] = self.all(sql, *key)[0][0]
        return known[key]

    def release_document(self, digest: str) -> Mapping[str, Any]:
        """Return the whole document of a release."""
        (row,) = self.all("SELECT document FROM release WHERE hash = ?", digest)
        return cast("Mapping[str, Any]", load(row[0]))

    def has_release(self, digest: str) -> bool:
        """Tell whether a release is kept."""
        return bool(self.all("SELECT 1 FROM release WHERE hash = ?", digest))


def _some(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]


def _by_first(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Return rows without their first column, by what stands in it."""
    found: dict[str, list[Any]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(rest)
    return found


def _since(row: Sequence[Any]) -> Any:
    return row[1]


def about_members(names: Iterable[str]) -> list[Query]:
    """Return the statements that read members, so many for each."""
    return [
        query
        for name in names
        for query in (*((sql, (name,)) for sql in _MEMBER), (_ABSENCES, (name, name)))
    ]


def _member(
    name: str,
    rows: list[Any],
    agreed: list[Any],
    held: list[Any],
    deputizes: list[Any],
    away: list[Any],
) -> Member | None:
    if not rows:
        return None
    ((kind, home, literacy),) = rows
    absences: dict[str, list[tuple[int, int]]] = {}
    for member, since, until in away:
        absences.setdefault(member, []).append((since, until))
    return Member(
        id=name,
        kind=kind,
        home=home,
        holdings=tuple(Holding(*row) for row in held),
        absences=tuple(absences.get(name, ())),
        deputizes=tuple(
            (row[0], Holding(*row[1:]), tuple(absences.get(row[0], ()))) for row in deputizes
        ),
        literacy=literacy,
        consents=frozenset(purpose for (purpose,) in agreed),
    )


def _unit(name: str, unit_level: str, parent: str | None, community: str, title: str) -> Unit:
    return Unit(name, unit_level, parent, community, Text(load(title)))
