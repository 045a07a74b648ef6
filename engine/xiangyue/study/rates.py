"""Rates of closure, as grid management knows them, from a community's journal.

on-time closure = closed on time / (due − deferred), closure = closed / (due − deferred),
rework = reworked / (due − deferred).

A task is *due* in a period if a deadline of its flow falls into it; of several, the last counts.
It is *deferred* there if that deadline was moved later before it passed, or the task was in a pause
state when it passed. A new calendar, such as that of a holiday notice, defers nothing: it says what
the deadline was. *Closed* is what had ended by the end of the period, *on time* what had ended by
that deadline. *Rework* is each return to a state on the way that led the task here (new → review →
new is one, and going on to review again none) by the end of the period; to suspend a task and to
resume it is no rework. *Reworked* is what was returned at least once by then and was not deferred.
That rework is set against the tasks due is a project default: grid management defines its count
only.

*Returned* is what came from above and ended in a state that reports so, even after the period: it
counts neither for nor against anybody, and is in none of the other numbers.
return rate = returned / (due + returned).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.profile import Profile
from xiangyue.study.period import Day, instants
from xiangyue.study.recounting import Recorded, recounting
from xiangyue.time.moments import Moment, micros

URGENCY: Final = "urgency"
"""The field that says how urgent a task is."""

URGENT: Final = ("at_once", "urgent")
"""Its values, by project default, that make a task urgent."""

NEARLY_ALL: Final = 0.999
"""From here on a rate is a warning sign: in real work something is always late."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What was due, and what became of it; tasks each, but ``rework`` counts returns."""

    due: int
    deferred: int
    on_time: int
    closed: int
    rework: int
    reworked: int
    returned: int = 0

    @property
    def on_time_rate(self) -> float | None:
        """The share that was closed on time; None where nothing was due."""
        return self._share(self.on_time)

    @property
    def closure_rate(self) -> float | None:
        """The share that was closed at all; None where nothing was due."""
        return self._share(self.closed)

    @property
    def rework_rate(self) -> float | None:
        """The share that was returned at least once; None where nothing was due."""
        return self._share(self.reworked)

    @property
    def return_rate(self) -> float | None:
        """The share of what came with a deadline that was returned; None where nothing did."""
        total = self.due + self.returned
        return self.returned / total if total else None

    @property
    def nearly_all(self) -> bool:
        """Whether a rate is so high that somebody should look how it came about."""
        rates = (self.on_time_rate, self.closure_rate)
        return any(rate is not None and rate >= NEARLY_ALL for rate in rates)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts and the rates as plain data."""
        counts = ("due", "deferred", "on_time", "closed", "rework", "reworked", "returned")
        shares = ("on_time_rate", "closure_rate", "rework_rate", "return_rate")
        return {name: getattr(self, name) for name in (*counts, *shares)}

    def _share(self, count: int) -> float | None:
        total = self.due - self.deferred
        return count / total if total else None


@dataclass(slots=True)
class _Told:
    """A task as its entries tell it; ``dues`` are its deadlines, each with when it was moved."""

    dues: list[tuple[int, int | None]] = field(default_factory=list)
    pauses: list[tuple[int, int | None]] = field(default_factory=list)
    way: list[str] = field(default_factory=list)
    returns: list[int] = field(default_factory=list)
    ended_at: int | None = None
    urgent: bool = False
    returned: bool = False

    def see(self, told: Recorded, profile: Profile, urgent: Collection[Any]) -> None:
        """Follow a command that was carried out."""
        decision = told.decision
        before, after, at = decision.before, decision.after or "", decision.occurred_at
        states = profile.flows[decision.flow].states
        if after != before:
            paused = before is not None and states[before].pause
            if paused and self.pauses:
                self.pauses[-1] = self.pauses[-1][0], at
            if states[after].pause:
                self.pauses.append((at, None))
            else:
                self._go(after, None if paused else at)
        if told.due is not None and (not self.dues or told.due != self.dues[-1][0]):
            if self.dues:
                self.dues[-1] = self.dues[-1][0], at
            self.dues.append((told.due, None))
        if URGENCY in decision.values:
            self.urgent = decision.values[URGENCY] in urgent
        self.ended_at = told.ended_at
        self.returned = told.ended_at is not None and states[after].reports == "returned"

    def _go(self, state: str, at: int | None) -> None:
        """Go on to a state, or back to one on the way that led here: a return at ``at``."""
        if state in self.way:
            del self.way[self.way.index(state) + 1 :]
            if at is not None:
                self.returns.append(at)
        else:
            self.way.append(state)

    def recompute(self, due: int | None) -> None:
        """Take what another calendar says for the deadline that there was."""
        if self.dues and due is not None:
            self.dues[-1] = due, None

    def due_in(self, since: int | None, until: int) -> tuple[int, bool] | None:
        """Return the last deadline in a period, and whether it was deferred."""
        for due, moved in reversed(self.dues):
            if due < until and (since is None or since <= due):
                paused = any(a <= due and (b is None or due < b) for a, b in self.pauses)
                return due, paused or (moved is not None and moved <= due)
        return None


def rates(
    engine: Engine,
    community: str,
    *,
    since: Day = None,
    until: Day = None,
    urgent: Collection[Any] = URGENT,
    now: Moment = None,
) -> tuple[Rates, Rates]:
    """Return the rates of all tasks that were due in a period, and those of the urgent ones.

    ``since`` and ``until`` are days, both counted whole, or instants (``until`` exclusive); from
    the first entry until now if left out. Raises Misuse for an unknown community, or where the
    period is none.
    """
    tasks: defaultdict[str, _Told] = defaultdict(_Told)
    with recounting(engine) as recount:
        timezone = recount.governed(community).profile.calendar.timezone
        first, end = instants(since, until, timezone)
        end = micros(now) if end is None else min(end, micros(now))
        moved = list(recount.recomputed(community))[::-1]
        for told in recount.entries(community):
            decision = told.decision
            while moved and moved[-1][0] < decision.seq:
                _, task, due, _ = moved.pop()
                tasks[task].recompute(due)
            if decision:
                profile = recount.profile(decision.release, decision.mode)
                tasks[decision.task].see(told, profile, urgent)
        for _, task, due, _ in reversed(moved):
            tasks[task].recompute(due)
    every = _count(tasks.values(), first, end)
    return every, _count((one for one in tasks.values() if one.urgent), first, end)


def _count(tasks: Iterable[_Told], since: int | None, until: int) -> Rates:
    due = deferred = on_time = closed = rework = reworked = returned = 0
    for task in tasks:
        found = task.due_in(since, until)
        if found is None:
            continue
        if task.returned:
            returned += 1
            continue
        due += 1
        again = sum(at < until for at in task.returns)
        rework += again
        if found[1]:
            deferred += 1
            continue
        reworked += again > 0
        if task.ended_at is not None:
            on_time += task.ended_at <= found[0]
            closed += task.ended_at < until
    return Rates(due, deferred, on_time, closed, rework, reworked, returned)
