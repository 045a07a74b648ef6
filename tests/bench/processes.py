"""Other processes at work: they are told to begin, and tell what they have done.

Run as a program it does what it is told on standard input: ``KIND URL COMMUNITY``, then a line of
seconds for each time it is to work; it answers with what it did.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).parent))


BATCH = 100


class Crew:
    """Some processes, each with its own words; a context manager."""

    def __init__(self, kind: str, words: Sequence[tuple[str, ...]]) -> None:
        """Start them, and wait until they are ready."""
        self._all = [
            subprocess.Popen(
                [sys.executable, __file__, kind, *each],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
            )
            for each in words
        ]
        for process in self._all:
            self._hear(process)

    def begin(self, count: int, seconds: float) -> None:
        """Let so many of them work for so long."""
        for process in self._all[:count]:
            assert process.stdin
            process.stdin.write(f"{seconds}\n")

    def end(self, count: int) -> float:
        """Wait for them; returns how much they did a second, all together."""
        return sum(float(self._hear(process)) for process in self._all[:count])

    def rate(self, count: int, seconds: float) -> float:
        """Let so many of them work for so long; returns what they did a second."""
        self.begin(count, seconds)
        return self.end(count)

    def _hear(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("a process of the bench has died")
        return line

    def __enter__(self) -> Self:
        """Return the crew itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let them go."""
        for process in self._all:
            assert process.stdin
            process.stdin.close()
            process.wait(60)


def commanding(engine: Any, community: str) -> Callable[[], int]:
    """Do a command."""
    from governed import single

    one = single(engine, community)

    def work() -> int:
        one()
        return 1

    return work


def firing(engine: Any, _: str) -> Callable[[], int]:
    """Fire what is due, a batch at a time."""
    from due import LATER

    from xiangyue import Worker

    worker = Worker(engine)
    return lambda: worker.run_once(LATER).fired


def sending(engine: Any, _: str) -> Callable[[], int]:
    """Send what waits through a carrier that costs nothing, a batch at a time."""
    from xiangyue import Worker
    from xiangyue.worker import Outcome, Parcel

    class Post:
        """Takes whatever it is given."""

        def deliver(self, parcel: Parcel) -> Outcome:
            """Take it."""
            return Outcome("sent", "post")

    worker = Worker(engine, carrier=Post(), batch=BATCH)

    def work() -> int:
        # What is sent while others go on commanding never ends; the pile does.
        sent = worker.run_once().sent
        return sent if sent >= BATCH // 2 else 0

    return work


def main(kind: str, url: str, community: str) -> None:
    """Work as often as told."""
    from xiangyue import Engine

    kinds = {"command": commanding, "fire": firing, "send": sending}
    with Engine(url) as engine:
        work = kinds[kind](engine, community)
        print("ready", flush=True)
        for line in sys.stdin:
            begin, done = time.perf_counter(), 0
            while time.perf_counter() - begin < float(line):
                some = work()
                if not some:
                    break
                done += some
            print(done / (time.perf_counter() - begin), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
