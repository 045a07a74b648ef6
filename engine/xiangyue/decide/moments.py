"""What is reckoned of a task's deadlines, and where it is to be reckoned anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Body = Mapping[str, Any]


class Moments(NamedTuple):
    """The deadlines of a task's flow and of its state, in microseconds.

    ``auto`` is when the engine takes the actions, by name, that it was told to take later;
    ``clock`` is since when the flow's clock runs, where that was reckoned.
    """

    flow: int | None = None
    state: int | None = None
    auto: Mapping[str, int] = {}
    clock: int | None = None


class Onward(NamedTuple):
    """The release under which a task is to go on, and what its states are called there.

    ``params`` are those that say how long something takes.
    """

    release: str
    states: Mapping[str, str]
    params: Mapping[str, Any] = {}


def named_there(history: Sequence[Body], to: Onward | None) -> Iterable[Mapping[str, str]]:
    """Return by each entry what its states are called where the task is to go on."""
    if to is None:
        return [{}] * len(history)
    names, found = to.states, []
    for body in reversed(history):
        found.append(names)
        if body["kind"] == "migrated":
            names = {**names, **{old: names.get(new, new) for old, new in body["states"].items()}}
    return found[::-1]


def unless_over(due: int | None, anew: int | None, now: int) -> int | None:
    """Return a deadline reckoned anew; ``due``, as it was, where the new one would be over."""
    return due if due is None or anew is None or anew <= now else anew


def kept_if_over(found: Moments, before: Body, body: Body) -> Moments:
    """Return moments as an entry has kept them where those reckoned anew would be over."""
    over: int = before.get("paused_at", body["at"])
    flow_due = unless_over(body["due"], found.flow, over)
    return Moments(flow_due, unless_over(body["state_due"], found.state, body["at"]), found.auto)


_CLOCKS = frozenset({"paused_at", "clock_from"})


def with_clocks(before: Body, now: Body) -> dict[str, Any]:
    """Return what a task was left with, its clocks as another release has them."""
    rest = {name: value for name, value in before.items() if name not in _CLOCKS}
    return rest | {name: at for name, at in now.items() if name in _CLOCKS}
