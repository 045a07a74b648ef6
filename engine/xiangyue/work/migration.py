"""A whole migration: page after page, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from xiangyue.errors import Conflict
from xiangyue.storage import Head, Reader, Store, Tx
from xiangyue.values import Reason, Task
from xiangyue.work.migrating import (
    Cursor,
    Judged,
    Page,
    begin,
    continued,
    cursors,
    enter,
    judged_page,
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
        about = about_of(signed, at.flow, at.release, plan.release, states)
        enter(tx, community, moved, about, continued(tx, community, plan.release).key(), now)
    return page


def about_of(
    signed: Signed, flow: str, old: str, new: str, states: Mapping[str, str] | None, **more: Any
) -> dict[str, Any]:
    """Return what an entry says of all its tasks."""
    said = {"by": signed.by, "why": signed.why, "flow": flow, "from": old, "to": new}
    return {**said, "states": states, **more}
