"""Results of orders, back to where they came from: one row an order, safe to open anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xiangyue.engine import Engine
from xiangyue.exchange.sheets.columns import Column
from xiangyue.exchange.sheets.order_columns import CATEGORY, NUMBER, RECEIVED
from xiangyue.exchange.sheets.writing import Cell, write_sheet
from xiangyue.profile import Profile
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
    Column("answered", "Answered", "办结时间"),
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
    """Go through the orders of a community, a row of cells each, in the order of their tasks."""
    profile = engine.profile(community)
    first, _ = instants(since, None, profile.calendar.timezone)
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
                yield _row(task, told, profile, lang)
        after = page.next
        if after is None:
            return


def _row(task: Task, told: Sequence[Decision], profile: Profile, lang: str) -> Sequence[Cell]:
    opening = told[0]
    category = profile.categories.get(opening.command.category or "")
    flow = profile.flows.get(task.flow)
    state = flow.states.get(task.state) if flow else None
    service = profile.document["flows"].get(task.flow, {}).get("service", {})
    contact = _many(service.get("contact"))
    contacted = next((one for one in told[1:] if {one.command.action, one.after} & contact), None)
    visits = [one for one in told if one.command.action == service.get("visit")]
    visit = visits[-1] if visits else None
    said = visit.values if visit else {}

    def wall(at: int | None) -> datetime | None:
        if at is None:
            return None
        shown = to_wall(from_micros(at), zone(profile.calendar.timezone))
        return shown.replace(microsecond=0)

    return (
        opening.command.key,
        task.ref,
        category.title.of(lang) if category else opening.command.category,
        state.title.of(lang) if state else task.state,
        wall(opening.occurred_at),
        wall(contacted.occurred_at if contacted else None),
        wall(task.ended_at),
        wall(visit.occurred_at if visit else None),
        _said(said.get(service.get("solved", "")), lang),
        _said(said.get(service.get("satisfied", "")), lang),
    )


def _many(names: Any) -> set[str]:
    return set() if names is None else {names} if isinstance(names, str) else set(names)


def _said(value: Any, lang: str) -> Cell:
    if isinstance(value, bool):
        return _YES.get(lang, _YES["en"])[value]
    return value if isinstance(value, int | float) else None if value is None else str(value)
