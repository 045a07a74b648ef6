"""Jobs on PostgreSQL: a command wakes workers in its own transaction, and nothing depends on it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest
from errands import MONDAY, settle
from patience import PATIENCE, until
from postgres import Server
from procrastinate.schema import SchemaManager
from receiver import receiving

from xiangyue import Command, Engine, Misuse, StoreError, Worker
from xiangyue.cli import main
from xiangyue.storage import pg_tx, waking
from xiangyue.storage.jobs import switch_jobs
from xiangyue.storage.pg_wire import Wire
from xiangyue.watch.facts import Fact
from xiangyue.worker import JobSettings, Outcome, Parcel

pytestmark = pytest.mark.sqlite  # each brings its own server, or is about SQLite

DITCH = Path(__file__).parent / "profiles" / "ditch"
CHILD = Path(__file__).parent / "jobs_child.py"
PAST = MONDAY - timedelta(days=3650)
FETCH = "SELECT id FROM xiangyue_jobs.procrastinate_fetch_job_v2(NULL, NULL)"
JOBS = "SELECT status, queueing_lock FROM xiangyue_jobs.procrastinate_jobs ORDER BY id"
TODO = [("todo", "drain:shanhe")]
LISTENERS = "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
SENT = "SELECT count(*) FROM outbox WHERE state = 'sent'"

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    """Return a database of one's own."""
    url = postgresql.fresh()
    yield url
    postgresql.take_back(url)


@pytest.fixture
def ask(postgresql: Server, url: str) -> Ask:
    """Return what runs a statement beside everybody."""
    return lambda sql: postgresql.execute(sql, url.rpartition("/")[2])


