"""A task as its row holds it, and the timers that it plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from xiangyue.canonical import dump
from xiangyue.storage.statements import task_columns
from xiangyue.values import Task, replace

_TASK = task_columns()
AT = {name: n for n, name in enumerate(_TASK)}


def timers(task: Task) -> dict[str, int]:
    """Return the timers that a task plans: its own, which a pause stops, its state's, alarms."""
    if task.ended_at is not None:
        return dict(task.alarms)
    dues = {"flow": task.due if task.paused_at is None else None, "state": task.state_due}
    return {**{name: due for name, due in dues.items() if due is not None}, **task.alarms}


def keep_apart(task: Task, held: Iterable[str], seq: int) -> Task:
    """Return the task as its row holds it: personal values only as the entry they are in."""
    private = {**task.private, **dict.fromkeys(held, seq)}
    return replace(
        task, private=private, data={k: v for k, v in task.data.items() if k not in private}
    )


def task_values(task: Task) -> tuple[Any, ...]:
    """Return a task's row."""
    data, private, alarms = _text(task.data), _text(task.private), _text(task.alarms)
    return (*_plain(task), data, private, alarms, task.origin)


def _text(values: Mapping[str, Any]) -> str:
    return dump(values).decode() if values else "{}"


_plain = attrgetter(*_TASK[: AT["data"]])
