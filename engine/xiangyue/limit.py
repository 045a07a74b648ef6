"""What a limit on digital intervention is: a judge of profiles, and of interventions to come.

A limit is pure. It asks no clock, no network and no file: all that it may know is in what it is
given, and ``facts`` says what it needs to know of the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal

from xiangyue.time.working_calendar import Calendar
from xiangyue.values import Member, Standing, Task, Value

Kind = Literal["assign", "message", "collect", "score", "publish", "switch_mode", "automate"]
KINDS: tuple[Kind, ...] = (
    "assign",
    "message",
    "collect",
    "score",
    "publish",
    "switch_mode",
    "automate",
)

Words = Mapping[str, str]
"""The same sentence by language; ``en`` and ``zh`` are both needed."""

Breach = tuple[str, Words, Words]
"""What in a profile breaks a limit: its address, the sentence, and how to mend it."""


class Verdict(Value, frozen=True):
    """What a limit says of one intervention; ``deny > defer > reshape > allow``.

    ``instead`` are the details of a reshaped intervention that change.
    """

    kind: Literal["allow", "defer", "reshape", "deny"]
    say: Mapping[str, str] = {}
    mend: Mapping[str, str] = {}
    until: datetime | None = None
    instead: Mapping[str, Any] = {}


ALLOW = Verdict("allow")


def deny(say: Words, mend: Words) -> Verdict:
    """Refuse the intervention; an essential one refuses the whole command."""
    return Verdict("deny", say, mend)


def defer(until: datetime, say: Words, mend: Words) -> Verdict:
    """Let it take place later: an accessory one then, an essential command is decided again."""
    return Verdict("defer", say, mend, until=until)


def reshape(instead: Mapping[str, Any], say: Words, mend: Words) -> Verdict:
    """Let it take place otherwise; all limits review what it becomes.

    What may change: of a collect ``fields`` (fewer) and ``confirm`` (fields that are held, and
    only confirmed); of a message ``by`` (fewer channels); of a publish ``fields`` (fewer) and
    ``masked`` (fields shown without their values); of a score ``points`` (nearer to zero, in
    hundredths).
    """
    return Verdict("reshape", say, mend, instead=instead)


class Fact(Value, frozen=True):
    """Something of the past that a limit needs to know; see the functions that make them."""

    what: str
    names: tuple[str, ...] = ()
    within: str = ""


def touches(*kinds: Kind, within: str) -> Fact:
    """Ask how often the person was touched by interventions of these kinds; an integer.

    ``within`` is a length of time that ends now (``7d``, ``24h``), or ``day``, ``week``,
    ``month``, ``quarter`` or ``year`` for the one that now belongs to on the profile's calendar.
    What has been deferred into the future counts too; counting ends at 10,000.
    """
    return Fact("touches", kinds, within)


def fields_asked(within: str) -> Fact:
    """Ask how many fields the person was asked for by collects; an integer."""
    return Fact("fields", (), within)


def open_tasks(by: str = "") -> Fact:
    """Ask how many open tasks the person is responsible for; a mapping from flow to number.

    With ``by``, the name of a field that is not personal, it is a mapping from that field's values
    (as text, empty where it is not known). The task that is being decided is not counted.
    """
    return Fact("open-tasks", (by,) if by else ())


def community_tasks() -> Fact:
    """Ask how many tasks are open in the community; a mapping from flow to number."""
    return Fact("community-tasks")


def opened(*flows: str, within: str) -> Fact:
    """Ask how many tasks of these flows were opened in the community; an integer."""
    return Fact("opened", flows, within)


def latest(flow: str, state: str) -> Fact:
    """Ask for the newest task of a flow that stands in a state; a ``Task`` or None.

    Its ``since`` is when it came there, in microseconds; ``data`` lacks personal values.
    """
    return Fact("latest", (flow, state))


def held() -> Fact:
    """Ask which of the fields of a collect are held already; a mapping from field to ``Held``."""
    return Fact("held")


def pending() -> Fact:
    """Ask which of the fields of a collect were asked for elsewhere, unanswered; a frozenset."""
    return Fact("pending")


class Held(Value, frozen=True):
    """Where a datum is held: the task it was given in, the entry, and when (microseconds)."""

    task: str
    seq: int
    at: int


class Intervention(Value, frozen=True):
    """Something digital that is about to touch a person.

    ``to`` is a member's id, ``role:NAME``, or None where it touches no one in particular.
    ``detail`` is what the profile says of it (``fields``, ``say``, ``by``, ``for``, ``mode`` …)
    with what was worked out: of a score ``points`` (hundredths), ``account``, ``rule``, ``entry``
    and ``class``; of a switch_mode ``mode`` (``emergency:II``) and, where the profile asks for it,
    ``until`` (microseconds); of a collect ``confirm``. ``at`` is when it takes place.
    """

    kind: Kind
    to: str | None
    address: str
    accessory: bool
    detail: Mapping[str, Any]
    at: datetime


class Circumstances(Value, frozen=True):
    """One intervention before the limits, with the command that would set it off.

    ``task`` is the task as it would be (deadlines included), without personal values; ``chars``
    are the lengths of all texts given with the command, by field, ``title`` and ``note``.
    ``member`` is who is touched, None for a role or for nobody; ``named`` are the members whom the
    task's fields name, by field. ``from_above`` tells whether the actor stands above the community
    in the unit tree. ``tiers`` are the levels from the task's unit to the root: 1 county, 2
    sub-district or township, 3 community or village, 4 grid.
    ``profile`` is the whole document, frozen; mappings and lists cannot be changed.
    """

    intervention: Intervention
    now: datetime
    mode: str
    response_level: str
    flow: str
    action: str
    actor: str
    source: str
    by_system: bool
    opening: bool
    standing: Standing | None
    from_above: bool
    tiers: tuple[int, ...]
    task: Task
    chars: Mapping[str, int]
    member: Member | None
    params: Mapping[str, Any]
    calendar: Calendar
    profile: Mapping[str, Any]
    named: Mapping[str, Member] = {}


class Limit:
    """A limit on digital intervention; derive from it and say what differs.

    ``name`` is how profiles bind it, ``title`` its name by language, ``basis`` the law, source or
    project default it stands on, ``rules`` the numbered rules that it carries (``L16``),
    ``config_schema`` the JSON Schema of its config, ``kinds`` the interventions it reviews (none:
    it only judges profiles), ``openings`` whether it is asked about them only where a task is
    opened. ``liftable`` is whether modes and claims of life safety may set it aside; where they may
    not, only the profile's own stance decides how it holds. ``life_safety`` is whether its
    exception protects life: only such a limit may be lifted in a mode that a community begins by
    itself.
    """

    name: ClassVar[str]
    title: ClassVar[Words]
    basis: ClassVar[str]
    rules: ClassVar[tuple[str, ...]] = ()
    config_schema: ClassVar[Mapping[str, Any]] = {"type": "object", "additionalProperties": False}
    kinds: ClassVar[tuple[Kind, ...]] = ()
    openings: ClassVar[bool] = False
    liftable: ClassVar[bool] = True
    life_safety: ClassVar[bool] = False

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Return what it needs to know of the past, by names of its own."""
        del config
        return {}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterable[Breach]:
        """Yield what in a profile breaks the limit.

        An address that is not there stands for the place where the profile binds the limit.
        """
        del document, config
        return ()

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Judge one intervention; None allows it. ``facts`` are the answers, by their names."""
        del case, config, facts
        return None
