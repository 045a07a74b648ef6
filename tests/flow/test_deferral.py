"""Deferral: a command waits, is decided again in its time, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from probes import GATE, MEND, NOON, SAY, Probe, at, begin, into, later, no, settle

from xiangyue import BadInput, Command, Conflict, Decision, Engine
from xiangyue.canonical import load
from xiangyue.plugs import Circumstances, defer
from xiangyue.time.clock import to_micros

THREADS = 6


@pytest.fixture
def probe() -> Probe:
    """Return a plugin that lets messages wait for five hours."""
    return Probe(first=later(at(5), "message"))


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return where the village is kept."""
    return f"sqlite:///{tmp_path / 'gate.db'}"


@pytest.fixture
def engine(url: str, probe: Probe) -> Iterator[Engine]:
    """Return a settled village with one task."""
    answers, probe.answers = probe.answers, {}
    with Engine(url, limits=[probe]) as engine:
        settle(engine)
        begin(engine, phone="1380000")
        probe.answers = answers
        yield engine


def tell(engine: Engine, **more: Any) -> Decision:
    """Send the message that waits."""
    return engine.act("shigou/t", "tell", **{"by": "mei", "now": NOON, **more})


def rows(engine: Engine, sql: str) -> list[Any]:
    """Return what is stored."""
    with engine._store.read() as reader:
        return reader.all(sql)


def given_up(engine: Engine) -> list[str]:
    """Return why deferred commands were given up."""
    bodies = [load(body) for (body,) in rows(engine, "SELECT body FROM journal ORDER BY seq")]
    return [body["about"]["code"] for body in bodies if body["kind"] == "given-up"]


def test_a_deferred_command_leaves_its_task_as_it_was(engine: Engine) -> None:
    """Nobody is touched, nothing is stored of it but that it waits, until when and why."""
    before = engine.task("shigou/t")
    decision = tell(engine, rooms=3)
    assert (decision.outcome, decision.until) == ("deferred", to_micros(at(5)))
    assert not decision
    assert [r.values["limit"] for r in decision.reasons] == ["first"]
    assert decision.why("zh")
    assert (decision.before, decision.after) == ("new", "new")
    assert (decision.interventions, decision.points, decision.reported) == ((), (), ())
    after = engine.task("shigou/t")
    assert (after.version, after.data, after.assignee) == (before.version, before.data, None)
    assert engine.history("shigou/t")[-1] == decision
    assert rows(engine, "SELECT community, seq, due FROM waiting") == [
        ("shigou", decision.seq, decision.until)
    ]
    assert engine.verify()


def test_its_key_is_bound(engine: Engine) -> None:
    """The same again is answered the same, before and after its time; anything else conflicts."""
    decision = tell(engine, key="k", note="please")
    assert tell(engine, key="k", note="please", now=at(1)) == decision
    with pytest.raises(Conflict):
        tell(engine, key="k")
    (again,) = engine.tick(at(5))
    assert again
    assert tell(engine, key="k", note="please", now=at(9)) == decision
    assert len(engine.history("shigou/t")) == 3
    assert engine.verify()


@pytest.mark.parametrize("key", ["~", "~1", "~5"])
def test_keys_of_its_own_nobody_else_uses(engine: Engine, key: str) -> None:
    """A caller cannot take the key under which something is decided again."""
    calls: tuple[Callable[[], object], ...] = (
        lambda: tell(engine, key=key),
        lambda: engine.try_out(Command("shigou", "tell", "mei", "t", key=key), now=NOON),
        lambda: engine.open("work", community="shigou", by="mei", key=key, now=NOON),
    )
    for call in calls:
        with pytest.raises(BadInput):
            call()
    (result,) = engine.act_many([Command("shigou", "tell", "mei", "t", key=key)], now=NOON)
    assert isinstance(result, BadInput)


@pytest.mark.parametrize("said", [{"again": 1}, {"origin": "town/t"}])
def test_what_the_engine_alone_says_nobody_else_does(engine: Engine, said: dict[str, Any]) -> None:
    """A caller's command follows on no deferred one, and comes from no other task."""
    command = Command("shigou", "open", "mei", flow="work", **said)
    with pytest.raises(BadInput):
        engine.do(command, now=NOON)
    (result,) = engine.act_many([command], now=NOON)
    assert isinstance(result, BadInput)
    assert engine.verify()


