"""A whole migration: page after page, each in a transaction of its own, forward or back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from xiangyue.canonical import unchained
from xiangyue.decide.comparing import Way
from xiangyue.decide.migrating import waiting
from xiangyue.decide.reporting import report_of
from xiangyue.errors import Conflict, Misuse
from xiangyue.journal import migrated_row
from xiangyue.storage import Head, Reader, Store, Tx
from xiangyue.values import Reason, Task, replace
from xiangyue.work.leaving import catch_up
from xiangyue.work.migrating import (
    Cursor,
    Judged,
    Page,
    Run,
    begin,
    besides,
    continued,
    cursors,
    enter,
    judge_each,
    judged_page,
    newest_run,
    open_between,
    way_of,
)
from xiangyue.work.migration_plan import MigrationPlan
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans

Told = Callable[[float], None]
"""Is told how much of the work is done, from 0 to 1."""

_NOBODY: Mapping[str, str] = {}


class Signed(NamedTuple):
    """Who has tasks go on or back, why, and when (microseconds)."""

    by: str
    why: str
    now: int


@dataclass(frozen=True, slots=True)
class Left:
    """An open task that stays under its release, and every reason why."""

    task: Task
    reasons: tuple[Reason, ...]

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data, its sentences in ``lang``."""
        return {
            "task": self.task.ref,
            "flow": self.task.flow,
            "state": self.task.state,
            "assignee": self.task.assignee,
            "reasons": [
                {"code": one.code, "text": one.text(lang), "mend": one.mend(lang)}
                for one in self.reasons
            ],
        }


