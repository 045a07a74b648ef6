"""Emergencies and call-outs: what ends with a mode, what goes on, and what a review is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from levee import START, Line, at, done, sound, states

from xiangyue import Decision, Engine, Worker
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.worker.carrying import Channels

FLEET = Path(__file__).parent / "profiles" / "fleet"
MORNING = to_micros(START + timedelta(hours=22, minutes=30))
HELPERS = ("an", "bo", "chen")
END = {"stand_down_authority": "County", "stand_down_document": "No. 8"}


@pytest.fixture
def village(place: Callable[[str], str]) -> Iterator[Engine]:
    """Return a village with one on duty, a leader, three who help, and a library."""
    with Engine(place("village")) as engine:
        settle(engine)
        yield engine
        sound(engine)


def settle(engine: Engine) -> None:
    """Set up the village."""
    engine.add_unit("xiang", "township", now=START)
    engine.add_unit("cun", "village", parent="xiang", now=START)
    engine.register("zhi", roles={"duty_person": "cun"}, now=START)
    engine.register("dui", roles={"team_leader": "cun", "adult": "cun"}, now=START)
    for n, name in enumerate(HELPERS):
        held = ("volunteer", "adult", "insured", "trained")
        engine.register(name, roles=dict.fromkeys(held, "cun"), now=START)
        engine.contact(name, "sms", f"1380000{n}", by=name, now=START)
    engine.install(FLEET, community="cun", now=START)


def activate(engine: Engine, hours: float = 24, now: Any = START, **more: Any) -> Decision:
    """Record an activation of level II."""
    data = {
        "authority": "County", "document_number": "No. 7", "emergency_item": "flood",
        "activated_level": "II", "measures_ordered": "Sandbags",
        "expected_end": (now + timedelta(hours=hours)).isoformat(), **more,
    }  # fmt: skip
    return done(engine.open("activation", community="cun", by="zhi", data=data, now=now))


def call(engine: Engine, now: Any, wanted: int = 2, **more: Any) -> Decision:
    """Call people out for ordinary work."""
    data = {"wanted": wanted, "work": "clearing", **more}
    return done(engine.open("callout", community="cun", by="zhi", data=data, now=now))


def climb(engine: Engine, minutes: int, begin: int = 0) -> list[Decision]:
    """Let time pass minute by minute."""
    return [one for n in range(begin, minutes + 1) for one in engine.tick(at(n))]


def test_stand_down_frees_people_once_and_spares_what_was_before(village: Engine) -> None:
    """Who came for the emergency is freed in one word; an older call-out goes on."""
    before = call(village, START, wanted=1)
    done(village.act(before, "accept", by="dui", now=at(1)))
    alarm = activate(village, now=at(2))
    task = call(village, at(3))
    climb(village, 10, 3)
    for name in ("an", "bo"):
        done(village.act(task, "accept", by=name, now=at(11)))
    done(village.act(task, "begin", by="zhi", now=at(12)))
    done(village.act(alarm, "stand_down", by="zhi", data=END, now=at(60)))
    climb(village, 63, 60)
    freed = [
        one.detail for d in village.history(task) for one in d.interventions
        if one.kind == "answer" and one.detail["state"] == "freed"
    ]  # fmt: skip
    assert freed == [{"state": "freed"}]
    assert {name: states(village, task)[name] for name in ("an", "bo")} == {
        "an": "freed", "bo": "freed",
    }  # fmt: skip
    assert village.task(task).state == "over"
    assert village.task(before).state == "found"
    assert states(village, before)["dui"] == "accepted"


def test_what_is_called_out_for_life_goes_on(village: Engine) -> None:
    """A rescue is ended by its leader, not by the hour at which powers lapse."""
    activate(village, hours=1)
    data = {"wanted": 1, "work": "clearing"}
    task = done(village.open("rescue", community="cun", by="zhi", data=data, now=at(1)))
    done(village.act(task, "accept", by="an", now=at(2)))
    done(village.act(task, "begin", by="zhi", now=at(3)))
    climb(village, 70, 55)
    assert village.task(task).state == "working"
    assert states(village, task)["an"] == "accepted"


def test_a_rung_after_the_end_keeps_the_limits_of_peace(village: Engine) -> None:
    """By night the emergency lifts quiet hours; when its powers lapse, nobody is woken any more."""
    night = START + timedelta(hours=13)
    activate(village, hours=0.1, now=night)
    data = {"wanted": 2, "work": "clearing"}
    task = done(village.open("callout", community="cun", by="dui", data=data, now=night))
    assert [one.at for one in task.interventions if one.kind == "ask"] == [None]
    for n in range(12):
        for step in village.tick(night + timedelta(minutes=n)):
            for one in step.interventions:
                assert one.kind != "ask" or one.at == (None if n < 6 else MORNING)
    assert village.task(task).state == "over"


def test_a_message_that_left_too_late_is_not_sent_by_night(village: Engine) -> None:
    """Decided in the emergency, sent after it: the limits of that moment keep it till morning."""
    night = START + timedelta(hours=13)
    activate(village, hours=0.2, now=night)
    data = {"wanted": 2, "work": "clearing"}
    task = done(village.open("rescue", community="cun", by="zhi", data=data, now=night))
    line = Line()
    board = Switchboard({"callout_sms": Route(line, {})})
    late = night + timedelta(minutes=30)
    Worker(village, carrier=Channels(village, board)).run_once(late)
    assert line.sent == []
    with village._store.read() as reader:
        moments = reader.all("SELECT DISTINCT asked_at FROM ask WHERE task = ?", task.task)
    assert {(from_micros(at) + timedelta(hours=8)).hour for (at,) in moments} <= set(range(6, 10))


def test_the_review_is_told_how_fast_people_answered(village: Engine) -> None:
    """From a real call-out: the first answer, and when nine in ten had answered."""
    alarm = activate(village)
    task = call(village, at(1), wanted=4)
    climb(village, 10, 1)
    for n, name in enumerate(("an", "bo", "chen", "dui")):
        done(village.act(task, "accept", by=name, now=at(20 + n)))
    done(village.act(alarm, "stand_down", by="zhi", data=END, now=at(60)))
    climb(village, 62, 60)
    (review,) = village.tasks("cun", flow="after_action_review").tasks
    assert review.data["first_ack_at"] == "2026-06-01T10:20:00+08:00"
    assert review.data["ack_90_at"] == "2026-06-01T10:23:00+08:00"


def test_a_drill_lifts_no_limit(village: Engine) -> None:
    """Neither the activation nor the call-out of an exercise wakes anybody by night."""
    night = START + timedelta(hours=13)
    activate(village, now=night, exercise=True)
    task = call(village, night, exercise=True)
    assert task.mode == "normal"
    assert [note.code for note in task.notes if note.code.startswith("call-")] == ["call-later"]
    assert all(one.at for one in task.interventions if one.kind == "ask")
    assert task.points == ()


MOVE = st.tuples(
    st.sampled_from(["accept", "decline", "deliver", "confirm", "give_back", "cancel"]),
    st.integers(0, 3),
)


@pytest.mark.sqlite
@settings(max_examples=20, deadline=None)
@given(
    moves=st.lists(MOVE, max_size=16),
    amounts=st.lists(st.integers(1, 2), min_size=1, max_size=4),
    ends=st.sampled_from(["stand_down", "lapse", None]),
)
def test_a_freed_resource_is_free_again(
    moves: list[tuple[str, int]], amounts: list[int], ends: str | None
) -> None:
    """Whatever became of its matches, all that is not out can be promised again, and no more."""
    with Engine("sqlite://") as engine:
        settle(engine)
        engine.register("guan", roles={"library_keeper": "cun"}, now=START)
        engine.register("lan", home="cun", now=START)
        data = {
            "item": "boat", "offered_quantity": 8, "emergency_quantity": 8, "counted_in": "pieces",
            "ready_minutes": 10, "insurance": "liability", "consent_version": "v1",
            "return_rule": "returned", "contact_member": "an", "contact_deputy": "bo",
        }  # fmt: skip
        done(engine.open("resource", community="cun", by="an", id="boats", data=data, now=START))
        done(engine.act("cun/boats", "verify", by="guan", note="Seen.", now=START))
        need = {
            "item": "boat",
            "needed_quantity": 8,
            "need_urgency": "soon",
            "counted_in": "pieces",
        }
        done(engine.open("need", community="cun", by="lan", id="trip", data=need, now=START))
        alarm = activate(engine, hours=1)
        matches = [match(engine, many, at(1)) for many in amounts]
        for what, n in moves:
            who = "lan" if what == "confirm" else "an"
            note = "No more." if what == "cancel" else None
            engine.act(matches[n % len(matches)], what, by=who, now=at(5), note=note)
        if ends == "stand_down":
            done(engine.act(alarm, "stand_down", by="zhi", data=END, now=at(10)))
        climb(engine, 62 if ends == "lapse" else 12, 10)
        stands = [engine.task(one).state for one in matches]
        kept = ("delivered", "in_use") if ends else ("proposed", "accepted", "delivered", "in_use")
        out = sum(many for many, state in zip(amounts, stands, strict=True) if state in kept)
        assert not (ends and {"proposed", "accepted"} & {*stands})
        assert not match(engine, 9 - out, at(63), must=False)
        assert match(engine, 8 - out, at(63), must=False) or out == 8
        sound(engine)


def match(engine: Engine, many: int, now: Any, *, must: bool = True) -> Decision:
    """Propose a match of boats."""
    data = {"matched_need": "trip", "matched_resource": "boats", "matched_quantity": many}
    data |= {"lender": "an", "borrower": "lan"}
    decision = engine.open("match", community="cun", by="guan", data=data, now=now)
    return done(decision) if must else decision