def test_it_is_decided_again_in_its_time(engine: Engine) -> None:
    """Not a moment before, once, with what was given then and what is so now."""
    decision = tell(engine, by="bo", phone="1391111", note="please", key="k")
    assert engine.tick(at(4.9)) == []
    (again,) = engine.tick(at(6))
    assert again
    assert (again.command.key, again.command.again) == (f"~{decision.seq}", decision.seq)
    assert (again.command.actor, again.command.note, again.now) == (
        "bo",
        "please",
        to_micros(at(6)),
    )
    assert engine.task("shigou/t").data["phone"] == "1391111"
    assert engine.history("shigou/t")[-1] == again
    assert engine.tick(at(99)) == []
    assert rows(engine, "SELECT community, seq, due FROM waiting") == []
    assert engine.verify()


def test_it_is_decided_by_what_is_so_then(engine: Engine, probe: Probe) -> None:
    """The limit may have gone, the task moved on, the actor lost the role."""
    moved = tell(engine, by="bo", version=1)
    engine.release_role("bo", "worker", "shigou", now=at(1))
    assert engine.act("shigou/t", "judge", by="guan", danger_was=False, now=at(2))
    (again,) = engine.tick(at(5))
    assert [r.code for r in again.reasons] == ["role"]
    assert again.command.again == moved.seq
    waits = tell(engine, version=2, now=NOON)
    assert waits.outcome == "deferred"
    assert engine.act("shigou/t", "finish", by="mei", now=at(3))
    (again,) = engine.tick(at(6))
    assert [r.code for r in again.reasons] == ["state"]
    assert engine.verify()


def test_it_may_be_deferred_again_and_refused_then(engine: Engine, probe: Probe) -> None:
    """Each time under a key of its own, whose entry says which it follows."""

    def always_later(case: Circumstances, _: object) -> Any:
        wait = case.intervention.kind == "message"
        return defer(case.now.replace(minute=30), SAY, MEND) if wait else None

    probe.answers["first"] = always_later
    chain = [tell(engine, key="k")]
    for hour in (1, 2):
        chain += engine.tick(at(hour))
        assert chain[-1].outcome == "deferred"
    probe.answers["first"] = no("message")
    chain += engine.tick(at(3))
    assert chain[-1].outcome == "refused"
    assert [d.command.again for d in chain] == [None, *(d.seq for d in chain[:-1])]
    assert [d.command.key for d in chain] == ["k", *(f"~{d.seq}" for d in chain[:-1])]
    assert engine.tick(at(99)) == []
    assert list(engine.history("shigou/t")[1:]) == chain
    assert engine.verify()


@pytest.mark.parametrize("name", [None, "mine"])
def test_a_deferred_opening_keeps_its_id(engine: Engine, name: str | None) -> None:
    """The address that the caller was given leads to the task, once it is there."""
    opening: dict[str, Any] = {"community": "shigou", "by": "bo", "id": name}
    opening |= {"title": "Ditch", "now": NOON}
    decision = engine.open("work", who="an", phone="1392222", **opening)
    assert decision.outcome == "deferred"
    assert (decision.command.task, decision.before, decision.after) == (name, None, None)
    others = [engine.open("work", community="shigou", by="mei", now=at(h)) for h in (5, 6)]
    (again,) = engine.tick(at(7))
    assert again
    assert again.ref == decision.ref
    task = engine.task(decision.ref)
    assert (task.title, task.opener, task.data["phone"]) == ("Ditch", "bo", "1392222")
    assert task.opened_at == to_micros(at(7))
    assert len({decision.ref, *(d.ref for d in others)}) == 3
    assert engine.verify()


def test_an_opening_whose_id_was_taken_is_given_up(engine: Engine) -> None:
    """Nobody's task is opened twice, or over another."""
    engine.open("work", community="shigou", by="bo", id="mine", now=NOON)
    assert engine.open("work", community="shigou", by="mei", id="mine", now=at(5))
    assert engine.tick(at(6)) == []
    assert given_up(engine) == ["task-exists"]
    assert engine.task("shigou/mine").opener == "mei"
    assert engine.verify()