@dataclass(slots=True)
class Migration:
    """What became of open tasks: how many went on (or back), how many deadlines that has moved.

    ``left`` are those that stay, with every reason. In a dry run nothing was done.
    """

    community: str
    release: str
    dry_run: bool
    done: int = 0
    deadlines: int = 0
    left: list[Left] = field(default_factory=list)

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data, its sentences in ``lang``."""
        return {
            "community": self.community,
            "release": self.release,
            "dry_run": self.dry_run,
            "done": self.done,
            "deadlines": self.deadlines,
            "left": [one.as_dict(lang) for one in self.left],
        }

    def count(self, judged: Iterable[Judged]) -> None:
        """Add a page."""
        for task, after, reasons, _ in judged:
            if after is None:
                self.left.append(Left(task, reasons))
            else:
                self.done += 1
                moved = task.due != after.due, task.state_due != after.state_due
                self.deadlines += sum(moved)


def migrate(
    store: Store, plans: Plans, plan: MigrationPlan, signed: Signed | None, now: int, told: Told
) -> Migration:
    """Let open tasks go on by a plan; without ``signed`` only tell what would become of them.

    Raises Conflict where other rules have come into force than the plan is for.
    """
    found = Migration(plan.community, plan.release, signed is None)
    if signed is None:
        with store.read() as reader:
            head = known_head(reader.situation(plan.community, None, None).head, plan.community)
            for page in _pages(
                reader, plan, partial(_look, reader, plans, plan, head.at(now), now)
            ):
                _count(found, page.judged, plan.tasks, told)
        return found
    with store.read() as reader:
        starts = [*cursors(reader, plan.community, plan.release)]
    work = partial(_go_on, plans, plan, signed)
    for page in _from(starts, lambda at: store.transact(partial(work, at), keyed=True)):
        _count(found, page.judged, plan.tasks, told)
    return found


def _count(found: Migration, judged: Iterable[Judged], total: int, told: Told) -> None:
    found.count(judged)
    told(min(1.0, (found.done + len(found.left)) / max(1, total)))


def _pages(reader: Reader, plan: MigrationPlan, read: Callable[[Cursor], Page]) -> Iterator[Page]:
    return _from([*cursors(reader, plan.community, plan.release)], read)


def _from(starts: Iterable[Cursor], read: Callable[[Cursor], Page]) -> Iterator[Page]:
    for start in starts:
        at: Cursor | None = start
        while at is not None:
            page = read(at)
            yield page
            at = page.next


def _look(
    reader: Reader, plans: Plans, plan: MigrationPlan, head: Head, now: int, at: Cursor
) -> Page:
    states = plan.states.get(at.flow, _NOBODY)
    of = plan.community, at, plan.release, states, plan.overdue
    return judged_page(reader, plans, head, *of, now)


def _go_on(plans: Plans, plan: MigrationPlan, signed: Signed, at: Cursor, tx: Tx) -> Page:
    """Let a page of tasks go on, in one entry."""
    community, now = plan.community, signed.now
    head = begin(tx, plans, community, now)
    if tx.settings(community, head.settings)[0] != plan.release:
        raise Conflict("migrate-other", community=community)
    page = _look(tx, plans, plan, head, now, at)
    moved = [one for one in page.judged if one.after is not None]
    if moved:
        states = dict(plan.states.get(at.flow, _NOBODY)) or None
        about = _about(signed, at.flow, at.release, plan.release, states)
        enter(tx, community, moved, about, continued(tx, community, plan.release).key(), now)
    return page


def _about(
    signed: Signed, flow: str, old: str, new: str, states: Mapping[str, str] | None, **more: Any
) -> dict[str, Any]:
    said = {"by": signed.by, "why": signed.why, "flow": flow, "from": old, "to": new}
    return {**said, "states": states, **more}


def migrate_back(
    store: Store, plans: Plans, community: str, signed: Signed, told: Told, *, dry_run: bool
) -> Migration:
    """Let the tasks of the newest migration go back, as they were.

    One that was acted on since goes back only if it can stand there. Raises Misuse where no task
    was migrated.
    """
    with store.read() as reader:
        known_head(reader.situation(community, None, None).head, community)
        run = newest_run(reader, community)
        if not run.pages:
            raise Misuse("migrate-back-nothing", community=community)
        release = reader.entry(community, run.pages[0])[0]["about"]["from"]
        found = Migration(community, release, dry_run)
        for n, seq in enumerate(run.pages if dry_run else ()):
            found.count(_back_page(reader, plans, community, seq, signed.now)[0])
            told((n + 1) / len(run.pages))
    for n, seq in enumerate(() if dry_run else run.pages):
        work = partial(_go_back, plans, community, run, len(run.pages) - n, seq, signed)
        found.count(store.transact(work, keyed=True))
        told((n + 1) / len(run.pages))
    return found


def _go_back(
    plans: Plans, community: str, run: Run, page: int, seq: int, signed: Signed, tx: Tx
) -> list[Judged]:
    """Let the tasks of one entry go back: as they were in one entry, all others in another."""
    head = begin(tx, plans, community, signed.now)
    judged, exact, body = _back_page(tx, plans, community, seq, signed.now)
    about = body["about"]
    back = _turned(about.get("states", {}), ())
    said = _about(signed, about["flow"], about["to"], about["from"], back or None, back=seq)
    for since in (body["at"], None):
        moved = [
            one
            for one in judged
            if one.after is not None and (one.task.id in exact) == (since is not None)
        ]
        if moved:
            head = known_head(tx.head(community), community)
            key = run.back_key(page, head.seq + 1)
            enter(tx, community, moved, said, key, signed.now, since)
    return judged


def _back_page(
    reader: Reader, plans: Plans, community: str, seq: int, now: int
) -> tuple[list[Judged], set[str], Mapping[str, Any]]:
    """Return what becomes of the tasks of an entry, which go back just as they were, and it."""
    body = reader.entry(community, seq)[0]
    about = body["about"]
    rows = {row[0]: row for row in about["tasks"]}
    head = known_head(reader.situation(community, None, None).head, community).at(now)
    at = Cursor(about["flow"], about["to"])
    between = open_between(reader, community, at, min(rows), max(rows))
    tasks = [task for task in between if task.id in rows]
    if head.present.behind and isinstance(reader, Tx):
        tasks = [catch_up(reader, plans, head, community, task, now) for task in tasks]
        reader.settle()
    there = plans.get(reader, about["from"]).profile.flows[about["flow"]].states
    states = _turned(about.get("states", {}), there)
    way = way_of(reader, plans, head, community, at, about["from"], states, "leave", now)
    untouched = {task.id: task for task in tasks if _untouched(rows[task.id], task)}
    others = [task for task in tasks if task.id not in untouched]
    beside = besides(reader, way, community, [*untouched.values()], now)
    judged = [
        _as_it_was(
            way, task, rows[task.id], about, (*way.reasons, *waiting(way, beside[task.id])), now
        )
        for task in untouched.values()
    ]
    judged += [
        one if one.after else one._replace(reasons=(Reason("migrate-moved-on"), *one.reasons))
        for one in judge_each(reader, way, community, others, now)
    ]
    return judged, set(untouched), body


def _turned(states: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """Return what states were called; none of ``known`` where that could be several."""
    found: dict[str, str] = {}
    for old, new in states.items():
        found[new] = "" if new in found or (new in known and new not in states) else old
    return found


def _untouched(row: list[Any], task: Task) -> bool:
    """Tell whether a task stands as an entry has left it."""
    _, due, state_due, alarms, now, was, _ = unchained(row)
    said = (was["version"], due, state_due, alarms, now["state"])
    clocks = now.get("paused_at"), now.get("clock_from")
    stands = task.version, task.due, task.state_due, dict(task.alarms), task.state
    return (*said, *clocks) == (*stands, task.paused_at, task.clock_from)


def _as_it_was(
    way: Way,
    task: Task,
    row: list[Any],
    about: Mapping[str, Any],
    reasons: tuple[Reason, ...],
    now: int,
) -> Judged:
    if reasons:
        return Judged(task, None, reasons, None)
    was = {**unchained(migrated_row(about, row)["was"])}
    del was["version"]
    if "alarms" in was:
        was["alarms"] = was["alarms"] or {}
    after = replace(task, release=about["from"], **was)
    return Judged(task, after, (), report_of(way.flow, task, after, now, way.was))
