"""A PostgreSQL server that crashes, restarts or throws its clients out, under load."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue

import busy
import orjson
import psycopg
import pytest
from postgres import Missing, Server
from worker_child import Post

from xiangyue import Engine, Worker
from xiangyue.errors import StoreError
from xiangyue.storage import Reader
from xiangyue.storage.refusals import translating

pytestmark = pytest.mark.sqlite  # it brings a server of its own, and needs no other store

BUSY = Path(busy.__file__)
PROGRAMS = 2
PATIENCE = 120


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server of one's own that waits for the disk, as one in use does."""
    try:
        server = Server(settings=())
    except Missing as why:
        pytest.skip(str(why))
    if server.folder is None:
        pytest.skip("the server that XIANGYUE_TEST_PG names is not ours to stop")
    with server:
        yield server


class Load:
    """Programs at work; ``said`` are their lines."""

    def __init__(self, url: str, post: Path, stack: ExitStack) -> None:
        """Start them."""
        self.said: list[list[str]] = []
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._programs: list[subprocess.Popen[str]] = []
        self._threads: list[threading.Thread] = []
        for n in range(PROGRAMS):
            command = [sys.executable, str(BUSY), url, str(post), f"p{n}"]
            program = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            stack.enter_context(program)
            stack.callback(program.kill)
            self._programs.append(program)
            self._threads.append(threading.Thread(target=self._listen, args=(program,)))
            self._threads[-1].start()
        self.wait_for(PROGRAMS, "begun")

    def _listen(self, program: subprocess.Popen[str]) -> None:
        assert program.stdout
        for line in program.stdout:
            self._lines.put(line)

    def wait_for(self, count: int, word: str = "kept") -> None:
        """Wait until so many more lines begin with a word: commands that were kept."""
        while count:
            self.said.append(self._lines.get(timeout=PATIENCE).split())
            count -= self.said[-1][0] == word

    def end(self) -> None:
        """Let them end by themselves, and hear what they have still to say."""
        for program in self._programs:
            assert program.stdin
            program.stdin.close()
        for program, thread in zip(self._programs, self._threads, strict=True):
            assert program.wait(PATIENCE) == 0
            thread.join()
        while True:
            try:
                self.said.append(self._lines.get_nowait().split())
            except Empty:
                return


Fault = Callable[[Server, random.Random], None]


def restart(server: Server, dice: random.Random) -> None:
    """Stop the server at once, as a power cut does, or let it say good-bye; start it again."""
    server.stop(dice.choice((signal.SIGQUIT, signal.SIGINT)))
    time.sleep(dice.random() * 0.3)
    server.start()


def crash(server: Server, dice: random.Random) -> None:
    """Kill one of its processes; the server then throws everybody out, and recovers."""
    while True:
        try:
            os.kill(dice.choice(_clients(server)), signal.SIGKILL)
            return
        except ProcessLookupError:  # it has just ended by itself
            continue


def throw_out(server: Server, dice: random.Random) -> None:
    """End one client's connection."""
    server.execute(f"SELECT pg_terminate_backend({dice.choice(_clients(server))})")


def _clients(server: Server) -> list[int]:
    sql = "SELECT pid FROM pg_stat_activity WHERE datname LIKE 'xy%'"
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = [pid for (pid,) in server.execute(sql)]
        except Exception:  # it is still recovering from the last one
            if time.monotonic() > end:
                raise
            found = []
        if found:
            return found
        time.sleep(0.01)


def survive(server: Server, folder: Path, faults: Sequence[Fault], between: int, seed: int) -> str:
    """Let a fault happen each time that so many commands were kept; returns what was counted."""
    url, dice, post = server.fresh(), random.Random(seed), folder / "post"
    with Engine(url) as engine:
        busy.settle(engine)
    with ExitStack() as stack:
        load = Load(url, post, stack)
        for fault in faults:
            load.wait_for(dice.randrange(between))
            fault(server, dice)
        load.wait_for(between)
        load.end()
    wrong = [line for line in load.said if line[0] not in ("begun", "kept", "missed")]
    assert not wrong, wrong[:3]
    with Engine(url) as engine:
        worker = Worker(engine, carrier=Post(post))
        while worker.run_once(datetime.now(UTC) + timedelta(days=1)):
            pass
        with engine._store.read() as reader:
            told = f"{_commands(reader, load.said)}, {_timers(reader)}, {_messages(reader, post)}"
        assert engine.verify().ok
    return f"{told}, chain verified"


