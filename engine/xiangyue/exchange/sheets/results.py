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
from xiangyue.exchange.sheets.writing import Cell, write_sheet
from xiangyue.profile import Flow, Profile
from xiangyue.study.period import Day, instants
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.values import Decision, Task

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

_PAGE = 1000
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
    found = sorted(_orders(engine, community, category, first), key=_received)
    return (_row(task, told, profile, lang) for task, told in found)


def _received(order: tuple[Task, Sequence[Decision]]) -> tuple[int, int]:
    opening = order[1][0]
    return opening.occurred_at, opening.seq


def _orders(
    engine: Engine, community: str, category: str | None, first: int | None
) -> Iterator[tuple[Task, Sequence[Decision]]]:
    """Yield the tasks that came in by a sheet and a category, with what was done on them."""
    after = None
    while True:
        page = engine.tasks(community, limit=_PAGE, after=after)
        for task in page.tasks:
            if first is not None and task.opened_at < first:
                continue
            told = [one for one in engine.history(task) if one]
            opening = told[0].command if told else None
            if opening is None or opening.source != "sheet" or opening.key is None:
                continue
            if opening.category is not None and category in (None, opening.category):
                yield task, told
        after = page.next
        if after is None:
            return


def _row(task: Task, told: Sequence[Decision], profile: Profile, lang: str) -> Sequence[Cell]:
    opening = told[0]
    category = profile.categories.get(opening.command.category or "")
    flow = profile.flows.get(task.flow)
    state = flow.states.get(task.state) if flow else None
    served = _served(told, flow) if flow else _Served()
    answered = served.answered.occurred_at if served.answered else task.ended_at
    timezone = profile.calendar.timezone
    moments = (
        opening.occurred_at,
        served.contacted.occurred_at if served.contacted else None,
        answered,
        served.visited.occurred_at if served.visited else None,
    )
    received, *later = (_wall(at, timezone) for at in moments)
    return (
        opening.command.key,
        task.ref,
        category.title.of(lang) if category else opening.command.category,
        state.title.of(lang) if state else task.state,
        received,
        *later,
        _said(served.solved, lang),
        _said(served.satisfied, lang),
    )


@dataclass(frozen=True, slots=True)
class _Served:
    """The steps of a task that its flow's service names, and what was said at the last visit."""

    contacted: Decision | None = None
    answered: Decision | None = None
    visited: Decision | None = None
    solved: Any = None
    satisfied: Any = None


def _served(told: Sequence[Decision], flow: Flow) -> _Served:
    """Find when somebody was in contact first, and answered and visited last.

    It is answered when it comes to stand where the return visit is made.
    """
    service = flow.service
    if service is None:
        return _Served()
    contact, visits = set(service.contact), set(flow.actions[service.visit].sources)
    moved = [one for one in told if one.before != one.after]
    contacted = (one for one in told[1:] if {one.command.action, one.after} & contact)
    answered = (one for one in reversed(moved) if one.after in visits)
    visited = next((one for one in reversed(told) if one.command.action == service.visit), None)
    said = visited.values if visited else {}
    return _Served(
        next(contacted, None),
        next(answered, None),
        visited,
        said.get(service.solved),
        said.get(service.satisfied),
    )


def _wall(at: int | None, timezone: str | None) -> datetime | None:
    return None if at is None else to_wall(from_micros(at), zone(timezone)).replace(microsecond=0)


def _said(value: Any, lang: str) -> Cell:
    if isinstance(value, bool):
        return _YES.get(lang, _YES["en"])[value]
    return value if isinstance(value, int | float) else None if value is None else str(value)
