"""Lists that leave the house: tasks, points and the journal, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from xiangyue import Engine, Profile, Task
from xiangyue.office import Cell, Column, from_micros

TASKS = (
    Column("task", "Task", "任务编号"),
    Column("flow", "Kind", "类型"),
    Column("state", "State", "状态"),
    Column("unit", "Unit", "单位"),
    Column("opened", "Opened", "发起时间"),
    Column("opener", "Opened by", "发起人"),
    Column("assignee", "Responsible", "责任人"),
    Column("due", "Due", "期限"),
    Column("ended", "Ended", "办结时间"),
    Column("late", "Late", "逾期"),
)
TITLE = Column("title", "Title", "事项名称")
POINTS = (
    Column("member", "Code", "代码"),
    Column("name", "Name (by consent)", "姓名（经同意）"),
    Column("earned", "Earned", "获得"),
    Column("spent", "Spent", "使用"),
    Column("closing", "Balance", "结余"),
    Column("frozen", "Frozen", "冻结"),
)
JOURNAL = (
    Column("seq", "Number", "编号"),
    Column("at", "Entered", "录入时间"),
    Column("occurred", "Done", "发生时间"),
    Column("type", "Kind", "类别"),
    Column("by", "By", "操作人"),
    Column("for", "For", "代为"),
    Column("task", "Task", "任务编号"),
    Column("what", "What", "内容"),
    Column("hash", "Mark", "校验值"),
)
_A_PAGE = 500
_ENTRIES = 200
_YES = {"en": ("no", "yes"), "zh": ("否", "是")}


def tasks(
    engine: Engine, community: str, lang: str, *, titles: bool, now: datetime
) -> Iterator[Sequence[Cell]]:
    """Yield a row for each task of a community; titles only where they are asked for."""
    profile = engine.intake(community)
    zone = ZoneInfo(profile.calendar.timezone or "Asia/Shanghai")
    after: str | None = None
    while True:
        page = engine.tasks(community, limit=_A_PAGE, after=after)
        for task in page.tasks:
            row = _of_task(task, profile, lang, zone, now)
            yield (*row, task.title) if titles else row
        if (after := page.next) is None:
            return


def _of_task(
    task: Task, profile: Profile, lang: str, zone: ZoneInfo, now: datetime
) -> tuple[Cell, ...]:
    flow = profile.flows.get(task.flow)
    state = flow.states.get(task.state) if flow else None
    stopped = task.ended_at or task.paused_at
    until = from_micros(stopped) if stopped else now
    late = task.due is not None and until > from_micros(task.due)
    return (
        task.ref,
        flow.title.of(lang) if flow else task.flow,
        state.title.of(lang) if state else task.state,
        task.unit,
        _wall(task.opened_at, zone),
        task.opener,
        task.assignee,
        _wall(task.due, zone),
        _wall(task.ended_at, zone),
        _YES[lang][late],
    )


def points(
    engine: Engine, community: str, account: str, month: datetime, lang: str
) -> Iterator[Sequence[Cell]]:
    """Yield the lines of a month's list, by code, never by points."""
    for line in engine.settlement(community, account, month=month).lines:
        amounts = (line.earned / 100, line.spent / 100, line.closing / 100)
        yield (line.code or line.member, line.name, *amounts, _YES[lang][line.frozen])


def journal(
    engine: Engine, community: str, lang: str, *, after: int = 0
) -> Iterator[Sequence[Cell]]:
    """Yield the entries of a journal after a number, the oldest first, in plain words."""
    zone = ZoneInfo(engine.profile(community).calendar.timezone or "Asia/Shanghai")
    while True:
        page = engine.entries(community, after=after, limit=_ENTRIES)
        for one in reversed(page.items):
            moments = _wall(one.at, zone), _wall(one.occurred_at, zone)
            who = (one.type, one.by, one.behalf, one.task)
            yield (one.seq, *moments, *who, one.what.of(lang), one.hash)
        if page.newer is None:
            return
        after = page.newer


def _wall(at: int | None, zone: ZoneInfo) -> datetime | None:
    return (
        None if at is None else from_micros(at).astimezone(zone).replace(tzinfo=None, microsecond=0)
    )
