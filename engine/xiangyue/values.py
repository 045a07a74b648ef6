"""The frozen values that travel between the rooms.

Instants are integers: microseconds since 1970-01-01 UTC. So are points: hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from xiangyue.messages import mend, say
from xiangyue.text import Text, spoken

Outcome = Literal["done", "refused"]
Source = Literal["digital", "paper", "phone", "counter", "helper", "sheet", "log"]
MemberKind = Literal["person", "household", "organization"]

SYSTEM = "system"
OPEN = "open"
TITLE, NOTE = "title", "note"

TIERS: Mapping[str, int] = {
    "county": 1,
    "subdistrict": 2,
    "township": 2,
    "community": 3,
    "village": 3,
    "grid": 4,
}


class Value(msgspec.Struct, frozen=True):
    """A frozen value; ``replace`` makes a changed copy."""


replace = msgspec.structs.replace


class Reason(Value, frozen=True):
    """Why something is refused; ``code`` names its sentence, ``values`` fill it in."""

    code: str
    values: Mapping[str, Any] = {}

    def text(self, lang: str = "en") -> str:
        """Say the reason in ``lang``."""
        return say(self.code, lang, spoken(self.values, lang))

    def mend(self, lang: str = "en") -> str:
        """Say what would make it pass, in ``lang``."""
        return mend(self.code, lang, spoken(self.values, lang))

    def __str__(self) -> str:
        """Read in English."""
        return f"{self.text()} {self.mend()}".rstrip()


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
    """A person, household or organization, with the roles it holds and when it is absent."""

    id: str
    kind: MemberKind
    home: str
    name: str | None = None
    holdings: tuple[Holding, ...] = ()
    absences: tuple[tuple[int, int], ...] = ()
    deputizes: tuple[tuple[str, Holding, tuple[tuple[int, int], ...]], ...] = ()

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


class Task(Value, frozen=True):
    """A task as it stands; personal values are in ``data`` while they exist."""

    community: str
    id: str
    flow: str
    release: str
    state: str
    version: int
    unit: str
    opener: str
    opened_at: int
    since: int
    assignee: str | None = None
    due: int | None = None
    state_due: int | None = None
    ended_at: int | None = None
    paused_at: int | None = None
    last: int = 0
    data: Mapping[str, Any] = {}
    private: Mapping[str, int] = {}

    @property
    def ref(self) -> str:
        """The task's address in the store: ``community/id``."""
        return f"{self.community}/{self.id}"

    @property
    def title(self) -> str:
        """What the task is called; empty if nothing was said or it was destroyed."""
        return str(self.data.get("title", ""))

    @property
    def late(self) -> bool:
        """Whether it ended after its deadline."""
        return self.due is not None and self.ended_at is not None and self.ended_at > self.due


class Command(Value, frozen=True):
    """Somebody's wish to open a task (``action`` is ``open``) or to act on one.

    ``occurred_at`` is when it was really done, None for now; ``note`` is free text that says why.
    """

    community: str
    action: str
    actor: str
    task: str | None = None
    flow: str | None = None
    data: Mapping[str, Any] = {}
    note: str | None = None
    title: str | None = None
    unit: str | None = None
    on_behalf_of: str | None = None
    occurred_at: int | None = None
    source: Source = "digital"
    key: str | None = None
    version: int | None = None

    @property
    def principal(self) -> str:
        """Whose act it is: the one on whose behalf it is entered, else the actor."""
        return self.on_behalf_of or self.actor


class Facts(Value, frozen=True):
    """What is known when a command is judged; nothing of it can change meanwhile.

    ``seq`` is the number that the decision will have in the community's journal. ``line`` leads
    from the task's unit up to the root of the unit tree. ``members`` and ``units`` are those named.
    """

    now: int
    seq: int
    settings: int
    params: Mapping[str, Any]
    mode: str
    line: Mapping[str, int]
    below: frozenset[str]
    members: Mapping[str, Member]
    units: frozenset[str] = frozenset()


class Posting(Value, frozen=True):
    """Points in hundredths that one scoring rule brings to one member's account."""

    member: str
    account: str
    amount: int
    rule: str


class Planned(Value, frozen=True):
    """An intervention that a decision sets off: its kind, whom it touches and where it is said."""

    kind: str
    to: str | None
    address: str
    accessory: bool = False


class Decision(Value, frozen=True):
    """What became of a command, with everything it was judged by.

    It is true when the command was carried out. ``saw`` holds the values that the rules read
    (personal ones are only named in ``saw_private``), ``values`` what was given and computed.
    """

    outcome: Outcome
    command: Command
    task: str
    seq: int
    now: int
    release: str
    settings: int
    mode: str
    before: str | None
    after: str | None
    flow: str
    reasons: tuple[Reason, ...] = ()
    standing: Standing | None = None
    values: Mapping[str, Any] = {}
    rules: tuple[str, ...] = ()
    saw: Mapping[str, Any] = {}
    saw_private: tuple[str, ...] = ()
    interventions: tuple[Planned, ...] = ()
    points: tuple[Posting, ...] = ()

    def __bool__(self) -> bool:
        """Be true when the command was carried out."""
        return self.outcome == "done"

    @property
    def ref(self) -> str:
        """The task's address in the store: ``community/id``."""
        return f"{self.command.community}/{self.task}"

    @property
    def occurred_at(self) -> int:
        """When it was really done."""
        at = self.command.occurred_at
        return self.now if at is None else at

    def why(self, lang: str = "en") -> str:
        """Say every reason and what would make it pass, a line each; empty if it was done."""
        return "\n".join(f"{r.text(lang)} {r.mend(lang)}".rstrip() for r in self.reasons)


class Choice(Value, frozen=True):
    """An action that a member may, or may not, take on a task now."""

    action: str
    title: Text
    decision: Decision
    asks: tuple[str, ...] = ()
    note: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it may be taken once the fields in ``asks``, and a note if so, are given."""
        return not self.reasons

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that still have to be given."""
        needs = (r.values["fields"] for r in self.decision.reasons if r.code == "needs")
        return tuple(name for names in needs for name in names if name in self.asks)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why not, whatever is given with it: what can still be filled in is no reason here."""
        return tuple(r for r in self.decision.reasons if not self._can_be_given(r))

    def _can_be_given(self, reason: Reason) -> bool:
        if reason.code == "needs":
            return all(name in self.asks for name in reason.values["fields"])
        return reason.code == "note" and self.note
