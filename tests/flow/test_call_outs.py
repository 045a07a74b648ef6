"""Call-outs: who is asked, within which limits, what answers bring, and how they end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from levee import (
    HELPERS,
    LEVEE,
    START,
    TEAM,
    Line,
    at,
    call,
    done,
    rows,
    settle,
    sound,
    states,
    work,
)

from xiangyue import Decision, Engine, Misuse
from xiangyue.cli.app import main
from xiangyue.plugs import Circumstances, Limit, Verdict, deny
from xiangyue.study.serving import service_level
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.values import Planned


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village's engine; whatever has been done with it verifies."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        settle(engine)
        yield engine
        sound(engine)


def asks(engine: Engine, task: Decision) -> list[tuple[Decision, Planned]]:
    """Return all that the journal says was asked, in its order."""
    history = engine.history(task)
    return [(d, one) for d in history for one in d.interventions if one.kind == "ask"]


def asked(decision: Decision) -> list[str]:
    """Return whom one decision asks."""
    return [n for one in decision.interventions if one.kind == "ask" for n in one.detail["to"]]


def climb(engine: Engine, minutes: int) -> list[Decision]:
    """Let time pass minute by minute from the start; return what the engine decided."""
    return [decision for n in range(minutes + 1) for decision in engine.tick(at(n))]


# --- the ladder ---


def test_the_ladder_is_climbed_step_by_step(engine: Engine) -> None:
    """Two tries, their deputies, the next rung, its doors, the last rung, and those above it."""
    task = call(engine)
    steps = climb(engine, 60)
    assert asked(task) == ["tan", "tao"]
    assert [(step.command.action, asked(step)) for step in steps] == [
        ("~call.0.1", ["tan", "tao"]),
        ("~call.0.then", ["yi"]),
        ("~call.1.0", ["hai", "han", "hao", "he", "tao"]),
        ("~call.1.then", ["hai", "han", "hao", "he", "tao"]),
        ("~call.2.0", ["du"]),
        ("~call.2.then", []),
        ("end", []),
    ]
    doors = [one.detail["by"] for _, one in asks(engine, task) if one.address.endswith("1.then")]
    assert doors == [["door"]]
    told = [one.to for step in steps for one in step.interventions if one.kind == "message"]
    assert told == ["role:chief"]
    assert engine.task(task).state == "ended"
    assert {*states(engine, task).values()} == {"lapsed"}


def test_one_row_of_the_outbox_for_a_rung(engine: Engine) -> None:
    """However many are asked, as with a message to a role."""
    task = call(engine)
    with engine._store.read() as reader:
        found = reader.all("SELECT kind, recipient FROM outbox WHERE task = ?", task.task)
    assert found == [("ask", "rung:0")]


def test_enough_stop_the_asking(engine: Engine) -> None:
    """Nobody else is asked, and who comes after that is told politely."""
    task = call(engine, wanted=1)
    done(engine.act(task, "accept", by="tao", now=at(1)))
    late = engine.act(task, "accept", by="tan", now=at(2))
    assert [reason.code for reason in late.reasons] == ["call-enough"]
    assert climb(engine, 120) == []
    assert states(engine, task) == {"tan": "asked", "tao": "accepted"}


def test_who_has_answered_is_not_asked_again(engine: Engine) -> None:
    """Neither on the same rung nor on a later one; who has not, may be."""
    task = call(engine)
    done(engine.act(task, "decline", by="tao", now=at(1)))
    climb(engine, 60)
    assert Counter(row.member for row in rows(engine, task))["tao"] == 1
    assert states(engine, task)["tao"] == "declined"
    assert [reason.code for reason in engine.act(task, "accept", by="tao", now=at(61)).reasons]


def test_an_empty_rung_is_passed_over(engine: Engine) -> None:
    """Nobody waits for a rung on which nobody is."""
    for name in TEAM:
        engine.absent(name, since=START, until=at(600), now=START)
    task = call(engine)
    assert asked(task) == [*HELPERS]
    assert [row.rung for row in rows(engine, task)] == [1] * len(HELPERS)


def test_a_ladder_with_nobody_on_it_is_refused(engine: Engine) -> None:
    """In a sentence with its mend, and nothing is lost or begun."""
    for name in (*TEAM, *HELPERS, "du"):
        engine.absent(name, since=START, until=at(600), now=START)
    refused = engine.open("levee", community="cun", by="shen", wanted=2, now=at(1))
    assert [reason.code for reason in refused.reasons] == ["call-nobody"]
    assert "Up" in refused.why()
    assert "“Up”" in refused.why("zh")
    assert not engine.tasks("cun").tasks


def test_a_mode_that_takes_rungs_away_ends_the_ladder_sooner(engine: Engine) -> None:
    """Where the next step is not there any more, the ladder is through."""
    task = call(engine)
    engine.tick(at(5))
    engine._begin_mode("cun", "flood", at(6))
    climb(engine, 60)
    assert engine.task(task).state == "ended"


def test_firing_twice_changes_nothing(engine: Engine) -> None:
    """A second tick of the same moment, by another engine too, finds nothing to do."""
    task = call(engine)
    engine.tick(at(5))
    before = rows(engine, task)
    assert engine.tick(at(5)) == []
    assert rows(engine, task) == before


# --- the limits ---


def test_nobody_is_asked_beyond_a_budget(engine: Engine) -> None:
    """Who was contacted four times this week is left out, and the decision says who and why."""
    for n in range(4):
        other = call(engine, wanted=9, now=at(n))
        done(engine.act(other, "begin", by="du", now=at(n)))
    task = call(engine, now=at(10))
    assert asked(task) == []
    (note,) = task.notes
    assert (note.code, note.values["limit"]) == ("call-left-out", "contact_budget")
    assert note.values["who"] == ["tan", "tao"]
    assert len(task.rulings) == 1
    later = [name for _ in range(3) for step in engine.tick(at(10)) for name in asked(step)]
    assert later == [*HELPERS]


def test_nobody_is_disturbed_at_night(engine: Engine) -> None:
    """Whom quiet hours protect is asked in the morning, and the ladder waits for them."""
    night = datetime(2026, 6, 1, 15, tzinfo=UTC)
    task = call(engine, now=night)
    morning = datetime(2026, 6, 1, 22, tzinfo=UTC)
    assert [note.code for note in task.notes] == ["call-later"]
    assert {from_micros(row.asked_at) for row in rows(engine, task)} == {morning}
    assert engine.tick(morning + timedelta(minutes=4)) == []
    assert asked(engine.tick(morning + timedelta(minutes=5))[0]) == ["tan", "tao"]


def test_each_who_is_asked_is_sent_one_message(engine: Engine) -> None:
    """Not those who have answered meanwhile, and not those whom limits protect by then."""
    for n, name in enumerate((*TEAM, *HELPERS)):
        engine.contact(name, "sms", f"1380000{n}", by=name, now=START)
    night = datetime(2026, 6, 1, 15, tzinfo=UTC)
    task = call(engine, now=night)
    done(engine.act(task, "accept", by="tao", now=night + timedelta(minutes=1)))
    line = Line()
    work(engine, line, night + timedelta(minutes=2))
    assert line.sent == []
    work(engine, line, datetime(2026, 6, 1, 22, 1, tzinfo=UTC))
    assert line.sent == ["tan"]
    work(engine, line, datetime(2026, 6, 1, 22, 2, tzinfo=UTC))
    assert line.sent == ["tan"]


class Mood(Limit):
    """Protects whom a test tells it to."""

    name = "mood"
    title: ClassVar = {"en": "Mood", "zh": "心情"}
    basis = "[D] of the tests"
    kinds = ("message",)

    def __init__(self) -> None:
        """Begin by protecting nobody."""
        self.protects: set[str] = set()

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny a message to whoever is protected."""
        return deny(SAY, SAY) if case.intervention.to in self.protects else None


