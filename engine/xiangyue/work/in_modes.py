"""Which modes hold besides the one in force, and which held at another moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from xiangyue.canonical import unchained
from xiangyue.decide.alarms import MODE
from xiangyue.flow import Plan
from xiangyue.journal import follows
from xiangyue.storage import Head, Reader
from xiangyue.values import NORMAL, Command, Task

_RUNNING = (
    "SELECT t.name FROM timer t JOIN task k ON k.community = t.community AND k.id = t.task"
    " WHERE t.community = ? AND t.name >= 'mode.' AND t.name < 'mode/' AND t.due > ?"
    " AND k.ended_at IS NULL"
)
_SWITCHED = (
    "SELECT id FROM task WHERE community = ? AND flow IN ({flows}) AND opened_at <= ?"
    " AND (ended_at IS NULL OR ended_at > ?)"
)
_LONGEST = 7 * 86_400_000_000
"""So long before, what has ended can have lasted until a moment; no one act gives more."""


_KIND, _DETAIL = 0, 4
"""Where an entry says of an intervention what it is, and how."""


class _Act(NamedTuple):
    at: int
    mode: str
    until: int | None
    last: bool


def going_on(reader: Reader, plan: Plan, head: Head, community: str, now: int) -> tuple[str, ...]:
    """Return the modes begun on the spot that go on beside the one that took over from them.

    Each does so until its own end comes, or its task is closed.
    """
    if head.present.beside <= now:
        return ()
    reader.settled()
    modes = plan.profile.modes
    found = {name.removeprefix(MODE) for (name,) in reader.all(_RUNNING, community, now)}
    return tuple(
        name
        for name in sorted(found)
        if name in modes and modes[name].on_the_spot and name != head.present.name
    )


def then_in(reader: Reader, plan: Plan, head: Head, command: Command, now: int) -> str:
    """Return the mode at the moment of which what was kept on paper speaks; "" if it is now."""
    at = command.occurred_at
    if at is None or at >= now or command.source == "digital":
        return ""
    return mode_at(reader, plan, head, command.community, at)


def opened_in(reader: Reader, plan: Plan, head: Head, command: Command, task: Task | None) -> str:
    """Return in which mode a task was opened that is given what only some modes ask for.

    Nothing is looked up for any other command.
    """
    if task is None or plan.only_in.keys().isdisjoint(command.data):
        return ""
    wanted = command.data.keys() & plan.only_in.keys()
    if all(head.present.name in plan.only_in[name] for name in wanted):
        return ""
    reader.settled()
    for _, body in _history(reader, task.community, task.id, task.last):
        first = body
    at = first.get("occurred")
    mode = first.get("mode", NORMAL)
    if at is not None:
        mode = mode_at(reader, plan, head, task.community, at)
    return str(mode).partition(":")[0]


def mode_at(reader: Reader, plan: Plan, head: Head, community: str, at: int) -> str:
    """Return the mode that held at an earlier moment, as what is entered by now shows it.

    The highest level counts; what was begun on the spot gives way to what came after it.
    """
    reader.settled()
    acts = [*_acts(reader, plan, community, at)]
    modes = plan.profile.modes
    spots = {name for name, mode in modes.items() if mode.on_the_spot}
    running = [one for one in acts if one.last and (one.until is None or one.until > at)]
    official = [one for one in running if one.mode not in (NORMAL, *spots)]
    if official:
        newest = max(official, key=lambda one: one.at).mode.partition(":")[0]
        return min(one.mode for one in official if one.mode.partition(":")[0] == newest)
    taken_over = max((o.at for o in acts if o.mode not in (NORMAL, *spots)), default=-1)
    begun = [one for one in running if one.mode in spots and one.at > taken_over]
    if begun:
        return begun[-1].mode
    present = head.present
    without = present.mode != NORMAL and present.since <= at and not acts
    return present.mode if without else NORMAL


def _acts(reader: Reader, plan: Plan, community: str, at: int) -> Iterator[_Act]:
    """Yield the switches of the mode until a moment; the last of each task is marked."""
    flows = [
        name
        for name, flow in plan.flows.items()
        if any(
            does.kind == "switch_mode"
            for step in (flow.opening, *flow.steps.values())
            for does in step.action.does
        )
    ]
    if not flows:
        return
    sql = _SWITCHED.format(flows=", ".join("?" * len(flows)))
    for (name,) in reader.all(sql, community, *flows, at, at - _LONGEST):
        task = reader.situation(community, name, None).task
        last = True
        for _, body in _history(reader, community, name, task.last) if task else ():
            moment = body.get("occurred", body["at"])
            for said in body.get("does", ()):
                if said[_KIND] == "switch_mode" and moment <= at:
                    detail = said[_DETAIL]
                    yield _Act(moment, detail["mode"], unchained(detail.get("until")), last)
                    last = False


def _history(
    reader: Reader, community: str, task: str, last: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the entries of a task, the newest first."""
    seq: int | None = last
    while seq is not None:
        body = reader.entry(community, seq)[0]
        yield seq, body
        seq = follows(body, task)
