"""A village that takes residents' matters as the shipped profile says, and a naive recount."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from desk import june

from xiangyue import Decision, Engine

PLACE = "xinqi"
PEOPLE = {
    "ge": {"grid_worker": "xinqi-1"},
    "zhi": {"duty_person": PLACE},
    "jian": {"supervision_committee": PLACE},
    "jie": {"subdistrict_office": "jiedao"},
    "jia": {"subdistrict_office": "jiedao", "grid_worker": "xinqi-1"},
}
"""Members and their roles; jia is of two sides."""

BEGIN = june(1, "08:00")
Step = tuple[str, str, int, bool, bool]
"""An action, who takes it, how many minutes later, and whether it is solved and satisfies."""

NEEDS: dict[str, Callable[[bool, bool], dict[str, object]]] = {
    "reply": lambda solved, satisfied: {"answer": "It is done."},
    "accept_objection": lambda solved, satisfied: {"right_receiver": "jian"},
    "ask_exclusion": lambda solved, satisfied: {"exclusion_grounds": "unlawful"},
    "visit": lambda solved, satisfied: {"solved": solved, "satisfied": satisfied},
}


def settle(engine: Engine, profile: str = "resident-services") -> None:
    """Set up the village with wang, who lives there."""
    for unit, level, parent in (
        ("xian", "county", None),
        ("jiedao", "subdistrict", "xian"),
        (PLACE, "community", "jiedao"),
        ("xinqi-1", "grid", PLACE),
    ):
        engine.add_unit(unit, level, parent=parent, now=BEGIN)
    engine.install(profile, community=PLACE, now=BEGIN)
    for name, roles in PEOPLE.items():
        engine.register(name, roles=roles, since=BEGIN, now=BEGIN)
    engine.register("wang", home=PLACE, now=BEGIN)


def play(engine: Engine, category: str, steps: list[Step], start: datetime) -> str:
    """Bring up a matter and try each step on it, whatever becomes of it; return the task."""
    now = start
    task = engine.receive(category, community=PLACE, by="wang", now=now)
    assert task, task.why()
    for action, by, minutes, solved, satisfied in steps:
        now += timedelta(minutes=minutes)
        data = NEEDS[action](solved, satisfied) if action in NEEDS else {}
        engine.act(task, action, by=by, note="Because.", data=data, now=now)
    return task.ref


class Recounted(NamedTuple):
    """What a matter comes to, read from its history alone."""

    objected: bool
    excluded: bool
    responded: bool
    visit: tuple[bool, bool] | None


def recount(history: tuple[Decision, ...], promise: timedelta) -> Recounted:
    """Read one matter's history as somebody would on paper."""
    done = [d for d in history if d]
    opened = done[0].occurred_at
    contacts = [d.occurred_at for d in done if d.command.action == "contact"]
    visits = [
        (d.values["solved"], d.values["satisfied"]) for d in done if d.command.action == "visit"
    ]
    limit = opened + int(promise.total_seconds() * 1_000_000)
    return Recounted(
        objected="sent_elsewhere" in [d.after for d in done],
        excluded=done[-1].after == "excluded",
        responded=bool(contacts) and min(contacts) <= limit,
        visit=visits[-1] if visits else None,
    )
