"""Workers: what is due is fired exactly once and sent at least once, whatever fails beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from errands import MONDAY, begin, day, settle

from xiangyue import Command, Engine, Misuse, Worker
from xiangyue.cli import main
from xiangyue.time.clock import to_micros
from xiangyue.work.claiming import claim_timers
from xiangyue.worker import Outcome, Parcel
from xiangyue.worker.backoff import ATTEMPTS, backoff

DITCH = Path(__file__).parent / "profiles" / "ditch"
MINUTE = timedelta(minutes=1)
PAST = MONDAY - timedelta(days=3650)
LENGTH = 60_000_000


class Post:
    """Keeps each parcel it is given as a line of a file, and answers as told."""

    def __init__(self, file: Path, *answers: Outcome | Exception) -> None:
        """Answer in this order, the last one for ever."""
        self.file = file
        self.answers = list(answers) or [Outcome("sent", "post")]

    def deliver(self, parcel: Parcel) -> Outcome:
        """Write it down."""
        with self.file.open("a") as file:
            file.write(f"{parcel.id}\n")
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ids(self) -> list[str]:
        """Return what was sent, in order."""
        return self.file.read_text().split() if self.file.exists() else []


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return where the village is kept."""
    return f"sqlite:///{tmp_path / 'village.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine(url) as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Return a post that sends everything."""
    return Post(tmp_path / "post")


def rows(engine: Engine, sql: str, *values: object) -> list[Any]:
    """Return what is stored."""
    with engine._store.read() as reader:
        return [tuple(row) for row in reader.all(sql, *values)]


def fired(engine: Engine) -> Counter[tuple[str, str, str]]:
    """Return how often each timer has fired."""
    sql = "SELECT community, body FROM journal WHERE task IS NOT NULL"
    bodies = [(community, orjson.loads(body)) for community, body in rows(engine, sql)]
    return Counter(
        (community, body["about"]["task"], body["about"]["timer"])
        for community, body in bodies
        if body.get("kind") == "overdue"
    )


def messages(engine: Engine, count: int, now: datetime = MONDAY) -> list[str]:
    """Let so many messages wait; returns their ids."""
    elder(engine)
    for n in range(count):
        said = {"phone": "1", "size": 20}
        engine.do(Command("shanhe", "open", "old", f"m{n}", "ditch", said), now=now)
        assert engine.act(f"shanhe/m{n}", "rate", by="old", who="zhou", now=now)
    found = rows(engine, "SELECT community, seq, n FROM outbox ORDER BY seq, n")
    return [f"{community}/{seq}.{n}" for community, seq, n in found]


def elder(engine: Engine) -> None:
    """Govern the other village, with somebody in office long before any clock that is right."""
    engine.install(DITCH, community="shanhe", now=MONDAY)
    engine.register("old", roles={"secretary": "shanhe"}, since=PAST, now=MONDAY)


# --- claims ---------------------------------------------------------------------------------------


def claim(engine: Engine, holder: str, now: datetime) -> tuple[int, int]:
    """Claim every due timer; returns how many, and how many of them from somebody else."""
    with engine._store.begin() as tx:
        found = claim_timers(tx, to_micros(now), holder, LENGTH, 10)
    return len(found.rows), found.takeovers


def test_a_lease_keeps_others_away_until_it_runs_out(engine: Engine) -> None:
    """Its holder may claim again; anybody may once it has run out, and that is a take-over."""
    begin(engine)
    assert claim(engine, "a", MONDAY) == (0, 0)
    assert claim(engine, "a", day(2)) == (1, 0)
    assert claim(engine, "b", day(2) + MINUTE / 2) == (0, 0)
    assert claim(engine, "a", day(2)) == (1, 0)
    assert claim(engine, "b", day(2) + MINUTE) == (1, 1)


def test_a_clock_set_back_frees_what_was_leased(engine: Engine) -> None:
    """A lease further ahead than any can be is none; a clock set forward ends all of them."""
    begin(engine)
    assert claim(engine, "a", day(5)) == (1, 0)
    assert claim(engine, "b", day(5) - 10 * MINUTE) == (0, 0)
    assert claim(engine, "b", day(2)) == (1, 1)
    assert claim(engine, "c", day(400)) == (2, 1)


# --- timers ---------------------------------------------------------------------------------------