SAY = {"en": "Not now.", "zh": "现在不行。"}
NIGHT, MORNING = (
    datetime(2026, 6, 1, 15, tzinfo=UTC),
    datetime(2026, 6, 1, 22, 30, tzinfo=UTC),
)


@pytest.fixture
def moody(tmp_path: Path) -> Iterator[tuple[Engine, Mood]]:
    """Return a village with one more limit, and that limit."""
    mood = Mood()
    other = "profile: moody\ntitle: {en: Moody}\nlanguages: [en]\nextends: [levee]\n"
    (tmp_path / "moody").mkdir()
    file = tmp_path / "moody" / "profile.yaml"
    file.write_text(f"{other}limits: {{mood: {{stance: enforce}}}}\n", encoding="utf-8")
    (tmp_path / "levee").symlink_to(LEVEE)
    with Engine(f"sqlite:///{tmp_path}/v.db", profiles=[tmp_path], limits=[mood]) as engine:
        settle(engine, tmp_path / "moody")
        for n, name in enumerate(TEAM):
            engine.contact(name, "sms", f"1380000{n}", by=name, now=START)
        yield engine, mood
        sound(engine)


@pytest.mark.parametrize("protects", [{"tan"}, {"tan", "tao"}])
def test_limits_are_asked_again_when_it_is_sent_later(
    moody: tuple[Engine, Mood], protects: set[str]
) -> None:
    """Whom they protect by then is not asked, the others are, and the journal says so."""
    engine, mood = moody
    task = call(engine, now=NIGHT)
    mood.protects = protects
    line = Line()
    work(engine, line, MORNING)
    assert {*line.sent} == {*TEAM} - protects
    assert {n for n, state in states(engine, task).items() if state == "lapsed"} == protects
    assert "org.xiangyue.message.withheld" in [e["type"] for e in engine.feed("cun").events]


