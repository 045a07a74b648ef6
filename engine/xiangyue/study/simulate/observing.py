"""What a journal shows of people: counted by role, flow and field, and who it was forgotten."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from xiangyue.profile import Profile
from xiangyue.study.recounting import Recorded, Recount
from xiangyue.study.simulate.model import RESIDENT
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.values import NOBODYS, Decision

_MINUTE: Final = 60_000_000
_LONGEST: Final = 120.0
"""Minutes between two entries of one hand; what took longer was not work on the second alone."""
_SHORTEST: Final = 0.5


@dataclass
class Sample:
    """Numbers of which mean and coefficient of variation are asked."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        """Take one more."""
        self.count += 1
        self.total += value
        self.squares += value * value

    @property
    def mean(self) -> float:
        """The mean; 0 of none."""
        return self.total / self.count if self.count else 0.0

    @property
    def cv(self) -> float:
        """The coefficient of variation; 0 of none."""
        if not self.count or not self.total:
            return 0.0
        spread = max(self.squares / self.count - self.mean**2, 0.0)
        return float(spread**0.5) / self.mean


def _counters() -> defaultdict[Any, Counter[Any]]:
    return defaultdict(Counter)


def _samples() -> defaultdict[str, Sample]:
    return defaultdict(Sample)


@dataclass
class Observed:
    """What was counted: openings by what comes up, and in which hours and on which days.

    ``openers`` are the roles that open, ``taken`` actions by ``flow.action``, ``hours`` when each
    role acts, ``begun`` which share of the time to the deadline had passed, ``delays`` minutes
    where there was none, ``gaps`` minutes between two entries of one hand, ``values`` what was
    given in fields that offer a choice. ``people`` are how many acted in each role; ``asked``,
    ``said`` and ``answers`` are by the role of whom a call-out asked.
    """

    first: int | None = None
    last: int = 0
    opened: Counter[str] = field(default_factory=Counter)
    flows: dict[str, str] = field(default_factory=dict)
    open_hours: defaultdict[str, Counter[int]] = field(default_factory=_counters)
    open_days: defaultdict[str, Counter[int]] = field(default_factory=_counters)
    openers: defaultdict[str, Counter[str]] = field(default_factory=_counters)
    taken: Counter[str] = field(default_factory=Counter)
    hours: defaultdict[str, Counter[tuple[int, int]]] = field(default_factory=_counters)
    begun: defaultdict[str, Sample] = field(default_factory=_samples)
    delays: defaultdict[str, Sample] = field(default_factory=_samples)
    gaps: defaultdict[str, Sample] = field(default_factory=_samples)
    values: defaultdict[str, Counter[Any]] = field(default_factory=_counters)
    people: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    answers: defaultdict[str, Sample] = field(default_factory=_samples)


class _Looking:
    """What has to be kept in mind while a journal is read: of each task, and of each hand."""

    def __init__(self, recount: Recount, timezone: str) -> None:
        self.found = Observed()
        self._recount, self._zone = recount, zone(timezone)
        self._since: dict[str, tuple[int, int | None]] = {}
        self._hands: dict[str, int] = {}
        self._acted: dict[str, set[str]] = defaultdict(set)
        self._asked: dict[tuple[str, str], tuple[int, str]] = {}
        self._roles: dict[str, str] = {}

    def see(self, told: Recorded) -> None:
        decision, profile = told.decision, self._profile(told)
        if decision.outcome != "done":
            return
        found, at = self.found, decision.occurred_at
        found.first = at if found.first is None else min(found.first, at)
        found.last = max(found.last, at)
        by_people = decision.command.principal not in NOBODYS and decision.command.again is None
        role = self._role(decision, profile)
        if decision.before is None:
            if decision.command.origin is None and decision.command.actor != "system":
                self._see_opening(decision, role, at)
        elif by_people:
            self._see_action(decision, profile, at)
        if by_people:
            self._see_hand(decision, role, at, told)
        for name, value in decision.values.items():
            schema = profile.fields[name].schema if name in profile.fields else {}
            if name not in told.held and ("enum" in schema or schema.get("type") == "boolean"):
                found.values[name][value] += 1
        for one in decision.interventions:
            if one.kind == "ask":
                for member in one.detail["to"]:
                    self._see_asked(decision.task, member, at if one.at is None else one.at)
        if told.ended_at is not None:
            self._since.pop(decision.task, None)
        elif decision.after != decision.before:
            due = told.state_due or told.due
            self._since[decision.task] = at, due

    def _profile(self, told: Recorded) -> Profile:
        return self._recount.profile(told.decision.release, told.decision.mode)

    def _see_opening(self, decision: Decision, role: str, at: int) -> None:
        found, name = self.found, decision.command.category or decision.flow
        wall = to_wall(from_micros(at), self._zone)
        found.opened[name] += 1
        found.flows[name] = decision.flow
        found.open_hours[name][wall.hour] += 1
        found.open_days[name][wall.weekday()] += 1
        found.openers[name][role] += 1

    def _see_action(self, decision: Decision, profile: Profile, at: int) -> None:
        found, address = self.found, f"{decision.flow}.{decision.command.action}"
        action = profile.flows[decision.flow].actions.get(decision.command.action)
        answer = action.answer if action is not None else None
        if answer in ("accepted", "declined"):
            asked = self._asked.get((decision.task, decision.command.principal))
            if asked is not None:
                found.answers[asked[1]].add(max(0.0, (at - asked[0]) / _MINUTE))
                found.said[asked[1], answer] += 1
            return
        found.taken[address] += 1
        since, due = self._since.get(decision.task, (at, None))
        if due is not None and due > since:
            found.begun[address].add(min(1.0, max(0.0, (at - since) / (due - since))))
        elif at > since:
            found.delays[address].add((at - since) / _MINUTE)

    def _see_hand(self, decision: Decision, role: str, at: int, told: Recorded) -> None:
        found, hand = self.found, decision.command.principal
        wall = to_wall(from_micros(at), self._zone)
        found.hours[role][wall.weekday(), wall.hour] += 1
        if hand not in self._acted[role]:
            self._acted[role].add(hand)
            found.people[role] += 1
        before = self._hands.get(hand)
        self._hands[hand] = at
        minutes = (at - before) / _MINUTE if before is not None else 0.0
        if _SHORTEST <= minutes <= _LONGEST and decision.command.source == "digital":
            found.gaps[role].add(minutes)

    def _see_asked(self, task: str, member: str, at: int) -> None:
        if (task, member) not in self._asked:
            role = self._held(member)
            self._asked[task, member] = at, role
            self.found.asked[role] += 1

    def _role(self, decision: Decision, profile: Profile) -> str:
        """Return the role by which somebody acted, or one that they hold; else a resident's."""
        right = decision.standing.role if decision.standing is not None else ""
        if right in profile.roles:
            return right
        return self._held(decision.command.principal)

    def _held(self, member: str) -> str:
        if member not in self._roles:
            holdings = self._recount.holdings(member) or ()
            self._roles[member] = holdings[0].role if holdings else RESIDENT
        return self._roles[member]


def observe(recount: Recount, community: str, timezone: str) -> Observed:
    """Return what the journal of a community shows of its people."""
    looking = _Looking(recount, timezone)
    for told in recount.entries(community):
        looking.see(told)
    return looking.found
