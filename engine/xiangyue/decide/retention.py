"""Retention: how long a task's personal values are kept after its end.

No longer than their purpose needs: Personal Information Protection Law of the PRC, art. 19.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from xiangyue.flow import FlowPlan, Plan
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import Duration
from xiangyue.values import Task

KEEP, GONE = "keep.", "gone."
"""Before the ``keep`` of fields: the alarm at which what was kept so long is destroyed.

It is counted from the end of a task, or of the mode in which alone it was asked; that moment then
follows.
"""


def keep_alarms(plan: Plan, task: Task) -> Mapping[str, int]:
    """Return the alarms of an ended task: one for each ``keep`` of a personal field it holds.

    The last is that of its flow's longest ``keep``, for what stands in no field: titles, notes.
    """
    ends = _ends(plan, task)
    if not ends:
        return {}
    last = max(ends, key=lambda name: ends[name])
    held = ({*task.private, *task.data} & plan.private | plan.only_in.keys()) & ends.keys()
    return {f"{KEEP}{plan.profile.fields[name].keep}": ends[name] for name in (*held, last)}


def kept_until(plan: Plan, flow: FlowPlan, now: int, given: Iterable[str] = ()) -> int | None:
    """Return when the flow's longest ``keep`` ends that begins now; None where there is none.

    So long is kept what an opening carried that came to nothing: it belongs to no task. Where a
    value was ``given`` that is asked in some modes only, it is kept as long as that one.
    """
    only = [plan.profile.fields[name].keep for name in given if name in plan.only_in]
    if only:
        start = from_micros(now)
        return min(to_micros(plan.profile.calendar.add(start, keep)) for keep in only)
    return max(_ends_from(plan, flow, now).values(), default=None)


def gone_at(task: Task | None, keep: Duration) -> list[int]:
    """Return when what is kept so long is destroyed because modes have ended."""
    alarms = task.alarms if task is not None else {}
    return [at for name, at in alarms.items() if name.startswith(f"{GONE}{keep}.")]


def gone_by(
    plan: Plan, payloads: Iterable[tuple[int, int, str, Mapping[str, Any]]], alarm: str
) -> list[int]:
    """Return the entries that hold what was asked only because of a mode that has ended.

    ``payloads`` come with their entry's number, moment and mode. They are destroyed as a whole:
    nothing that stands beside such a value keeps it longer. What was entered after the mode goes
    with what was given in it; what was given in a later one waits for the end of that.
    """
    keep, until = alarm.removeprefix(GONE).split(".")
    names = {n for n in plan.only_in if str(plan.profile.fields[n].keep) == keep}
    modes = {mode for name in names for mode in plan.only_in[name]}
    return [
        seq
        for seq, at, mode, body in payloads
        if _names(body) & names and (at <= int(until) or mode.partition(":")[0] not in modes)
    ]


def kept_long_enough(
    plan: Plan, task: Task, payloads: Iterable[tuple[int, Mapping[str, Any]]], now: int
) -> tuple[list[int], bool]:
    """Return the entries whose payload has been kept long enough, and whether all have.

    An entry is destroyed as one, since its hash is: what was said in it goes together, with the
    value that is kept longest, or with one that was asked only because of a mode.
    """
    ends = _ends(plan, task)
    whole = not ends or max(ends.values()) <= now
    over = {name for name, end in ends.items() if end <= now}
    only = over & plan.only_in.keys()

    def gone(names: Set[str]) -> bool:
        return whole or names <= over or bool(names & only)

    return [seq for seq, body in payloads if gone(_names(body))], whole


def _names(body: Mapping[str, Any]) -> Set[str]:
    """Return the fields that a payload holds; what is no field is named as it stands there."""
    parts = [body[part] for part in ("given", "computed") if isinstance(body.get(part), Mapping)]
    return {*(body.keys() - {"given", "computed"}), *(name for part in parts for name in part)}


def _ends(plan: Plan, task: Task) -> dict[str, int]:
    if task.ended_at is None:
        return {}
    return _ends_from(plan, plan.flows[task.flow], task.ended_at)


def _ends_from(plan: Plan, flow: FlowPlan, at: int) -> dict[str, int]:
    """Return when the ``keep`` of each field ends that the flow asks for; the profile, if none."""
    start = from_micros(at)
    moments = {
        keep: to_micros(plan.profile.calendar.add(start, keep)) for keep in {*flow.keeps.values()}
    }
    return {name: moments[keep] for name, keep in flow.keeps.items()}
