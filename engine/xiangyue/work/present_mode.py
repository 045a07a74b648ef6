"""The mode that a community is in, and the task that put it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xiangyue.canonical import load
from xiangyue.flow import Plan
from xiangyue.storage import Head, Reader
from xiangyue.text import Text
from xiangyue.values import NORMAL
from xiangyue.work.plans import Plans

_LOOK = 20
_ENTRIES = 200
_MARK = '%"switch_mode"%'
_SWITCHED = (
    "WITH RECURSIVE newest(task, seq) AS (SELECT id, last FROM task WHERE community = ?"
    f" AND flow = ? ORDER BY opened_at DESC LIMIT {_LOOK}), trail(task, seq, n) AS ("
    " SELECT task, seq, 1 FROM newest UNION ALL SELECT trail.task, {before}, n + 1 FROM trail"
    " JOIN journal j ON j.community = ? AND j.seq = trail.seq"
    f" WHERE n < {_ENTRIES}) SELECT trail.task, j.seq, j.body FROM trail"
    " JOIN journal j ON j.community = ? AND j.seq = trail.seq WHERE j.body LIKE ?"
)


@dataclass(frozen=True, slots=True)
class ModeNow:
    """The mode in force; ``level`` is its response level, empty for none.

    ``since`` and ``until`` are microseconds, None where nothing is said: ``normal`` has neither.
    ``task`` is the address of the task that switched to it last, None where none is found.
    ``beside`` is until when the mode before it goes on beside it.
    """

    mode: str
    level: str
    title: Text
    since: int | None
    until: int | None
    task: str | None
    beside: int | None


def find_mode(reader: Reader, plans: Plans, head: Head, community: str) -> ModeNow:
    """Return the mode that a community is in; ``head`` is as it holds now."""
    present = head.present
    plan = plans.in_force(reader, head, community)
    known = plan.profile.modes.get(present.name)
    task = None if present.mode == NORMAL else _switcher(reader, plan, community, present.mode)
    return ModeNow(
        mode=present.name,
        level=present.mode.partition(":")[2],
        title=known.title if known else Text(en="Everyday mode", zh="日常模式"),
        since=present.since or None,
        until=present.until or None,
        task=task,
        beside=present.beside or None,
    )


def _switcher(reader: Reader, plan: Plan, community: str, mode: str) -> str | None:
    """Return the task that switched to the mode last, among the newest of each flow that can."""
    best: tuple[int, str] | None = None
    for name, flow in plan.flows.items():
        steps = (flow.opening, *flow.steps.values())
        if not any(does.kind == "switch_mode" for step in steps for does in step.action.does):
            continue
        sql = _SWITCHED.format(before=reader.entry_before)
        for task, seq, body in reader.all(sql, community, name, community, community, _MARK):
            newer = best is None or seq > best[0]
            if newer and any(_is_to(row, mode) for row in load(body).get("does", ())):
                best = seq, f"{community}/{task}"
    return best[1] if best else None


def _is_to(row: Any, mode: str) -> bool:
    return bool(row[0] == "switch_mode" and len(row) > 4 and row[4].get("mode") == mode)
