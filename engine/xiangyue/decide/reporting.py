"""What a distributed task tells the one that it comes from: how its share stands."""

from __future__ import annotations

from typing import NamedTuple

from xiangyue.errands import REPORT
from xiangyue.profile import Flow
from xiangyue.values import Planned, Task
from xiangyue.words import split_ref


class Told(NamedTuple):
    """What is told: what the state means there, and until when it was to be done.

    ``due`` is None while the clock stands still and nothing is over yet.
    """

    state: str
    due: int | None


def told_of(flow: Flow, task: Task) -> Told:
    """Return what is told of a task as it stands."""
    stopped = task.paused_at is not None and task.due is not None and task.due > task.paused_at
    return Told(flow.states[task.state].reports, None if stopped else task.due)


def report_of(
    flow: Flow, before: Task | None, after: Task, at: int, was: Flow | None = None
) -> Planned | None:
    """Return the report of a task that has moved; None where its origin knows already.

    That it was received, and its first deadline, its origin knows from the errand that opened it.
    ``was`` is its flow before, where another release says it.
    """
    if after.origin is None:
        return None
    community, task = split_ref(after.origin)
    if community == after.community:
        return None
    told = told_of(flow, after)
    known = Told("", told.due) if before is None else told_of(was or flow, before)
    # A state that says nothing leaves what was said before.
    told = Told(told.state or known.state, told.due)
    if told == known:
        return None
    address = f"flows.{flow.id}.states.{after.state}.reports"
    detail = {"to": community, "task": task, **told._asdict(), "at": at}
    return Planned(REPORT, None, address, accessory=True, detail=detail)