def test_a_worker_does_what_a_tick_does(engine: Engine) -> None:
    """The same journal, but for what is drawn by lot."""
    with Engine() as other:
        settle(other)
        for one in (engine, other):
            begin(one)
            begin(one, "valued")
            begin(one, "waiting")
        other.tick(day(30))
        worker = Worker(engine)
        assert worker.run_once(day(30)).fired >= sum(fired(engine).values()) > 0
        assert not worker.run_once(day(30))
        assert fired(engine) == fired(other)
        assert [t.state for t in engine.tasks().tasks] == [t.state for t in other.tasks().tasks]


def test_what_the_first_timer_takes_away_does_not_fire(engine: Engine) -> None:
    """A task that its state's deadline ends is not overdue afterwards."""
    task = begin(engine)
    Worker(engine).run_once(day(30))
    assert fired(engine) == {("xinqi", task.task, "state"): 1}


def test_one_bad_row_stops_no_other(engine: Engine) -> None:
    """Its group and other communities go on; it is tried later, and given up in the end."""
    tasks = [begin(engine) for _ in range(3)]
    messages(engine, 1)
    with engine._store.begin() as tx:
        tx.execute(
            "UPDATE task SET release = 'lost' WHERE id = ? AND community = 'xinqi'", tasks[1].task
        )
    worker, now = Worker(engine), day(30)
    done = worker.run_once(now)
    assert done.failed
    assert {(c, t) for c, t, _ in fired(engine)} == {
        ("xinqi", tasks[0].task),
        ("xinqi", tasks[2].task),
        ("shanhe", "m0"),
    }
    assert not worker.run_once(now)
    for _ in range(ATTEMPTS * 2):
        now += timedelta(hours=1, seconds=1)
        worker.run_once(now)
    assert {one.attempts for one in engine.dead_timers()} == {ATTEMPTS}
    backlog = engine.backlog(now)
    assert (backlog.timers, backlog.overdue, backlog.given_up) == (0, 0, done.failed)
    release = engine.task(tasks[0]).release
    with engine._store.begin() as tx:
        tx.execute("UPDATE task SET release = ? WHERE id = ?", release, tasks[1].task)
    assert not Worker(engine).run_once(now)
    assert engine.redrive_timers() == done.failed
    assert Worker(engine).run_once(now).fired


def test_many_workers_fire_each_timer_once(url: str, engine: Engine) -> None:
    """Four engines over one store, all of them at once."""
    tasks = [begin(engine, "valued") for _ in range(60)]
    with ExitStack() as stack, ThreadPoolExecutor(4) as pool:
        engines = [stack.enter_context(Engine(url)) for _ in range(4)]

        def drain(one: Engine) -> int:
            worker, count = Worker(one, batch=7), 0
            while done := worker.run_once(day(30)):
                count += done.fired
            return count

        list(pool.map(drain, engines))
    assert fired(engine) == {("xinqi", t.task, n): 1 for t in tasks for n in ("state", "flow")}


# --- sending --------------------------------------------------------------------------------------


def test_what_waits_is_sent_once(engine: Engine, post: Post) -> None:
    """In the order in which it fell due, and never again."""
    ids = messages(engine, 5)
    worker = Worker(engine, carrier=post)
    assert worker.run_once(MONDAY).sent == 5
    assert not worker.run_once(MONDAY + MINUTE)
    assert sorted(post.ids()) == sorted(ids)
    assert set(rows(engine, "SELECT state, channel, attempts, lease, holder FROM outbox")) == {
        ("sent", "post", 1, 0, None)
    }


def test_what_fails_is_tried_again_then_given_up_and_driven_again(
    engine: Engine, tmp_path: Path
) -> None:
    """Always with the same id, and only so often."""
    (id_,) = messages(engine, 1)
    post = Post(tmp_path / "post", Outcome("again", "post", "busy"), ValueError("13800000000"))
    worker, now = Worker(engine, carrier=post), MONDAY
    for _ in range(ATTEMPTS + 3):
        worker.run_once(now)
        now += timedelta(hours=7)
    assert post.ids() == [id_] * ATTEMPTS
    (dead,) = engine.dead_letters()
    assert (dead.community, dead.attempts, dead.error) == ("shanhe", ATTEMPTS, "ValueError")
    assert engine.dead_letters("xinqi") == ()
    with pytest.raises(Misuse, match="no message"):
        engine.redrive_letters("shanhe", dead.seq, 99)
    with pytest.raises(Misuse, match="which messages"):
        engine.redrive_letters(seq=dead.seq)
    assert engine.redrive_letters("shanhe", dead.seq, dead.n, now=now) == 1
    post.answers = [Outcome("confirmed", "post")]
    assert worker.run_once(now).sent == 1
    assert engine.dead_letters() == ()
    assert engine.backlog(now).outbox == {"confirmed": 1}


