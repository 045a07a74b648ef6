"""Many at once: threads on one engine, and two engines on one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from errands import ERRAND, MONDAY, adopt, day, settle

from xiangyue import Command, Conflict, Decision, Engine, Misuse, XiangyueError

THREADS = 8
ROUNDS = 12
SHARED = 4


@pytest.fixture(params=["memory", "file", "two engines"])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Engine]]:
    """Return one engine on each kind of store, or two on one file."""
    url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'village.db'}"
    with ExitStack() as stack:
        made = [stack.enter_context(Engine(url)) for _ in range(1 + (request.param[:3] == "two"))]
        settle(made[0])
        yield made


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run the same work in all threads, beginning at one moment; whatever is raised is raised."""
    barrier = Barrier(THREADS)

    def one(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def outcome(call: Callable[[], Decision]) -> Decision | str:
    """Return what was decided, or the code of the error."""
    try:
        return call()
    except XiangyueError as error:
        return error.code


def test_all_is_decided_and_nothing_twice(engines: list[Engine]) -> None:
    """Keys that all share bind once, own tasks go on undisturbed, and the journal is whole."""

    def work(number: int) -> list[Decision | str]:
        engine = engines[number % len(engines)]
        answers = []
        for n in range(ROUNDS):
            key = f"shared-{n % SHARED}"
            said: dict[str, Any] = {"community": "xinqi", "by": "li", "now": MONDAY}
            shared = outcome(lambda: engine.open("errand", key=key, size=n % SHARED, **said))  # noqa: B023
            own = engine.open("errand", id=f"own-{number}-{n}", size=8, kind="water", **said)
            engine.preview(own, by="li", now=MONDAY)
            answers += [shared, engine.act(own, "convert", by="li", now=MONDAY)]
            engine.tasks("xinqi", limit=5, now=MONDAY)
        return answers

    answers = [answer for each in at_once(work) for answer in each]
    assert all(isinstance(answer, Decision) and answer for answer in answers)
    shared = {(a.command.key, a.ref) for a in answers if a.command.key}
    assert len(shared) == SHARED
    own = [a for a in answers if a.after == "valued"]
    assert len({a.seq for a in own}) == len(own) == THREADS * ROUNDS
    for engine in engines:
        assert engine.verify().ok
        tasks = engine.tasks("xinqi", limit=1000).tasks
        assert len(tasks) == SHARED + THREADS * ROUNDS
        assert Counter(t.state for t in tasks) == {"new": SHARED, "valued": THREADS * ROUNDS}


def test_one_version_is_acted_on_once(engines: list[Engine]) -> None:
    """Of all that act on what they have seen, one is first; the others are told."""
    adopt(engines[0])
    task = engines[0].open("early", community="xinqi", by="li", now=MONDAY)

    def work(number: int) -> Decision | str:
        engine = engines[number % len(engines)]
        return outcome(lambda: engine.act(task, "shut", by="zhou", version=1, now=MONDAY))

    answers = at_once(work)
    assert Counter(map(str, (a if isinstance(a, str) else bool(a) for a in answers))) == {
        "True": 1,
        "version": THREADS - 1,
    }
    assert [engine.balance("xinqi", "li") for engine in engines] == [101] * len(engines)


def test_each_deadline_passes_once_whoever_ticks(engines: list[Engine]) -> None:
    """However many tick at one moment, each timer fires in one of them."""
    for _ in range(20):
        engines[0].open("errand", community="xinqi", by="li", now=MONDAY)
    fired = at_once(lambda number: engines[number % len(engines)].tick(day(2)))
    assert sorted(d.task for each in fired for d in each) == sorted(f"_{n}" for n in range(2, 22))
    assert engines[0].verify().ok


def test_what_one_registers_the_other_knows(engines: list[Engine]) -> None:
    """Members, roles, settings and releases are read again once they have changed."""
    one, other = engines[0], engines[-1]
    task = one.open("errand", community="xinqi", by="li", size=80, kind="water", now=MONDAY)
    convert = Command("xinqi", "convert", "zhou", task.task)
    assert not other.do(convert, now=MONDAY)
    one.register("zhou", roles={"secretary": "xinqi"}, now=MONDAY)
    one.tune("xinqi", {"most": 5}, now=MONDAY)
    assert other.try_out(convert, now=MONDAY).values["value"] == 5
    other.release_role("zhou", "secretary", "xinqi", now=day(1))
    assert not one.do(convert, now=day(1))
    other.absent("li", since=day(1), until=day(2), now=day(1))
    with pytest.raises(Conflict, match="begins at that moment already"):
        one.absent("li", since=day(1), until=day(3), now=day(1))
    assert not one.act(task, "convert", by="li", now=day(1))
    assert one.act(task, "convert", by="sun", now=day(1)).values["value"] == 5


def test_what_one_has_registered_the_other_can_end(engines: list[Engine]) -> None:
    """Nobody is registered twice, and a role that another process gave can be ended here."""
    one, other = engines[0], engines[-1]
    for engine in (one, other):
        assert not engine.open("errand", community="xinqi", by="zhou", now=MONDAY)
        assert not engine.open("errand", community="xinqi", by="new", now=MONDAY)
    one.register("new", home="xinqi", now=MONDAY)
    one.register("zhou", roles={"secretary": "xinqi"}, now=MONDAY)
    other.register("new", roles={"worker": "xinqi-1"}, now=MONDAY)
    with pytest.raises(Conflict, match="from that moment already"):
        other.register("zhou", roles={"secretary": "xinqi"}, now=MONDAY)
    other.release_role("zhou", "secretary", "xinqi", now=day(1))
    with pytest.raises(Misuse, match="does not hold"):
        one.release_role("zhou", "secretary", "xinqi", now=day(2))


def test_settings_and_commands_mix(engines: list[Engine]) -> None:
    """While some tune, register and install, others act; every decision knows its settings."""

    def work(number: int) -> list[Any]:
        engine = engines[number % len(engines)]
        answers: list[Any] = []
        for n in range(ROUNDS // 2):
            if number == 0:
                engine.tune("xinqi", {"most": n + 1}, now=MONDAY)
            elif number == 1:
                engine.register(f"new-{n}", roles={"worker": "xinqi-1"}, now=MONDAY)
            elif number == 2:
                engine.install(ERRAND, community="xinqi", now=MONDAY)
            else:
                command = Command("xinqi", "open", "li", flow="early", key=f"{number}-{n}")
                answers += engine.act_many([command, command], now=MONDAY)
        return answers

    answers = [answer for each in at_once(work) for answer in each]
    assert not any(isinstance(answer, Conflict) for answer in answers)
    assert all(first == second for first, second in zip(answers[::2], answers[1::2], strict=True))
    report = engines[0].verify()
    assert report.ok, "\n".join(map(str, report.problems))


def test_many_open_a_new_file_at_once(tmp_path: Path) -> None:
    """The first makes the tables; the others wait for it."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert at_once(lambda _: Engine(url).close()) == [None] * THREADS
