"""A person records the activation that came of an alert: the alert itself activates nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.flow import compile_check
from xiangyue.profile import Profile, Recorded
from xiangyue.time.moments import Moment
from xiangyue.values import Command, Decision, Task


def activation_of(
    engine: Engine, task: str | Task | Decision, *, now: Moment = None
) -> tuple[str, dict[str, Any]]:
    """Return the flow by which the activation is recorded, and what the alert fills in.

    Raises Misuse for a task that is no alert, or whose profile does not say how that is recorded.
    """
    found = engine.task(task)
    profile, recorded = _recorded(engine, found, now)
    fields = profile.fields
    filled = {
        name: found.data[source]
        for name, source in recorded.given.items()
        if source in found.data and compile_check(fields[name].schema)(found.data[source])
    }
    return recorded.flow, filled


def record_activation(
    engine: Engine,
    task: str | Task | Decision,
    *,
    by: str,
    data: Mapping[str, Any],
    title: str | None = None,
    key: str | None = None,
    now: Moment = None,
) -> Decision:
    """Open the activation with what the alert fills in and ``data``, and name it on the alert.

    Returns the opening, or the refusal of whichever of both is refused; then nothing is recorded.
    Raises as ``activation_of`` does.
    """
    found = engine.task(task)
    _, recorded = _recorded(engine, found, now)
    flow, filled = activation_of(engine, found, now=now)
    naming = Command(found.community, recorded.then, by, found.id, data={recorded.task: found.id})
    tried = engine.try_out(naming, now=now)
    if tried.outcome == "refused":
        return tried
    opened = engine.open(
        flow,
        community=found.community,
        by=by,
        title=title or found.title or None,
        key=key,
        data={**filled, **data},
        now=now,
    )
    if opened:
        given = {recorded.task: opened.task}
        engine.act(found, recorded.then, by=by, data=given, now=now)
    return opened


def _recorded(engine: Engine, task: Task, now: Moment) -> tuple[Profile, Recorded]:
    profile = engine.rules_of(task, now=now)
    alerts = profile.alerts
    if alerts is None or alerts.flow != task.flow:
        raise Misuse("cap-no-alert", task=task.ref)
    if alerts.recorded is None:
        raise Misuse("cap-no-activation", task=task.ref)
    return profile, alerts.recorded
