"""What fails for good is given up, listed with why, and fired once when it is driven again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import errands
import orjson
import probes
import pytest
from errands import MONDAY, day
from kept import kept
from prometheus_client import generate_latest

from xiangyue import Decision, Engine, Misuse, Worker
from xiangyue.cli import main
from xiangyue.upkeep.backup import back_up
from xiangyue.upkeep.doctor import examine
from xiangyue.upkeep.restore import restore
from xiangyue.watch import Fact, Failed
from xiangyue.worker.backoff import ATTEMPTS
from xiangyue.worker.firing import Due, groups

HOUR = timedelta(hours=1, seconds=1)
"""After so long anything that has failed is tried again."""
DUE = day(30)


@pytest.fixture
def url(place: Callable[[str], str]) -> str:
    """Return where the village is kept."""
    return place("village")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine(url) as engine:
        errands.settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def spoil(engine: Engine, task: Decision) -> Callable[[], None]:
    """Let whatever is due of a task fail; returns what mends it."""
    release = engine.task(task).release

    def put(release: str) -> None:
        with engine._store.begin() as tx:
            tx.execute("UPDATE task SET release = ? WHERE id = ?", release, task.task)

    put("lost")
    return lambda: put(release)


def give_up(*workers: Worker, now: datetime = DUE) -> datetime:
    """Let workers take turns until nothing is tried any more; returns the moment after it."""
    for turn in range(ATTEMPTS + 3):
        workers[turn % len(workers)].run_once(now)
        now += HOUR
    return now


def seen(url: str, now: datetime) -> dict[str, str]:
    """Return what the doctor says of work that is due, by its code."""
    said = {one.code: one.text("en") for one in examine(url, now=now)}
    return {code: said[code] for code in said if code in _OF_WORK}


_OF_WORK = ("doctor-work", "doctor-neglected", "doctor-dead")


def kinds(engine: Engine) -> list[str]:
    """Return of which kinds the entries are."""
    with engine._store.read() as reader:
        rows = reader.all("SELECT body FROM journal WHERE community <> '~registry' ORDER BY seq")
    return [orjson.loads(body)["kind"] for (body,) in rows]


def test_a_timer_that_fails_for_good_is_listed_until_it_is_driven_again(
    url: str, engine: Engine
) -> None:
    """Neither a worker nor a tick takes it up before; then it fires, once."""
    task = errands.begin(engine)
    mend = spoil(engine, task)
    worker = Worker(engine)
    assert worker.run_once(DUE).failed == 2
    assert engine.dead_timers() == ()
    now = give_up(worker, now=DUE + HOUR)
    dead = engine.dead_timers("xinqi")
    assert [(one.kind, one.task, one.timer, one.seq) for one in dead] == [
        ("timer", task.task, name, None) for name in ("state", "flow")
    ]
    assert {(one.attempts, one.error) for one in dead} == {(ATTEMPTS, "ValueError")}
    assert engine.dead_timers("shanhe") == ()
    assert seen(url, now) == {
        "doctor-work": "Nothing that is due is left undone",
        "doctor-dead": "Given up: 0 messages, 2 timers, 0 waiting commands, 0 errands.",
    }
    mend()
    assert not worker.run_once(now) and not engine.tick(now)
    assert engine.redrive_timers("xinqi", task.task, "state") == 1
    assert worker.run_once(now).fired == 1
    assert kinds(engine).count("overdue") == 1
    assert engine.dead_timers() == ()
    assert not worker.run_once(now + HOUR)
    assert seen(url, now).keys() == {"doctor-work"}


def test_a_tick_goes_on_past_what_fails(engine: Engine) -> None:
    """The rest is fired, and then the failure is raised; what failed is still due."""
    bad, good = errands.begin(engine), errands.begin(engine)
    mend = spoil(engine, bad)
    for _ in range(2):
        with pytest.raises(ValueError):
            engine.tick(DUE)
        assert kinds(engine).count("overdue") == 1
        assert engine.task(good).last > engine.task(bad).last
    mend()
    engine.tick(DUE)
    assert kinds(engine).count("overdue") == 2


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("which", "said"),
    [
        (["99999999999999999999999999"], "It is not clear which"),
        (["17.99999999999999999999999"], "no number of a message"),
        (["_1"], "It is not clear which"),
        (["1"], "no timer or waiting command 1"),
        (["_1", "flow"], "no timer or waiting command _1 flow"),
    ],
)
def test_what_is_not_in_the_list_is_refused_in_plain_words(
    engine: Engine, url: str, which: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also a number that no database can hold."""
    del engine
    redrive = ["--lang", "en", "worker", "redrive", "--db", url, "--community", "xinqi"]
    assert main([*redrive, *which]) == 2
    assert said in capsys.readouterr().err