def test_what_waits_too_long_waits_for_another_morning(moody: tuple[Engine, Mood]) -> None:
    """Nobody sent it by day, and the night protects again."""
    engine, _ = moody
    task = call(engine, now=NIGHT)
    line = Line()
    work(engine, line, NIGHT + timedelta(days=1))
    assert line.sent == []
    morning = datetime(2026, 6, 2, 22, tzinfo=UTC)
    assert {from_micros(row.asked_at) for row in rows(engine, task)} == {morning}
    work(engine, line, morning)
    assert {*line.sent} == {*TEAM}


# --- answers ---


def test_a_head_count_says_who_arrived(engine: Engine) -> None:
    """The leader counts, also who had not answered; whoever goes home first says so."""
    task = call(engine)
    done(engine.act(task, "accept", by="tao", now=at(1)))
    done(engine.act(task, "begin", by="du", now=at(2)))
    assert states(engine, task) == {"tan": "lapsed", "tao": "accepted"}
    done(engine.act(task, "count", by="tan", there=["tao", "tan", "hai"], now=at(3)))
    assert engine.call_out_yield(task).arrived == 3
    assert states(engine, task) == {"tan": "lapsed", "tao": "arrived"}
    done(engine.act(task, "leave", by="tao", now=at(4)))
    assert states(engine, task)["tao"] == "freed"
    assert not engine.act(task, "leave", by="tan", now=at(4))


def test_whoever_lacks_a_proof_by_now_is_not_counted(engine: Engine) -> None:
    """A count by name says who is to be sent home; without them it is taken."""
    engine.register("lao", roles={"helper": "cun"}, now=START)
    engine.register("lao", roles={"adult": "cun"}, until=at(20), now=START)
    task = call(engine, wanted=9)
    climb(engine, 12)
    for name in ("lao", "hai"):
        done(engine.act(task, "accept", by=name, now=at(13)))
    done(engine.act(task, "begin", by="du", now=at(14)))
    refused = engine.act(task, "count", by="tan", there=["lao", "hai"], now=at(30))
    assert [reason.code for reason in refused.reasons] == ["call-unfit-here"]
    assert "lao" in refused.why()
    done(engine.act(task, "count", by="tan", there=["hai"], now=at(31)))


def test_the_end_frees_everybody(engine: Engine) -> None:
    """In one word of the journal, however many they are."""
    task = call(engine)
    for name in TEAM:
        done(engine.act(task, "accept", by=name, now=at(1)))
    done(engine.act(task, "begin", by="du", now=at(2)))
    end = done(engine.act(task, "finish", by="du", now=at(3)))
    answers = [one.detail for one in end.interventions if one.kind == "answer"]
    assert answers == [{"state": "freed"}]
    assert {*states(engine, task).values()} == {"freed"}


def test_who_withdraws_makes_room(engine: Engine) -> None:
    """Enough had come; now the next rung is asked at once."""
    task = call(engine, wanted=1)
    done(engine.act(task, "accept", by="tao", now=at(1)))
    done(engine.act(task, "decline", by="tao", now=at(30)))
    assert asked(engine.tick(at(30))[0]) == [*HELPERS]


