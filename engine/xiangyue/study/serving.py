"""What a community promises and keeps, followed command by command: the level of its service.

Both the journal and a simulation tell it what was decided, in order. What a task counts as says its
flow (``service_level``); whoever a call-out asks is to answer while the rung waits for them. Drills
count as nothing, and neither does what is returned to where it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.profile import LEVEL_WEIGHTS, Profile
from xiangyue.study.period import Day, instants
from xiangyue.study.promised import Left, Watched, Way, way_of
from xiangyue.study.recounting import recounting
from xiangyue.study.service_level import (
    COMPONENTS,
    WEIGHTS,
    WINDOW,
    Component,
    Promises,
    ServiceLevel,
)
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Decision


class Serving:
    """Follows the tasks of one community."""

    def __init__(
        self,
        community: str = "",
        weights: Mapping[Component, float] = WEIGHTS,
        window: int = WINDOW,
        heard: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    ) -> None:
        """Begin with nothing seen.

        ``heard`` says by task who is known to have heard a call-out, and when: where it confirms.
        """
        self._community = community
        self._done = Promises(weights, window)
        self._heard = heard
        self._tasks: dict[str, Watched] = {}
        self._ways: dict[tuple[str, str, str], Way | None] = {}

    def know(self, profile: Profile) -> None:
        """Know which utilities there are: those of a profile by which outages are told."""
        for flow in profile.flows.values():
            if flow.counts_as is not None and flow.counts_as.utility is not None:
                for kind in profile.fields[flow.counts_as.utility].schema["enum"]:
                    self._done.utility(f"{self._community}/{kind}")

    def see(
        self,
        decision: Decision,
        profile: Profile,
        due: int | None,
        state_due: int | None,
        ended_at: int | None,
    ) -> None:
        """Follow a decision; deadlines and end are those that its task has after it.

        ``profile`` is that of its release in its mode.
        """
        key = decision.release, decision.mode, decision.flow
        if key not in self._ways:
            self._ways[key] = way_of(profile, decision.flow)
        way = self._ways[key]
        if way is None or decision.outcome != "done":
            return
        task = self._tasks.get(decision.task)
        if task is None:
            heard = self._heard.get(decision.task, {})
            task = Watched(way, self._community, decision.occurred_at, heard)
            self._tasks[decision.task] = task
        task.way = way
        task.see(decision, Left(due, state_due, ended_at), self._done)
        if ended_at is not None:
            del self._tasks[decision.task]

    def recompute(self, task: str, due: int | None, state_due: int | None) -> None:
        """Take what another calendar, or the end of a mode, says that the deadlines were."""
        if found := self._tasks.get(task):
            found.due, found.state_due = due, state_due

    def promises(self, now: int) -> Promises:
        """Return what was promised so far, with what of it is due by now and still open."""
        found = self._done.copy()
        for task in self._tasks.values():
            task.overdue(now, found)
        return found


def service_level(
    engine: Engine,
    community: str,
    *,
    since: Day = None,
    until: Day = None,
    now: Moment = None,
) -> ServiceLevel:
    """Return the level of service that the journal of a community shows.

    ``since`` and ``until`` are days, both counted whole, or instants (``until`` exclusive); from
    the first command until now if left out. The weights are the community's params. Raises Misuse
    for an unknown community, or where the period is none.
    """
    with recounting(engine) as recount:
        governed = recount.governed(community)
        first, end = instants(since, until, governed.profile.calendar.timezone)
        end = micros(now) if end is None else min(end, micros(now))
        serving = Serving(community, weights_of(governed.params), heard=recount.heard(community))
        serving.know(governed.profile)
        moved = list(recount.recomputed(community))[::-1]
        begin = None
        for told in recount.entries(community, until=end):
            decision = told.decision
            begin = decision.occurred_at if begin is None else min(begin, decision.occurred_at)
            while moved and moved[-1][0] < decision.seq:
                serving.recompute(*moved.pop()[1:])
            profile = recount.profile(decision.release, decision.mode)
            serving.see(decision, profile, told.due, told.state_due, told.ended_at)
        for _, task, due, state_due in reversed(moved):
            serving.recompute(task, due, state_due)
    start = first if first is not None else begin if begin is not None else end - 1
    if start >= end:
        raise Misuse("period-ends-first", since=str(since), until=str(until))
    return serving.promises(end).level(start, end)


def weights_of(params: Mapping[str, Any]) -> Mapping[Component, float]:
    """Return how a community weighs the components, by its params."""
    named = zip(COMPONENTS, LEVEL_WEIGHTS.items(), strict=True)
    return {name: float(params.get(param, own)) for name, (param, own) in named}