@pytest.fixture
def engine(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Return a village's engine, which notices at once that jobs are on."""
    monkeypatch.setattr(waking, "_SECONDS", 0.0)
    with Engine(url) as engine:
        settle(engine)
        govern(engine, "shanhe")
        switch_jobs(url, True)
        yield engine
        assert engine.verify()


def govern(engine: Engine, *communities: str) -> None:
    """Govern communities, with somebody in office long before any clock that is right."""
    for name in communities:
        engine.install(DITCH, community=name, now=MONDAY)
        engine.register(f"old-{name}", roles={"secretary": name}, since=PAST, now=MONDAY)


def begin(engine: Engine, task: str, community: str = "shanhe") -> None:
    """Open a task; nobody is told."""
    said = {"phone": "1", "size": 20}
    command = Command(community, "open", f"old-{community}", task, "ditch", said)
    assert engine.do(command)


def tell(engine: Engine, task: str, community: str = "shanhe") -> None:
    """Let somebody be told of a task."""
    assert engine.act(f"{community}/{task}", "rate", by=f"old-{community}", who="zhou")


# --- the job ------------------------------------------------------------------------------------


def test_a_command_that_leaves_something_to_send_leaves_a_job(engine: Engine, ask: Ask) -> None:
    """One for all that waits in its community, which names nobody; nothing to do leaves none."""
    begin(engine, "a")
    begin(engine, "b")
    assert not engine.act("shanhe/b", "resume", by="old-shanhe")
    assert ask(JOBS) == []
    for task in ("a", "b"):
        tell(engine, task)
        assert ask(JOBS) == TODO
    assert ask("SELECT args FROM xiangyue_jobs.procrastinate_jobs") == [({"community": "shanhe"},)]


def test_a_journal_entry_leaves_a_job_where_subscribers_are(engine: Engine, ask: Ask) -> None:
    """So does what is told once more."""
    engine.subscribe("county", "https://example.org/hooks", by="li")
    ask("DELETE FROM xiangyue_jobs.procrastinate_jobs")
    begin(engine, "a")
    assert ask(JOBS) == TODO
    ask("DELETE FROM xiangyue_jobs.procrastinate_jobs")
    engine.replay("county", "shanhe", after=0)
    assert ask(JOBS) == TODO


def test_letters_that_are_tried_once_more_leave_a_job(engine: Engine, ask: Ask) -> None:
    """In each of their communities."""
    begin(engine, "a")
    tell(engine, "a")
    ask("DELETE FROM xiangyue_jobs.procrastinate_jobs; UPDATE outbox SET state = 'dead'")
    assert engine.redrive_letters() == 1
    assert ask(JOBS) == TODO


def test_what_is_rolled_back_leaves_no_job(engine: Engine, ask: Ask) -> None:
    """Although its statement had left one by then."""
    begin(engine, "a")
    at_commit(ask, "RAISE EXCEPTION 'not today'")
    with pytest.raises(StoreError, match="not today"):
        tell(engine, "a")
    ask("DROP TRIGGER late ON outbox")
    assert ask(JOBS) == []


def test_no_further_way_to_the_server_is_gone(
    engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that leaves a job goes there and back twice, as one that does not."""
    monkeypatch.setattr(waking, "_SECONDS", 60.0)
    for task in ("a", "b", "c"):
        begin(engine, task)
    tell(engine, "a")
    ways: list[int] = []
    run = Wire.run

    def counted(self: Wire, *queries: Any) -> Any:
        ways.append(len(queries[0]))
        return run(self, *queries)

    monkeypatch.setattr(Wire, "run", counted)
    for task, jobs in (("b", TODO), ("c", [])):
        ask("DELETE FROM xiangyue_jobs.procrastinate_jobs")
        engine._store.keeper.lines.waking.on = bool(jobs)  # type: ignore[attr-defined]
        tell(engine, task)
        assert ask(JOBS) == jobs
    assert len(ways) == 4


def test_a_bell_that_cannot_be_rung_undoes_no_command(
    engine: Engine, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is rung after the COMMIT, on the same way."""
    monkeypatch.setattr(pg_tx, "BELL", "SELECT 1 / 0")
    begin(engine, "a")
    tell(engine, "a")
    assert ask(JOBS) == TODO
    assert engine.task("shanhe/a").state == "valued"
    tell(engine, "a")
    assert ask("SELECT count(*) FROM outbox") == [(2,)]


def at_commit(ask: Ask, does: str) -> None:
    """Let the server do something whenever a transaction that has left a message commits."""
    ask(
        "CREATE OR REPLACE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$BEGIN {does}; RETURN NULL; END$$;"
        " CREATE CONSTRAINT TRIGGER late AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION late()"
    )


def test_no_worker_takes_a_job_before_all_who_rely_on_it_have_committed(
    engine: Engine, ask: Ask, url: str
) -> None:
    """A command that found a job waiting holds it until its rows can be seen."""
    for task in ("a", "b", "c"):
        begin(engine, task)
    tell(engine, "a")
    at_commit(ask, "PERFORM pg_advisory_xact_lock(7)")
    waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    plain = url.replace("+psycopg", "")
    with ThreadPoolExecutor(1) as pool, psycopg.connect(plain, autocommit=True) as gate:
        gate.execute("SELECT pg_advisory_lock(7)")
        second = pool.submit(tell, engine, "b")
        until(lambda: ask(waits))
        assert ask(JOBS) == TODO
        assert ask(FETCH) == [(None,)]
        gate.execute("SELECT pg_advisory_unlock(7)")
        second.result(PATIENCE)
    assert ask(FETCH) == [(1,)]
    tell(engine, "c")
    assert ask(JOBS) == [("doing", "drain:shanhe"), *TODO]


# --- on and off -----------------------------------------------------------------------------------


def test_jobs_are_switched_on_and_off_under_running_engines(
    engine: Engine, ask: Ask, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice is once; a command that finds them gone is done without."""
    assert not switch_jobs(url, True)
    for task in ("a", "b"):
        begin(engine, task)
    tell(engine, "a")
    monkeypatch.setattr(waking, "_SECONDS", 60.0)
    assert switch_jobs(url, False)
    assert not switch_jobs(url, False)
    tell(engine, "b")
    assert ask("SELECT count(*) FROM outbox") == [(2,)]
    assert ask("SELECT 1 FROM pg_namespace WHERE nspname = 'xiangyue_jobs'") == []


def test_what_another_version_has_made_is_told_and_made_anew(
    engine: Engine, ask: Ask, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The doctor, the store's description and a worker say how it is."""

    def told() -> tuple[str, bool]:
        main(["db", "info", "--db", url, "--json"])
        state = orjson.loads(capsys.readouterr().out)["jobs"]
        main(["doctor", "--db", url, "--json"])
        codes = {one["code"] for one in orjson.loads(capsys.readouterr().out)["checks"]}
        return state, "doctor-jobs" in codes

    assert told() == ("on", True)
    ask("COMMENT ON SCHEMA xiangyue_jobs IS 'older'")
    assert told() == ("old", False)
    with pytest.raises(StoreError, match="another version"):
        Worker(engine, carrier=Post(), jobs=JobSettings())
    assert main(["db", "jobs", "on", "--db", url]) == 0
    assert "Jobs are on" in capsys.readouterr().out
    assert told() == ("on", True)
    assert main(["db", "jobs", "off", "--db", url]) == 0
    assert "Jobs are off" in capsys.readouterr().out
    assert told() == ("off", False)
    with pytest.raises(StoreError, match="off in this database"):
        Worker(engine, carrier=Post(), jobs=JobSettings())


def test_an_applications_own_procrastinate_is_left_alone(
    engine: Engine, ask: Ask, url: str
) -> None:
    """Its tables stay as they are, and its workers are not woken."""
    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as application:
        application.execute(SchemaManager.get_schema())
        for channel in ("procrastinate_any_queue_v1", "procrastinate_queue_v1#xiangyue"):
            application.execute(f'LISTEN "{channel}"')
        begin(engine, "a")
        tell(engine, "a")
        heard = [one.channel for one in application.notifies(timeout=PATIENCE, stop_after=1)]
        heard += [one.channel for one in application.notifies(timeout=0)]
        assert heard == ["procrastinate_queue_v1#xiangyue"]
        assert ask(JOBS) == TODO
        assert ask("SELECT count(*) FROM public.procrastinate_jobs") == [(0,)]
        switch_jobs(url, False)
        assert ask("SELECT count(*) FROM public.procrastinate_jobs") == [(0,)]
        application.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with Engine(url) as anew:
        settle(anew)
        govern(anew, "shanhe")


@pytest.mark.parametrize("args", [("worker", "--jobs", "--channels"), ("db", "jobs", "on")])
def test_sqlite_has_no_jobs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...]
) -> None:
    """It says so in both languages."""
    url, channels = f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "channels.yaml"
    Engine(url).close()
    channels.write_text(f"board: {{channel: board, config: {{folder: {tmp_path}}}}}\n")
    more = (str(channels),) if "--channels" in args else ()
    for lang, said in (("en", "Jobs are for PostgreSQL"), ("zh", "任务唤醒仅用于PostgreSQL")):
        assert main(["--lang", lang, *args, *more, "--db", url]) == 2
        assert said in capsys.readouterr().err


# --- workers that hear them -----------------------------------------------------------------------


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program, at the longest until the end of the block."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


class Post:
    """Sends whatever it is given, after what it is told to answer first."""

    def __init__(self, *answers: Outcome) -> None:
        """Answer in this order."""
        self.answers = list(answers)

    def deliver(self, _: Parcel) -> Outcome:
        """Send a parcel."""
        return self.answers.pop(0) if self.answers else Outcome("sent", "post")


def test_a_worker_that_cannot_send_takes_no_jobs(engine: Engine) -> None:
    """Those who can would not be woken; nor are the living to be taken for dead."""
    with pytest.raises(Misuse, match="cannot send"):
        Worker(engine, jobs=JobSettings())
    with pytest.raises(Misuse, match="do not fit together"):
        JobSettings(heartbeat=5, stalled=10)


def test_a_dead_workers_job_makes_room_for_a_newer_one(engine: Engine, ask: Ask) -> None:
    """Only one of them can wait."""
    facts: list[Fact] = []
    engine.watch(facts.append)
    for task in ("a", "b"):
        begin(engine, task)
        tell(engine, task)
        ask("UPDATE xiangyue_jobs.procrastinate_jobs SET status = 'doing' WHERE id = 1")
    assert ask(JOBS) == [("doing", "drain:shanhe"), *TODO]
    ask("UPDATE xiangyue_jobs.procrastinate_jobs SET scheduled_at = 'infinity' WHERE id > 1")
    worker = Worker(engine, carrier=Post(), jobs=JobSettings())
    worker.start()
    until(lambda: ask(JOBS) == TODO and ask(SENT) == [(2,)])
    worker.stop()
    assert "failure" not in {fact.event for fact in facts}
    assert ask("SELECT count(*) FROM xiangyue_jobs.procrastinate_workers") == [(0,)]


def test_what_is_tried_again_is_tried_in_time(engine: Engine, ask: Ask) -> None:
    """No job says so; the worker rests only until then."""
    begin(engine, "a")
    post = Post(Outcome("again", "post", "busy"))
    worker = Worker(engine, carrier=post, jobs=JobSettings(sweep=600))
    worker.start()
    until(lambda: worker._jobs and worker._jobs.hearing)
    tell(engine, "a")
    until(lambda: ask(SENT) == [(1,)])
    worker.stop()
    assert ask("SELECT attempts FROM outbox") == [(2,)]


def test_a_worker_lasts_while_jobs_go_and_come(engine: Engine, ask: Ask, url: str) -> None:
    """Without them it looks by itself, as others do; with them again it is woken again."""
    worker = Worker(engine, carrier=Post(), jobs=JobSettings(sweep=600), poll=0.1)
    worker.start()
    for n, on in enumerate((True, False, True)):
        switch_jobs(url, on)
        if not on:
            ask(LISTENERS.replace("1", "pg_terminate_backend(pid)"))
        begin(engine, f"t{n}")
        tell(engine, f"t{n}")
        until(lambda sent=n + 1: ask(SENT) == [(sent,)])  # type: ignore[misc]
    worker.stop()


def test_a_worker_hears_again_after_the_server_has_restarted() -> None:
    """Although nothing but its listening has failed by then."""
    with Server() as server:
        if server.folder is None:
            pytest.skip("the server is not ours to stop")
        url = server.fresh()
        with Engine(url) as engine:
            switch_jobs(url, True)
            worker = Worker(engine, carrier=Post(), jobs=JobSettings(sweep=600))
            worker.start()
            until(lambda: server.execute(LISTENERS))
            server.stop(signal.SIGINT)
            server.start()
            assert not server.execute(LISTENERS)
            until(lambda: server.execute(LISTENERS))
            worker.stop()


def test_the_command_line_hears_jobs(engine: Engine, ask: Ask, url: str, tmp_path: Path) -> None:
    """It would look by itself in a minute only; a message and a webhook leave at once."""
    channels = tmp_path / "channels.yaml"
    channels.write_text(f"phone: {{channel: sheet, config: {{folder: {tmp_path}}}}}\n")
    engine.contact("zhou", "phone", "13800000000", 1, by="zhou", now=MONDAY)
    code = "import sys; from xiangyue.cli import main; sys.exit(main())"
    options = ["--db", url, "--jobs", "--channels", str(channels), "--allow-private"]
    command = [sys.executable, "-c", code, "worker", *options, "--json"]
    with receiving() as receiver:
        engine.subscribe("county", receiver.url, by="li", communities=["shanhe"])
        with running(command) as process:
            until(lambda: ask("SELECT 1 FROM xiangyue_jobs.procrastinate_workers"))
            for task in ("a", "b", "c"):
                begin(engine, task)
                until(lambda task=task: len(receiver.ids) == 1 + 2 * "abc".index(task), 20)  # type: ignore[misc]
                tell(engine, task)
                until(lambda task=task: ask(SENT) == [(1 + "abc".index(task),)], 20)  # type: ignore[misc]
                until(lambda task=task: len(receiver.ids) == 2 + 2 * "abc".index(task), 20)  # type: ignore[misc]
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, orjson.loads(out)["sent"], err) == (0, 3, "")
    assert ask("SELECT count(*) FROM xiangyue_jobs.procrastinate_workers") == [(0,)]
    assert ask(JOBS) == []


