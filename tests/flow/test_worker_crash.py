"""Workers killed at any moment: every timer fires once, every message leaves, the chain holds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
import worker_child
from errands import MONDAY, begin, day, settle

from xiangyue import Command, Engine, Worker

DITCH = Path(__file__).parent / "profiles" / "ditch"
CHILD = Path(worker_child.__file__)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def load(engine: Engine, first: int, count: int) -> None:
    """Let so many more timers and messages fall due."""
    for n in range(first, first + count):
        begin(engine, "valued")
        said = {"phone": "1", "size": 20}
        engine.do(Command("shanhe", "open", "wu", f"m{n}", "ditch", said), now=MONDAY)
        assert engine.act(f"shanhe/m{n}", "rate", by="wu", who="zhou", now=MONDAY)


def survive(url: str, folder: Path, kills: int, seed: int) -> str:
    """Kill so many workers; each finds what the last has left, an hour later or a day before.

    Returns what was counted.
    """
    post, dice = folder / "post", random.Random(seed)
    with Engine(url) as engine:
        settle(engine)
        engine.install(DITCH, community="shanhe", now=MONDAY)
        command = [sys.executable, str(CHILD), url, str(post)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as program:
            assert program.stdin and program.stdout
            for n in range(kills):
                load(engine, n * 4, 4)
                now = day(100) + n * timedelta(hours=1) - dice.choice((0, 1)) * timedelta(days=1)
                program.stdin.write(f"{now.isoformat()}\n")
                heard = {program.stdout.readline().strip() for _ in range(2)}
                (pid,) = (int(line) for line in heard if line != "begun")
                time.sleep(dice.random() * dice.choice((0.002, 0.01, 0.03)))
                os.kill(pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
                program.stdin.write("\n")
                assert program.stdout.readline().strip() == "dead"
            program.stdin.close()
        return _finish(engine, folder, kills)


def _finish(engine: Engine, folder: Path, kills: int) -> str:
    """Let a last worker take over, and count."""
    worker, left = Worker(engine, carrier=worker_child.Post(folder / "post")), day(400)
    taken = 0
    while done := worker.run_once(left):
        taken += done.takeovers
    with engine._store.read() as reader:
        bodies = [orjson.loads(body) for (body,) in reader.all("SELECT body FROM journal")]
        outbox = reader.all("SELECT community, seq, n, state FROM outbox")
        assert reader.all("SELECT count(*) FROM timer")[0][0] == 0
    about = [b["about"] for b in bodies if b.get("kind") == "overdue"]
    fired = Counter((a["task"], a["timer"]) for a in about)
    sent = Counter((folder / "post").read_text().split())
    assert len(fired) == 4 * 4 * kills
    assert set(fired.values()) == {1}
    assert sent.keys() == {f"{community}/{seq}.{n}" for community, seq, n, _ in outbox}
    assert {state for *_, state in outbox} == {"sent"}
    assert engine.verify().ok
    return (
        f"{kills} worker kills, {len(fired)} timers fired once, 0 never, 0 twice,"
        f" {sent.total()} messages received, {len(sent)} distinct of {len(outbox)},"
        f" {taken} rows taken over at the end"
    )


def test_killed_workers_lose_and_repeat_nothing(
    place: Callable[[str], str],
    database: str,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """Twenty-six deaths under load, while the clock steps back and forward."""
    told = survive(place("village"), tmp_path, kills=26, seed=5)
    record_property("faults", f"{database} {told}")


@pytest.mark.soak
def test_hundreds_of_dead_workers(
    place: Callable[[str], str],
    database: str,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """The same, three hundred times."""
    told = survive(place("village"), tmp_path, kills=300, seed=int(time.time()))
    record_property("faults", f"{database} {told}")