def test_what_was_destroyed_is_given_up(engine: Engine) -> None:
    """A command whose personal values are gone cannot be decided; the journal says so."""
    tell(engine, phone="1393333", key="k")
    assert engine.destroy("shigou/t", by="mei", why="asked for", now=at(1)) == 2
    assert engine.tick(at(5)) == []
    assert given_up(engine) == ["key-destroyed"]
    assert rows(engine, "SELECT community, seq, due FROM waiting") == []
    assert engine.tick(at(9)) == []
    assert engine.verify()


def install_without_work(engine: Engine, folder: Path, now: datetime) -> None:
    """Put a profile in force in which the flow has another name."""
    text = (GATE / "profile.yaml").read_text("utf-8")
    renamed = text.replace("\n  work:", "\n  job:").replace("on: work.", "on: job.")
    (folder / "gate").mkdir()
    (folder / "gate" / "profile.yaml").write_text(renamed, "utf-8")
    engine.install(folder / "gate", "shigou", now=now)


def test_a_flow_that_is_gone_is_given_up_and_the_rest_goes_on(
    engine: Engine, tmp_path: Path
) -> None:
    """What stands in the way of one keeps nobody else waiting."""
    engine.open("work", community="shigou", by="bo", rooms=3, now=NOON)
    on_task = tell(engine)
    install_without_work(engine, tmp_path, at(1))
    (again,) = engine.tick(at(5))
    assert again
    assert again.command.again == on_task.seq
    assert given_up(engine) == ["flow-unknown"]
    assert engine.verify()


def carried(engine: Engine) -> int:
    """Return of how many entries personal values are kept that are not of the one task."""
    sql = (
        "SELECT count(*) FROM payload p JOIN journal j ON j.community = p.community"
        " AND j.seq = p.seq WHERE p.community = 'shigou' AND j.task <> 't'"
    )
    return int(rows(engine, sql)[0][0])


@pytest.mark.parametrize("end", ["refused", "given up", "destroyed"])
def test_what_a_deferred_opening_carried_is_kept_no_longer_than_needed(
    engine: Engine, probe: Probe, tmp_path: Path, end: str
) -> None:
    """However often it was deferred: once nothing comes of it, its values go with their time."""
    opening = engine.open("work", community="shigou", by="mei", phone="1394444", now=NOON)
    assert opening.outcome == "deferred"
    probe.answers["first"] = later(at(9), "message")
    (again,) = engine.tick(at(5))
    assert again.outcome == "deferred"
    if end == "given up":
        install_without_work(engine, tmp_path, at(6))
    if end == "destroyed":
        assert engine.destroy(opening, by="mei", why="asked for", now=at(6)) == 2
    probe.answers["first"] = no("message")
    engine.tick(at(9))
    assert carried(engine) == {"refused": 3, "given up": 2, "destroyed": 0}[end]
    assert engine.verify()
    engine.tick(at(9) + timedelta(days=364))
    assert carried(engine) == {"refused": 3, "given up": 2, "destroyed": 0}[end]
    engine.tick(at(9) + timedelta(days=367))
    assert carried(engine) == 0
    assert rows(engine, "SELECT * FROM waiting") == []
    assert engine.verify()


def test_many_tick_and_each_is_decided_once(engine: Engine, url: str, probe: Probe) -> None:
    """However many do, in one process or in several."""
    deferred = [tell(engine, key=f"k{n}") for n in range(8)]
    with ExitStack() as stack:
        engines = [engine, stack.enter_context(Engine(url, limits=[probe]))]
        barrier = Barrier(THREADS)

        def tick(number: int) -> list[Decision]:
            barrier.wait()
            return engines[number % 2].tick(at(5))

        with ThreadPoolExecutor(THREADS) as pool:
            decided = [d for each in pool.map(tick, range(THREADS)) for d in each]
        assert sorted(d.command.again or 0 for d in decided) == [d.seq for d in deferred]
        assert all(decided)
        assert engines[1].verify()


def test_a_deadline_that_is_due_stands_beside_it(engine: Engine) -> None:
    """Timers and deferred commands fall due in the order of time, as many as are asked for."""
    for n in range(3):
        tell(engine, key=f"k{n}")
    assert len(engine.tick(at(24 * 40), limit=2)) == 2
    assert len(engine.tick(at(24 * 40), limit=2)) == 1
    assert engine.tick(at(24 * 40)) == []
    overdue = rows(engine, "SELECT count(*) FROM journal WHERE body LIKE '%\"overdue\"%'")
    assert overdue == [(1,)]
    assert engine.verify()


