"""Reminders before a deadline and ladders after it: whom they reach, when, and what ends them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from clocks import CLOCK, begin, hours, settle, told
from errands import MONDAY, day, done
from probes import Answer, Probe, later, no

from xiangyue import Command, Engine, Misuse, scenario_cases
from xiangyue.canonical import load
from xiangyue.study import burden
from xiangyue.time.clock import to_micros
from xiangyue.values import SYSTEM


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def test_the_unassigned_climb_the_ladder(engine: Engine) -> None:
    """The first rung is reminded, then told at once and again, then the next one, once each."""
    begin(engine)
    assert told(hours(engine, 0, 200)) == [
        "24h role:worker",
        "24h role:secretary",
        "48h role:worker",
        "48h role:secretary",
        "52h role:worker",
        "52h role:secretary",
        "56h role:officer",
    ]


def test_a_rung_says_how_and_at_which_level(engine: Engine) -> None:
    """Its channels and unit level go with the message, which names the rung as its source."""
    begin(engine)
    last = hours(engine, 0, 60)[-1]
    (sent,) = last.interventions
    assert sent.detail == {"by": ["phone", "app"], "at": "township"}
    assert (sent.address, sent.accessory) == ("ladders.up.steps.1", True)
    assert (last.command.action, last.command.actor) == ("~state.received.rung.1.0", SYSTEM)
    assert last.before == last.after == "received"


def test_reminders_and_rungs_say_what_they_are(engine: Engine) -> None:
    """What is due soon, and what is over, in each one's language."""
    engine.contact("wang", "app", "wang", by="wang", now=MONDAY)
    engine.language("wang", "zh", by="wang", now=MONDAY)
    done(engine.open("matter", community="xinqi", by="li", title="Ditch", now=MONDAY))
    texts = [
        letter.tries[0].text
        for decision in hours(engine, 0, 48)
        for n, one in enumerate(decision.interventions)
        for letter in engine.wording("xinqi", decision.seq, n, now=day(2))
        if one.to == "role:worker"
    ]
    assert texts == [
        "“Ditch”即将到期，请及时办理。",
        "“Ditch”已超过办理时限，尚未办结，请督促办理。",
    ]


def test_whoever_is_responsible_is_reminded(engine: Engine) -> None:
    """The ladder is for when the time is over."""
    task = begin(engine)
    done(engine.act(task, "take", by="li", who="wang", now=day(0.1)))
    assert told(hours(engine, 0, 47)) == ["24h wang"]


def test_nobody_hears_of_what_has_moved_on(engine: Engine) -> None:
    """Leaving the state, or ending the task, silences its clock."""
    task = begin(engine)
    assert told(hours(engine, 0, 50)) == [
        "24h role:worker",
        "24h role:secretary",
        "48h role:worker",
        "48h role:secretary",
    ]
    done(engine.act(task, "finish", by="li", now=day(2.1)))
    assert list(engine.task(task).alarms) == ["keep.1y"]
    assert hours(engine, 51, 300) == []


def test_a_clock_may_start_later_than_the_task(engine: Engine) -> None:
    """It runs from when the state is first entered, whatever comes after."""
    task = begin(engine)
    assert (engine.task(task).due, engine.task(task).clock_from) == (None, None)
    done(engine.act(task, "send", by="li", now=day(1)))
    sent = engine.task(task)
    assert (sent.due, sent.clock_from) == (to_micros(day(11)), to_micros(day(1)))
    done(engine.act(task, "back", by="li", now=day(2)))
    done(engine.act(task, "send", by="li", now=day(3)))
    assert engine.task(task).due == sent.due
    assert told(hours(engine, 72, 300)) == ["240h li", "260h li"]


def test_a_pause_silences_the_flow_and_not_the_state(engine: Engine) -> None:
    """What was still to come is said again when the clock goes on."""
    task = begin(engine)
    done(engine.act(task, "send", by="li", now=day(0)))
    done(engine.act(task, "wait", by="li", note="rain", now=day(9.5)))
    assert told(hours(engine, 228, 228 + 29 * 24)) == [f"{228 + 28 * 24}h li"]
    done(engine.act(task, "go_on", by="li", now=day(39)))
    assert told(hours(engine, 39 * 24, 41 * 24)) == [f"{39 * 24 + 8}h li"]


def test_an_alarm_is_journaled_before_what_it_says(engine: Engine) -> None:
    """The entry names the timer and its moment, so that nothing rings unseen."""
    begin(engine)
    hours(engine, 0, 24)
    with engine._store.read() as reader:
        bodies = [load(body) for (body,) in reader.all("SELECT body FROM journal")]
    fired = [body["about"]["timer"] for body in bodies if body["kind"] == "fired"]
    assert fired == ["state.received.remind.0"]


