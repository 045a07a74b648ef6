"""Rungs that ask for what the resource library has: by tier, whoever answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from levee import Line, done, sound

from xiangyue import Decision, Engine, Worker
from xiangyue.plugs import Outgoing, Receipt
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.storage.asks import asks_of_task
from xiangyue.worker.carrying import Channels

FLEET = Path(__file__).parent / "profiles" / "fleet"
START = datetime(2026, 6, 1, 2, tzinfo=UTC)
"""Ten in the morning in Shanghai, a Monday."""
PEOPLE = ("an", "bo", "chi", "dou", "en", "fa")


def at(minutes: float) -> datetime:
    """Return the moment so many minutes after the start."""
    return START + timedelta(minutes=minutes)


def settle(engine: Engine, profile: Path = FLEET) -> None:
    """Set up a village with a library, its keeper and its people."""
    engine.add_unit("xiang", "township", now=START)
    engine.add_unit("cun", "village", parent="xiang", now=START)
    engine.register("guan", roles={"library_keeper": "cun"}, now=START)
    engine.register("zhi", roles={"duty_person": "cun"}, now=START)
    engine.register("club", home="cun", kind="organization", now=START)
    for n, name in enumerate(PEOPLE):
        engine.register(name, home="cun", roles={"adult": "cun"}, now=START)
        engine.contact(name, "sms", f"1380000{n}", by=name, now=START)
    engine.install(profile, community="cun", now=START)


@pytest.fixture
def village(place: Callable[[str], str]) -> Iterator[Engine]:
    """Return a village with a library; whatever has been done with it verifies."""
    with Engine(place("village")) as engine:
        settle(engine)
        yield engine
        sound(engine)


def lend(engine: Engine, name: str, contact: str, deputy: str, **data: Any) -> None:
    """Offer a boat that is ready in ten minutes, verified at once."""
    said: dict[str, Any] = {
        "item": "boat", "offered_quantity": 1, "emergency_quantity": 1, "counted_in": "pieces",
        "ready_minutes": 10, "insurance": "liability", "consent_version": "v1",
        "return_rule": "returned", "contact_member": contact, "contact_deputy": deputy,
    }  # fmt: skip
    said |= data
    done(engine.open("resource", community="cun", by="club", id=name, data=said, now=START))
    done(engine.act(f"cun/{name}", "verify", by="guan", note="Seen.", now=START))


def fetch(engine: Engine, item: str = "boat", wanted: int = 2, now: datetime = START) -> Decision:
    """Call for what the library has."""
    said = {"wanted": wanted, "item": item}
    return engine.open("fetch", community="cun", by="zhi", data=said, now=now)


def offers(engine: Engine, task: Decision) -> dict[str, str | None]:
    """Return for what everybody was asked."""
    with engine._store.read() as reader:
        return {row.member: row.offer for row in asks_of_task(reader, "cun", task.task)}


def test_whoever_answers_for_what_is_on_offer_is_asked(village: Engine) -> None:
    """Of the tier and type wanted: the contact, or the deputy, or else whose it is."""
    lend(village, "a", "an", "bo")
    lend(village, "b", "chi", "dou")
    lend(village, "c", "en", "fa")
    lend(village, "far", "en", "fa", ready_minutes=40)
    lend(village, "pump", "en", "fa", item="pump")
    village.absent("chi", since=START, until=at(900), now=START)
    village.absent("en", since=START, until=at(900), now=START)
    village.absent("fa", since=START, until=at(900), now=START)
    assert offers(village, done(fetch(village))) == {"an": "a", "dou": "b", "club": "c"}


def test_a_minor_is_not_asked_for_what_is_on_offer(village: Engine) -> None:
    """The deputy is, if of age; an organization has no age to show."""
    for name in ("xiao", "ying"):
        village.register(name, home="cun", now=START)
    lend(village, "a", "xiao", "bo")
    lend(village, "b", "xiao", "ying")
    assert offers(village, done(fetch(village))) == {"bo": "a", "club": "b"}


def test_what_has_expired_or_is_out_is_not_asked_for(village: Engine) -> None:
    """Nor what rests; where nothing is left, the call-out is refused with its mend."""
    lend(village, "old", "an", "bo", expires_on="2026-06-01")
    lend(village, "rests", "chi", "dou")
    done(village.act("cun/rests", "rest", by="club", note="In repair.", now=START))
    lend(village, "out", "en", "fa")
    need = {"item": "boat", "needed_quantity": 1, "need_urgency": "soon", "counted_in": "pieces"}
    done(village.open("need", community="cun", by="bo", id="trip", data=need, now=START))
    match = {"matched_need": "trip", "matched_resource": "out", "matched_quantity": 1}
    match |= {"lender": "club", "borrower": "bo"}
    held = done(village.open("match", community="cun", by="guan", data=match, now=START))
    tomorrow = START + timedelta(days=1)
    refused = fetch(village, now=tomorrow)
    assert [reason.code for reason in refused.reasons] == ["call-nobody"]
    done(village.act(held, "decline", by="club", now=START))
    assert offers(village, done(fetch(village, now=tomorrow))) == {"en": "out"}


def test_a_stale_entry_comes_last_and_says_so(village: Engine) -> None:
    """It is asked for all the same: in an emergency somebody looks."""
    lend(village, "a", "an", "bo", item="drinking_water", ready_minutes=1)
    lend(village, "b", "chi", "dou", item="boat")
    later = START + timedelta(days=31)
    lend(village, "c", "en", "fa", item="drinking_water", ready_minutes=12)
    done(village.act("cun/c", "verify", by="guan", note="Seen.", now=later))
    task = done(fetch(village, "drinking_water", now=later))
    (ask,) = [one for one in task.interventions if one.kind == "ask"]
    assert list(ask.detail["to"]) == ["en", "an"]
    assert list(ask.detail["stale"]) == ["an"]
    assert dict(ask.detail["ready"]) == {"an": 1, "en": 12}


def test_a_team_counts_as_many_as_it_offers(village: Engine) -> None:
    """Ten people of one team are ten, and nobody of the next tier is asked."""
    people = {"item": "heavy_lifting", "counted_in": "people"}
    lend(village, "team", "an", "bo", offered_quantity=10, **people)
    lend(village, "other", "chi", "dou", ready_minutes=40, **people)
    lend(village, "boats", "en", "fa")
    task = done(fetch(village, "heavy_lifting", wanted=10))
    done(village.act(task, "accept", by="an", now=at(5)))
    assert not [name for name in village.task(task).alarms if name.startswith("call.")]
    village.tick(at(300))
    assert offers(village, task) == {"an": "team"}
    found = village.call_out_yield(task)
    assert (found.accepted, found.people, found.running) == (1, 10, False)


def test_a_team_that_is_too_small_is_not_enough(village: Engine) -> None:
    """The ladder climbs on for the rest; boats are no people, however many."""
    for name, contact, many, minutes in (("team", "an", 4, 10), ("next", "chi", 6, 40)):
        lend(village, name, contact, "bo", item="heavy_lifting", counted_in="people",
             offered_quantity=many, ready_minutes=minutes)  # fmt: skip
    task = done(fetch(village, "heavy_lifting", wanted=10))
    done(village.act(task, "accept", by="an", now=at(5)))
    for minute in range(10, 60, 5):
        village.tick(at(minute))
    assert offers(village, task)["chi"] == "next"
    done(village.act(task, "accept", by="chi", now=at(61)))
    assert village.call_out_yield(task).people == 10
    lend(village, "boats", "en", "fa", offered_quantity=9)
    boats = done(fetch(village, "boat", wanted=9))
    done(village.act(boats, "accept", by="en", now=at(62)))
    assert village.call_out_yield(boats).people == 1


class Words(Line):
    """Keeps what it is given to say."""

    def send(self, message: Outgoing, config: Any) -> Receipt:
        """Take a message."""
        self.sent.append(message.text)
        return Receipt("sent")


def test_the_message_says_what_and_how_soon(village: Engine) -> None:
    """So that whoever is asked knows which of their entries it is about."""
    lend(village, "a", "an", "bo")
    done(fetch(village))
    line = Words()
    board = Switchboard({"callout_sms": Route(line, {})})
    Worker(village, carrier=Channels(village, board)).run_once(START)
    (text,) = line.sent
    assert "Boat, ready within 10 minutes" in text


def test_the_ladder_goes_from_tier_to_tier(village: Engine) -> None:
    """Two tries, the deputies for the same entries, then the next tier; accepting holds nothing."""
    lend(village, "a", "an", "bo")
    lend(village, "b", "chi", "dou")
    lend(village, "far", "en", "fa", ready_minutes=40)
    task = done(fetch(village))
    done(village.act(task, "accept", by="an", now=at(1)))
    steps = [step for n in range(160) for step in village.tick(at(n))]
    assert [(step.command.action, offers_of(step)) for step in steps] == [
        ("~call.0.1", {"chi": "b"}),
        ("~call.0.then", {"dou": "b"}),
        ("~call.1.0", {"en": "far"}),
        ("~call.1.then", {"en": "far"}),
        ("ladder_through", {}),
    ]
    with village._store.read() as reader:
        assert reader.all("SELECT count(*) FROM hold WHERE community = ?", "cun") == [(0,)]


def offers_of(step: Decision) -> dict[str, str]:
    """Return for what one step asks everybody."""
    found: dict[str, str] = {}
    for one in step.interventions:
        if one.kind == "ask":
            found |= one.detail.get("offers", {})
    return found


def test_a_rung_of_an_emergency_ends_with_it(place: Callable[[str], str], tmp_path: Path) -> None:
    """Only the emergency's ladder asks the third tier; due after its end, it asks nobody."""
    (tmp_path / "storm").mkdir()
    (tmp_path / "storm" / "profile.yaml").write_text(STORM, encoding="utf-8")
    (tmp_path / "fleet").symlink_to(FLEET)
    with Engine(place("village"), profiles=[tmp_path]) as engine:
        settle(engine, tmp_path / "storm")
        lend(engine, "a", "an", "bo")
        lend(engine, "far", "chi", "dou", ready_minutes=40)
        lend(engine, "farther", "en", "fa", ready_minutes=200)
        alarm = {"authority": "County", "document_number": "7", "emergency_item": "flood"}
        alarm |= {"activated_level": "II", "measures_ordered": "Boats"}
        alarm["expected_end"] = at(20).isoformat()
        done(engine.open("activation", community="cun", by="zhi", data=alarm, now=START))
        soon, late = done(fetch(engine, now=at(0))), done(fetch(engine, now=at(12)))
        steps = [step for n in range(90) for step in engine.tick(at(n))]
        climbed = [step for step in steps if step.task in (soon.task, late.task)]
        assert [(step.task == late.task, step.mode, offers_of(step)) for step in climbed] == [
            (False, "emergency:II", {"chi": "far"}),
            (False, "emergency:II", {"en": "farther"}),
            (False, "emergency:II", {}),
            (True, "emergency:II", {"chi": "far"}),
            (True, "normal", {}),
        ]
        assert [engine.task(one).state for one in (soon, late)] == ["short", "short"]
        sound(engine)


STORM = """
profile: storm
title: {en: Storm, zh: 暴雨}
languages: [en, zh]
extends: [fleet]
modes:
  emergency:
    set:
      ladders.library.steps:
        - {offers: T1, having: adult, by: callout_sms, within: 5min, basis: project default}
        - {offers: T2, having: adult, by: callout_sms, within: 5min, basis: project default}
        - {offers: T3, having: adult, by: callout_sms, within: 5min, basis: project default}
"""