def test_looking_first_shows_the_deferral(engine: Engine) -> None:
    """Preview and try_out say what would be, and nothing waits for it."""
    (choice,) = [c for c in engine.preview("shigou/t", by="mei", now=NOON) if c.action == "tell"]
    tried = engine.try_out(Command("shigou", "tell", "mei", "t"), now=NOON)
    for decision in (choice.decision, tried):
        assert (decision.outcome, decision.until) == ("deferred", to_micros(at(5)))
    assert not choice.allowed
    assert [r.values["limit"] for r in choice.reasons] == ["first"]
    assert rows(engine, "SELECT community, seq, due FROM waiting") == []
    assert tell(engine).outcome == "deferred"


def test_an_accessory_message_moves_alone(engine: Engine, probe: Probe) -> None:
    """The task goes on at once; the outbox holds the message for its time, and counts it then."""
    decision = engine.act("shigou/t", "hand_over", by="mei", now=NOON)
    assert decision
    assert decision.until is None
    late = [p.at for p in decision.interventions if p.kind == "message"]
    assert late == [to_micros(at(5))] * 2
    sql = "SELECT kind, at FROM {} WHERE seq = {} AND kind = 'message'"
    for table in ("outbox", "touch"):
        assert rows(engine, sql.format(table, decision.seq)) == [("message", to_micros(at(5)))] * 2
    assert [n.code for n in decision.notes] == ["limit-deferred"] * 2
    assert engine.task("shigou/t").assignee == "an"
    assert engine.tick(at(5)) == []
    assert engine.history("shigou/t")[-1] == decision
    assert engine.verify()


def test_the_latest_of_all_deferrals_counts(engine: Engine, probe: Probe) -> None:
    """A moment that is too near becomes a minute; one that is no deferral breaks the limit."""
    probe.answers["second"] = later(at(7), "message")
    probe.answers["warning"] = later(at(9), "message")
    assert tell(engine).until == to_micros(at(7))
    probe.answers.clear()
    probe.answers["first"] = later(at(0.001), "message")
    assert tell(engine).until == to_micros(at(1 / 60))
    probe.answers["first"] = lambda case, _: into(by=["sms"]) if case.now == at(-1) else None
    assert tell(engine, now=at(1))
    assert engine.verify()


def test_a_refusal_is_stricter_than_a_deferral(engine: Engine, probe: Probe) -> None:
    """What is refused does not wait; neither does what the profile itself refuses."""
    probe.answers["second"] = no("message")
    refused = tell(engine)
    assert (refused.outcome, refused.until) == ("refused", None)
    del probe.answers["second"]
    stranger = tell(engine, by="an")
    assert (stranger.outcome, stranger.until) == ("refused", None)
    assert rows(engine, "SELECT community, seq, due FROM waiting") == []
    assert engine.verify()


def test_a_batch_that_waits_is_written_whole(engine: Engine) -> None:
    """Commands of one transaction see what has been deferred before them, and its key."""
    commands = [
        Command("shigou", "tell", "mei", "t", key="k"),
        Command("shigou", "tell", "mei", "t", key="k"),
        Command("shigou", "finish", "mei", "t"),
        Command("shigou", "tell", "mei", "t", key="k", note="other"),
    ]
    first, same, done, other = engine.act_many(commands, now=NOON)
    assert isinstance(first, Decision)
    assert first.outcome == "deferred"
    assert same == first
    assert done
    assert isinstance(other, Conflict)
    (again,) = engine.tick(at(5))
    assert again.outcome == "refused"
    assert engine.verify()


def test_whoever_asked_sees_what_was_put_off(engine: Engine) -> None:
    """It is on their list until it has been decided again, and on nobody else's."""
    tell(engine)
    (waits,) = engine.put_off("mei")
    assert (waits.command.action, waits.until) == ("tell", to_micros(at(5)))
    assert engine.put_off("li") == ()
    engine.tick(at(6))
    assert engine.put_off("mei") == ()
