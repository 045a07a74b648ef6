"""Which activity follows which in a log, and which of these paths are worth keeping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from xiangyue.exchange.logs.eventlog import EventLog

START = ""
"""Where every case begins; no activity has an empty name."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The directly-follows graph of a log, or what is left of it.

    ``into`` holds for every activity, in the log's order, the activities (or START) directly
    before it; ``ends`` are the activities after which a case may end. Every activity can be
    reached from START, and from every one an end can be reached.
    """

    into: Mapping[str, tuple[str, ...]]
    ends: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return the number of paths between activities."""
        return sum(map(len, self.into.values()))


def find_paths(log: EventLog, min_share: float = 0.0) -> Paths:
    """Find the paths of a log; with ``min_share`` above 0, drop the rare ones.

    A path leads from one activity (or the start) to the next or to the end of the case. Its
    share is that of the times it was taken among all times its first activity was left; a
    path whose share is below ``min_share`` is dropped, except the most frequent one out of each
    activity, so that none becomes a dead end. Activities that can no longer be reached go with
    their paths. Cases end after their last activity; where the log has an end date, only those
    with a date count as ended. An activity from which no end can be reached may end as well.
    """
    follows, ends, lasts = _count(log)
    order = {name: number for number, name in enumerate((START, *log.activities))}
    onward: dict[str, list[str]] = {}
    kept_ends = set()
    for source in order:
        out = follows.get(source, Counter())
        left = out.total() + ends[source]
        floor = min(min_share * left, max([ends[source], *out.values()]))
        onward[source] = [target for target, times in out.items() if times >= floor]
        if ends[source] and ends[source] >= floor:
            kept_ends.add(source)
    reached = _reach({START}, onward)
    into: dict[str, list[str]] = {name: [] for name in order if name in reached and name != START}
    for source in order:
        for target in onward[source] if source in reached else ():
            into[target].append(source)
    kept_ends &= reached
    stuck = into.keys() - _reach(kept_ends, into)
    # Open cases say where a case may rest; only a circle without any such place ends anywhere.
    kept_ends |= {name for name in stuck if lasts[name]}
    kept_ends |= into.keys() - _reach(kept_ends, into)
    return Paths(
        {name: tuple(sources) for name, sources in into.items()},
        tuple(name for name in order if name in kept_ends),
    )


def _count(log: EventLog) -> tuple[dict[str, Counter[str]], Counter[str], Counter[str]]:
    """Count what follows what, and after what cases ended and stopped."""
    follows: dict[str, Counter[str]] = {}
    ends: Counter[str] = Counter()
    lasts: Counter[str] = Counter()
    for case in log.cases:
        before = START
        for event in case.events:
            follows.setdefault(before, Counter())[event.activity] += 1
            before = event.activity
        lasts[before] += 1
        if log.end_attribute is None or log.end(case) is not None:
            ends[before] += 1
    return follows, ends, lasts


def _reach(found: set[str], onward: Mapping[str, list[str]]) -> set[str]:
    """Return what can be reached from ``found``, and ``found`` itself."""
    seen, waiting = set(found), list(found)
    while waiting:
        for name in onward.get(waiting.pop(), ()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen
