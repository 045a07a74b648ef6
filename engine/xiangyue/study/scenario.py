"""A scenario as frozen values: what there is, what happens, and what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from xiangyue.errors import Place
from xiangyue.profile import Finding
from xiangyue.time.worktime import Duration
from xiangyue.values import Command, Decision, MemberKind, Outcome, Reason

HERE = "here"
"""What every scenario calls its community."""

NOTED: Final = (
    *("limit-dropped", "limit-deferred", "limit-reshaped", "limit-warned"),
    *("call-left-out", "call-later", "call-otherwise", "call-warned"),
)
"""Notes of what limits did, and did not refuse."""

OF_LIMITS: Final = frozenset({"limit", *NOTED})
"""Codes after which the limit is named: ``limit.quiet_hours``."""


@dataclass(frozen=True, slots=True)
class Because:
    """Codes of reasons: some of those for which it is not done, or ``every`` one of them."""

    codes: frozenset[str]
    every: bool

    def fits(self, decision: Decision) -> bool:
        """Tell whether a decision has these reasons."""
        found = codes(decision)
        return found == self.codes if self.every else self.codes <= found


ANYTHING: Final = Because(frozenset(), every=False)
"""Whatever the reasons are."""


def codes(decision: Decision) -> frozenset[str]:
    """Return the codes of a decision's reasons, as scenarios write them."""
    return frozenset(map(written_code, decision.reasons))


def written_code(reason: Reason) -> str:
    """Return how a reason or note is written: what a limit says has the limit's name."""
    code = plain_code(reason.code)
    return f"{code}.{reason.values['limit']}" if code in OF_LIMITS else code


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
    consents: tuple[str, ...]
    literacy: int | None


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A unit besides those that every scenario has."""

    id: str
    place: Place
    unit_level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Beneath:
    """A community to which the scenario's own can distribute."""

    id: str
    place: Place
    mode: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A command, and what must become of it; None where only its success is usual."""

    place: Place
    command: Command
    outcome: Outcome | None
    because: Because


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes: for a duration on the profile's calendar, or until a moment."""

    place: Place
    until: Duration | datetime


Event = Attempt | Wait


@dataclass(frozen=True, slots=True)
class Given:
    """What there is before anything happens; ``first`` is what has happened before."""

    place: Place
    at: datetime
    mode: str
    units: tuple[Somewhere, ...]
    communities: tuple[Beneath, ...]
    members: tuple[Somebody, ...]
    params: Mapping[str, Any]
    first: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of the last attempt at an action, on one task or on any."""

    place: Place
    action: str
    task: str | None
    outcome: Outcome
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
    """Something has a value at the end: of a task, of a member, or (``about`` is empty) of all.

    ``kind`` is the expectation's key, ``part`` the field or account. Instants are microseconds,
    points are hundredths, and of notes a text is one of them, a tuple all.
    """

    place: Place
    kind: str
    about: str
    part: str
    expected: Any


Expectation = Tried | Right | Fact


@dataclass(frozen=True, slots=True)
class Scenario:
    """One example of what a profile does.

    ``inherited`` says of a parent's one what can be done where it fails.
    """

    name: str
    place: Place
    given: Given
    events: tuple[Event, ...]
    expectations: tuple[Expectation, ...]
    inherited: Finding | None
