"""Reminders before a deadline and ladders after it: whom they reach, when, and what ends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from clocks import CLOCK, begin, hours, settle, told
from errands import MONDAY, day, done
from probes import Answer, Probe, later, no

from xiangyue import BrokenProfile, Command, Decision, Engine, Misuse, Worker, scenario_cases
from xiangyue.canonical import load
from xiangyue.plugs import Circumstances, Verdict
from xiangyue.reach.switchboard import Switchboard
from xiangyue.study import burden
from xiangyue.time.clock import to_micros
from xiangyue.values import SYSTEM
from xiangyue.worker import Carrier, Channels, Outcome, Parcel


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


UNANSWERED = {
    "next": [],
    "superior": ["56h role:secretary"],
    "deputy": ["56h role:worker"],
    "door_knock": ["56h role:worker"],
    "reassign": ["56h role:secretary"],
}
FIRST = "{ask: [worker, secretary], by: app, within: 4h, tries: 2"
SILENT = "flows.matter.states.received.due: 2d"
DOOR = "channels:\n  knock: {title: {en: Knock}, kind: door}\n"
GIVEN = ", does: [{assign: {to: who}}]"


def written(folder: Path, *pairs: str) -> Path:
    """Return the folder of a profile like that of the clocks, each text of a pair replaced."""
    own = folder / "clock"
    own.mkdir()
    text = (CLOCK / "profile.yaml").read_text(encoding="utf-8")
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    (own / "profile.yaml").write_text(text, encoding="utf-8")
    return own


def climbing(folder: Path, then: str, *pairs: str, ask: str = "worker") -> Path:
    """Return the folder of a profile whose first rung asks one role, and what follows."""
    rung = f"{{ask: {ask}, by: app, within: 4h, tries: 2, then: {then}"
    return written(folder, FIRST, rung, "channels:\n", DOOR, SILENT, "flows.office.due: 2d", *pairs)


def ring(engine: Engine) -> None:
    """Begin an emergency that lasts a fortnight."""
    said = {"level": "I", "end": day(14).isoformat()}
    done(engine.open("alarm", community="xinqi", by="li", now=MONDAY, data=said))


def climbed(engine: Engine) -> list[Decision]:
    """Open a task, let nobody care for it, and return what the ladder did."""
    begin(engine)
    return [d for d in hours(engine, 0, 200) if ".rung." in d.command.action]


def last(decisions: list[Decision]) -> Decision:
    """Return what followed when nobody answered."""
    (after,) = [d for d in decisions if d.command.action.endswith(".then")]
    return after


def worked(engine: Engine, carrier: Carrier) -> None:
    """Send what waits, an hour after it was said."""
    Worker(engine, carrier=carrier).run_once(day(2 + 9 / 24))


@pytest.mark.parametrize("emergency", [False, True], ids=["peace", "emergency"])
@pytest.mark.parametrize("then", UNANSWERED)
def test_what_follows_when_nobody_answers_is_done(
    tmp_path: Path, then: str, emergency: bool
) -> None:
    """Once, when the last try's time is over, beside the next rung; and it verifies."""
    with Engine() as engine:
        settle(engine, climbing(tmp_path, then), deputy="li")
        if emergency:
            ring(engine)
        decisions = climbed(engine)
        rest = ["48h role:worker", "52h role:worker", "56h role:officer"]
        assert sorted(told(decisions)) == sorted(rest + UNANSWERED[then])
        after = [d for d in decisions if d.command.action.endswith(".then")]
        assert len(after) == (then != "next")
        for decision in after:
            assert decision.mode == ("emergency:I" if emergency else "normal")
            (letter,) = engine.wording("xinqi", decision.seq, 0, now=day(3))
            assert letter.recipient == ("wang" if then == "door_knock" else "li")
            by = decision.interventions[0].detail["by"]
            assert by == (["knock"] if then == "door_knock" else ["app"])
        assert engine.verify()


@pytest.mark.parametrize(
    ("then", "ask", "pairs"),
    [
        ("superior", "officer", ()),
        ("door_knock", "worker", ("kind: door", "kind: sms")),
        ("reassign", "officer", (GIVEN, "")),
    ],
)
def test_what_leads_to_nobody_is_not_installed(
    tmp_path: Path, then: str, ask: str, pairs: tuple[str, ...]
) -> None:
    """Without a level above, a door or a right to assign the profile is refused."""
    with Engine() as engine, pytest.raises(BrokenProfile) as caught:
        settle(engine, climbing(tmp_path, then, *pairs, ask=ask))
    errors = [one.code for one in caught.value.findings if one.severity == "error"]
    assert errors == ["ladder-then"]


def test_where_nobody_may_assign_those_asked_are_told_once_more(tmp_path: Path) -> None:
    """In another flow somebody may, and nobody stands above: never silence."""
    ends = "from: at_work, to: done, by: secretary"
    pairs = (GIVEN, "", ends, f"{ends}, needs: who{GIVEN}")
    with Engine() as engine:
        settle(engine, climbing(tmp_path, "reassign", *pairs, ask="officer"))
        (again,) = last(climbed(engine)).interventions
        assert (again.to, again.detail) == ("role:officer", {"by": ["app"]})