def test_a_deferred_command_that_fails_for_good_is_listed_too(url: str) -> None:
    """By the number of its entry, with its task; driven again, it is decided once."""
    probe = probes.Probe()
    with Engine(url, limits=[probe]) as engine:
        probes.settle(engine)
        task = probes.begin(engine)
        probe.answers["first"] = probes.later(probes.at(5), "message")
        deferred = probes.act(engine, "tell")
        mend = spoil(engine, task)
        now = give_up(Worker(engine), now=probes.at(6))
        (dead,) = (one for one in engine.dead_timers() if one.kind == "command")
        assert (dead.community, dead.task, dead.seq) == ("shigou", "t", deferred.seq)
        assert (dead.due, dead.attempts, dead.error) == (deferred.until, ATTEMPTS, "ValueError")
        assert "1 waiting commands, " in seen(url, now)["doctor-dead"]
        mend()
        assert not engine.tick(now)
        assert engine.redrive_commands("shigou", deferred.seq) == 1
        Worker(engine).run_once(now)
        (again,) = (one for one in engine.history(task) if one.command.again == deferred.seq)
        assert again
        assert engine.redrive_commands() == 0
        assert engine.verify()


def test_workers_share_the_count(url: str, engine: Engine) -> None:
    """Those beside each other, and one that is started anew."""
    told: list[Fact] = []
    spoil(engine, errands.begin(engine))
    with Engine(url) as other:
        for one in (engine, other):
            one.watch(told.append)
        for begun in range(3):
            now = DUE + begun * timedelta(days=1)
            give_up(Worker(engine, name=f"one{begun}"), Worker(other, name=f"two{begun}"), now=now)
    tries = [fact for fact in told if isinstance(fact, Failed)]
    for name in ("state", "flow"):
        of_one = [fact for fact in tries if fact.about.endswith(name)]
        assert [fact.attempts for fact in of_one] == list(range(1, ATTEMPTS + 1))
        assert [fact.outcome for fact in of_one] == ["again"] * (ATTEMPTS - 1) + ["dead"]
        assert [fact.wait is None for fact in of_one] == [False] * (ATTEMPTS - 1) + [True]
    errand = engine.dead_timers()[0].task
    with engine._store.begin() as tx:
        tx.execute("UPDATE task SET release = (SELECT release FROM settings) WHERE id = ?", errand)


def test_what_is_driven_again_has_all_its_attempts(engine: Engine) -> None:
    """It is not given up at its next failure."""
    mend = spoil(engine, errands.begin(engine))
    now = give_up(Worker(engine))
    assert engine.redrive_timers() == 2
    assert Worker(engine).run_once(now).failed == 2
    assert engine.dead_timers() == ()
    give_up(Worker(engine), now=now + HOUR)
    assert {one.attempts for one in engine.dead_timers()} == {ATTEMPTS}
    mend()


def test_what_has_failed_stands_alone() -> None:
    """It undoes nothing that is fired with it, as nothing is."""
    rows = [Due("xinqi", f"d{n}", "flow", n, attempts) for n, attempts in enumerate((0, 0, 2, 0))]
    assert list(groups(rows)) == [rows[:2], rows[2:3], rows[3:]]


def test_what_is_set_anew_begins_anew(engine: Engine) -> None:
    """Its failures are those of the deadline before; of a task that has ended nothing is left."""
    task = errands.begin(engine)
    mend = spoil(engine, task)
    give_up(Worker(engine))
    mend()
    assert {one.timer for one in engine.dead_timers()} == {"state", "flow"}
    assert engine.act(task, "convert", by="li", now=MONDAY)
    assert [one.timer for one in engine.dead_timers()] == ["flow"]
    with engine._store.read() as reader:
        states = reader.all("SELECT name, state, attempts, error FROM timer ORDER BY name")
    assert [tuple(row) for row in states] == [
        ("flow", "dead", ATTEMPTS, "ValueError"),
        ("state", "waiting", 0, None),
    ]
    assert engine.act(task, "assign", by="li", who="wang", now=MONDAY)
    assert engine.act(task, "finish", by="wang", now=MONDAY)
    assert engine.task(task).ended_at is not None
    assert engine.dead_timers() == ()