def _commands(reader: Reader, said: list[list[str]]) -> str:
    """Hold the journal against what was promised, and against what was said not to be kept."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for village, key, task, seq, body in reader.all(
        "SELECT community, key, task, seq, body FROM journal WHERE task IS NOT NULL"
    ):
        if key or orjson.loads(body).get("action") == "call_back":
            found[village, key or "-", task].append(str(seq))
    kept = [(tuple(line[1:4]), line[5]) for line in said if line[0] == "kept"]
    missed = [(tuple(line[1:4]), line[4]) for line in said if line[0] == "missed"]
    assert {code for _, code in missed} <= {"store-lost", "store-unsure", "store-busy"}
    lost = [what for what, seq in kept if seq not in found[what]]
    twice = [what for what, seqs in found.items() if len(seqs) > 1]
    bare = [(what, code) for what, code in missed if what[1] == "-"]
    belied = [what for what, code in bare if code != "store-unsure" and found[what]]
    assert not (lost or twice or belied), (lost, twice, belied)
    unsure = sum(code == "store-unsure" for _, code in bare)
    return (
        f"{len(kept):,} acknowledged, 0 lost, 0 twice,"
        f" {len(missed)} refused by the store, {unsure} left unsure"
    )


def _timers(reader: Reader) -> str:
    """See that each deadline of each task has passed once."""
    fired: Counter[tuple[str, str, str]] = Counter()
    for village, task, body in reader.all(
        "SELECT community, task, body FROM journal WHERE task IS NOT NULL"
    ):
        entry = orjson.loads(body)
        if entry["kind"] == "overdue":
            fired[village, task, entry["about"]["timer"]] += 1
    tasks = reader.all("SELECT community, id, state FROM task")
    due = {(village, task, "state") for village, task, _ in tasks}
    due |= {(village, task, "flow") for village, task, state in tasks if state != "lapsed"}
    assert set(fired.values()) == {1}
    # Of two deadlines that are over at once, two workers may take the second one first.
    assert due <= fired.keys() <= due | {(village, task, "flow") for village, task, _ in tasks}
    return f"{fired.total():,} timers fired once"


def _messages(reader: Reader, post: Path) -> str:
    """See that everything was received."""
    outbox = reader.all("SELECT community, seq, n, state FROM outbox")
    received = post.read_text().split()
    assert {state for *_, state in outbox} == {"sent"}
    assert set(received) == {f"{village}/{seq}.{n}" for village, seq, n, _ in outbox}
    return f"{len(received):,} messages received, {len(outbox):,} distinct, 0 missing"


def test_a_server_that_restarts_under_load_loses_and_repeats_nothing(
    server: Server, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """It crashes, is stopped, or one of its processes dies; callers meet no driver's error."""
    told = survive(server, tmp_path, [restart, crash, restart, restart], 50, 3)
    record_property("faults", f"postgresql 3 restarts and a crash under load: {told}")


def test_clients_that_are_thrown_out_under_load_lose_and_repeat_nothing(
    server: Server, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """A connection may end at any moment."""
    told = survive(server, tmp_path, [throw_out] * 30, 16, 4)
    # Who has been thrown out waits for nobody; nor do commands and timers wait for each other.
    assert server.execute("SELECT sum(deadlocks) FROM pg_stat_database") == [(0,)]
    record_property("faults", f"postgresql 30 connections ended under load: {told}")


def test_who_comes_after_a_restart_notices_nothing(server: Server) -> None:
    """Connections that the server has ended meanwhile are not used, to read or to write."""
    with Engine(server.fresh()) as engine:
        busy.settle(engine)
        with ExitStack() as stack:
            for _ in range(8):
                stack.enter_context(engine._store.read()).communities()
        server.stop()
        server.start()
        for n, command in zip(range(12), busy.commands("xinqi", "t"), strict=False):
            assert engine.communities() == tuple(sorted(busy.VILLAGES))
            with engine._store.begin() as tx:
                assert tx.head("xinqi")
            assert engine.do(command, now=busy.PAST), n
        assert engine.verify().ok


def test_a_server_that_never_answers_is_lost() -> None:
    """Not a refusal, after which nobody would try again."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        with pytest.raises(StoreError) as caught, translating():
            psycopg.connect(host="127.0.0.1", port=port, connect_timeout=1)
    assert caught.value.code == "store-lost"


@pytest.mark.soak
def test_dozens_of_restarts_under_load(
    server: Server, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The same for long."""
    faults = [restart, crash, throw_out, throw_out] * 15
    told = survive(server, tmp_path, faults, 60, int(time.time()))
    record_property("faults", f"postgresql 15 restarts, 15 crashes, 30 connections ended: {told}")