def test_more_may_be_wanted(engine: Engine) -> None:
    """Enough had come; then somebody finds that they do not."""
    task = call(engine, wanted=1)
    done(engine.act(task, "accept", by="tao", now=at(1)))
    done(engine.act(task, "more", by="du", wanted=3, now=at(30)))
    assert asked(engine.tick(at(30))[0]) == [*HELPERS]
    done(engine.act(task, "accept", by="tan", now=at(31)))


def test_a_helper_answers_for_somebody_else(engine: Engine) -> None:
    """By telephone or on paper, and it counts for whom was asked."""
    task = call(engine)
    behalf: dict[str, Any] = {"by": "du", "on_behalf_of": "tan", "source": "phone"}
    done(engine.act(task, "accept", occurred_at=at(1), now=at(9), **behalf))
    assert states(engine, task)["tan"] == "accepted"
    assert engine.call_out_yield(task).first == 1


# --- exercises ---


@pytest.mark.parametrize(("drill", "points"), [(False, [200]), (True, [])])
def test_an_exercise_brings_no_points(engine: Engine, drill: bool, points: list[int]) -> None:
    """The same command that counts otherwise; the decision says why."""
    scheme = done(engine.open("scheme", community="cun", by="du", now=START))
    done(engine.act(scheme, "adopt", by="shen", passed=True, now=START))
    task = call(engine, drill=drill)
    done(engine.act(task, "accept", by="tao", now=at(1)))
    done(engine.act(task, "begin", by="tan", now=at(2)))
    count = done(engine.act(task, "count", by="tan", there=["tao"], now=at(3)))
    assert [posting.amount for posting in count.points] == points
    assert ("call-exercise" in [note.code for note in count.notes]) == drill
    assert engine.call_out_yield(task).exercise == drill


# --- what it yields ---


def test_the_yield_counts_each_once(engine: Engine) -> None:
    """Over all rungs, and by the rung on which they answered."""
    task = call(engine)
    climb(engine, 12)
    done(engine.act(task, "accept", by="hai", now=at(14)))
    done(engine.act(task, "decline", by="han", now=at(15)))
    found = engine.call_out_yield(task, within=2)
    assert (found.asked, found.accepted, found.declined, found.unanswered) == (7, 1, 1, 5)
    assert (found.wanted, found.in_time, found.first, found.most) == (2, 0, 14, None)
    assert engine.call_out_yield(task, within=3).in_time == 1
    assert [(r.rung, r.asked, r.accepted) for r in found.rungs] == [(1, 3, 0), (2, 5, 1)]
    assert found.running


def test_nine_in_ten_have_acknowledged(engine: Engine) -> None:
    """A no counts as an answer too."""
    task = call(engine)
    done(engine.act(task, "decline", by="tan", now=at(2)))
    done(engine.act(task, "accept", by="tao", now=at(3)))
    found = engine.call_out_yield(task)
    assert (found.first, found.most) == (2, 3)


@pytest.mark.parametrize(("confirms", "first"), [(True, 4), (False, None)])
def test_to_have_heard_is_to_acknowledge_where_the_flow_says_so(
    tmp_path: Path, confirms: bool, first: float | None
) -> None:
    """A channel, or a person, confirms that somebody has heard; nobody has answered."""
    said = f"{{ladder: up, enough: wanted, through: end, confirms: {str(confirms).lower()}}}"
    flow = f"flows: {{levee: {{open: {{does: [{{call_out: {said}}}]}}}}}}\n"
    other = "profile: heard\ntitle: {en: Heard}\nlanguages: [en]\nextends: [levee]\n"
    (tmp_path / "heard").mkdir()
    (tmp_path / "heard" / "profile.yaml").write_text(other + flow, encoding="utf-8")
    (tmp_path / "levee").symlink_to(LEVEE)
    with Engine(f"sqlite:///{tmp_path}/v.db", profiles=[tmp_path]) as engine:
        settle(engine, tmp_path / "heard")
        engine.contact("tao", "sms", "13800001", by="tao", now=START)
        task = call(engine)
        work(engine, Line(), START)
        engine.confirm("cun", task.seq, 0, by="du", member="tao", now=at(4))
        found = engine.call_out_yield(task)
        assert (found.first, found.unanswered) == (first, 2)
        level = service_level(engine, "cun", since=START, now=at(15))
        kept = level.components["acknowledged"].at(to_micros(at(12)))
        assert kept == (50 if confirms else 0)
        sound(engine)


