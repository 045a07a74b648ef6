"""A scenario as frozen values: what there is, what happens, and what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xiangyue.errors import Place
from xiangyue.values import Command, Decision, MemberKind
from xiangyue.worktime import Duration

HERE = "here"
"""What every scenario calls its community."""


@dataclass(frozen=True, slots=True)
class Because:
    """Codes of reasons: some of those for which it is refused, or ``every`` one of them."""

    codes: frozenset[str]
    every: bool

    def fits(self, decision: Decision) -> bool:
        """Tell whether a decision has these reasons."""
        found = codes(decision)
        return found == self.codes if self.every else self.codes <= found


def codes(decision: Decision) -> frozenset[str]:
    """Return the codes of a decision's reasons."""
    return frozenset(plain_code(reason.code) for reason in decision.reasons)


def plain_code(code: str) -> str:
    """Return a reason's code; a guard with words of its own is a guard."""
    return "guard" if code == "guard-otherwise" else code


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member; ``unit`` None means where its roles are held."""

    id: str
    place: Place
    roles: tuple[str, ...]
    kind: MemberKind
    unit: str | None
    since: datetime
    until: datetime | None
    deputy: str | None
    absences: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A unit besides those that every scenario has."""

    id: str
    place: Place
    unit_level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Given:
    """What there is before anything happens."""

    place: Place
    at: datetime
    units: tuple[Somewhere, ...]
    members: tuple[Somebody, ...]
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A command; ``done`` is what must become of it, None where only its success is usual."""

    place: Place
    command: Command
    done: bool | None
    because: Because


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes: for a duration on the profile's calendar, or until a moment."""

    place: Place
    until: Duration | datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last attempt at an action, on one task or on any, was done or was refused."""

    place: Place
    action: str
    task: str | None
    done: bool
    because: Because


@dataclass(frozen=True, slots=True)
class Right:
    """An action may, or may not, be taken at the end."""

    place: Place
    command: Command
    allowed: bool
    because: Because


@dataclass(frozen=True, slots=True)
class Fact:
    """Something has a value at the end: of a task, or of a member.

    ``kind`` is the expectation's key, ``part`` the field or account. Instants are microseconds,
    points are hundredths.
    """

    place: Place
    kind: str
    about: str
    part: str
    expected: Any


Event = Attempt | Wait
Expectation = Outcome | Right | Fact


@dataclass(frozen=True, slots=True)
class Scenario:
    """One example of what a profile does."""

    name: str
    place: Place
    given: Given
    events: tuple[Event, ...]
    expectations: tuple[Expectation, ...]
