"""Rounds of work: who wakes them is answered when what was due by then is done, or cannot be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from xiangyue.watch.watch import Watch
from xiangyue.worker.counts import Counts
from xiangyue.worker.rounds import Ended, Rounds

PATIENCE = 30.0


@contextmanager
def running(
    once: Callable[[], Counts], settled: Callable[[], bool] = lambda: True
) -> Iterator[tuple[Rounds, Callable[[], Counts]]]:
    """Run rounds that rest for ever; yields them, and what ends them and returns their counts."""
    stop = threading.Event()
    rounds = Rounds(once, lambda: (PATIENCE * 9 if settled() else 0.01, settled()), Watch(), "w")
    with ThreadPoolExecutor(1) as pool:
        result: Future[Counts] = pool.submit(rounds.run, stop)

        def end() -> Counts:
            stop.set()
            rounds.wake()
            return result.result(PATIENCE)

        try:
            yield rounds, end
        finally:
            end()


def test_a_caller_is_answered_once_nothing_is_left() -> None:
    """However many rounds that takes; the rest ends at once."""
    left: list[int] = []

    def once() -> Counts:
        return Counts(sent=left.pop()) if left else Counts()

    with running(once) as (rounds, end):
        rounds.wake().result(PATIENCE)
        left += [3, 4]
        rounds.wake().result(PATIENCE)
        assert left == []
        assert end() == Counts(sent=7)


def test_a_caller_waits_for_what_is_on_its_way() -> None:
    """Nothing is left to begin by then, but it is not over."""
    over = threading.Event()
    with running(Counts, over.is_set) as (rounds, _):
        caller = rounds.wake()
        with pytest.raises(TimeoutError):
            caller.result(0.1)
        over.set()
        caller.result(PATIENCE)


def test_a_caller_is_told_what_went_wrong() -> None:
    """The next one finds the work going on."""
    broken = threading.Event()
    broken.set()

    def once() -> Counts:
        if broken.is_set():
            raise ValueError("no")
        return Counts()

    with running(once) as (rounds, _):
        assert isinstance(rounds.wake().exception(PATIENCE), ValueError)
        broken.clear()
        rounds.wake().result(PATIENCE)


def test_whoever_comes_too_late_is_told() -> None:
    """Before the end and after it."""
    go_on, begun = threading.Event(), threading.Event()

    def once() -> Counts:
        begun.set()
        assert go_on.wait(PATIENCE)
        return Counts(sent=1)

    with running(once) as (rounds, end):
        assert begun.wait(PATIENCE)
        caller = rounds.wake()
        threading.Timer(0.05, go_on.set).start()
        end()
        for one in (caller, rounds.wake()):
            assert isinstance(one.exception(PATIENCE), Ended)
