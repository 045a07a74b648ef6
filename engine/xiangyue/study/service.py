"""Rates of service, from the contacts and return visits that a community's journal records.

response = in contact in time / counted, resolution = solved / visited, satisfaction = satisfied /
visited; the last two are also told out of those counted. *Counted* are the matters that were
dispatched (opened) in a period without those whose objection was accepted and those that a review
excluded, as they stood at its end. The first contact counts, and of several visits the last.
Its deadline is the one that was set at the opening, or what another calendar made of it: neither an
objection nor an extension wins anybody time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiangyue.engine import Engine
from xiangyue.profile import WEIGHTS, Flow, Service
from xiangyue.study.period import Day, instants
from xiangyue.study.rates import NEARLY_ALL
from xiangyue.study.recounting import Recorded, recounting
from xiangyue.time.moments import Moment, micros

_COUNTS = ("dispatched", "objected", "excluded", "responded", "visited", "solved", "satisfied")
_RATES = (
    *("counted", "response", "resolution", "satisfaction", "resolution_of_counted"),
    *("satisfaction_of_counted", "score"),
)


@dataclass(frozen=True, slots=True)
class Served:
    """What became of the matters that were dispatched in a period; ``weights`` sum to anything."""

    dispatched: int
    objected: int
    excluded: int
    responded: int
    visited: int
    solved: int
    satisfied: int
    weights: Mapping[str, float]

    @property
    def counted(self) -> int:
        """Those dispatched without accepted objections and reviewed exclusions."""
        return self.dispatched - self.objected - self.excluded

    @property
    def response(self) -> float | None:
        """The share in contact in time; None where nothing is counted."""
        return _share(self.responded, self.counted)

    @property
    def resolution(self) -> float | None:
        """The share of those visited who said it was solved; None where nobody was visited."""
        return _share(self.solved, self.visited)

    @property
    def satisfaction(self) -> float | None:
        """The share of those visited who said they are satisfied; None where nobody was."""
        return _share(self.satisfied, self.visited)

    @property
    def resolution_of_counted(self) -> float | None:
        """The share of all counted that was said to be solved; None where nothing is counted."""
        return _share(self.solved, self.counted)

    @property
    def satisfaction_of_counted(self) -> float | None:
        """The share of all counted that was said to satisfy; None where nothing is counted."""
        return _share(self.satisfied, self.counted)

    @property
    def score(self) -> float | None:
        """The three rates weighted; None where one of them is."""
        rates = (self.response, self.resolution, self.satisfaction)
        total = sum(self.weights.values())
        if not total or any(rate is None for rate in rates):
            return None
        weighed = zip(rates, self.weights.values(), strict=True)
        return sum(weight * (rate or 0) for rate, weight in weighed) / total

    @property
    def nearly_all(self) -> bool:
        """Whether a rate is so high that somebody should look how it came about."""
        rates = (self.response, self.resolution, self.satisfaction)
        return any(rate is not None and rate >= NEARLY_ALL for rate in rates)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts, rates and weights as plain data."""
        told = {name: getattr(self, name) for name in (*_COUNTS, *_RATES)}
        return {**told, "weights": dict(self.weights), "nearly_all": self.nearly_all}


@dataclass(slots=True)
class _Matter:
    """A matter as its entries tell it."""

    flow: str = ""
    opened_at: int = 0
    promised: int | None = None
    contacted_at: int | None = None
    visit: tuple[bool, bool] | None = None
    objected: bool = False
    excluded: bool = False
    fresh: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    reached: set[str | None] = field(default_factory=set)

    def see(self, told: Recorded, flow: Flow, service: Service) -> None:
        """Follow a command that was carried out."""
        decision, at = told.decision, told.decision.occurred_at
        action, state = decision.command.action, decision.after
        self.values.update(decision.values)
        values = self.values
        if decision.before is None:
            self.flow, self.opened_at = decision.flow, at
        moved = state if state != decision.before else None
        self.fresh = state == flow.start[0]
        if moved is not None and self.fresh:
            self.promised = told.state_due
        if action in service.contact or moved in service.contact:
            self.contacted_at = min(at, at if self.contacted_at is None else self.contacted_at)
        if action == service.visit:
            self.visit = (values.get(service.solved) is True, values.get(service.satisfied) is True)
        self.reached.add(state)  # an accepted objection stays one where others go on with it
        said = {name for name, value in values.items() if value is True}
        self.objected = not said.isdisjoint(service.objected) or not self.reached.isdisjoint(
            service.objected
        )
        self.excluded = any(name == state or name in said for name in service.excluded)

    def recompute(self, due: int | None) -> None:
        """Take what another calendar says for the time to first contact, while that is awaited."""
        if self.fresh:
            self.promised = due

    @property
    def responded(self) -> bool:
        """Whether somebody was in contact in time."""
        at, due = self.contacted_at, self.promised
        return at is not None and (due is None or at <= due)


def service_rates(
    engine: Engine,
    community: str,
    *,
    since: Day = None,
    until: Day = None,
    now: Moment = None,
) -> tuple[Served, Mapping[str, Served]]:
    """Return the rates of all matters dispatched in a period, and those of each flow that serves.

    ``since`` and ``until`` are days, both counted whole, or instants (``until`` exclusive); from
    the first entry until now if left out. The weights are the community's params. Raises Misuse
    for an unknown community, or where the period is none.
    """
    matters: defaultdict[str, _Matter] = defaultdict(_Matter)
    with recounting(engine) as recount:
        governed = recount.governed(community)
        first, end = instants(since, until, governed.profile.calendar.timezone)
        end = micros(now) if end is None else min(end, micros(now))
        moved = list(recount.recomputed(community))[::-1]
        for told in recount.entries(community, until=end):
            decision = told.decision
            while moved and moved[-1][0] < decision.seq:
                _, task, _, due = moved.pop()
                matters[task].recompute(due)
            flow = recount.profile(decision.release, decision.mode).flows[decision.flow]
            if decision and flow.service is not None:
                matters[decision.task].see(told, flow, flow.service)
        for _, task, _, due in reversed(moved):
            matters[task].recompute(due)
    weights = {name: float(governed.params.get(name, own)) for name, own in WEIGHTS.items()}
    found = [m for m in matters.values() if m.flow and (first is None or first <= m.opened_at)]
    names = [f.id for f in governed.profile.flows.values() if f.service is not None]
    names += sorted({m.flow for m in found} - set(names))
    by_flow = {name: _count((m for m in found if m.flow == name), weights) for name in names}
    return _count(found, weights), by_flow


def _count(matters: Iterable[_Matter], weights: Mapping[str, float]) -> Served:
    told = [*matters]
    counted = [m for m in told if not (m.objected or m.excluded)]
    visits = [m.visit for m in counted if m.visit is not None]
    return Served(
        dispatched=len(told),
        objected=sum(m.objected for m in told),
        excluded=sum(m.excluded and not m.objected for m in told),
        responded=sum(m.responded for m in counted),
        visited=len(visits),
        solved=sum(solved for solved, _ in visits),
        satisfied=sum(satisfied for _, satisfied in visits),
        weights=weights,
    )


def _share(count: int, total: int) -> float | None:
    return count / total if total else None