def test_what_calls_nobody_out_yields_nothing(engine: Engine) -> None:
    """Its flow has no call-out."""
    scheme = done(engine.open("scheme", community="cun", by="du", now=START))
    with pytest.raises(Misuse, match="calls nobody out"):
        engine.call_out_yield(scheme)


@pytest.mark.sqlite
def test_the_command_line_tells_the_yield(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, rung by rung."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url) as engine:
        settle(engine)
        task = call(engine)
        done(engine.act(task, "accept", by="tao", now=at(1)))
    assert main(["callout", task.ref, "--db", url]) == 0
    out = capsys.readouterr().out
    assert "1 of 2 asked have accepted; wanted: 2." in out
    assert "rung" in out


@pytest.mark.sqlite
def test_other_commands_know_of_call_outs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each who is asked is touched by a message; lists say for which rung it is, dead or alive."""
    url = f"sqlite:///{tmp_path / 'village.db'}"
    with Engine(url) as engine:
        settle(engine)
        task = call(engine)
        done(engine.act(task, "accept", by="tao", now=at(1)))
        with engine._store.begin() as tx:
            tx.execute("UPDATE outbox SET state = 'dead', error = 'channel-refused'")
    said = []
    for command in (["burden", "cun"], ["message", "list", "cun"], ["worker", "dead"]):
        assert main([*command, "--db", url]) == 0
        said.append(capsys.readouterr().out)
    burden, listed, dead = said
    (line,) = [line.split() for line in burden.splitlines() if "messages" in line]
    assert line == ["workers", "messages", "Text", "2", "1.0", "1"]
    assert "rung 1 of the call-out" in listed
    assert "rung 1 of the call-out" in dead


# --- what is kept ---


def test_who_was_asked_is_forgotten_with_the_task(engine: Engine) -> None:
    """When all that it says has been kept long enough, so have the answers."""
    task = call(engine, title="The levee")
    done(engine.act(task, "accept", by="tao", now=at(1)))
    climb(engine, 60)
    assert rows(engine, task)
    engine.tick(START + timedelta(days=367))
    assert rows(engine, task) == []
    assert "forgotten" in [e["type"].rpartition(".")[2] for e in engine.feed("cun").events]


# --- many ---


@pytest.mark.parametrize("many", [5000])
def test_thousands_are_asked_in_one_entry(tmp_path: Path, many: int) -> None:
    """One decision, one message, a row for each; and every row follows from the journal."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        settle(engine)
        for name in TEAM:
            engine.absent(name, since=START, until=at(600), now=START)
        for n in range(many):
            engine.register(f"h{n}", roles={"helper": "cun", "adult": "cun"}, now=START)
        task = call(engine, wanted=many)
        assert len(asked(task)) == many + len(HELPERS)
        assert len(rows(engine, task)) == many + len(HELPERS)
        with engine._store.read() as reader:
            assert reader.all("SELECT count(*) FROM outbox") == [(1,)]
        sound(engine)


# --- whoever does what, whoever dies ---


class Dies(Limit):
    """Lets a process die in the middle of a decision, at whom the environment names."""

    name = "dies"
    title: ClassVar = {"en": "Dies", "zh": "中断"}
    basis = "[D] of the tests"
    kinds = ("message",)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Die at one of those who are asked."""
        if case.intervention.to == os.environ.get("DIES_AT"):
            os._exit(9)
        return None


MORTAL = """
profile: mortal
title: {en: Mortal}
languages: [en]
extends: [levee]
limits: {dies: {stance: enforce}}
"""


def child(url: str, folder: str, now: str) -> None:
    """Fire what is due, and die of it."""
    with Engine(url, profiles=[folder], limits=[Dies()]) as engine:
        engine.tick(datetime.fromisoformat(now))


@pytest.mark.parametrize(
    ("minute", "victim", "rung", "whom"),
    [(10, "hai", 1, [*HELPERS, "tao"]), (10, "tao", 1, [*HELPERS, "tao"]), (5, "tao", 0, [*TEAM])],
)
def test_a_worker_that_dies_on_a_rung_asks_nobody_twice(
    place: Callable[[str], str],
    tmp_path: Path,
    minute: int,
    victim: str,
    rung: int,
    whom: list[str],
) -> None:
    """What it had begun, a rung or its second try, is undone with it; the next one asks once."""
    (tmp_path / "mortal").mkdir()
    (tmp_path / "mortal" / "profile.yaml").write_text(MORTAL, encoding="utf-8")
    (tmp_path / "levee").symlink_to(LEVEE)
    url = place("village")
    with Engine(url, profiles=[tmp_path], limits=[Dies()]) as engine:
        settle(engine, tmp_path / "mortal")
        task = call(engine, wanted=9)
        for earlier in (5, 10):
            if earlier < minute or rung:
                engine.tick(at(earlier))
        before = rows(engine, task)
    now = at(minute).isoformat()
    code = f"import test_call_outs as t; t.child({url!r}, {str(tmp_path)!r}, {now!r})"
    where = [str(Path(__file__).parent), *sys.path]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(where), "DIES_AT": victim}
    died = subprocess.run([sys.executable, "-c", code], env=env, check=False)
    assert died.returncode == 9
    with Engine(url, profiles=[tmp_path], limits=[Dies()]) as engine:
        assert rows(engine, task) == before
        for _ in range(2):
            engine.tick(at(minute))
        found = [row for row in rows(engine, task) if row.rung == rung]
        assert sorted(row.member for row in found) == sorted(whom)
        assert {row.tries for row in found} == {1 if rung else 2}
        sound(engine)


STEP = st.tuples(
    st.sampled_from(["tick", "tick", "tick", "accept", "accept", "decline", "again", "away"]),
    st.sampled_from([*TEAM, *HELPERS, "yi", "xiao", "du"]),
    st.integers(0, 12),
)


@contextmanager
def village() -> Iterator[Engine]:
    """Return a village of its own."""
    with Engine("sqlite://") as engine:
        settle(engine)
        yield engine


@settings(max_examples=25, deadline=None)
@given(wanted=st.integers(1, 4), before=st.integers(0, 4), steps=st.lists(STEP, max_size=25))
def test_nobody_is_asked_twice_or_beyond_the_limits(
    wanted: int, before: int, steps: list[tuple[str, str, int]]
) -> None:
    """Whatever is answered, whoever is away, and however often the engine looks."""
    with village() as engine:
        for n in range(before):
            done(engine.act(call(engine, now=at(n)), "begin", by="du", now=at(n)))
        task, now = call(engine, wanted, now=at(before)), before
        for what, who, minutes in steps:
            now += minutes
            if what in ("accept", "decline"):
                engine.act(task, what, by=who, now=at(now))
            elif what == "away":
                engine.absent(who, since=at(now), until=at(now + 30), now=at(now))
            engine.tick(at(now))
            if what == "again":
                engine.tick(at(now))
        check(engine, task, wanted)
        sound(engine)


def check(engine: Engine, task: Decision, wanted: int) -> None:
    """Hold what a call-out did against what the journal says of it."""
    answered: dict[str, str] = {}
    first: Counter[tuple[int, str]] = Counter()
    for decision in engine.history(task):
        coming = sum(state == "accepted" for state in answered.values())
        for one in decision.interventions:
            if one.kind == "ask":
                assert coming < wanted
                assert not answered.keys() & {*one.detail["to"]}
                if not (one.detail["try"] and "yi" not in one.detail["to"]):
                    first.update((one.detail["rung"], name) for name in one.detail["to"])
                for name in one.detail["to"]:
                    within_limits(engine, name, decision.now if one.at is None else one.at)
            elif one.detail.get("state") in ("accepted", "declined"):
                answered.update(dict.fromkeys(one.detail["who"], one.detail["state"]))
        assert sum(state == "accepted" for state in answered.values()) <= wanted
    assert {*first.values()} <= {1}
    assert {(row.rung, row.member) for row in rows(engine, task)} == {*first}


def within_limits(engine: Engine, name: str, when: int) -> None:
    """Recount what a person was told in the week before, and look at the clock."""
    week = when - 7 * 86_400_000_000
    with engine._store.read() as reader:
        sql = "SELECT count(*) FROM touch WHERE subject = ? AND at >= ? AND at < ?"
        assert reader.all(sql, name, week, when)[0][0] < 4
        member = reader.member(name)
    assert member is not None
    assert not member.absent(when)
    assert 6 <= (from_micros(when) + timedelta(hours=8)).hour < 22
