"""Open tasks go on under the release in force, a page at a time; and back, as they were.

Each page is one transaction and one entry, keyed ``~migrated.RUN.PAGE``: what is broken off goes on
where it was, and the pages of a run are put back one after the other, the newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xiangyue.canonical import load, unchained
from xiangyue.decide.comparing import Beside, Overdue, Side, Way
from xiangyue.decide.migrating import hindrances
from xiangyue.decide.onward import dues_at_once, dues_from, gone_on
from xiangyue.decide.reporting import report_of
from xiangyue.errands import REPORT
from xiangyue.flow import Plan
from xiangyue.journal import MIGRATED
from xiangyue.storage import Head, Reader, Tx, task_columns, to_task
from xiangyue.values import NORMAL, Planned, Reason, Task, replace
from xiangyue.work.leaving import catch_up, end_lapsed
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.registering import journal
from xiangyue.work.rescheduling import histories

PAGE = 250
_KEYS = f"~{MIGRATED}."
_COLUMNS = ", ".join(task_columns())
_OPEN = (
    f"SELECT {_COLUMNS} FROM task WHERE community = ? AND flow = ? AND id > ?"
    " AND ended_at IS NULL AND release = ? ORDER BY id LIMIT ?"
)
_BETWEEN = (
    f"SELECT {_COLUMNS} FROM task WHERE community = ? AND flow = ? AND id >= ? AND id <= ?"
    " AND ended_at IS NULL AND release = ? ORDER BY id"
)
_KEYED = (
    "SELECT seq, key FROM journal WHERE community = ? AND key >= ? AND key < ? ORDER BY key DESC"
)
_RUNGS = "SELECT DISTINCT task FROM ask WHERE community = ? AND task IN ({marks})"
_DUE = "SELECT DISTINCT task FROM timer WHERE community = ? AND due <= ? AND task IN ({marks})"
_DEFERRED = (
    "SELECT j.task, j.body FROM waiting w JOIN journal j ON j.community = w.community"
    " AND j.seq = w.seq WHERE w.community = ? AND j.task IN ({marks})"
)
_CLOCKS = ("paused_at", "clock_from")
_MOVED = ("state", "due", "state_due", "alarms", *_CLOCKS)


class Judged(NamedTuple):
    """A task as it is, and as it goes on: None where something stands in the way."""

    task: Task
    after: Task | None
    reasons: tuple[Reason, ...]
    report: Planned | None


class Cursor(NamedTuple):
    """Where the next page begins: the flow and release of its tasks, and the id before them."""

    flow: str
    release: str
    after: str = ""


class Page(NamedTuple):
    """What became of a page of tasks, and where the next one begins; None after the last."""

    judged: list[Judged]
    next: Cursor | None


def way_of(
    reader: Reader,
    plans: Plans,
    head: Head,
    community: str,
    at: Cursor,
    to: str,
    states: Mapping[str, str],
    overdue: Overdue,
    now: int,
) -> Way:
    """Return the way of a flow's open tasks from one release to another."""

    def then(release: str, mode: str) -> Plan:
        return plans.in_force(reader, head.in_mode(mode), community, release)

    def side(release: str) -> Side:
        normal, own = then(release, NORMAL), plans.get(reader, release).profile
        params = plans.params(reader, community, head.settings, normal)
        return Side(normal, then(release, head.mode), params, own.modes)

    return Way(side(at.release), side(to), at.flow, states, overdue, now, then)


def judged_page(
    reader: Reader,
    plans: Plans,
    head: Head,
    community: str,
    at: Cursor,
    to: str,
    states: Mapping[str, str],
    overdue: Overdue,
    now: int,
) -> Page:
    """Return what becomes of the next page of open tasks of a flow under release ``to``."""
    rows = reader.all(_OPEN, community, at.flow, at.after, at.release, PAGE)
    tasks = [to_task(row) for row in rows]
    following = at._replace(after=tasks[-1].id) if len(tasks) == PAGE else None
    if head.present.behind and isinstance(reader, Tx):
        tasks = [catch_up(reader, plans, head, community, task, now) for task in tasks]
        reader.settle()
    way = way_of(reader, plans, head, community, at, to, states, overdue, now)
    return Page(judge_each(reader, way, community, tasks, now), following)


def open_between(reader: Reader, community: str, at: Cursor, first: str, last: str) -> list[Task]:
    """Return the open tasks of a flow and release whose ids lie from one to another."""
    rows = reader.all(_BETWEEN, community, at.flow, first, last, at.release)
    return [to_task(row) for row in rows]


def judge_each(
    reader: Reader, way: Way, community: str, tasks: Sequence[Task], now: int
) -> list[Judged]:
    """Return what becomes of tasks of one flow and release."""
    beside = besides(reader, way, community, tasks, now)
    shown = {task.id: task for task in tasks}
    if way.id in way.new.plan.flows:
        wanted = [task for task in tasks if task.private and way.wants_values(task)]
        shown |= {task.id: task for task in reader.reveal_all(wanted)}
    free = {}
    reasons = {task.id: hindrances(way, shown[task.id], beside[task.id]) for task in tasks}
    for task in tasks:
        if not reasons[task.id]:
            free[task.id] = dues_at_once(way, shown[task.id])
    unsure = [task for task in tasks if task.id in free and free[task.id] is None]
    for task, history in zip(unsure, histories(reader, community, unsure), strict=True):
        free[task.id] = dues_from(way, shown[task.id], history)
    return [_judged(way, task, reasons[task.id], free.get(task.id), now) for task in tasks]


