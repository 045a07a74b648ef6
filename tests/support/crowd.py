"""Several processes that do something at one moment, each with as many threads as it has shares.

with crowd(url, 4) as many:
    outcomes = many.act(commands, now, threads=50)
    counts = many.drain(now, post)
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import IO, TypeVar

import msgspec
from worker_child import Post

from xiangyue import Command, Engine, Worker, XiangyueError

T = TypeVar("T")


class Job(msgspec.Struct):
    """What a process is asked to do: commands, a list for each thread, or a worker's work."""

    now: datetime
    shares: list[list[Command]] = []
    post: str | None = None


class Crowd:
    """Processes that wait for their work."""

    def __init__(self, programs: Sequence[subprocess.Popen[bytes]]) -> None:
        """Take programs that are ready."""
        self._programs = programs

    def act(self, commands: Sequence[Command], now: datetime, threads: int) -> list[str]:
        """Deal commands out to all threads of all processes; return what came of each.

        That is an outcome, the code of an error of ours, or any other error in its own words.
        """
        hands = len(self._programs) * threads
        shares = [list(commands[n::hands]) for n in range(hands)]
        jobs = [Job(now, shares[n :: len(self._programs)]) for n in range(len(self._programs))]
        return [one for answer in self._ask(jobs, list[str]) for one in answer]

    def drain(self, now: datetime, post: Path) -> list[tuple[int, int]]:
        """Let each fire and send what is due until nothing is left; return how much it did."""
        jobs = [Job(now, post=str(post)) for _ in self._programs]
        return self._ask(jobs, tuple[int, int])

    def _ask(self, jobs: Sequence[Job], kind: type[T]) -> list[T]:
        for program, job in zip(self._programs, jobs, strict=True):
            _write(program.stdin, msgspec.json.encode(job))
        return [msgspec.json.decode(_read(program.stdout), type=kind) for program in self._programs]


@contextmanager
def crowd(url: str, processes: int) -> Iterator[Crowd]:
    """Start so many processes with an engine each over one store."""
    with ExitStack() as stack:
        programs = []
        for _ in range(processes):
            program = subprocess.Popen(
                [sys.executable, __file__, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            stack.enter_context(program)
            programs.append(program)
        for program in programs:
            assert _read(program.stdout) == b"ready\n"
        yield Crowd(programs)


def _read(pipe: IO[bytes] | None) -> bytes:
    assert pipe
    line = pipe.readline()
    assert line, "the program has died"
    return line


def _write(pipe: IO[bytes] | None, line: bytes) -> None:
    assert pipe
    pipe.write(line + b"\n")
    pipe.flush()


def act(engine: Engine, shares: list[list[Command]], now: datetime) -> list[str]:
    """Give each share's commands in a thread of its own, all beginning at one moment."""
    barrier = Barrier(len(shares))

    def one(commands: list[Command]) -> list[str]:
        barrier.wait()
        return [_outcome(engine, command, now) for command in commands]

    with ThreadPoolExecutor(len(shares)) as pool:
        return [outcome for outcomes in pool.map(one, shares) for outcome in outcomes]


def _outcome(engine: Engine, command: Command, now: datetime) -> str:
    try:
        return engine.do(command, now=now).outcome
    except XiangyueError as error:
        return error.code
    except Exception as error:
        return repr(error)


def drain(engine: Engine, now: datetime, post: Path) -> tuple[int, int]:
    """Work off what is due, a few at a time, so that others have their turn."""
    worker = Worker(engine, carrier=Post(post), batch=3)
    fired = sent = 0
    while done := worker.run_once(now):
        fired, sent = fired + done.fired, sent + done.sent
    return fired, sent


def main(url: str) -> None:
    """Do one job after the other."""
    with Engine(url) as engine:
        _write(sys.stdout.buffer, b"ready")
        for line in sys.stdin.buffer:
            job = msgspec.json.decode(line, type=Job)
            if job.post is not None:
                done: object = drain(engine, job.now, Path(job.post))
            else:
                done = act(engine, job.shares, job.now)
            _write(sys.stdout.buffer, msgspec.json.encode(done))


if __name__ == "__main__":
    main(sys.argv[1])
