"""What a member may do with tasks now: every action, judged without recording anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xiangyue.storage import Reader
from xiangyue.values import Choice, Command, Decision, Task
from xiangyue.work.acting import Known, check_command, judge
from xiangyue.work.plans import Plans
from xiangyue.work.querying import find_task


def preview_each(
    reader: Reader,
    plans: Plans,
    tasks: Iterable[str | Task | Decision],
    by: str,
    now: int,
    data: Mapping[str, Any],
) -> Iterator[tuple[Choice, ...]]:
    """Yield the choices of each task; what several of them ask is asked once."""
    known: Known = {}
    for one in tasks:
        head, task = find_task(reader, one)
        head = head.at(now)
        plan = plans.get(reader, task.release, head.mode)
        choices = []
        for step in plan.flows[task.flow].steps.values():
            given = {k: v for k, v in data.items() if k in step.accepts}
            command = check_command(
                Command(task.community, step.action.id, by, task.id, data=given)
            )
            decision = judge(reader, plans, command, now, task, head, known)
            asks = tuple(n for n in plan.checks if n in step.accepts)
            choices.append(
                Choice(step.action.id, step.action.title, decision, asks, step.action.note)
            )
        yield tuple(choices)
