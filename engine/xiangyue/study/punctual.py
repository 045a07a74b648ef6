"""Signs in time: all at the last moment, all closed, and what nobody has used for long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from xiangyue.profile import Action, Profile
from xiangyue.study.reading import by_system
from xiangyue.study.recounting import Deadlined, Recorded
from xiangyue.study.signal import MOST_SHOWN, Evidence, Signal, Thresholds, evidence, signal

_DAY = 86_400_000_000


class AtTheDeadline:
    """Finds flows whose tasks are nearly all ended in the last part of their time.

    What counts is the deadline of the whole task, and when somebody really ended it.
    """

    def __init__(self, community: str, limits: Thresholds) -> None:
        """Begin with nothing seen."""
        self._community = community
        self._limits = limits
        self._ended: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._shown: dict[str, list[Evidence]] = {}

    def see(self, told: Recorded, action: Action, profile: Profile) -> None:
        """Count an action by which somebody ends a task that has a deadline."""
        if told.ended_at is None or told.due is None or by_system(told):
            return
        flow, after = told.decision.flow, told.decision.after or ""
        if profile.flows[flow].states[after].reports == "returned":
            return  # to return what came from above is no way of ending it late
        self._ended[flow] += 1
        left, time = told.due - told.ended_at, told.due - told.opened_at
        if 0 <= left <= self._limits.last_part * time:
            self._last[flow] += 1
            if self._last[flow] <= MOST_SHOWN:
                self._shown.setdefault(flow, []).append(evidence(told.decision))

    def found(self) -> Iterator[Signal]:
        """Tell of each flow in which that is the rule."""
        limits = self._limits
        for flow, last in self._last.items():
            ended = self._ended[flow]
            if ended >= limits.deadline_tasks and last >= limits.deadline_share * ended:
                counts = {"last": last, "ended": ended, "part": limits.last_part}
                about, shown = [f"flows.{flow}"], self._shown[flow]
                yield signal("signal-deadline", [self._community], about, counts, shown)


def all_closed(
    community: str,
    tasks: Iterable[Deadlined],
    limits: Thresholds,
    since: int | None,
    until: int,
) -> Iterator[Signal]:
    """Tell whether nearly all of many tasks that were due in a period were closed."""
    due: Counter[str] = Counter()
    closed = on_time = 0
    for task in tasks:
        if task.due < until and (since is None or since <= task.due):
            due[task.flow] += 1
            closed += task.ended_at is not None and task.ended_at < until
            on_time += task.ended_at is not None and task.ended_at <= task.due
    total = due.total()
    if total >= limits.closed_tasks and closed >= limits.closed_share * total:
        about = [f"flows.{flow}" for flow, _ in due.most_common()]
        counts = {"due": total, "share": closed / total, "closed": closed, "on_time": on_time}
        yield signal("signal-all-closed", [community], about, counts)


def unused(
    community: str,
    installed: Iterable[tuple[int, Profile]],
    used: Mapping[str, int],
    limits: Thresholds,
    until: int,
) -> Iterator[Signal]:
    """Tell which flows nobody has used for so many days; ``used`` says when each last was.

    A flow must have been there as long. The vote on a points scheme is in use all year.
    """
    there: dict[str, int] = {}
    spared: set[str] = set()
    for at, profile in installed:
        if at < until:
            there = {flow: there.get(flow, at) for flow in profile.flows}
            spared = {account.adoption.flow for account in profile.accounts.values()}
    before = until - limits.unused_days * _DAY
    idle = [
        f"flows.{flow}"
        for flow, at in there.items()
        if flow not in spared and max(at, used.get(flow, at)) <= before
    ]
    if idle:
        counts = {"flows": len(idle), "of": len(there), "days": limits.unused_days}
        yield signal("signal-unused", [community], idle, counts)
