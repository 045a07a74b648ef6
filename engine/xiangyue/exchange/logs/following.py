"""A log followed through the states and actions of a profile, by nothing else.

What an event needed, said or brought does not leave with every log. So nothing is asked here of
fields, roles, rules and limits: an action may be taken wherever its flow has it, and where it leads
to several states, the case may stand in any of them.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Final

from xiangyue.errors import Misuse, Place
from xiangyue.exchange.logs.eventlog import Case, EventLog
from xiangyue.exchange.logs.replay import UNKNOWN_ACTION, ReplayReport
from xiangyue.exchange.logs.script import END
from xiangyue.exchange.names import shown, title
from xiangyue.flow.by_engine import MARK
from xiangyue.flow.machine import FlowMachine
from xiangyue.profile import Action, Flow, Profile
from xiangyue.values import OPEN

FLOW: Final = "flow"
"""The attribute of a case that says which flow it went through."""

_UNKNOWN_FLOW: Final = "unknown-flow"
_TELL_EVERY: Final = 1000


def follow_log(
    log: EventLog,
    profile: Profile,
    *,
    flow: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> ReplayReport:
    """Follow every event of a log from state to state; nothing is stored, and no store is needed.

    Each case goes through ``flow``; where that is left out, through the one that its attribute
    ``flow`` names, else through the profile's only one. An event is accepted where some action of
    its name (id or title) may be taken in a state in which the case may stand; where it is refused,
    the case stays. The report says ``states`` for its ``mode`` and counts as ``replay_log`` does.

    Raises Misuse if the flow is not clear, or if log and profile have nothing in common.
    """
    began = time.perf_counter()
    if flow is not None and flow not in profile.flows:
        raise Misuse("flow-unknown", name=shown(flow), near=", ".join(profile.flows))
    only = next(iter(profile.flows)) if len(profile.flows) == 1 else None
    ways = {name: _Ways(one) for name, one in profile.flows.items()}
    refusals: Counter[str] = Counter()
    accepted = ended = late = 0
    for number, case in enumerate(log.cases, 1):
        name = flow or _named(case, profile) or only
        if name is None:
            raise Misuse("replay-which-flow", place=Place(log.name), flows=", ".join(ways))
        if name not in ways:
            refusals[_UNKNOWN_FLOW] += len(case.events)
            continue
        run = _Run(ways[name], case)
        accepted += run.accepted
        refusals += run.refusals
        if run.has_ended(log):
            due, end = log.deadline(case), log.end(case) or case.events[-1].at
            ended += 1
            late += due is not None and end > due
        if progress and number % _TELL_EVERY == 0:
            progress(number / len(log.cases))
    if not accepted and refusals.keys() <= {UNKNOWN_ACTION, _UNKNOWN_FLOW}:
        raise Misuse("replay-nothing-fits", place=Place(log.name), profile=profile.id)
    seconds = time.perf_counter() - began
    return ReplayReport(
        cases=len(log.cases),
        events=log.event_count,
        accepted=accepted,
        refused=refusals.total(),
        refusals=dict(refusals.most_common()),
        fitness=accepted / log.event_count,
        ended=ended,
        late=late,
        variants=len(log.variants),
        seconds=seconds,
        commands_per_second=log.event_count / seconds,
        mode="states",
    )


def _named(case: Case, profile: Profile) -> str | None:
    """Return the flow that a case names; one that the profile lacks only where it has several."""
    said = case.attributes.get(FLOW)
    if not isinstance(said, str) or (said not in profile.flows and len(profile.flows) == 1):
        return None
    return said


class _Ways:
    """Where the actions of a flow lead, by the names that logs may give them."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._sources = FlowMachine(flow).sources
        self._called: dict[str, dict[str, Action]] = defaultdict(dict)
        for action in flow.actions.values():
            for name in (action.id, *action.title.values()):
                self._called[name][action.id] = action
        self._opens = {OPEN, *flow.opening.title.values()}
        self.final = frozenset(state.id for state in flow.states.values() if state.final)
        self.after = cache(self._after)

    def opens(self, activity: str) -> bool:
        """Tell whether an activity begins a case, and is nothing else."""
        return activity in self._opens and not self.known(activity)

    def known(self, activity: str) -> Collection[Action]:
        """Return the actions of this name."""
        return self._called.get(title(activity), self._called.get(activity, {})).values()

    def _after(self, activity: str, states: frozenset[str]) -> frozenset[str]:
        """Return where an activity may lead from one of these states; nowhere: it cannot be."""
        if activity.startswith(MARK) and not self.known(activity):
            return states  # a step of the engine's own leads nowhere else
        return frozenset(self._targets(activity, states))

    def _targets(self, activity: str, states: frozenset[str]) -> Iterator[str]:
        for action in self.known(activity):
            for state in states & self._sources[action.id]:
                yield from (branch.to or state for branch in action.branches)


class _Run:
    """One case on its way."""

    def __init__(self, ways: _Ways, case: Case) -> None:
        self._ways = ways
        self._case = case
        self.accepted = 0
        self.refusals: Counter[str] = Counter()
        self.states = frozenset(ways.flow.start)
        for number, event in enumerate(case.events):
            self._take(event.activity, number == 0)

    def _take(self, activity: str, first: bool) -> None:
        if first and self._ways.opens(activity):
            self.accepted += 1
        elif after := self._ways.after(activity, self.states):
            self.states = after
            self.accepted += 1
        else:
            self.refusals["state" if self._ways.known(activity) else UNKNOWN_ACTION] += 1

    def has_ended(self, log: EventLog) -> bool:
        """Tell whether the case ended; where it may have, as the log says, if it says so of any.

        The action ``end`` ends it at the last, where the flow has that.
        """
        final = self._ways.final
        if self.states <= final:
            return True
        says = log.end_attribute is None or log.end(self._case) is not None
        last = self.states | self._ways.after(END, self.states)
        return says and not last.isdisjoint(final)
