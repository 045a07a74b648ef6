"""How people are modelled: what comes up, who is there, how they work and answer.

Everything is said of roles, flows and actions, nothing of persons. What a file or a fit leaves out
is a project default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

ALWAYS: Final = "always"
OFFICE: Final = "office"
WAKING: Final = "waking"
SHIFTS: Final = (ALWAYS, OFFICE, WAKING)
"""Around the clock; the office hours of the profile's calendar; 07:00 to 22:00 each day."""

RESIDENT: Final = "resident"
"""What those are called who hold no office."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long something takes: ``minutes`` on average, and the coefficient of variation.

    0 is always the same, 1 exponential, anything else log-normal.
    """

    minutes: float
    cv: float = 1.0


@dataclass(frozen=True, slots=True)
class Role:
    """Those who hold a role: ``count`` in each community (at the grid: in each grid).

    ``absent`` is the share of days on which one of them is away, ``literacy`` says how many of a
    hundred have which digital literacy level. Of whom a call-out asks, the share ``hears`` notices
    one message, the share ``accepts`` of these comes; ``answers`` is how long they take.
    """

    count: int = 1
    shift: str = OFFICE
    pace: Pace = Pace(20.0)
    absent: float = 0.03
    literacy: Mapping[int, float] = field(default_factory=dict)
    hears: float = 0.8
    accepts: float = 0.6
    answers: Pace = Pace(4.0)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What comes up: a matter of a category, or a task of a flow, so many a day.

    ``hours`` weigh the hours of the day, ``days`` those of the week from Monday on; both empty for
    all alike. ``by`` is the role that opens it, None for whoever the profile lets.
    """

    id: str
    flow: str
    category: str | None
    a_day: float
    hours: tuple[float, ...] = ()
    days: tuple[float, ...] = ()
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How often an action is taken, against the others in the same state, and how fast.

    ``begins`` is the share of the time to the deadline that passes on average before somebody
    turns to it; ``delay`` how long that takes where there is no deadline. None is left to defaults.
    """

    share: float | None = None
    pace: Pace | None = None
    begins: float | None = None
    delay: Pace | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a script: an opening (``flow``) or an ``action`` on what was opened last.

    It comes ``after`` so many microseconds from the one before; ``at_end`` counts from the end of
    what the script is of.
    """

    flow: str | None
    action: str | None
    data: Mapping[str, Any]
    after: int = 0
    at_end: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A whole model. ``ways`` are by ``flow.action`` (``flow.open`` too), ``values`` by field.

    ``rest`` is a role of which nothing is said, ``others`` those who hold none. ``arrivals`` None
    are all that the profile lets people open, ``openings`` a day together. A value is one that is
    always given, or a mapping ``one_of`` with weights, ``in`` with a time from now, or ``holds``
    with a role of which somebody is named. ``first`` is done at the beginning, and ``by_due`` is
    whether what is due sooner is done first.
    """

    name: str = "default"
    residents: int = 60
    grids: int = 3
    roles: Mapping[str, Role] = field(default_factory=dict)
    rest: Role = Role()
    others: Role = Role(shift=WAKING, pace=Pace(10.0), absent=0.0)
    arrivals: tuple[Arrival, ...] | None = None
    openings: float = 20.0
    ways: Mapping[str, Way] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    first: tuple[Step, ...] = ()
    begins: float = 0.3
    delay: Pace = Pace(60.0)
    by_due: bool = True

    def role(self, name: str) -> Role:
        """Return what is said of a role."""
        return self.others if name == RESIDENT else self.roles.get(name, self.rest)


@dataclass(frozen=True, slots=True)
class Shock:
    """What happens to communities for a time.

    It begins ``begins`` microseconds after the run and lasts ``lasts``. ``arrivals`` multiplies
    what comes up, by arrival (``all`` for all others); ``absent`` is the share of each role that is
    away besides, ``slower`` multiplies how long they take. ``down`` are channels that carry
    nothing; ``offline`` whether the platform itself is down: what is done then comes on paper.
    """

    name: str
    begins: int
    lasts: int
    arrivals: Mapping[str, float] = field(default_factory=dict)
    absent: Mapping[str, float] = field(default_factory=dict)
    slower: Mapping[str, float] = field(default_factory=dict)
    down: frozenset[str] = frozenset()
    offline: bool = False
    does: tuple[Step, ...] = ()

    @property
    def ends(self) -> int:
        """When it is over, in microseconds after the beginning of the run."""
        return self.begins + self.lasts


ALL: Final = "all"
"""In a shock: everything, or everybody, of whom it says nothing else."""
