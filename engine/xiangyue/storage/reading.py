"""Reading of what changes rarely: units, members, settings and releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from xiangyue.canonical import load
from xiangyue.storage.cursor import Cursor
from xiangyue.storage.registry import Line, Registry
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

_DEPUTIZES = """
SELECT h.member, h.role, h.unit, h.since, h.until, h.deputy FROM holding h WHERE h.deputy = ?
ORDER BY h.member, h.since
"""


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

    def members(self, names: Iterable[str]) -> dict[str, Member]:
        """Return those of the named members that exist."""
        found = {}
        for name in names:
            member = self.member(name)
            if member is not None:
                found[name] = member
        return found

    def member(self, name: str) -> Member | None:
        """Return a member with its roles, absences and whom it deputizes for."""
        known = self.registry.members
        if name not in known:
            known[name] = self._member(name)
        return known[name]

    def _member(self, name: str) -> Member | None:
        rows = self.all("SELECT kind, home, literacy FROM member WHERE id = ?", name)
        if not rows:
            return None
        ((kind, home, literacy),) = rows
        agreed = self.all("SELECT purpose FROM consent WHERE member = ?", name)
        held = self.all(
            "SELECT role, unit, since, until, deputy FROM holding WHERE member = ?"
            " ORDER BY since, role, unit",
            name,
        )
        return Member(
            id=name,
            kind=kind,
            home=home,
            holdings=tuple(Holding(*row) for row in held),
            absences=self._absences(name),
            deputizes=tuple(
                (row[0], Holding(*row[1:]), self._absences(row[0]))
                for row in self.all(_DEPUTIZES, name)
            ),
            literacy=literacy,
            consents=frozenset(purpose for (purpose,) in agreed),
        )

    def name_of(self, member: str) -> str | None:
        """Return what people call a member; None where it was never said, or destroyed."""
        rows = self.all(
            "SELECT p.body FROM member m JOIN payload p ON p.community = ? AND p.seq = m.named"
            " WHERE m.id = ?",
            REGISTRY,
            member,
        )
        return str(load(rows[0][0])["name"]) if rows else None

    def _absences(self, member: str) -> tuple[tuple[int, int], ...]:
        rows = self.all("SELECT since, until FROM absence WHERE member = ? ORDER BY since", member)
        return tuple((since, until) for since, until in rows)

    def line(self, unit: str) -> Line:
        """Return the units from here to the root with their tiers, and those beneath."""
        known = self.registry.lines
        if unit not in known:
            line = {name: TIERS[level] for name, level in self.all(_LINE, unit)}
            below = self.all("SELECT id FROM unit WHERE community = ? AND id <> ?", unit, unit)
            known[unit] = line, frozenset(name for (name,) in below)
        return known[unit]

    def unit(self, name: str) -> Unit | None:
        """Return a unit; None if there is none of that name."""
        rows = self.all("SELECT unit_level, parent, community, title FROM unit WHERE id = ?", name)
        if not rows:
            return None
        ((unit_level, parent, community, title),) = rows
        return Unit(name, unit_level, parent, community, Text(load(title)))

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
        """Return the announced days of a settings revision, as JSON; ``{}`` for none."""
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
