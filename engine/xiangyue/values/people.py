"""Who somebody is: units, members, and the roles they hold."""

from __future__ import annotations

from typing import Literal

from xiangyue.text import Text
from xiangyue.values.value import Value

MemberKind = Literal["person", "household", "organization"]


class Unit(Value, frozen=True):
    """A node of the unit tree; ``community`` is the unit that owns the tasks here."""

    id: str
    unit_level: str
    parent: str | None
    community: str
    title: Text


class Holding(Value, frozen=True):
    """A role held at a unit from one instant to another (``until`` is exclusive)."""

    role: str
    unit: str
    since: int
    until: int | None = None
    deputy: str | None = None

    def holds(self, at: int) -> bool:
        """Tell whether it is held at this instant."""
        return self.since <= at and (self.until is None or at < self.until)


class Member(Value, frozen=True):
    """A person, household or organization, with the roles it holds and when it is absent.

    ``literacy`` is the digital literacy level that was found (DigComp 0-8), None if nobody looked;
    ``consents`` are what the member has agreed to and not taken back.
    """

    id: str
    kind: MemberKind
    home: str
    name: str | None = None
    holdings: tuple[Holding, ...] = ()
    absences: tuple[tuple[int, int], ...] = ()
    deputizes: tuple[tuple[str, Holding, tuple[tuple[int, int], ...]], ...] = ()
    literacy: int | None = None
    consents: frozenset[str] = frozenset()

    def absent(self, at: int) -> bool:
        """Tell whether the member is away at this instant."""
        return is_away(self.absences, at)


def is_away(absences: tuple[tuple[int, int], ...], at: int) -> bool:
    """Tell whether one of the absences covers the instant."""
    return any(since <= at < until for since, until in absences)


class Standing(Value, frozen=True):
    """By which role, at which unit, and for which absent holder somebody acts."""

    role: str
    unit: str
    deputy_for: str | None = None
