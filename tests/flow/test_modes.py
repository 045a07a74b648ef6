"""Modes: no emergency power outlives its end, and clocks that stood still go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from errands import MONDAY, codes, day, done
from floods import activate, begin, kinds, mode, settle
from hypothesis import given
from hypothesis import settings as conditions
from hypothesis import strategies as st

from xiangyue import Command, Decision, Engine, Worker
from xiangyue.storage.dated_heads import date_heads
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.time.worktime import build_calendar, parse_duration
from xiangyue.values import SYSTEM

CALENDAR = build_calendar({"timezone": "Asia/Shanghai"})


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def settled(engine: Engine, now: datetime) -> list[Decision]:
    """Tick until nothing is due any more."""
    decisions: list[Decision] = []
    for _ in range(50):
        before = kinds(engine)
        decisions += engine.tick(now)
        if kinds(engine) == before:
            return decisions
    raise AssertionError("it never ends")


# --- the end


@pytest.mark.parametrize("level", ["I", "II", "III", "IV"])
def test_no_act_gives_more_than_its_level_allows(engine: Engine, level: str) -> None:
    """To the minute; what must last longer is extended by a new act."""
    most = {"I": 72, "II": 72, "III": 48, "IV": 24}[level]
    last = MONDAY + timedelta(hours=most)
    said = {"level": level, "end": (last + timedelta(minutes=1)).isoformat()}
    refused = engine.open("activation", community="xinqi", by="li", now=MONDAY, data=said)
    assert codes(refused) == {"mode-long"}
    assert "2026-" in refused.why()
    task = activate(engine, last, level=level)
    said = {"level": level, "end": (last + timedelta(hours=most)).isoformat()}
    assert codes(engine.act(task, "renew", by="li", now=day(0.5), data=said)) == {"mode-long"}
    done(
        engine.act(
            task,
            "renew",
            by="li",
            now=last - timedelta(seconds=1),
            data={"level": level, "end": (last + timedelta(hours=most - 1)).isoformat()},
        )
    )


def test_without_a_stated_end_it_lapses_by_itself(engine: Engine) -> None:
    """First response names no end: the profile says how long it lasts."""
    begin(engine, "first")
    assert mode(engine) == "first_response"
    assert begin(engine, "urgent", MONDAY + timedelta(hours=23.99)).mode == "first_response"
    assert begin(engine, "urgent", MONDAY + timedelta(hours=24)).mode == "normal"


def test_whoever_comes_first_after_the_end_finds_it_over(engine: Engine) -> None:
    """No worker ran for days: a command, a preview and a try are all judged in normal mode."""
    task = begin(engine, "routine")
    activate(engine, day(3))
    assert not next(
        c for c in engine.preview(task, by="li", now=day(2.9)) if c.action == "finish"
    ).allowed
    finish = Command("xinqi", "finish", "li", task.task)
    assert codes(engine.try_out(finish, now=day(2.9))) == {"flow-paused"}
    assert next(
        c for c in engine.preview(task, by="li", now=day(3)) if c.action == "finish"
    ).allowed
    assert engine.try_out(finish, now=day(3)).mode == "normal"
    assert mode(engine) == "emergency:II"
    assert engine.act(task, "finish", by="li", now=day(9)).mode == "normal"
    assert mode(engine) == "normal"


def test_it_ends_exactly_once(engine: Engine) -> None:
    """Whether a command or a worker notices it first, the journal says so once."""
    activate(engine, day(2))
    begin(engine, "urgent", day(2))
    settled(engine, day(2))
    begin(engine, "urgent", day(4))
    settled(engine, day(5))
    assert kinds(engine).count("mode") == 1


def test_commands_at_once_end_it_once(engine: Engine) -> None:
    """The first of a batch ends it, and the others find it over."""
    activate(engine, day(2))
    commands = [Command("xinqi", "open", "li", flow="urgent") for _ in range(5)]
    decisions = engine.act_many(commands, now=day(6))
    assert {d.mode for d in decisions if isinstance(d, Decision)} == {"normal"}
    assert kinds(engine).count("mode") == 1


@conditions(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 30),
            st.sampled_from(["I", "III", "IV", "renew", "down", "first", "tick", "ask"]),
            st.integers(1, 80),
        ),
        max_size=14,
    )
)
def test_no_emergency_power_outlives_its_end(steps: list[tuple[int, str, int]]) -> None:
    """Whatever is received, renewed, stood down, and however seldom a worker looks.

    A model keeps when each act ends: whenever none runs, whatever is decided is decided normally;
    and while one runs, something is in force.
    """
    with Engine() as engine:
        settle(engine)
        now = MONDAY
        running: dict[str, datetime] = {}
        tasks: list[str] = []
        for wait, what, length in steps:
            now += timedelta(hours=wait)
            end = now + timedelta(hours=length)
            said = {"level": what if what in ("I", "III", "IV") else "II", "end": end.isoformat()}
            if what in ("I", "III", "IV"):
                opened = engine.open("activation", community="xinqi", by="li", now=now, data=said)
                if opened:
                    tasks.append(opened.task)
                    running = {n: at for n, at in running.items() if n in tasks}
                    running[opened.task] = end
            elif what == "first":
                opened = engine.open("first", community="xinqi", by="li", now=now)
                if opened:
                    running[opened.task] = now + timedelta(hours=24)
            elif what == "renew" and tasks:
                if engine.act(f"xinqi/{tasks[-1]}", "renew", by="li", now=now, data=said):
                    running[tasks[-1]] = end
            elif what == "down" and tasks:
                if engine.act(f"xinqi/{tasks[-1]}", "stand_down", by="li", now=now):
                    running.pop(tasks[-1], None)
                tasks.pop()
            elif what == "tick":
                engine.tick(now)
            asked = engine.open("urgent", community="xinqi", by="li", now=now)
            alive = [at for at in running.values() if at > now]
            assert (asked.mode == "normal") == (not alive), (now, asked.mode, alive)
            if alive:
                with engine._store.read() as reader:
                    head = reader.situation("xinqi", None, None).head
                assert head
                assert now < from_micros(head.present.until) <= max(alive)
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def test_standing_one_down_leaves_the_other(engine: Engine) -> None:
    """Two documents, two emergencies: the one that still runs comes back, at its own level."""
    first = activate(engine, day(2.5), level="I")
    second = activate(engine, day(0.9), level="IV")
    assert mode(engine) == "emergency:I"
    done(engine.act(second, "stand_down", by="li", now=day(0.5)))
    assert mode(engine) == "emergency:I"
    done(engine.act(first, "stand_down", by="li", now=day(1)))
    assert mode(engine) == "normal"


def test_the_highest_level_in_force_holds(engine: Engine) -> None:
    """Heat at level IV takes no power from a flood at level I; the flood's own document does."""
    flood = activate(engine, day(1), level="I")
    activate(engine, day(0.9), level="IV")
    activate(engine, day(2.5), level="II")
    assert mode(engine) == "emergency:I"
    assert begin(engine, "urgent", day(1)).mode == "emergency:II"
    assert begin(engine, "urgent", day(2.5)).mode == "normal"
    flood = activate(engine, day(4), day(3), level="I")
    said = {"level": "IV", "end": day(3.5).isoformat()}
    done(engine.act(flood, "renew", by="li", now=day(3.1), data=said))
    assert mode(engine) == "emergency:IV"


