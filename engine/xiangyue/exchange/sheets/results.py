"""Results of orders, back to where they came from: one row an order, safe to open anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xiangyue.engine import Engine
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.order_columns import CATEGORY, NUMBER, RECEIVED
from xiangyue.exchange.sheets.order_histories import Order, Step, received, with_histories
from xiangyue.exchange.sheets.writing import Cell, write_sheet
from xiangyue.profile import Flow, Profile
from xiangyue.study.period import Day, instants
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.values import Task

COLUMNS = (
    NUMBER,
    Column("task", "Task", "任务"),
    CATEGORY,
    Column("state", "State", "状态"),
    RECEIVED,
    Column("contacted", "First contact", "首次联系时间"),
    Column("answered", "Answered", "答复时间"),
    Column("visited", "Return visit", "回访时间"),
    Column("solved", "Solved", "是否解决"),
    Column("satisfied", "Satisfied", "是否满意"),
)

_YES: Mapping[str, tuple[str, str]] = {"en": ("no", "yes"), "zh": ("否", "是")}


def export_orders(
    engine: Engine,
    path: Path,
    community: str,
    *,
    category: str | None = None,
    since: Day = None,
    lang: str = "en",
) -> int:
    """Write what became of the orders that came in by sheets; returns how many.

    ``since`` is the day, or instant, from which on they were received. First contact, return visit
    and what was said at it are those of the flow's ``service``; times are those on the wall.
    Raises Misuse for an unknown community or another ending of the file than .xlsx or .csv.
    """
    return write_sheet(path, COLUMNS, results(engine, community, category, since, lang), lang=lang)


def results(
    engine: Engine, community: str, category: str | None, since: Day, lang: str
) -> Iterator[Sequence[Cell]]:
    """Go through the orders of a community, a row of cells each, as they were received."""
    profile = engine.profile(community)
    first, _ = instants(since, None, profile.calendar.timezone)
    with engine._store.read() as reader:
        orders = received(reader, community, category)
        for order, task, told in with_histories(reader, community, orders, first):
            yield _row(order, task, told, profile, lang)


def _row(
    order: Order, task: Task, told: Sequence[Step], profile: Profile, lang: str
) -> Sequence[Cell]:
    category = profile.categories.get(order.category)
    flow = profile.flows.get(task.flow)
    state = flow.states.get(task.state) if flow else None
    served = _served(told, flow) if flow else _Served()
    answered = served.answered.at if served.answered else task.ended_at
    timezone = profile.calendar.timezone
    moments = (
        order.at,
        served.contacted.at if served.contacted else None,
        answered,
        served.visited.at if served.visited else None,
    )
    came, *later = (_wall(at, timezone) for at in moments)
    return (
        order.number,
        task.ref,
        category.title.of(lang) if category else order.category,
        state.title.of(lang) if state else task.state,
        came,
        *later,
        _said(served.solved, lang),
        _said(served.satisfied, lang),
    )


@dataclass(frozen=True, slots=True)
class _Served:
    """The steps of a task that its flow's service names, and what was said at the last visit."""

    contacted: Step | None = None
    answered: Step | None = None
    visited: Step | None = None
    solved: Any = None
    satisfied: Any = None


def _served(told: Sequence[Step], flow: Flow) -> _Served:
    """Find when somebody was in contact first, and answered and visited last.

    It is answered when it comes to stand where the return visit is made.
    """
    service = flow.service
    if service is None:
        return _Served()
    contact, visits = set(service.contact), set(flow.actions[service.visit].sources)
    moved = [one for one in told if one.before != one.after]
    contacted = (one for one in told[1:] if {one.action, one.after} & contact)
    answered = (one for one in reversed(moved) if one.after in visits)
    visited = next((one for one in reversed(told) if one.action == service.visit), None)
    return _Served(
        next(contacted, None),
        next(answered, None),
        visited,
        visited.said(service.solved) if visited else None,
        visited.said(service.satisfied) if visited else None,
    )


def _wall(at: int | None, timezone: str | None) -> datetime | None:
    return None if at is None else to_wall(from_micros(at), zone(timezone)).replace(microsecond=0)


def _said(value: Any, lang: str) -> Cell:
    if isinstance(value, bool):
        return _YES.get(lang, _YES["en"])[value]
    return value if isinstance(value, int | float) else None if value is None else str(value)
