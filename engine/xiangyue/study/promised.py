"""What one task promises, and what becomes of it, command by command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xiangyue.flow.callout import CallOut, call_of
from xiangyue.profile import CountsAs, Profile
from xiangyue.study.service_level import Promises
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.working_calendar import Calendar
from xiangyue.values import Decision, Planned

_ACKNOWLEDGED: Final = frozenset({"accepted", "declined", "arrived"})


class Way(NamedTuple):
    """What has to be known of a flow whose tasks count."""

    counts: CountsAs
    call: CallOut | None
    calendar: Calendar
    exercise: str
    pauses: frozenset[str]
    returned: frozenset[str]


NOTHING: Final = CountsAs(
    essential=False, vulnerable=False, reached=None, missed=None, utility=None, void=()
)


def way_of(profile: Profile, name: str) -> Way | None:
    """Return how tasks of a flow count; None where they do not."""
    flow = profile.flows[name]
    call = call_of(profile, flow)
    if call is None and flow.counts_as is None:
        return None
    states = flow.states.values()
    return Way(
        counts=flow.counts_as or NOTHING,
        call=call,
        calendar=profile.calendar,
        exercise=flow.exercise or "",
        pauses=frozenset(one.id for one in states if one.pause),
        returned=frozenset(one.id for one in states if one.reports == "returned"),
    )


class Left(NamedTuple):
    """What a decision leaves of its task: its deadlines and its end, in microseconds."""

    due: int | None
    state_due: int | None
    ended_at: int | None


@dataclass(slots=True)
class Watched:
    """An open task as far as it was followed; ``missed`` people were counted and not reached.

    ``heard`` says who is known to have heard its call-out, and when; ``told`` are those of them who
    were asked.
    """

    way: Way
    community: str
    since: int
    heard: Mapping[str, int]
    due: int | None = None
    state_due: int | None = None
    drill: bool = False
    utility: str | None = None
    people: int = 0
    missed: int = 0
    reached: list[tuple[int, int]] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def see(self, decision: Decision, left: Left, done: Promises) -> None:
        """Follow a command that was carried out, and add to ``done`` what it settles."""
        way, values = self.way, decision.values
        if self.drill or values.get(way.exercise) is True:
            self.drill = True
            return
        counts = way.counts
        void = left.ended_at is not None and decision.after in counts.void
        returned = left.ended_at is not None and decision.after in way.returned
        if counts.essential and not returned:
            self._keep_time(decision, left, void, done)
        if counts.vulnerable:
            self._count(decision)
        if (utility := values.get(counts.utility or "")) is not None:
            self.utility = f"{self.community}/{utility}"
        if way.call is not None:
            self._call(way.call, decision, done)
        paused = decision.after in way.pauses
        self.due, self.state_due = None if paused else left.due, left.state_due
        if left.ended_at is not None and not returned:
            self._end(left.ended_at, void, done)

    def overdue(self, now: int, into: Promises) -> None:
        """Add what is settled in a task that is open, and what is due by now."""
        if self.drill:
            return
        counts = self.way.counts
        for due in (self.due, self.state_due) if counts.essential else ():
            if due is not None and due <= now:
                into.add("on_time", due, None)
        if counts.vulnerable and self.due is not None:
            self._add_reached(self.due, into)
            waiting = self.missed if self.people else 1
            if waiting and self.due <= now:
                into.add("reached", self.due, None, waiting)
        if self.utility is not None:
            into.outage(self.utility, self.since, None)
        for due in self.asked.values():
            if due <= now:
                into.add("acknowledged", due, None)

    def _keep_time(self, decision: Decision, left: Left, void: bool, done: Promises) -> None:
        """Settle the deadlines that are met, missed or moved after they had passed."""
        at, went_on = decision.occurred_at, decision.after != decision.before
        pairs = (
            (self.state_due, left.state_due, at if went_on else None),
            (self.due, left.due, left.ended_at),
        )
        for old, new, settled in pairs:
            if old is None:
                continue
            if settled is not None:
                if settled > old or not void:
                    done.add("on_time", old, settled)
            elif new != old and at > old:
                done.add("on_time", old, at)

    def _count(self, decision: Decision) -> None:
        """Note how many more people were reached by now."""
        counts, values = self.way.counts, decision.values
        reached = values.get(counts.reached or "")
        if reached is None:
            return
        missed = int(values.get(counts.missed or "", 0))
        before = self.people - self.missed
        self.people = max(self.people, int(reached) + missed)
        self.missed = min(missed, self.people - before)
        if more := self.people - self.missed - before:
            self.reached.append((decision.occurred_at, more))

    def _call(self, call: CallOut, decision: Decision, done: Promises) -> None:
        for does in decision.interventions:
            if does.kind == "ask":
                rung = call.rungs[does.detail["rung"]]
                end = from_micros(decision.now if does.at is None else does.at)
                for _ in range(rung.tries):
                    end = self.way.calendar.add(end, rung.within)
                due = to_micros(end)
                for member in does.detail.get("to", ()):
                    self._ask(call, member, due, done)
            elif does.kind == "answer":
                self._answer(does, decision.occurred_at, done)

    def _ask(self, call: CallOut, member: str, due: int, done: Promises) -> None:
        """Wait for whoever is asked; who has heard need not answer, though asked again."""
        if not call.confirms or member not in self.heard:
            self.asked.setdefault(member, due)
        elif member not in self.told:
            self.told.add(member)
            done.add("acknowledged", due, self.heard[member])

    def _answer(self, does: Planned, at: int, done: Promises) -> None:
        who = does.detail.get("who")
        heard = does.detail["state"] in _ACKNOWLEDGED
        for member in [*self.asked] if who is None else who:
            due = self.asked.pop(member, None)
            if due is not None and (heard or at > due):
                done.add("acknowledged", due, at)

    def _end(self, at: int, void: bool, done: Promises) -> None:
        if self.utility is not None and not void:
            done.outage(self.utility, self.since, at)
        for due in self.asked.values():
            if at > due:
                done.add("acknowledged", due, at)
        if not self.way.counts.vulnerable or self.due is None:
            return
        self._add_reached(self.due, done)
        one_by_one = self.way.counts.reached is None
        if self.missed:
            due = min(self.due, at)
            done.add("reached", due, max(at, due + 1), self.missed)
        elif not self.people and (at > self.due or (one_by_one and not void)):
            done.add("reached", self.due, at)

    def _add_reached(self, due: int, into: Promises) -> None:
        for at, people in self.reached:
            into.add("reached", due, at, people)