def test_an_emergency_that_began_before_the_upgrade_ends_too(
    place: Callable[[str], str],
) -> None:
    """Heads held no end then: an upgrade writes into them what the journal says."""
    with Engine(place("village")) as engine:
        settle(engine)
        activate(engine, day(2))
        with engine._store.begin() as tx:
            tx.execute("UPDATE head SET mode = 'emergency:II' WHERE community = 'xinqi'")
        with engine._store.engine.begin() as connection:
            date_heads(connection)
        assert engine.verify().ok
        engine.tick(day(1.9))
        assert mode(engine) == "emergency:II"
        engine.tick(day(2))
        assert mode(engine) == "normal"
        assert engine.verify().ok


@pytest.mark.parametrize("end", ["0", "1790000000000000", "1890000000000000"])
def test_whoever_moves_the_end_in_the_row_is_found(end: str) -> None:
    """The end that heads hold is that of the journal."""
    with Engine() as engine:
        settle(engine)
        activate(engine, day(2))
        with engine._store.read() as reader:
            ((row,),) = reader.all("SELECT mode FROM head WHERE community = 'xinqi'")
        words = row.split(" ")
        words[2] = end
        with engine._store.begin() as tx:
            tx.execute("UPDATE head SET mode = ? WHERE community = 'xinqi'", " ".join(words))
        assert [problem.table for problem in engine.verify().problems] == ["head"]