def _judged(way: Way, task: Task, reasons: list[Reason], dues: Any, now: int) -> Judged:
    if dues is None:
        return Judged(task, None, tuple(reasons), None)
    after, more = gone_on(way, task, dues)
    if more:
        return Judged(task, None, tuple(more), None)
    return Judged(task, after, (), report_of(way.flow, task, after, now, way.was))


def besides(
    reader: Reader, way: Way, community: str, tasks: Sequence[Task], now: int
) -> dict[str, Beside]:
    """Return what is known of tasks beside their rows, by their ids."""
    names = [task.id for task in tasks]
    if not names:
        return {}
    marks = ", ".join("?" * len(names))
    asked: set[str] = set()
    if way.id in way.new.plan.flows and way.asks_otherwise:
        asked = {name for (name,) in reader.all(_RUNGS.format(marks=marks), community, *names)}
    due = {name for (name,) in reader.all(_DUE.format(marks=marks), community, now, *names)}
    deferred: dict[str, list[str]] = {}
    for name, text in reader.all(_DEFERRED.format(marks=marks), community, *names):
        body = load(text)
        if body.get("outcome") == "deferred" and "before" in body:
            deferred.setdefault(name, []).append(body["action"])
    people = reader.crowd([*dict.fromkeys(task.assignee for task in tasks if task.assignee)])
    roles = {
        name: frozenset(held.role for held in member.holdings if held.holds(now))
        for name, member in people.items()
    }
    return {
        task.id: Beside(
            task.id in asked,
            task.id in due,
            tuple(deferred.get(task.id, ())),
            roles.get(task.assignee or ""),
        )
        for task in tasks
    }


def begin(tx: Tx, plans: Plans, community: str, now: int) -> Head:
    """Lock a community, whose mode ends where its end has come; returns its head."""
    head = known_head(tx.head(community), community)
    end_lapsed(tx, plans, head, community, now)
    return known_head(tx.head(community), community)


def enter(
    tx: Tx,
    community: str,
    moved: Sequence[Judged],
    about: Mapping[str, Any],
    key: str,
    now: int,
    since: int | None = None,
) -> int:
    """Enter a page of tasks that have gone on; returns the entry's number.

    ``since`` is when they had begun to go on, where they go back to what they were then.
    """
    rows = [_row(one.task, one.after) for one in moved if one.after is not None]
    reports = [(one.task.id, dict(one.report.detail)) for one in moved if one.report is not None]
    said = {**about, "tasks": rows, "reports": reports or None, "since": since}
    seq = journal(tx, community, MIGRATED, now, said, key=key, after={})
    for one in moved:
        if one.after is not None:
            tx.migrate(one.task, one.after, seq, now if since is None else since)
    if reports:
        tx.send_off(community, seq, [(task, REPORT, detail) for task, detail in reports], now)
    return seq


def _row(before: Task, after: Task) -> list[Any]:
    """Return what an entry says of a task: how it goes on, and what of it was otherwise."""
    now = {"state": after.state}
    now |= {name: at for name in _CLOCKS if (at := getattr(after, name)) is not None}
    was: dict[str, Any] = {"version": before.version}
    for name in _MOVED:
        value = getattr(before, name)
        if value != getattr(after, name):
            was[name] = (dict(value) or None) if name == "alarms" else value
    alarms = dict(after.alarms)
    return [before.id, after.due, after.state_due, alarms, now, was, before.last]


def said_of(task: Task, about: Mapping[str, Any], row: Sequence[Any]) -> Task:
    """Return a task as its row in an entry lets it go on."""
    _, due, state_due, alarms, now, _, _ = unchained(row)
    clocks = {name: now.get(name) for name in _CLOCKS}
    moments = {"due": due, "state_due": state_due, "alarms": alarms or {}}
    return replace(task, release=about["to"], state=now["state"], **moments, **clocks)


class Run(NamedTuple):
    """The newest run of migrations: its number, the entries of its pages, and whether it went back.

    ``pages`` are numbers of entries, the newest first; 0 is a run of which there is nothing yet.
    """

    number: int
    pages: tuple[int, ...]
    back: bool

    def key(self) -> str:
        """Return the key of its next page."""
        return f"{_KEYS}{self.number:06d}.{len(self.pages) + 1:06d}"

    def back_key(self, page: int, seq: int) -> str:
        """Return the key of an entry in which tasks of a page go back."""
        return f"{_KEYS}{self.number:06d}.{page:06d}.back.{seq}"


def newest_run(reader: Reader, community: str) -> Run:
    """Return the newest run of a community."""
    newest = reader.all(f"{_KEYED} LIMIT 1", community, _KEYS, f"~{MIGRATED}/")
    if not newest:
        return Run(0, (), False)
    number = newest[0][1].split(".")[1]
    keyed = reader.all(_KEYED, community, f"{_KEYS}{number}.", f"{_KEYS}{number}/")
    pages = tuple(seq for seq, key in keyed if ".back." not in key)
    return Run(int(number), pages, len(pages) < len(keyed))


def continued(reader: Reader, community: str, to: str) -> Run:
    """Return the run that goes on with a migration to a release: the newest, or a new one."""
    run = newest_run(reader, community)
    goes_on = bool(run.pages) and not run.back
    if goes_on and reader.entry(community, run.pages[0])[0]["about"]["to"] == to:
        return run
    return Run(run.number + 1, (), False)


def cursors(reader: Reader, community: str, release: str) -> Iterator[Cursor]:
    """Yield where the pages of open tasks begin that stand under other releases."""
    rows = reader.all(
        "SELECT DISTINCT flow, release FROM task WHERE community = ? AND ended_at IS NULL"
        " AND release <> ? ORDER BY flow, release",
        community,
        release,
    )
    return (Cursor(flow, old) for flow, old in rows)
