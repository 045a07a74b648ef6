"""What keeps an open task from going on under another release, its deadlines aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiangyue.decide.alarms import AUTO
from xiangyue.decide.comparing import Beside, Way
from xiangyue.decide.retention import GONE
from xiangyue.profile import Flow
from xiangyue.values import Reason, Task


def hindrances(way: Way, task: Task, beside: Beside) -> list[Reason]:
    """Return why a task cannot go on under the new release, its deadlines aside."""
    found = [*way.reasons]
    if way.id not in way.new.plan.flows:
        return found
    found += way.stands(task.state).reasons
    if task.private:
        found += way.apart(frozenset(task.private))
    found += _of_values(way, task)
    found += _of_alarms(way, task)
    if beside.asked and way.asks_otherwise:
        found.append(Reason("migrate-call-out"))
    found += waiting(way, beside)
    if beside.roles is not None and _without_role(way, beside.roles):
        found.append(Reason("migrate-role", {"member": task.assignee}))
    return found


def waiting(way: Way, beside: Beside) -> Iterator[Reason]:
    """Find what the engine is to do first, and what it could not do any more."""
    if beside.due:
        yield Reason("migrate-due")
    known = way.new.plan.flows[way.id]
    for action in beside.deferred:
        if action not in known.steps and action not in known.calls:
            yield Reason("migrate-deferred", {"action": _title(way.was, action)})


def _without_role(way: Way, roles: frozenset[str]) -> bool:
    before, after = way.old.plan.profile.roles, way.new.plan.profile.roles
    return not roles.isdisjoint(before) and roles.isdisjoint(after)


def _title(flow: Flow, action: str) -> Any:
    known = flow.actions.get(action)
    return known.title if known else action


def _of_values(way: Way, task: Task) -> Iterator[Reason]:
    profile, checks = way.new.plan.profile, way.new.plan.checks
    if way.changed:
        for name in sorted(way.changed & task.data.keys()):
            value = task.data[name]
            if value is not None and not checks[name](value):
                yield Reason("migrate-value", {"field": profile.fields[name].title})
    for name in way.missing:
        if name not in task.private and task.data.get(name) is None:
            yield Reason("migrate-missing", {"field": profile.fields[name].title})


def _of_alarms(way: Way, task: Task) -> Iterator[Reason]:
    """Find what the engine was to do later, and could not: act, or destroy in time."""
    for name in task.alarms:
        if name.startswith(AUTO):
            action = name.removeprefix(AUTO)
            if task.alarms[name] > way.now and action not in way.flow.actions:
                yield Reason("migrate-announced", {"action": _title(way.was, action)})
        elif name.startswith(GONE):
            yield from _of_mode_values(way, task, name.removeprefix(GONE).partition(".")[0])


def _of_mode_values(way: Way, task: Task, keep: str) -> Iterator[Reason]:
    before, after = way.old.plan, way.new.plan
    for name in sorted(before.only_in.keys() & {*task.data, *task.private}):
        field = before.profile.fields[name]
        if str(field.keep) == keep and (
            name not in after.only_in or str(after.profile.fields[name].keep) != keep
        ):
            yield Reason("migrate-mode-value", {"field": field.title})