class Children:
    """Processes that hear jobs."""

    def __init__(self, url: str, folder: Path, stack: ExitStack) -> None:
        """Start none yet."""
        self.command = [sys.executable, str(CHILD), url, str(folder / "post")]
        self.stack = stack
        self.alive: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        """Start one, and wait until it hears."""
        child = self.stack.enter_context(running(self.command))
        assert child.stdout and child.stdout.readline() == "hearing\n"
        self.alive.append(child)
        return child

    def kill(self, child: subprocess.Popen[str]) -> None:
        """Kill one."""
        child.kill()
        child.wait(PATIENCE)
        self.alive.remove(child)


def test_a_worker_that_is_killed_while_it_sends_is_followed_by_another(
    engine: Engine, ask: Ask, url: str, tmp_path: Path
) -> None:
    """Which has nothing to look for by itself before ten minutes are over."""
    hold, post = tmp_path / "hold", tmp_path / "post"
    hold.touch()
    begin(engine, "a")
    with ExitStack() as stack:
        children = Children(url, tmp_path, stack)
        first = children.start()
        tell(engine, "a")
        until((tmp_path / "held").exists)
        children.start()
        assert ask(JOBS) == [("doing", "drain:shanhe")]
        children.kill(first)
        hold.unlink()
        until(lambda: ask(SENT) == [(1,)] and ask(JOBS) == [])
    assert len(post.read_text().split()) == 1


