"""The gate: the strictest verdict wins, and what any limit said is on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from probes import (
    MEND,
    NOON,
    SAY,
    Answer,
    Probe,
    act,
    always,
    at,
    at_address,
    begin,
    into,
    later,
    no,
    said,
    settle,
    spoken,
)

from xiangyue import Command, Engine
from xiangyue.plugs import Circumstances, Verdict, deny
from xiangyue.time.clock import to_micros

ENFORCED = ("first", "second", "third")
BINDINGS = (*ENFORCED, "warning", "audit")


@pytest.fixture
def probe() -> Probe:
    """Return the plugin, which allows everything until it is told otherwise."""
    return Probe()


@pytest.fixture
def engine(probe: Probe) -> Iterator[Engine]:
    """Return a settled village."""
    with Engine(limits=[probe]) as engine:
        settle(engine)
        yield engine


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[Engine, Probe]]:
    """Return a village in which each example opens a task of its own."""
    probe = Probe()
    with Engine(limits=[probe]) as engine:
        settle(engine)
        yield engine, probe


WORDS = st.sampled_from(["allow", "allow", "defer 1", "defer 2", "reshape", "deny", "broken"])
_tasks = count()


def effect(words: Mapping[str, str]) -> str:
    """Return what must become of the intervention: what the enforced say, the strictest wins."""
    heard = [words[name] for name in ENFORCED]
    if "deny" in heard or "broken" in heard[:2]:  # the third is open where it is broken
        return "deny"
    return next((word for word in ("defer 2", "defer 1", "reshape") if word in heard), "allow")


@given(st.fixed_dictionaries(dict.fromkeys(BINDINGS, WORDS)), st.booleans())
def test_the_strictest_wins(
    shared: tuple[Engine, Probe], words: dict[str, str], accessory: bool
) -> None:
    """Whatever five limits say of one intervention: outcome, rulings and record are as they say."""
    engine, probe = shared
    less: dict[str, Any] = {"fields": ["wells"]} if accessory else {"by": ["sms"]}
    place = "hand_over.does.3" if accessory else "tell.does.0"
    whole = 3 if accessory else 2
    probe.answers.clear()
    task = begin(engine, f"t{next(_tasks)}")
    for name, word in words.items():
        probe.answers[name] = at_address(place, spoken(word, less, whole))
    command = Command("shigou", place.partition(".")[0], "mei", task.task)
    tried = engine.try_out(command, now=NOON)
    decision = engine.do(command, now=NOON)
    assert tried == decision
    for name, breaks in decision.failing.items():
        if breaks:
            engine.resume_limit("shigou", name, by="mei", now=NOON)

    stances = dict(zip(BINDINGS, ("enforce",) * 3 + ("warn", "audit"), strict=True))
    verdicts = [(name, words[name].split()[0]) for name in BINDINGS if words[name] != "allow"]
    assert said(decision) == [(name, word, stances[name]) for name, word in verdicts]
    found = next((p for p in decision.interventions if p.address.endswith(place)), None)
    strictest = effect(words)
    until = {"defer 1": to_micros(at(1)), "defer 2": to_micros(at(2))}.get(strictest)
    if accessory:
        assert decision
        assert decision.until is None
        assert (found is None) == (strictest == "deny")
        assert (found.at if found is not None else None) == until
    else:
        outcome = {"deny": "refused", "allow": "done", "reshape": "done"}
        assert decision.outcome == outcome.get(strictest, "deferred")
        assert decision.until == until
        assert (found is None) == (decision.outcome != "done")
    if found is not None:
        ((name, fewer),) = less.items()
        assert (found.detail[name] == fewer) == (strictest == "reshape")
    if decision.outcome != "done":
        assert {r.code for r in decision.reasons} == {"limit"}
        assert all(r.text("zh") and r.mend("zh") for r in decision.reasons)
    assert bool(decision.why()) != bool(decision)
    assert engine.history(task)[-1] == decision
    assert engine.verify()


class OfOpenings(Probe):
    """Reviews only what opens a task."""

    openings = True


@pytest.mark.parametrize(("kind", "sees"), [(Probe, {"open", "tell"}), (OfOpenings, {"open"})])
def test_a_limit_on_openings_is_asked_about_nothing_else(kind: type[Probe], sees: set[str]) -> None:
    """It reviews what the opening sets off, and no later step."""
    seen: set[str] = set()
    probe = kind(**dict.fromkeys(BINDINGS, lambda case, _: seen.add(case.action)))
    with Engine(limits=[probe]) as engine:
        settle(engine)
        begin(engine)
        act(engine, "tell")
    assert seen == sees


def test_what_two_reshape_is_reviewed_by_all_each_time(engine: Engine, probe: Probe) -> None:
    """Each round one reshape takes place, and every limit sees what came of it."""
    seen: dict[str, list[tuple[str, ...]]] = {name: [] for name in BINDINGS}

    def without(name: str, field: str | None) -> Answer:
        def answer(case: Circumstances, _: Mapping[str, Any]) -> Verdict | None:
            fields = case.intervention.detail["fields"]
            seen[name].append(fields)
            return into(fields=[f for f in fields if f != field]) if field in fields else None

        return at_address("does.3", answer)

    begin(engine)
    drops = {"first": "phone", "third": "rooms"}
    probe.answers.update({name: without(name, drops.get(name)) for name in BINDINGS})
    decision = act(engine, "hand_over")
    rounds = [("wells", "rooms", "phone"), ("wells", "rooms"), ("wells",)]
    assert seen == dict.fromkeys(BINDINGS, rounds)
    assert decision.interventions[3].detail == {"fields": ["wells"]}
    assert decision.reported == (("unit:shigou", "wells", False),)
    assert said(decision) == [("first", "reshape", "enforce"), ("third", "reshape", "enforce")]


@pytest.mark.parametrize(("name", "left"), [("first", None), ("third", ["wells", "rooms"])])
def test_who_reshapes_again_is_broken(
    engine: Engine, probe: Probe, name: str, left: list[str] | None
) -> None:
    """No limit reshapes without end: closed it drops the form, open its first change stands."""
    begin(engine)
    always_two = always(into(fields=["wells", "rooms"]))
    probe.answers[name] = at_address("does.3", always_two)
    decision = act(engine, "hand_over")
    assert decision
    assert said(decision) == [(name, "reshape", "enforce"), (name, "broken", "enforce")]
    assert [p.detail["fields"] for p in decision.interventions if p.kind == "collect"] == (
        [left] if left else []
    )


def test_a_reshape_that_another_refuses_does_not_help(engine: Engine, probe: Probe) -> None:
    """What a reshape leaves is judged anew, by those too that had nothing against the whole."""
    begin(engine)
    probe.answers["first"] = at_address("does.3", spoken("reshape", {"fields": ["wells"]}, 3))
    probe.answers["second"] = at_address(
        "does.3",
        lambda case, _: deny(SAY, MEND) if len(case.intervention.detail["fields"]) == 1 else None,
    )
    decision = act(engine, "hand_over")
    assert [p.kind for p in decision.interventions].count("collect") == 0
    assert said(decision) == [("first", "reshape", "enforce"), ("second", "deny", "enforce")]


def test_what_took_no_effect_is_not_said_to_have(engine: Engine, probe: Probe) -> None:
    """An actor who reads that a form was left out does not read that it comes later as well."""
    begin(engine)
    words = {"first": "deny", "second": "defer 1", "third": "reshape"}
    for name, word in words.items():
        probe.answers[name] = at_address("does.3", spoken(word, {"fields": ["wells"]}, 3))
    decision = act(engine, "hand_over")
    assert [note.code for note in decision.notes] == ["limit-dropped"]
    assert [r.verdict for r in decision.rulings] == ["deny", "defer", "reshape"]


def test_stances_say_what_a_verdict_does(engine: Engine, probe: Probe) -> None:
    """Audit records, warn says it besides, lifted is not even asked; enforce refuses."""
    begin(engine)
    probe.answers.update({name: no("message") for name in ("audit", "warning", "absent")})
    decision = act(engine, "tell")
    assert decision
    assert said(decision) == [("warning", "deny", "warn"), ("audit", "deny", "audit")]
    assert [(note.code, note.values["limit"]) for note in decision.notes] == [
        ("limit-warned", "warning")
    ]
    probe.answers["first"] = no("message")
    decision = act(engine, "tell")
    assert [(r.code, r.values["limit"]) for r in decision.reasons] == [("limit", "first")]


def test_points_are_dropped_moved_and_made_fewer(engine: Engine, probe: Probe) -> None:
    """An accessory posting goes alone; an essential one takes the command with it."""
    begin(engine)
    probe.answers["first"] = at_address("scoring.first", no())
    probe.answers["second"] = at_address(
        "scoring.second",
        lambda case, _: into(points=50) if case.intervention.detail["points"] > 50 else None,
    )
    decision = act(engine, "finish")
    assert [(p.rule, p.amount) for p in decision.points] == [("second", 50)]
    assert engine.history("shigou/t")[-1] == decision
    begin(engine, "u")
    probe.answers["second"] = at_address("scoring.second", no())
    assert engine.act("shigou/u", "finish", by="mei", now=NOON).outcome == "refused"
    assert engine.balance("shigou", "mei") == 50
    assert engine.verify()


def test_points_that_come_later_do_not_come_at_once(engine: Engine, probe: Probe) -> None:
    """Whoever reads that something takes place later must not find it done already."""
    begin(engine)
    probe.answers["first"] = at_address("scoring.first", later(at(5)))
    decision = act(engine, "finish")
    assert "first" not in {p.rule for p in decision.points}