def test_whoever_takes_the_end_out_of_the_row_is_found() -> None:
    """A mode without an end would outlive it, and what was asked because of it with it."""
    with Engine() as engine:
        settle(engine)
        activate(engine, day(2))
        with engine._store.begin() as tx:
            tx.execute("UPDATE head SET mode = 'emergency:II' WHERE community = 'xinqi'")
        assert [problem.table for problem in engine.verify().problems] == ["head"]


def test_workers_do_what_ticks_do(engine: Engine) -> None:
    """A worker ends the mode, tells open tasks and frees people, without any command."""
    routine = begin(engine, "routine")
    activate(engine, day(2))
    call = begin(engine, "call")
    worker = Worker(engine)
    for _ in range(4):
        worker.run_once(day(2))
    assert mode(engine) == "normal"
    assert engine.task(routine).due == to_micros(day(7 + 8 / 24))
    assert engine.task(call).state == "freed"


# --- clocks


def test_routine_work_pauses_with_its_clocks(engine: Engine) -> None:
    """As much office time is left after two days of emergency as before them."""
    task = begin(engine, "routine")
    before = engine.task(task)
    stood = activate(engine, day(2))
    assert codes(engine.act(task, "finish", by="li", now=day(0.1))) == {"flow-paused"}
    assert [d.command.action for d in settled(engine, day(1.99))] == []
    done(engine.act(stood, "stand_down", by="li", now=day(2)))
    settled(engine, day(2))
    after = engine.task(task)
    assert before.state_due is not None
    assert after.state_due == before.state_due + 2 * 86_400_000_000
    assert before.due == to_micros(day(3 + 8 / 24))
    assert after.due == to_micros(day(7 + 8 / 24))
    assert after.alarms["auto.ask"] == to_micros(day(4))
    assert after.alarms["flow.remind.0"] == to_micros(day(4))


def test_nothing_of_a_paused_flow_happens_before_its_clock_is_given_back(engine: Engine) -> None:
    """What would have fallen due in the emergency falls due after it, though nobody looked."""
    task = begin(engine, "routine")
    activate(engine, day(3))
    decisions = settled(engine, day(3.5))
    assert decisions == []
    assert engine.task(task).state == "at_work"
    told = settled(engine, day(30))
    assert [d.command.action for d in told if d.command.actor == SYSTEM][-1] == "lapse"
    assert {d.mode for d in told} == {"normal"}
    assert engine.task(task).state == "lapsed"


def test_a_command_finds_its_task_told(engine: Engine) -> None:
    """Who acts before any worker has come by acts on a task whose deadline was moved."""
    task, other = begin(engine, "routine"), begin(engine, "routine")
    activate(engine, day(3))
    done(engine.act(task, "wait", by="li", now=day(3.1), note="rain"))
    assert engine.task(task).due == to_micros(day(8 + 8 / 24))
    assert engine.task(other).due == to_micros(day(3 + 8 / 24))
    settled(engine, day(3.2))
    assert engine.task(task).due == to_micros(day(8 + 8 / 24))
    assert engine.task(other).due == to_micros(day(8 + 8 / 24))


def test_a_day_that_passed_meanwhile_counts_when_it_ends(engine: Engine) -> None:
    """A date stays that date: what it would have brought comes with the end of the emergency."""
    task = begin(engine, "dated", day="2026-09-29")
    activate(engine, day(3))
    settled(engine, day(2.9))
    assert engine.task(task).state == "open"
    settled(engine, day(3))
    assert engine.task(task).state == "lapsed"


