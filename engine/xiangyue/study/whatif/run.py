"""What a draft of the rules would have changed, had it held: the recorded commands judged anew."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from os import cpu_count
from typing import Any, NamedTuple

from xiangyue.engine import Engine
from xiangyue.errors import Misuse, StoreError
from xiangyue.limit import Limit
from xiangyue.plugs import limits as installed
from xiangyue.profile import Profile
from xiangyue.storage import Reader, Store
from xiangyue.storage.address import MEMORY
from xiangyue.study.period import Day, instants
from xiangyue.study.whatif.judging import Judge
from xiangyue.study.whatif.outcome import Part, together
from xiangyue.study.whatif.result import Explained, WhatIf
from xiangyue.study.whatif.trial import Trial, TrialPlans
from xiangyue.study.whatif.trying import communities_of, governing, titles_of, tried_in
from xiangyue.study.world import Followed, History, Snapshot
from xiangyue.values import Decision, Task
from xiangyue.work.drafting import Draft, check_params
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans

Progress = Callable[[float], None]
"""Told the share of the entries that is done, from 0 to 1."""

_TOLD = 500


class Job(NamedTuple):
    """What one process needs to judge one community."""

    url: str
    trial: Trial
    community: str
    snapshot: Snapshot
    since: int | None
    until: int | None
    thorough: bool


def what_if(
    engine: Engine,
    draft: str | Task | Decision | Draft | None = None,
    *,
    profile: Profile | None = None,
    params: Mapping[str, Any] | None = None,
    communities: Iterable[str] | None = None,
    since: Day = None,
    until: Day = None,
    executor: Executor | None = None,
    workers: int | None = None,
    thorough: bool = False,
    progress: Progress | None = None,
) -> WhatIf:
    """Judge what was recorded as if other rules had held, and tell what would have gone otherwise.

    The rules are those of a ``draft``, or a linted ``profile`` and ``params`` (None for the
    profile's own value); all else stays as it was recorded. ``communities`` are the draft's own,
    or those that a profile of this name, or with these params, governs. ``since`` and ``until`` are
    days of each community's calendar, the last one whole, or instants.

    Each command is judged on the state and facts of its moment, with counts as they would have been
    by then. A snapshot is read, and nothing is written. Work is split by community over
    ``executor``, or over ``workers`` processes (as many as there are processors); within this
    process where the store is in memory, the engine was given limits of its own, or there is one
    community. ``thorough`` judges also what cannot come out otherwise.

    Raises Misuse for unknown communities and params, and where nothing is tried.
    """
    with engine._store.read() as reader:
        snapshot = Snapshot.of(reader)
        trial, own = tried_in(engine, draft, profile, params)
        names = communities_of(reader, engine, own, profile, trial, communities)
        jobs = [*_jobs(engine, reader, names, (trial, snapshot, thorough), since, until)]
        if executor is None and (len(jobs) == 1 or workers == 1 or not _alone(engine)):
            parts = _here(reader, engine._plans.limits, jobs, progress)
            return WhatIf(trial, together(parts), titles_of(reader, engine, names, trial))
        titles = titles_of(reader, engine, names, trial)
    return WhatIf(trial, together(_apart(jobs, executor, workers, progress)), titles)


def explain_flip(
    engine: Engine,
    community: str,
    seq: int,
    draft: str | Task | Decision | Draft | None = None,
    *,
    profile: Profile | None = None,
    params: Mapping[str, Any] | None = None,
) -> Explained:
    """Return one recorded command as it was decided, and as it would have been, side by side.

    Raises Misuse where that entry is no command, or where it cannot be judged any more.
    """
    with engine._store.read() as reader:
        snapshot = Snapshot.of(reader)
        trial, _ = tried_in(engine, draft, profile, params)
        known_head(reader.situation(community, None, None).head, community)
        plans = Plans(engine._plans.limits, timed=False)
        tried = TrialPlans(plans, trial)
        history = History(reader, snapshot)
        relived = history.relive(community, tried.document)
        judge = Judge(relived, plans, tried, community, watch=seq)
        for entry in history.entries(community):
            _see(judge, entry, community)
            if entry.seq >= seq:
                break
        if judge.watched is None:
            raise Misuse("whatif-no-command", entry=f"{community}/{seq}")
        said, left, would, after = judge.watched
        head = known_head(relived.world.head(community), community)
        both = tuple(
            one.in_force(relived.world, head, community, said.release).profile
            for one in (plans, tried)
        )
        relived.world.close()
    return Explained(said, left, both[0], would, after, both[1])


def judge_alone(job: Job) -> Part:
    """Judge one community of a store, in whatever process this is."""
    if parent_process() is not None:
        gc.freeze()  # what a process of ours has loaded stays: it need not be looked through
    store = Store(job.url)
    try:
        with store.read() as reader:
            (part,) = _here(reader, installed(), [job], None)
        return part
    finally:
        store.close()


def _here(
    reader: Reader,
    limits: Mapping[str, Limit],
    jobs: Iterable[Job],
    progress: Progress | None,
) -> list[Part]:
    jobs = [*jobs]
    plans, parts, done = Plans(limits, timed=False), [], 0
    total = sum(job.snapshot.ends[job.community] for job in jobs)
    for job in jobs:
        history = History(reader, job.snapshot)
        tried = TrialPlans(plans, job.trial)
        relived = history.relive(job.community, tried.document)
        judge = Judge(
            relived, plans, tried, job.community, job.since, job.until, thorough=job.thorough
        )
        for entry in _told(history.entries(job.community), done, total, progress):
            _see(judge, entry, job.community)
        parts.append(judge.part())
        relived.world.close()
        done += job.snapshot.ends[job.community]
    return parts


def _see(judge: Judge, entry: Followed, community: str) -> None:
    """Let an entry be judged and followed; raises StoreError where it is not what it was."""
    try:
        judge.see(entry)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoreError("whatif-broken", entry=f"{community}/{entry.seq}") from error


def _told(
    entries: Iterator[Followed], done: int, total: int, progress: Progress | None
) -> Iterator[Followed]:
    for n, entry in enumerate(entries, 1):
        yield entry
        if progress is not None and (n % _TOLD == 0 or done + n == total):
            progress((done + n) / total)


def _apart(
    jobs: list[Job], executor: Executor | None, workers: int | None, progress: Progress | None
) -> list[Part]:
    """Judge each community elsewhere; the longest come first, so that none is waited for alone."""
    ends = {job.community: job.snapshot.ends[job.community] for job in jobs}
    total, done = sum(ends.values()), 0
    parts: dict[str, Part] = {}
    with _processes(executor, workers, len(jobs)) as pool:
        longest = sorted(jobs, key=lambda job: -ends[job.community])
        waited = {pool.submit(judge_alone, job): job.community for job in longest}
        for future in as_completed(waited):
            community = waited[future]
            parts[community] = future.result()
            done += ends[community]
            if progress is not None:
                progress(done / total if total else 1.0)
    return [parts[job.community] for job in jobs]


@contextmanager
def _processes(executor: Executor | None, workers: int | None, jobs: int) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    count = min(workers or cpu_count() or 1, jobs)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool


def _alone(engine: Engine) -> bool:
    """Tell whether another process can open the store, and knows the same limits."""
    return (
        engine.sql.url.database not in MEMORY and engine._plans.limits.keys() == installed().keys()
    )


def _jobs(
    engine: Engine,
    reader: Reader,
    names: Iterable[str],
    said: tuple[Trial, Snapshot, bool],
    since: Day,
    until: Day,
) -> Iterator[Job]:
    trial, snapshot, thorough = said
    url = engine.sql.url.render_as_string(hide_password=False)
    for name in names:
        profile = governing(reader, engine, name)
        if trial.document is None:
            check_params(profile, trial.params)
        period = instants(since, until, profile.calendar.timezone)
        yield Job(url, trial, name, snapshot, *period, thorough)