@pytest.mark.parametrize("then", ["superior", "deputy", "reassign"])
def test_a_message_that_finds_nobody_says_so(tmp_path: Path, then: str) -> None:
    """No member holds the role above, or no deputy is named: it is listed, with the reason."""
    with Engine() as engine:
        settle(engine, climbing(tmp_path, then))
        begin(engine)
        engine.release_role("li", "secretary", "xinqi", now=day(1))
        after = last(hours(engine, 0, 56))
        worked(engine, Channels(engine, Switchboard({})))
        sent = engine.message("xinqi", after.seq, 0)
        assert (sent.state, sent.error) == ("dropped", "nobody")
        assert engine.verify()


def test_a_door_that_nobody_serves_is_listed_too(tmp_path: Path) -> None:
    """The installation has no channel for it."""
    with Engine() as engine:
        settle(engine, climbing(tmp_path, "door_knock"))
        after = last(climbed(engine))
        worked(engine, Channels(engine, Switchboard({})))
        sent = engine.message("xinqi", after.seq, 0)
        assert (sent.state, sent.error) == ("dead", "channel-unset")


class Down:
    """Cannot send anything yet."""

    def __init__(self) -> None:
        """Begin down, with nothing sent."""
        self.works, self.sent = False, list[Parcel]()

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send one parcel, if it can."""
        if self.works:
            self.sent.append(parcel)
        return Outcome("sent", "app") if self.works else Outcome("again", error="down")


def test_what_follows_passes_the_limits_again_when_it_is_sent(tmp_path: Path) -> None:
    """A limit that allowed it then and forbids it now drops it, with its name."""
    answers: dict[str, bool] = {}

    def calm(case: Circumstances, facts: Mapping[str, Any]) -> Verdict | None:
        return no("message")(case, facts) if answers else None

    binding = "limits: {calm: {limit: probe, stance: enforce, config: {as: calm}}}\nflows:\n"
    with Engine(limits=[Probe(calm=calm)]) as engine:
        settle(engine, climbing(tmp_path, "superior", "flows:\n", binding))
        after = last(climbed(engine))
        post = Down()
        worker = Worker(engine, carrier=post)
        worker.run_once(day(2 + 8 / 24))
        answers["now"] = post.works = True
        worker.run_once(day(3))
        assert after.seq not in [parcel.seq for parcel in post.sent]
        assert engine.message("xinqi", after.seq, 0).state == "dropped"
        assert engine.verify()


def test_a_crash_at_what_follows_tells_nobody_twice(tmp_path: Path) -> None:
    """The timer, what it decides and its message are one transaction: all of it, or none."""
    crashes = iter([True])

    def calm(case: Circumstances, facts: Mapping[str, Any]) -> Verdict | None:
        if case.intervention.address.endswith(".then") and next(crashes, False):
            raise KeyboardInterrupt
        return None

    binding = "limits: {calm: {limit: probe, stance: enforce, config: {as: calm}}}\nflows:\n"
    with Engine(limits=[Probe(calm=calm)]) as engine:
        settle(engine, climbing(tmp_path, "superior", "flows:\n", binding))
        begin(engine)
        hours(engine, 0, 55)
        with pytest.raises(KeyboardInterrupt):
            hours(engine, 56, 56)
        rest = hours(engine, 56, 200)
        assert told([last(rest)]) == ["56h role:secretary"]
        post = Down()
        post.works = True
        for hour in (57, 58):
            Worker(engine, carrier=post).run_once(day(hour / 24))
        keys = [parcel.key for parcel in post.sent]
        assert len(keys) == len(set(keys)) and ("xinqi", last(rest).seq, 0) in keys
        assert engine.verify()


def test_whoever_answers_in_time_ends_what_would_follow(tmp_path: Path) -> None:
    """Nobody knocks at a door in vain."""
    with Engine() as engine:
        settle(engine, climbing(tmp_path, "door_knock"))
        task = begin(engine)
        hours(engine, 0, 53)
        done(engine.act(task, "finish", by="li", now=day(53 / 24)))
        assert told(hours(engine, 54, 200)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("escalate: up, ", ""),
        (FIRST, "{ask: officer, by: phone, within: 1h"),
        (
            "- {ask: officer, at: township, by: [phone, app], within: 1d",
            "- {ask: secretary, by: app, within: 9h",
        ),
    ],
)
def test_a_task_climbs_the_ladder_of_its_own_release(
    engine: Engine, tmp_path: Path, old: str, new: str
) -> None:
    """Whatever the ladder of a later one is."""
    folder = written(tmp_path, old, new)
    begin(engine)
    engine.install(folder, "xinqi", now=day(1.2))
    done(engine.open("matter", community="xinqi", by="li", id="later", now=day(1.3)))
    decisions = [d for d in hours(engine, 0, 300) if ".rung." in d.command.action]
    assert told([d for d in decisions if d.task != "later"]) == [
        "48h role:worker",
        "48h role:secretary",
        "52h role:worker",
        "52h role:secretary",
        "56h role:officer",
    ]
    own = [d for d in decisions if d.task != "later"]
    assert own[-1].interventions[0].detail == {"by": ["phone", "app"], "at": "township"}


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
    done(engine.act(task, "back", by="li", note="rain", now=day(2)))
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