def test_deadlines_of_the_mode_and_back(engine: Engine) -> None:
    """What the mode sets holds for what begins in it."""
    activate(engine, day(1))
    hurried = engine.task(begin(engine, "urgent"))
    assert hurried.state_due == to_micros(MONDAY + timedelta(hours=2))
    assert engine.task(begin(engine, "urgent", day(1))).state_due == to_micros(day(3))


@conditions(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 70), st.booleans()), max_size=3))
def test_as_much_time_is_left_as_before(spans: list[tuple[int, int, bool]]) -> None:
    """After any number of emergencies, stood down or lapsed, seen by a worker or not."""
    with Engine() as engine:
        settle(engine)
        task, now = begin(engine, "routine"), MONDAY
        due = CALENDAR.add(MONDAY, parse_duration("3wd"))
        state_due = day(5)
        for wait, length, seen in spans:
            now += timedelta(hours=wait)
            if min(due, state_due) <= now:
                break
            end = now + timedelta(hours=length)
            stood = activate(engine, end, now)
            left = CALENDAR.working_between(now, due)
            if seen:
                settled(engine, end - timedelta(minutes=1))
                done(engine.act(stood, "stand_down", by="li", now=end - timedelta(seconds=1)))
                end -= timedelta(seconds=1)
            due = CALENDAR.after_work(end, left)
            state_due += end - now
            now = end
        engine.tick(now)
        settled(engine, now)
        found = engine.task(task)
        assert found.due is not None
        assert (from_micros(found.due), found.state_due) == (due, to_micros(state_due))
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def test_many_tasks_are_told_page_by_page(engine: Engine) -> None:
    """Five hundred open tasks are no one transaction, and none is told twice."""
    commands = [Command("xinqi", "open", "li", f"r{n:03}", "routine") for n in range(500)]
    engine.act_many(commands, now=MONDAY)
    stood = activate(engine, day(2))
    done(engine.act(stood, "stand_down", by="li", now=day(1)))
    done(engine.act("xinqi/r300", "wait", by="li", now=day(1.1), note="rain"))
    before = kinds(engine).count("given-back")
    settled(engine, day(1.2))
    assert before == 1
    assert kinds(engine).count("given-back") == 1 + 3
    dues = {task.due for task in engine.tasks("xinqi", flow="routine", limit=500).tasks}
    assert dues == {to_micros(day(4 + 8 / 24))}


def test_a_mode_that_was_left_does_not_come_back(engine: Engine) -> None:
    """First response was superseded: neither the stand-down nor the next one's end revives it."""
    begin(engine, "first")
    stood = activate(engine, day(0.5), day(0.1))
    done(engine.act(stood, "stand_down", by="li", now=day(0.2)))
    assert mode(engine) == "normal"
    other = activate(engine, day(0.6), day(0.3))
    done(engine.act(other, "stand_down", by="li", now=day(0.4)))
    assert mode(engine) == "normal"
    begin(engine, "first", day(0.5))
    assert begin(engine, "urgent", day(1.45)).mode == "first_response"
    assert begin(engine, "urgent", day(1.5)).mode == "normal"


# --- what ends with the mode


def test_who_was_called_out_is_freed(engine: Engine) -> None:
    """By the engine, each task by itself; who is back, or was called out before, is left alone."""
    before = begin(engine, "call")
    activate(engine, day(2))
    out, back = begin(engine, "call"), begin(engine, "call")
    done(engine.act(back, "come_back", by="li", now=MONDAY))
    freed = settled(engine, day(2))
    assert [(d.task, d.command.action, d.command.actor) for d in freed] == [
        (out.task, "free", SYSTEM)
    ]
    assert engine.task(back).state == "back"
    assert engine.task(before).state == "out"


def test_an_activation_supersedes_first_response(engine: Engine) -> None:
    """It is left for the emergency, and its task is closed; the emergency's end is its own."""
    first = begin(engine, "first")
    call = begin(engine, "call")
    assert codes(engine.open("first", community="xinqi", by="li", now=MONDAY)) == {"guard"}
    activate(engine, day(2), day(0.1))
    settled(engine, day(0.2))
    assert engine.task(first).state == "over"
    assert engine.task(call).state == "out"
    settled(engine, day(1.5))
    assert mode(engine) == "emergency:II"