def test_metrics_count_what_was_given_up(engine: Engine) -> None:
    """As something that waits for a person, and not for a worker."""
    registry = engine.metrics()
    mend = spoil(engine, errands.begin(engine))
    give_up(Worker(engine))
    page = generate_latest(registry).decode()
    assert "xiangyue_dead_letters_total 2.0" in page
    assert 'xiangyue_queue_depth{queue="dead"} 2.0' in page
    assert 'xiangyue_queue_depth{queue="timers"} 0.0' in page
    mend()


def test_the_command_line_lists_and_drives_again(
    url: str, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """One timer, or all that there is; in both languages and as JSON."""
    task = errands.begin(engine)
    mend = spoil(engine, task)
    now = give_up(Worker(engine))

    def run(*args: str, lang: str = "en", code: int = 0) -> str:
        assert main(["--lang", lang, "worker", *args, "--db", url]) == code
        said = capsys.readouterr()
        return said.out + said.err

    state, flow = orjson.loads(run("dead", "--json"))
    assert (state["kind"], state["task"], state["timer"]) == ("timer", task.task, "state")
    assert (state["attempts"], state["error"], flow["seq"]) == (ATTEMPTS, "ValueError", None)
    line = run("dead").splitlines()[0]
    assert line.startswith(f"xinqi {task.task} state: a timer, due 2026-")
    assert f"tried {ATTEMPTS} times." in line and "(ValueError)" in line
    assert f"已试{ATTEMPTS}次" in run("dead", lang="zh")
    assert "Given up: 2" in run("status")
    one = ("redrive", "--community", "xinqi", task.task)
    assert "no timer or waiting command" in run(*one, "auto.none", code=2)
    assert "no timer or waiting command 999" in run(*one[:3], "999", code=2)
    assert "which messages or timers" in run(*one, "state", "flow", code=2)
    assert "which messages or timers" in run("redrive", task.task, "state", code=2)
    assert "which messages or timers" in run(*one, "state", "--all", code=2)
    mend()
    assert "1 will be tried again." in run(*one, "state")
    assert [one.timer for one in engine.dead_timers()] == ["flow"]
    assert orjson.loads(run("redrive", "--community", "shanhe", "--all", "--json")) == {
        "redriven": 0
    }
    assert orjson.loads(run("redrive", "--all", "--json")) == {"redriven": 1}
    assert "Nothing was given up." in run("dead")
    assert Worker(engine).run_once(now).fired == 2
    with pytest.raises(Misuse, match="which messages or timers"):
        engine.redrive_timers("xinqi", timer="state")


@pytest.mark.sqlite
def test_a_backup_brings_back_what_was_given_up(url: str, engine: Engine, tmp_path: Path) -> None:
    """It is listed as before, and nothing takes it up by itself."""
    mend = spoil(engine, errands.begin(engine))
    now = give_up(Worker(engine))
    dead = engine.dead_timers()
    mend()
    back_up(url, tmp_path / "backup")
    elsewhere = f"sqlite:///{tmp_path / 'restored.db'}"
    restore(tmp_path / "backup", elsewhere)
    with Engine(elsewhere) as restored:
        assert restored.dead_timers() == dead != ()
        assert not Worker(restored).run_once(now)
        assert restored.redrive_timers("xinqi") == len(dead)
        assert Worker(restored).run_once(now).fired == len(dead)


@pytest.mark.sqlite
def test_what_is_due_is_found_by_an_index_and_nothing_is_read_that_was_given_up(
    engine: Engine,
) -> None:
    """However much of either there is; the same holds for what is to be driven again."""
    connection, asked = kept(engine).writer, set[str]()
    connection.set_trace_callback(asked.add)
    Worker(engine).run_once(MONDAY)
    engine.redrive_timers()
    engine.redrive_commands()
    engine.redrive_errands()
    connection.set_trace_callback(None)
    plans = {
        sql: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        for sql in asked
        if " LIMIT " in sql or "'dead'" in sql
    }
    assert len(plans) == 6
    for sql, (step, *more) in plans.items():
        assert "(state=?" in step and not more, (sql, step)
