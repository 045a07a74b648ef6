"""A profile as frozen values: what ``build`` makes of the resolved, checked document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from xiangyue.profile.alerts import Alerts, Warns
from xiangyue.profile.binding import LimitBinding
from xiangyue.profile.counts_as import CountsAs
from xiangyue.profile.intake import RECEIVER, Category
from xiangyue.profile.lists import Listing
from xiangyue.profile.matching import Holds, Matching
from xiangyue.profile.modes import Lasting, Mode
from xiangyue.profile.service import Service
from xiangyue.rules import DecisionTable
from xiangyue.text import Text
from xiangyue.time.worktime import Calendar, Duration

RESERVED_WHO = ("assignee", "actor", "opener", RECEIVER)
RESERVED_BY = ("assignee", "opener", "anyone", "asked", "system", "public")
PROJECT_DEFAULT = "project default"

Sensitivity = Literal["none", "personal", "sensitive"]
About = Literal["task", "person", "unit"]
Evidence = Literal["", "result", "trace", "photo", "video", "audio", "location"]
Answer = Literal["accepted", "declined", "arrived", "freed"]
Proof = Literal["adult", "insured", "trained"]
Reports = Literal["", "accepted", "returned", "done"]
Sort = Literal["award", "bonus", "deduction", "red_line", "cleared", "correction", "exchange"]


@dataclass(frozen=True, slots=True)
class Param:
    """A bounded value that admins may tune."""

    id: str
    title: Text
    schema: Mapping[str, Any]
    default: Any
    unit: str
    basis: Text
    help: Text


@dataclass(frozen=True, slots=True)
class Role:
    """What a member can be; ``at`` is the unit level at which it is held, or None for any.

    ``proves`` is what holding it shows of whom a call-out asks.
    """

    id: str
    title: Text
    at: str | None
    kinds: tuple[str, ...]
    advisory: bool
    literacy: int
    voluntary: bool
    proves: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked; ``schema`` is the accepted JSON Schema.

    ``about`` is what the value is a datum of, ``evidence`` what it proves, and ``choices`` what
    people read for the values of an enum. Where ``only_in`` names modes it is asked in these
    alone, and destroyed ``keep`` after they have ended. ``measure`` is what the engine fills in.
    """

    id: str
    title: Text
    schema: Mapping[str, Any]
    purpose: Text
    keep: Duration
    sensitivity: Sensitivity
    help: Text
    about: About
    evidence: Evidence
    only_in: tuple[str, ...] = ()
    measure: str = ""
    choices: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duration ``after``, or what ``param`` says, or the task's date ``field``.

    The action ``then`` is taken when it is over. People are reminded each of ``remind`` before it;
    when it has passed those of the ladder ``escalate`` are told. A flow's clock starts in the state
    ``start``, at the opening if None; a state's on entry, or at the opening (``since_opening``).
    """

    after: Duration | None
    field: str | None
    then: str | None
    remind: tuple[Duration, ...] = ()
    escalate: str | None = None
    start: str | None = None
    since_opening: bool = False
    param: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where a task can stand; ``reports`` is what that means to whoever distributed the task."""

    id: str
    title: Text
    final: bool
    pause: bool
    due: Deadline | None
    reports: Reports = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One way an action can lead; ``to`` None means the task stays."""

    to: str | None
    when: str | None


@dataclass(frozen=True, slots=True)
class Intervention:
    """Something digital that touches a person: ``kind`` and what the profile says of it."""

    kind: str
    to: str | None
    accessory: bool
    detail: Mapping[str, Any]
    address: str


@dataclass(frozen=True, slots=True)
class Extension:
    """What an action moves the deadline ``of`` a flow or state by, or the field it moves it to.

    Of ``keep`` it puts off, once, the destruction of what was asked only because of a mode.
    """

    of: Literal["flow", "state", "keep"]
    by: Duration | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done with a task, by whom and with which outcome.

    ``answer`` is what it says to the task's call-out, and ``of`` the field of the head count.
    """

    id: str
    title: Text
    help: Text
    sources: tuple[str, ...]
    branches: tuple[Branch, ...]
    by: tuple[str, ...]
    at: str | None
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    note: bool
    when: str | None
    otherwise: Text | None
    proposes: Mapping[str, str]
    sets: Mapping[str, str]
    does: tuple[Intervention, ...]
    address: str
    extend: Extension | None = None
    answer: Answer | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A graph of states and actions; ``opening`` is the action that begins a task.

    ``exercise`` is the field that says of a task that it is a drill, ``returns`` are the fields
    whose values a distributed task gives back when it is done.
    """

    id: str
    title: Text
    help: Text
    start: tuple[str, ...]
    due: Deadline | None
    paused: bool
    offline: Text | None
    opening: Action
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    exercise: str | None = None
    lasts: Lasting | None = None
    returns: tuple[str, ...] = ()
    holds: Holds | None = None
    service: Service | None = None
    counts_as: CountsAs | None = None
    warns: Warns | None = None


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """Points that ``action`` of ``flow`` brings to ``to``, as a ledger entry of one sort.

    ``group`` is the rule that tells the class whose share of a month is capped; None stands for
    the scoring rule itself. ``corrects`` is the field that holds the entry that is corrected.
    """

    id: str
    title: Text
    flow: str
    action: str
    to: str
    when: str | None
    points: str
    account: str
    sort: Sort
    group: str | None
    corrects: str | None
    essential: bool
    basis: Text


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that the profile says, or the param that says it."""

    value: float
    param: str | None = None

    def of(self, params: Mapping[str, Any]) -> float:
        """Return the number under these params."""
        return self.value if self.param is None else float(params[self.param])


@dataclass(frozen=True, slots=True)
class Adoption:
    """The flow and state of a task that puts a points scheme in force, and for how long.

    ``scheme`` is the field that says what was adopted; None where any rules count from then on.
    """

    flow: str
    state: str
    renew: Duration
    funding: str | None
    scheme: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """An account of points; ``month_cap`` None means that no cap is set."""

    id: str
    title: Text
    kinds: tuple[str, ...]
    counts: Literal["points", "hours"]
    base: Amount
    month_cap: Amount | None
    class_share: Amount
    bonus_cap: Amount
    deduction_cap: Amount
    yearly: bool
    frail: tuple[str, ...]
    adoption: Adoption
    basis: Text


@dataclass(frozen=True, slots=True)
class Profile:
    """How one type of community is governed; ``hash`` is the SHA-256 of the whole document.

    ``document`` is the resolved profile as plain data; ``channels``, ``ladders``, ``intake`` and
    ``fit`` are checked parts of it, read where they are run.
    """

    id: str
    hash: str
    title: Text
    languages: tuple[str, ...]
    params: Mapping[str, Param]
    roles: Mapping[str, Role]
    fields: Mapping[str, Field]
    flows: Mapping[str, Flow]
    tables: Mapping[str, DecisionTable]
    scoring: Mapping[str, ScoringRule]
    accounts: Mapping[str, Account]
    limits: Mapping[str, LimitBinding]
    modes: Mapping[str, Mode]
    calendar: Calendar
    backdate: Duration
    sources: tuple[str, ...]
    categories: Mapping[str, Category]
    matching: Matching | None
    alerts: Alerts | None
    lists: Mapping[str, Listing]
    document: Mapping[str, Any] = field(repr=False, compare=False)