def test_no_door_lets_anybody_ring(engine: Engine) -> None:
    """Neither a member nor one who gives the engine's name can send what it says by itself."""
    task = begin(engine)
    for actor in ("li", SYSTEM):
        for call in (engine.do, engine.try_out):
            with pytest.raises(Misuse) as error:
                call(Command("xinqi", "~state.received.remind.0", actor, task.task), now=day(0))
            assert error.value.code == "action-unknown"
    shown = [choice.action for choice in engine.preview(task, by="li", now=MONDAY)]
    assert shown and not [action for action in shown if action.startswith("~")]


def test_a_late_tick_reminds_nobody_of_what_is_over(engine: Engine) -> None:
    """What fell due while nobody looked is escalated once, and never again."""
    begin(engine)
    assert [d.command.action for d in engine.tick(day(9))] == [
        f"~state.received.rung.{rung}" for rung in ("0.0", "0.1", "1.0")
    ]
    assert engine.tick(day(9)) == engine.tick(day(90)) == []


@pytest.mark.parametrize(
    ("answer", "heard"),
    [(no("message"), []), (later(day(1.5), "message"), ["worker", "secretary"])],
)
def test_limits_may_drop_or_move_a_reminder(
    answer: Answer, heard: list[str], tmp_path: Path
) -> None:
    """It passes them like anything that touches people, and is never refused for it."""
    limit = "limits: {calm: {limit: probe, stance: enforce, config: {as: calm}}}"
    text = (CLOCK / "profile.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "clock"
    folder.mkdir()
    (folder / "profile.yaml").write_text(f"{text}{limit}\n", encoding="utf-8")
    with Engine(limits=[Probe(calm=answer)]) as engine:
        settle(engine, folder)
        begin(engine)
        (reminder,) = engine.tick(day(1))
        assert reminder.outcome == "done"
        assert [one.to for one in reminder.interventions] == [f"role:{role}" for role in heard]
        assert {one.at for one in reminder.interventions} <= {to_micros(day(1.5))}
        assert engine.verify()


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE timer SET due = due + 1 WHERE name = 'state.received.rung.1.0'", "timer"),
        ("DELETE FROM timer WHERE name = 'state.received.rung.0.1'", "timer"),
        (
            "INSERT INTO timer (community, task, name, due, lease, holder)"
            " SELECT community, task, 'state.received.remind.0', due, 0, NULL FROM timer"
            " WHERE name = 'state'",
            "timer",
        ),
        ("UPDATE task SET alarms = '{}'", "task"),
        ("UPDATE task SET clock_from = 1", "task"),
        ("DELETE FROM journal WHERE body LIKE '%fired%'", "journal"),
    ],
)
def test_whatever_is_changed_about_alarms_is_found(sql: str, table: str) -> None:
    """A silenced, moved or invented alarm does not go unseen."""
    with Engine() as engine:
        settle(engine)
        begin(engine)
        engine.tick(day(1))
        assert engine.verify()
        with engine._store.begin() as tx:
            assert tx.execute(sql) == 1
        assert table in {problem.table for problem in engine.verify().problems}


def test_reminders_count_as_touches(engine: Engine) -> None:
    """What the engine says by itself burdens people like any other message."""
    task = begin(engine)
    done(engine.act(task, "take", by="li", who="wang", now=day(0.1)))
    hours(engine, 0, 30)
    touches = burden(engine, "xinqi").touches
    assert [t.times for t in touches if t.kind == "message"] == [1]


SCENARIO = """\
nobody_takes_it:
  given: {members: {li: secretary}, at: 2026-09-28T09:00}
  when:
    - {open: t, flow: matter, by: li}
    - {wait: 60h}
  then:
    - {state: {t: received}}
"""


def test_reminders_and_rungs_come_in_scenarios(tmp_path: Path) -> None:
    """They are played at their own moments, and the story tells of them."""
    folder = tmp_path / "clock"
    folder.mkdir()
    (folder / "profile.yaml").write_bytes((CLOCK / "profile.yaml").read_bytes())
    (folder / "scenarios.yaml").write_text(SCENARIO, encoding="utf-8")
    (case,) = scenario_cases(folder)
    story = [line.code.removeprefix("scenario-told-") for line in case.run().story]
    rung = ["fired", "done"]
    assert story == ["opened", *rung, "overdue", *rung, *rung, *rung, "clock"]
