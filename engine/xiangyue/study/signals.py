"""Signals: what in a store is worth a look, found in its journals; things to look at, no scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xiangyue.engine import Engine
from xiangyue.study.formalism import BulkTicking, NoResult, SameTexts
from xiangyue.study.period import Day, instants
from xiangyue.study.punctual import AtTheDeadline, all_closed, unused
from xiangyue.study.reading import action_of, by_system
from xiangyue.study.recounting import Governed, Recount, recounting
from xiangyue.study.signal import DEFAULTS, Signal, Thresholds, Watch
from xiangyue.study.uniformity import Instructions, NoChoice, same_values
from xiangyue.time.moments import micros


def signals(
    engine: Engine,
    communities: Iterable[str] = (),
    *,
    since: Day = None,
    until: Day = None,
    thresholds: Thresholds = DEFAULTS,
) -> tuple[Signal, ...]:
    """Find what is worth a look in communities, all of them if none is named.

    ``since`` and ``until`` are days, both counted whole, or instants (``until`` exclusive); from
    the first entry until now if left out. Signals name tasks and rules, never people.

    Raises Misuse for an unknown community, or where the period is none.
    """
    with recounting(engine) as recount:
        names = tuple(dict.fromkeys(communities)) or engine.communities()
        governed = {name: recount.governed(name) for name in names}
        types = {name: one.profile.id for name, one in governed.items()}
        instructions = Instructions(types, thresholds)
        found = [
            one
            for name in names
            for one in _of_one(recount, name, governed, (since, until), thresholds, instructions)
        ]
        return (*found, *same_values(governed), *instructions.found())


def _of_one(
    recount: Recount,
    community: str,
    governed: Mapping[str, Governed],
    period: tuple[Day, Day],
    thresholds: Thresholds,
    instructions: Instructions,
) -> Iterator[Signal]:
    """Read the journal of one community once, and let all watches see it."""
    since, end = instants(*period, governed[community].profile.calendar.timezone)
    above = recount.above(community)
    watches: tuple[Watch, ...] = (
        BulkTicking(community, thresholds),
        SameTexts(community, thresholds, recount),
        NoResult(community, recount),
        AtTheDeadline(community, thresholds),
        NoChoice(community, thresholds),
    )
    used: dict[str, int] = {}
    until = end
    if until is None:
        # A journal may be ahead of this machine's clock; what stands in it has happened.
        until = micros(None)
    for told in recount.entries(community, until=end):
        decision = told.decision
        if not by_system(told):
            used[decision.flow] = max(decision.now, used.get(decision.flow, 0))
        if end is None:
            until = max(until, decision.now + 1)
        if not decision or (since is not None and decision.occurred_at < since):
            continue
        profile = recount.profile(decision.release, decision.mode)
        action = action_of(told, profile)
        for watch in watches:
            watch.see(told, action, profile)
        instructions.see(told, profile, above)
    for watch in watches:
        yield from watch.found()
    yield from all_closed(community, recount.deadlines(community), thresholds, since, until)
    yield from unused(community, recount.installed(community), used, thresholds, until)
