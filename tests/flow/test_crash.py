"""A process killed at any moment: nothing promised is lost, and nothing is done twice."""

from __future__ import annotations

import os
import random
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import orjson
import pytest

from xiangyue import Engine

CHILD = Path(__file__).parent / "crash_child.py"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

PATIENCE = 240  # seconds: a shared machine may stand still for a minute


class Worker:
    """The program that is killed; ``said`` are its lines."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Listen to a process that has begun."""
        self.process = process
        self.said: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.put(line.strip())

    def live(self, first: int, dice: random.Random) -> list[list[str]]:
        """Let it live once, from a unit on; return what it acknowledged before it died.

        It dies before some statement, or some time after some acknowledgement.
        """
        statement = dice.choice((0, dice.randrange(1, 200)))
        self._tell(f"{first} {statement}")
        pid = int(self.said.get(timeout=PATIENCE))
        heard = []
        if not statement:
            for _ in range(dice.choice((0, 0, 1, 15))):
                heard.append(self.said.get(timeout=PATIENCE))
                if heard[-1] == "done":
                    break
            time.sleep(dice.random() * dice.choice((0.002, 0.01, 0.03)))
            os.kill(pid, signal.SIGKILL)  # it is not waited for yet, so the number is still its own
        self._tell("")
        while (line := self.said.get(timeout=PATIENCE)) != "dead":
            heard.append(line)
        return [line.split() for line in heard if line != "done"]

    def _tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()


@contextmanager
def worker(url: str, count: int) -> Iterator[Worker]:
    """Start the program."""
    with subprocess.Popen(
        [sys.executable, str(CHILD), url, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        try:
            yield Worker(process)
        finally:
            process.stdin.close()
            process.wait(timeout=PATIENCE)


def entries(engine: Engine) -> list[tuple[Any, ...]]:
    """Return every journal entry but for what is drawn by lot: salts, and hashes over them."""
    with engine._store.read() as reader:
        rows = reader.all("SELECT community, seq, key, body FROM journal ORDER BY community, seq")
    found = []
    for *plain, text in rows:
        body = orjson.loads(text)
        for name in ("private", "digest"):
            body.pop(name, None)
        found.append((*plain, body))
    return found


def survive(place: Callable[[str], str], kills: int, seed: int) -> str:
    """Kill the program so often; then let it finish, and compare with one that was never killed.

    Returns what was counted.
    """
    most = kills * 200
    child = runpy.run_path(str(CHILD))
    commands = {c.key: (c, now) for unit, now in child["units"](most) for c in unit}
    url = place("killed")
    dice = random.Random(seed)
    promised: dict[str, tuple[str, str]] = {}
    furthest = 0

    def keep(said: list[list[str]]) -> None:
        for _, key, outcome, seq in said:
            assert promised.setdefault(key, (outcome, seq)) == (outcome, seq)

    with worker(url, most) as program:
        for n in range(kills):
            heard = program.live(max(0, furthest - dice.randrange(4)), dice)
            furthest = max([furthest, *(int(unit) for unit, *_ in heard)])
            keep(heard)
            if n % (1 + kills // 60):
                continue
            with Engine(url) as engine:
                assert engine.verify()
                for _, key, outcome, seq in heard[-3:]:
                    if seq != "0":
                        command, now = commands[key]
                        again = engine.do(command, now=now)
                        assert (again.outcome, str(again.seq)) == (outcome, seq)
    end = furthest + 2  # the last command may have been done and not acknowledged
    acknowledged = len(promised)
    with Engine(url) as engine, Engine(place("whole")) as whole:
        keep([line.split() for line in child["work"](engine, max(0, furthest - 20), end)])
        keep([line.split() for line in child["work"](whole, 0, end)])
        assert engine.verify()
        assert entries(engine) == entries(whole)
        assert engine.balance("c", "wang") == whole.balance("c", "wang") > 0
        found = [(seq, key) for community, seq, key, _ in entries(engine) if key in promised]
    seqs: dict[str, list[str]] = {}
    for seq, key in found:
        seqs.setdefault(key, []).append(str(seq))
    lost = [key for key, (_, seq) in promised.items() if seq != "0" and seq not in seqs[key]]
    twice = [key for key, several in seqs.items() if len(several) > 1]
    assert not lost and not twice
    return (
        f"{kills} engine kills, {acknowledged:,} acknowledged,"
        f" {len(lost)} lost, {len(twice)} twice, chain verified"
    )


def test_a_killed_process_loses_and_repeats_nothing(
    place: Callable[[str], str], database: str, record_property: Callable[[str, object], None]
) -> None:
    """Thirty deaths, from the first statement of a new database on."""
    record_property("faults", f"{database} {survive(place, kills=30, seed=11)}")


@pytest.mark.soak
def test_hundreds_of_deaths(
    place: Callable[[str], str], database: str, record_property: Callable[[str, object], None]
) -> None:
    """The same, three hundred times."""
    record_property("faults", f"{database} {survive(place, kills=300, seed=int(time.time()))}")
