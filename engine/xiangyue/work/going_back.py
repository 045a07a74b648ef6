"""Migrated tasks go back, the newest page first: as they were, or where they can stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from xiangyue.canonical import unchained
from xiangyue.decide.comparing import Way
from xiangyue.decide.migrating import waiting
from xiangyue.decide.reporting import report_of
from xiangyue.errors import Misuse
from xiangyue.flow import MARK
from xiangyue.journal import migrated_row
from xiangyue.storage import Reader, Store, Tx
from xiangyue.values import Reason, Task, replace
from xiangyue.work.leaving import catch_up
from xiangyue.work.migrating import (
    Cursor,
    Judged,
    Run,
    begin,
    besides,
    enter,
    judge_each,
    newest_run,
    open_between,
    way_of,
)
from xiangyue.work.migration import Migration, Signed, Told, about_of
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans


@dataclass(frozen=True, slots=True)
class Migrated:
    """The newest migration of a community: when its last page was entered, by whom and why.

    ``back`` is whether it went back, if only in part; ``release`` is the one it led to.
    """

    at: int
    by: str
    why: str
    release: str
    back: bool


def newest_migration(reader: Reader, community: str) -> Migrated | None:
    """Return the newest migration of a community; None where there was none."""
    known_head(reader.situation(community, None, None).head, community)
    run = newest_run(reader, community)
    if not run.pages:
        return None
    body = reader.entry(community, run.pages[0])[0]
    about = body["about"]
    return Migrated(body["at"], about["by"], about["why"], about["to"], run.back)


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
    said = about_of(signed, about["flow"], about["to"], about["from"], back or None, back=seq)
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
    untouched = {task.id: task for task in tasks if _untouched(reader, rows[task.id], task, seq)}
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


def _untouched(reader: Reader, row: list[Any], task: Task, seq: int) -> bool:
    """Tell whether a task stands as an entry has left it; reminders do not count."""
    _, due, state_due, alarms, now, was, _ = unchained(row)
    said = (due, state_due, alarms, now["state"], now.get("paused_at"), now.get("clock_from"))
    stands = (task.due, task.state_due, dict(task.alarms), task.state)
    if said != (*stands, task.paused_at, task.clock_from):
        return False
    return was["version"] == task.version or not _acted_on(reader, task, seq)


def _acted_on(reader: Reader, task: Task, seq: int) -> bool:
    for at, body, _ in reader.entries_about(task.community, task.id, task.last):
        if at <= seq:
            break
        if body.get("outcome") == "done" and not body["action"].startswith(MARK):
            return True
    return False


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