def test_killed_workers_of_several_communities_lose_nothing(
    engine: Engine,
    ask: Ask,
    url: str,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """Two at a time, killed at any moment while commands go on."""
    places, dice, kills, count = ("shanhe", "east", "west"), random.Random(3), 8, 0
    for name in places[1:]:
        engine.add_unit(name, "village", parent="zhen", now=MONDAY)
        govern(engine, name)
    with ExitStack() as stack:
        children = Children(url, tmp_path, stack)
        children.start()
        children.start()
        for _ in range(kills):
            for place in places:
                begin(engine, f"t{count}", place)
                tell(engine, f"t{count}", place)
                count += 1
            time.sleep(dice.random() * 0.05)
            children.kill(dice.choice(children.alive))
            children.start()
        until(lambda: ask(SENT) == [(count,)] and ask(JOBS) == [], 60)
        for child in children.alive:
            child.terminate()
            assert child.wait(PATIENCE) == 0
    sent = (tmp_path / "post").read_text().split()
    ids = {f"{c}/{s}.{n}" for c, s, n in ask("SELECT community, seq, n FROM outbox")}
    assert set(sent) == ids
    told = f"postgresql jobs: {kills} worker kills, {count} messages, {len(sent)} received"
    record_property("faults", f"{told}, {len(set(sent))} distinct, 0 lost")