def test_who_has_lost_the_lease_writes_nothing(engine: Engine, post: Post) -> None:
    """What another has taken over meanwhile is the other's to report."""
    messages(engine, 1)

    class Slow:
        """Is overtaken while it sends."""

        def deliver(self, _: Parcel) -> Outcome:
            """Let another worker send it first."""
            late = MONDAY + 2 * MINUTE
            assert Worker(engine, carrier=post).run_once(late).takeovers == 1
            return Outcome("dead", "slow")

    Worker(engine, carrier=Slow()).run_once(MONDAY)
    assert rows(engine, "SELECT state, channel FROM outbox") == [("sent", "post")]


def test_waiting_grows_and_is_drawn_by_lot() -> None:
    """Never nothing, never beyond the longest."""
    drawn = [[backoff(n, 10, 5000) for _ in range(50)] for n in (1, 5, 100)]
    assert all(
        5 <= wait <= most
        for waits, most in zip(drawn, (10, 160, 5000), strict=True)
        for wait in waits
    )
    assert all(len(set(waits)) > 1 for waits in drawn)


# --- running --------------------------------------------------------------------------------------


def test_an_embedded_worker_gives_back_what_it_has_not_done(engine: Engine, tmp_path: Path) -> None:
    """It ends after the parcel it is at; the rest is free at once."""
    messages(engine, 3, PAST)
    sending, go_on = threading.Event(), threading.Event()

    class Slow(Post):
        """Holds the first parcel until it is told to go on."""

        def deliver(self, parcel: Parcel) -> Outcome:
            """Wait, then send."""
            sending.set()
            assert go_on.wait(60)
            return super().deliver(parcel)

    post = Slow(tmp_path / "post")
    worker = Worker(engine, carrier=post, senders=1)
    worker.start()
    with pytest.raises(Misuse, match="running already"):
        worker.start()
    assert sending.wait(60)
    threading.Timer(0.1, go_on.set).start()
    worker.stop()
    assert len(post.ids()) == rows(engine, "SELECT count(*) FROM outbox WHERE state = 'sent'")[0][0]
    assert rows(engine, "SELECT count(*) FROM outbox WHERE holder IS NOT NULL") == [(0,)]
    assert worker.run_once().sent == 2


@pytest.mark.parametrize("numbers", [{"lease": 0}, {"lease": 3601}, {"poll": 0}, {"batch": 0}])
def test_a_worker_refuses_senseless_numbers(engine: Engine, numbers: dict[str, Any]) -> None:
    """A lease that never ends would leave its rows lying."""
    with pytest.raises(Misuse, match="out of range"):
        Worker(engine, **numbers)


# --- the command line -----------------------------------------------------------------------------


@pytest.mark.sqlite
def test_the_command_line_works_off_and_tells(
    url: str, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, status, dead and redrive, in JSON and for people."""
    elder(engine)
    engine.do(Command("shanhe", "open", "old", "x", "ditch", {"phone": "1", "size": 9}), now=PAST)
    assert engine.act("shanhe/x", "rate", by="old", who="zhou", now=PAST)
    with engine._store.begin() as tx:
        tx.execute("UPDATE outbox SET state = 'dead', attempts = 12, error = 'gone'")

    def run(*args: str) -> Any:
        assert main(["worker", *args, "--db", url, "--json"]) == 0
        return orjson.loads(capsys.readouterr().out)

    assert run("status")["overdue"] >= 1
    assert main(["worker", "--once", "--db", url, "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["fired"] >= 1
    assert run("status")["timers"] == 0
    (dead,) = run("dead")
    assert run("redrive", "--community", "shanhe", f"{dead['seq']}.{dead['n']}") == {"redriven": 1}
    assert run("redrive", "--all") == {"redriven": 0}
    assert main(["worker", "redrive", "--db", url]) == 2
    capsys.readouterr()
    for name in ("status", "dead"):
        assert main(["worker", name, "--db", url]) == 0
    assert "Nothing was given up." in capsys.readouterr().out


@pytest.mark.sqlite
def test_a_signal_ends_it_in_good_order(url: str, engine: Engine) -> None:
    """It says what it has done, and ends well."""
    code = "import sys; from xiangyue.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "--lang", "en", "worker", "--db", url, "--poll", "0.05"]
    elder(engine)
    engine.do(Command("shanhe", "open", "old", "x", "ditch", {"phone": "1", "size": 9}), now=PAST)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for _ in range(600):
            if fired(engine):
                break
            assert process.poll() is None
            threading.Event().wait(0.05)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "fired 0" not in out
