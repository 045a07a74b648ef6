"""What is kept of a run: counts and sums by flow, role, limit and day, never by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xiangyue.study.simulate.crowd import Crowd
from xiangyue.values import Decision, Task

HOURS = (0, 5, 10, 20, 30, 40, 50, 60, 80)
"""Where the classes of hours of work a week begin."""

_HOUR = 3_600_000_000
_WEEK = 7 * 24 * _HOUR


@dataclass
class Tally:
    """Counts that can be added up over communities.

    ``outcomes`` are commands by outcome, ``reasons`` refusals by their first reason; ``limits``
    counts what limits said by limit, verdict and stance. ``flows`` counts tasks by flow and what
    became of them (``opened``, ``ended``, ``late``). ``worked`` is hours of work by role,
    ``weeks`` how many person-weeks had so many hours (``HOURS``) by role; ``waits`` are numbers and
    microseconds that what came to a role waited, ``stays`` until it was done. ``asked`` counts
    whom call-outs asked, and what they said (``accepted``, ``declined``); ``yields`` counts ended
    call-outs by flow and how many came. ``touched`` counts what reached people by kind. ``points``
    are hundredths by account and sort.
    """

    communities: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    limits: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    flows: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    yields: Counter[tuple[str, int]] = field(default_factory=Counter)
    points: Counter[tuple[str, str]] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    worked: Counter[str] = field(default_factory=Counter)
    weeks: Counter[tuple[str, int]] = field(default_factory=Counter)
    busiest: dict[str, float] = field(default_factory=dict)
    waits: Counter[tuple[str, str]] = field(default_factory=Counter)
    stays: Counter[tuple[str, str]] = field(default_factory=Counter)
    stuck: Counter[str] = field(default_factory=Counter)

    @property
    def commands(self) -> int:
        """How many commands were decided, those of the engine itself too."""
        return self.outcomes.total()

    def see(self, decision: Decision, after: Task | None) -> None:
        """Count a decision; ``after`` is the task it left, None where it was not carried out."""
        self.outcomes[decision.outcome] += 1
        for ruling in decision.rulings:
            self.limits[ruling.limit, ruling.verdict, ruling.stance] += 1
        if decision.outcome == "refused":
            self.reasons[decision.reasons[0].code] += 1
        if after is None:
            return
        if decision.before is None:
            self.flows[after.flow, "opened"] += 1
        if after.ended_at is not None:
            self.flows[after.flow, "ended"] += 1
            if after.late:
                self.flows[after.flow, "late"] += 1
        for one in decision.interventions:
            self.touched[one.kind] += 1
        for posting in decision.points:
            self.points[posting.account, posting.sort] += posting.amount

    def close(self, crowd: Crowd, days: float) -> None:
        """Count what people had to do, at the end of a run of so many days."""
        whole = int(days * 24 * _HOUR // _WEEK)
        for person in crowd.people:
            role = person.roles[0] if person.roles else ""
            self.people[role] += 1
            self.worked[role] += person.busy
            for week in range(whole):
                hours = person.weeks.get(week, 0) / _HOUR
                self.weeks[role, max(h for h in HOURS if h <= hours)] += 1
                self.busiest[role] = max(self.busiest.get(role, 0.0), hours)
        for into, found in ((self.waits, crowd.waits), (self.stays, crowd.stays)):
            for role, (count, micros) in found.items():
                into[role, "count"] += count
                into[role, "micros"] += micros

    def add(self, other: Tally) -> None:
        """Add what was counted elsewhere."""
        self.communities += other.communities
        self.seconds += other.seconds
        for name, counts in vars(other).items():
            if isinstance(counts, Counter):
                getattr(self, name).update(counts)
        for role, hours in other.busiest.items():
            self.busiest[role] = max(self.busiest.get(role, 0.0), hours)


def nested(counts: Mapping[tuple[str, Any], int]) -> dict[str, dict[str, int]]:
    """Return counts by two names as mappings within a mapping, in the order of the names."""
    found: dict[str, dict[str, int]] = {}
    for (first, second), count in sorted(counts.items()):
        found.setdefault(first, {})[str(second)] = count
    return found
