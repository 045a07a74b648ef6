"""The frozen values that travel between the rooms.

Instants are integers: microseconds since 1970-01-01 UTC. So are points: hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from xiangyue.messages import mend, say
from xiangyue.text import Text, spoken

Outcome = Literal["done", "refused", "deferred"]
Source = Literal["digital", "paper", "phone", "counter", "helper", "sheet", "log"]
MemberKind = Literal["person", "household", "organization"]

Stance = Literal["audit", "warn", "enforce"]

SYSTEM = "system"
OPEN = "open"
NORMAL = "normal"
"""The mode of a community in which nothing is overlaid."""
TITLE, NOTE = "title", "note"
CATEGORY = "category"
"""The field that keeps by which category a matter came in."""
TOUCHING = frozenset({"assign", "message", "collect", "publish"})
"""Interventions that reach a person, and are counted."""
SENT = frozenset({"message", "collect", "publish", "ask"})
"""Interventions that a channel carries."""
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "accepted": ("asked",),
    "declined": ("asked", "accepted"),
    "arrived": ("asked", "accepted"),
    "freed": ("accepted", "arrived"),
    "lapsed": ("asked",),
}
"""What becomes of whom a call-out has asked, and what they must have been before."""
FREEZING: Mapping[str, int] = {"red_line": 1, "cleared": 0}
"""Ledger entries after which an account is frozen, or is not any more."""

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


class Task(Value, frozen=True):
    """A task as it stands; personal values are in ``data`` while they exist.

    ``clock_from`` is when its flow's clock began to run, where that was after its opening;
    ``alarms`` are the moments, by name, at which the engine comes back to it besides its deadlines,
    ``origin`` is the address of the task that had it opened, None where somebody opened it.
    """

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
    clock_from: int | None = None
    last: int = 0
    data: Mapping[str, Any] = {}
    private: Mapping[str, int] = {}
    alarms: Mapping[str, int] = {}
    origin: str | None = None

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

    ``category`` is what a matter is about, where the profile's intake says which flow that opens.
    ``occurred_at`` is when it was really done, None for now; ``note`` is free text that says why.
    ``again`` is the entry in which it was deferred, where it is decided once more; ``origin`` is
    the address of the task that has it opened.
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
    again: int | None = None
    origin: str | None = None
    category: str | None = None

    @property
    def principal(self) -> str:
        """Whose act it is: the one on whose behalf it is entered, else the actor."""
        return self.on_behalf_of or self.actor


class Calling(Value, frozen=True):
    """How a task's call-out stands, and whom its next step can ask.

    ``asked`` and ``accepted`` count members, ``last`` is the highest rung so far (-1 for none).
    ``stands`` is what became of the members whom the command names; ``found`` are those whom
    ``rung`` can ask, each with the resource that is asked for, if it is one. ``ready`` are the
    minutes until that is there, ``stale`` those of them whose entry should be verified again.
    ``until`` is when the time of those is over who are asked later than they were to be. ``unfit``
    are those the command names who lack by now what their rung asks for, with these roles;
    ``coming`` are those who have said that they come, where the step may free them all;
    ``elsewhere`` is another call-out for dangerous work that whoever accepts this one has accepted.
    """

    asked: int = 0
    accepted: int = 0
    last: int = -1
    stands: Mapping[str, str] = {}
    rung: int = 0
    found: Mapping[str, str | None] = {}
    ready: Mapping[str, int] = {}
    stale: tuple[str, ...] = ()
    until: int | None = None
    unfit: Mapping[str, tuple[str, ...]] = {}
    elsewhere: str | None = None
    coming: tuple[str, ...] = ()


class Facts(Value, frozen=True):
    """What is known when a command is judged; nothing of it can change meanwhile.

    ``seq`` is the number that the decision will have in the community's journal. ``line`` leads
    from the task's unit up to the root of the unit tree. ``members`` and ``units`` are those named,
    ``beneath`` the communities under units to which is distributed, in the order of the tree,
    without those that have it already; ``outstanding`` is how many of these are not ready.
    ``measured`` is what is known of the emergency that is reviewed. ``beside`` are modes begun on
    the spot that go on beside the one in force. ``then`` is the mode at the moment of which paper
    speaks, and ``opened_in`` that in which the task was opened, where either is asked for.
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
    entries: Mapping[str, LedgerEntry] = {}
    balances: Mapping[tuple[str, str], int] = {}
    suspended: Mapping[str, int] = {}
    calling: Calling | None = None
    beneath: Mapping[str, tuple[str, ...]] = {}
    outstanding: int = 0
    measured: Mapping[str, Any] = {}
    beside: tuple[str, ...] = ()
    then: str = ""
    opened_in: str = ""

    @property
    def told_in(self) -> str:
        """The mode by which a command is judged: what is on paper, by that of its moment."""
        return self.then or self.mode

    @property
    def modes(self) -> tuple[str, ...]:
        """Every mode whose exceptions hold: the one in force, and those beside it."""
        return (self.mode, *self.beside)


