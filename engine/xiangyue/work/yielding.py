"""What a call-out has yielded so far, live from its rows: numbers of people, never a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any, Final

from xiangyue.errors import Misuse
from xiangyue.flow import CALL
from xiangyue.profile import Action
from xiangyue.storage import Head, Reader
from xiangyue.storage.asks import AskRow, asks_of_task
from xiangyue.values import Task
from xiangyue.work.library import brought
from xiangyue.work.plans import Plans

WITHIN: Final = 15
"""Minutes: the time to ready of what is in the community itself."""

_MINUTE: Final = 60_000_000
_MOST: Final = 0.9
_COME: Final = ("accepted", "arrived", "freed")
# A range that holds one task, for SQLite's sake: it goes by the index then.
_HEARD: Final = (
    "SELECT d.recipient, min(d.at) FROM outbox o CROSS JOIN delivery d"
    " WHERE o.community = ? AND o.task BETWEEN ? AND ? AND o.kind = 'ask'"
    " AND o.kind IN ('ask', 'publish') AND d.community = o.community AND d.seq = o.seq"
    " AND d.n = o.n AND d.state = 'confirmed' GROUP BY d.recipient"
)


@dataclass(frozen=True, slots=True)
class RungYield:
    """How many one rung has asked, and what they said; each counts where they answered."""

    rung: int
    asked: int
    accepted: int
    declined: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class CallOutYield:
    """What a call-out has yielded; a member counts once, whichever rungs have asked them.

    ``wanted`` is None where everybody is; ``accepted`` are those who come or came, ``people`` how
    many these are with whom they bring, ``in_time`` those of them who said so ``within`` minutes of
    being asked. ``arrived`` is the leader's head count, None before there was one. ``first`` and
    ``most`` are the minutes until the first, and until nine in ten of those asked, have
    acknowledged; None where they have not. ``running`` is whether somebody may still be asked.
    """

    task: str
    exercise: bool
    running: bool
    wanted: int | None
    asked: int
    accepted: int
    people: int
    declined: int
    unanswered: int
    arrived: int | None
    freed: int
    within: int
    in_time: int
    first: float | None
    most: float | None
    rungs: tuple[RungYield, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def call_out_yield(
    reader: Reader, plans: Plans, head: Head, task: Task, within: int = WITHIN
) -> CallOutYield:
    """Count what the call-out of a task has yielded; raises Misuse where its flow has none."""
    whole = plans.in_force(reader, head, task.community, task.release)
    plan, profile = whole.flows[task.flow], whole.profile
    call = plan.call
    if call is None:
        raise Misuse("call-out-none", task=task.ref)
    rows = asks_of_task(reader, task.community, task.id)
    last = {row.member: row for row in rows}
    said = {name: row for name, row in last.items() if row.answered_at is not None}
    moments = {name: row.answered_at or 0 for name, row in said.items()}
    if call.confirms:
        for name, at in reader.all(_HEARD, task.community, task.id, task.id):
            if name in last:
                moments[name] = min(at, moments.get(name, at))
    wanted, flow = task.data.get(call.enough or ""), plan.flow
    brings = brought(reader, profile, task.community, task.id)
    come = [row for row in last.values() if row.state in _COME]
    first, most = _until(rows, moments.values(), len(last))
    return CallOutYield(
        task=task.ref,
        exercise=task.data.get(flow.exercise or "") is True,
        running=any(name.startswith(CALL) for name in task.alarms),
        wanted=wanted if type(wanted) is int else None,
        asked=len(last),
        accepted=len(come),
        people=sum(brings[row.member][0] if row.member in brings else 1 for row in come),
        declined=sum(row.state == "declined" for row in last.values()),
        unanswered=len(last) - len(said),
        arrived=_arrived(plan.flow.actions.values(), task.data, rows),
        freed=sum(row.state == "freed" for row in last.values()),
        within=within,
        in_time=sum((r.answered_at or 0) - r.asked_at <= within * _MINUTE for r in come),
        first=first,
        most=most,
        rungs=tuple(_rung(n, rows) for n in sorted({row.rung for row in rows})),
    )


def _until(
    rows: Iterable[AskRow], moments: Iterable[int], asked: int
) -> tuple[float | None, float | None]:
    begin = min((row.asked_at for row in rows), default=0)
    found, needed = sorted(moments), ceil(asked * _MOST)
    first = (found[0] - begin) / _MINUTE if found else None
    return first, (found[needed - 1] - begin) / _MINUTE if 0 < needed <= len(found) else None


def _rung(number: int, rows: Iterable[AskRow]) -> RungYield:
    own = [row for row in rows if row.rung == number]
    return RungYield(
        rung=number + 1,
        asked=len(own),
        accepted=sum(row.state in _COME for row in own),
        declined=sum(row.state == "declined" for row in own),
        unanswered=sum(row.answered_at is None for row in own),
    )


def _arrived(
    actions: Iterable[Action], data: Mapping[str, Any], rows: Iterable[AskRow]
) -> int | None:
    """Return the last head count: the number that was given, or of whom."""
    for action in actions:
        if action.answer == "arrived" and action.of is not None:
            value = data.get(action.of)
            if value is not None:
                return len(value) if isinstance(value, list) else int(value)
    return sum(row.state == "arrived" for row in rows) or None
