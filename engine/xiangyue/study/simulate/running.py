"""Many communities, split over processes: what each part is told, and what it brings back."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

from xiangyue import plugs
from xiangyue.profile import Profile, build
from xiangyue.study.service_level import Promises
from xiangyue.study.simulate.coming import HOUR
from xiangyue.study.simulate.life import Life
from xiangyue.study.simulate.model import Model, Shock
from xiangyue.study.simulate.streams import Streams
from xiangyue.study.simulate.tally import Tally
from xiangyue.work.plans import Plans

_PARTS = 6
"""Parts for each process: who is ready sooner takes more of them."""


@dataclass(frozen=True)
class Run:
    """What is simulated: a profile's document with params, people, shocks, a time and a seed.

    ``begin`` is a midnight of the profile's time zone (microseconds).
    """

    document: Mapping[str, Any] = field(repr=False)
    params: Mapping[str, Any]
    model: Model
    shocks: tuple[Shock, ...]
    begin: int
    days: int
    seed: int


@dataclass(frozen=True)
class Part:
    """Some communities of one repetition; ``journal`` is the file for what was decided, if any."""

    run: Run
    repetition: int
    first: int
    last: int
    journal: str | None = None


@dataclass
class Counted:
    """What came out of a part, or of all parts of a repetition."""

    tally: Tally
    promises: Promises

    def add(self, other: Counted) -> None:
        """Add what came out of another part: promises by the hour, so that they stay few."""
        self.tally.add(other.tally)
        self.promises.merge(other.promises)
        self.promises = self.promises.coarse(HOUR)


def run_part(part: Part) -> Counted:
    """Live through a part in this process."""
    since = time.process_time()
    profile, plans = _ready(part.run)
    total = Counted(Tally(), Promises())
    with _uncollected() as collect:
        for number in range(part.first, part.last):
            total.add(_live(part, profile, plans, number))
            collect()
    total.tally.seconds = time.process_time() - since
    return total


def _live(part: Part, profile: Profile, plans: Plans, number: int) -> Counted:
    """Live through one community."""
    run = part.run
    about = profile, run.params, run.model, run.shocks, run.begin, run.days
    life = Life(plans, about, Streams(run.seed, part.repetition, number), f"{number + 1}")
    with ExitStack() as stack:
        stack.callback(life.world.close)
        if part.journal is not None:
            file = stack.enter_context(Path(part.journal).open("ab"))
            life.world.keep(_writer(file, part.repetition, number))
        return Counted(life.run(), life.promises())


@contextmanager
def _uncollected() -> Iterator[Callable[[], object]]:
    """Keep the collector of garbage from looking through a community again and again.

    While one lives it leaves no circles; it is one itself when it is over, which is then collected
    by what this yields. Other threads of a process go on as they were.
    """
    if not gc.isenabled() or threading.current_thread() is not threading.main_thread():
        yield _nothing
        return
    gc.freeze()
    gc.disable()
    try:
        yield gc.collect
    finally:
        gc.enable()
        gc.unfreeze()


def _nothing() -> None:
    """Leave it to the collector itself."""


def _writer(file: IO[bytes], repetition: int, community: int) -> Callable[[bytes], None]:
    """Return what writes an entry as a line, with where it was made."""
    head = f'{{"repetition":{repetition + 1},"community":{community + 1},"entry":'.encode()

    def write(body: bytes) -> None:
        file.write(head + body + b"}\n")

    return write


def _ready(run: Run) -> tuple[Profile, Plans]:
    """Return a profile and its plans, compiled once in a process."""
    profile = build(run.document)
    return profile, _plans(profile.hash)


@lru_cache(maxsize=4)
def _plans(release: str) -> Plans:
    del release
    return Plans(plugs.limits(), timed=False)


def parts_of(
    run: Run, communities: int, repetitions: int, workers: int, journal: Path | None
) -> list[Part]:
    """Return the parts of a run, so many that every process is busy to the end."""
    size = max(1, communities * repetitions // (workers * _PARTS))
    return [
        Part(
            run,
            repetition,
            first,
            min(first + size, communities),
            None if journal is None else f"{journal}.{repetition}.{first}.part",
        )
        for repetition in range(repetitions)
        for first in range(0, communities, size)
    ]


def run_all(
    parts: Sequence[Part],
    executor: Executor | None,
    workers: int,
    progress: Callable[[float], None] | None,
) -> list[Counted]:
    """Return what came out of each repetition; ``executor`` None makes processes of its own.

    A single process is this one.
    """
    found: dict[int, list[tuple[int, Counted]]] = {}
    total = sum(part.last - part.first for part in parts)
    done = 0
    for part, counted in _each(parts, executor, workers):
        found.setdefault(part.repetition, []).append((part.first, counted))
        done += part.last - part.first
        if progress is not None:
            progress(done / total)
    return [_sum(counted for _, counted in sorted(found[n], key=_first)) for n in sorted(found)]


def _first(one: tuple[int, Counted]) -> int:
    return one[0]


def _sum(parts: Iterator[Counted]) -> Counted:
    total = Counted(Tally(), Promises())
    for part in parts:
        total.add(part)
    return total


def _each(
    parts: Sequence[Part], executor: Executor | None, workers: int
) -> Iterator[tuple[Part, Counted]]:
    if executor is None and (workers <= 1 or len(parts) == 1):
        for part in parts:
            yield part, run_part(part)
        return
    with ExitStack() as stack:
        pool = executor or stack.enter_context(_processes(workers))
        waits: dict[Future[Counted], Part] = {pool.submit(run_part, part): part for part in parts}
        try:
            for future in as_completed(waits):
                yield waits.pop(future), future.result()
        finally:
            for future in waits:
                future.cancel()


def _processes(workers: int) -> ProcessPoolExecutor:
    """Return processes that begin afresh: nothing of this one's threads or connections is there."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def processors() -> int:
    """Return how many processes this one may use at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