class Posting(Value, frozen=True):
    """Points in hundredths that one scoring rule brings to one member's account.

    ``sort`` is the kind of ledger entry, ``group`` the class whose share of a month is capped, and
    ``corrects`` the number of the entry (``17.0``) that a counter-entry is about.
    """

    member: str
    account: str
    amount: int
    rule: str
    sort: str = "award"
    group: str = ""
    corrects: str = ""


class LedgerEntry(Value, frozen=True):
    """One row of the ledger; ``balance`` is what the account holds after it, in hundredths.

    ``scorer`` is who took the action that brought it.
    """

    community: str
    seq: int
    n: int
    member: str
    account: str
    amount: int
    rule: str
    task: str
    at: int
    sort: str
    group: str
    balance: int
    corrects: str = ""
    scorer: str = ""

    @property
    def number(self) -> str:
        """By what the entry is named: ``17.0``."""
        return f"{self.seq}.{self.n}"


class Planned(Value, frozen=True):
    """An intervention that a decision sets off: its kind, whom it touches and where it is said.

    ``detail`` is what of it was only known when it was planned, or was changed by a limit;
    ``at`` is when it takes place, None for at once.
    """

    kind: str
    to: str | None
    address: str
    accessory: bool = False
    detail: Mapping[str, Any] = {}
    at: int | None = None


class Ruling(Value, frozen=True):
    """What a limit made of an intervention, other than to allow it.

    ``verdict`` is ``defer``, ``reshape`` or ``deny``; ``broken`` where the limit itself failed and
    ``lifted`` where a claim set it aside. It took effect only under the stance ``enforce``.
    ``say`` and ``mend`` are its words by language; ``until`` is when to come back.
    """

    limit: str
    verdict: Literal["defer", "reshape", "deny", "broken", "lifted"]
    stance: Stance
    kind: str
    address: str
    to: str | None
    title: Mapping[str, str]
    say: Mapping[str, str]
    mend: Mapping[str, str] = {}
    until: int | None = None

    @property
    def reason(self) -> Reason:
        """The ruling as a reason."""
        values = {"limit": self.limit, "title": self.title, "say": self.say, "mend": self.mend}
        return Reason("limit", values)


class Hold(Value, frozen=True):
    """How much of a resource a task holds; both empty where it holds nothing."""

    resource: str = ""
    quantity: int = 0


class Decision(Value, frozen=True):
    """What became of a command, with everything it was judged by.

    It is true when the command was carried out. ``saw`` holds the values that the rules read
    (personal ones are only named in ``saw_private``), ``values`` what was given and computed.
    A deferred command is decided again at ``until``; what a refused opening carried is destroyed
    at ``keep``. ``rulings`` is what limits said other than
    yes, ``notes`` what else is to be known, though it refused nothing, and ``failing`` how often
    in a row each limit has now failed, where that has changed. ``reported`` are the data of persons
    and units: of whom, which field, and whether it was given (else it was asked for). ``holds`` is
    what the task holds from now on, None where its flow never holds anything.
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
    rulings: tuple[Ruling, ...] = ()
    notes: tuple[Reason, ...] = ()
    until: int | None = None
    keep: int | None = None
    failing: Mapping[str, int] = {}
    reported: tuple[tuple[str, str, bool], ...] = ()
    holds: Hold | None = None

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
        return _lines(self.reasons, lang)

    def said(self, lang: str = "en") -> str:
        """Say what its actor should know besides, a line each: what was dropped, moved, capped."""
        return _lines(self.notes, lang)


def _lines(reasons: tuple[Reason, ...], lang: str) -> str:
    return "\n".join(f"{r.text(lang)} {r.mend(lang)}".rstrip() for r in reasons)


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
