"""The gate: the strictest verdict wins, and what any limit said is on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from probes import GATE, MEND, NOON, SAY, Answer, Probe, always, at, begin, into, later, no, settle

from xiangyue import Command, Decision, Engine, Misuse
from xiangyue.clock import to_micros
from xiangyue.plugs import Circumstances, Verdict, defer, deny

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


def act(engine: Engine, action: str, by: str = "mei", **more: Any) -> Decision:
    """Take an action on the one task."""
    return engine.act("shigou/t", action, by=by, **{"now": NOON, **more})


def said(decision: Decision) -> list[tuple[str, str, str]]:
    """Return limit, verdict and stance of each ruling."""
    return [(r.limit, r.verdict, r.stance) for r in decision.rulings]


def at_address(address: str, answer: Answer) -> Answer:
    """Return an answer to one intervention alone."""

    def of_one(case: Circumstances, facts: Mapping[str, Any]) -> Any:
        return answer(case, facts) if case.intervention.address.endswith(address) else None

    return of_one


def spoken(word: str, less: dict[str, Any], whole: int) -> Answer:
    """Return the answer that a drawn word stands for; a reshape is said while there is all."""

    def answer(case: Circumstances, _: Mapping[str, Any]) -> Any:
        if word == "reshape":
            full = len(case.intervention.detail[next(iter(less))]) == whole
            return into(**less) if full else None
        if word == "defer 2":
            return defer(at(2), SAY, MEND)
        return {"allow": None, "defer 1": defer(at(1), SAY, MEND), "deny": deny(SAY, MEND)}.get(
            word, "rubbish"
        )

    return answer


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


def test_modes_lift_limits_and_raise_them(engine: Engine, probe: Probe) -> None:
    """In a mode, or at a level of it; and a mode's overlay sets a stance otherwise."""
    names = ("peace", "but_worst", "rising")
    probe.answers.update({name: no("message") for name in names})

    def verdicts() -> dict[str, str]:
        begin_anew = {name: probe.answers.pop(name) for name in names}
        task = begin(engine, f"m{next(_tasks)}")
        probe.answers.update(begin_anew)
        decision = engine.act(task, "tell", by="mei", now=NOON)
        assert engine.history(task)[-1] == decision
        return {r.limit: r.stance for r in decision.rulings}

    assert verdicts() == {"peace": "enforce", "but_worst": "enforce", "rising": "audit"}
    alarm = {"community": "shigou", "by": "mei", "now": NOON}
    end = {"end": "2026-06-04T12:00:00+08:00"}
    bell = engine.open("alarm", severity="II", **end, **alarm)  # type: ignore[arg-type]
    assert (bell.mode, bell.interventions[0].detail["mode"]) == ("normal", "emergency:II")
    assert bell.interventions[0].detail["until"] == to_micros(at(24))
    assert verdicts() == {"but_worst": "enforce", "rising": "enforce"}
    assert engine.act(bell, "rise", by="mei", severity="I", now=NOON)
    assert verdicts() == {"rising": "enforce"}
    over = engine.act(bell, "stand_down", by="mei", now=NOON)
    assert over.mode == "emergency:I"
    assert verdicts() == {"peace": "enforce", "but_worst": "enforce", "rising": "audit"}
    assert engine.verify()


def test_a_mode_needs_its_level_and_an_end_to_come(
    engine: Engine, probe: Probe, tmp_path: Path
) -> None:
    """What it needs is asked for; an older release's level is none, nor is an end in the past."""

    def ring(**fields: str) -> Decision:
        return engine.open("alarm", community="shigou", by="mei", now=NOON, data=fields)

    def codes(decision: Decision) -> list[str]:
        return [r.code for r in decision.reasons]

    end = "2026-06-04T12:00:00+08:00"
    assert [r.values["fields"] for r in ring().reasons] == [["severity"], ["end"]]
    assert codes(ring(severity="II", end="2026-06-03T11:00:00+08:00")) == ["mode-over"]
    bell = ring(severity="II", end=end)
    text = (GATE / "profile.yaml").read_text("utf-8").replace("[I, II]", "[I]")
    home = tmp_path / "gate"
    home.mkdir()
    (home / "profile.yaml").write_text(text, "utf-8")
    engine.install(home, "shigou", now=NOON)
    assert codes(engine.act(bell, "rise", by="mei", severity="II", now=NOON)) == ["mode-level"]
    assert engine.act(bell, "rise", by="mei", severity="I", now=NOON)
    probe.answers["first"] = no("switch_mode")
    assert not engine.act(bell, "stand_down", by="mei", now=NOON)
    del probe.answers["first"]
    assert engine.open("work", community="shigou", by="mei", now=NOON).mode == "emergency:I"
    assert engine.verify()


def test_a_claim_of_danger_lifts_one_limit_for_one_command(engine: Engine, probe: Probe) -> None:
    """By the named role alone, in the command itself; on record, and reviewed by another."""
    begin(engine)
    probe.answers["life"] = no("message")
    assert act(engine, "tell").outcome == "refused"
    assert act(engine, "tell", "bo", danger=True).outcome == "refused"
    assert act(engine, "tell", danger=False).outcome == "refused"
    claimed = act(engine, "tell", danger=True)
    assert claimed
    assert said(claimed) == [("life", "lifted", "enforce")]
    assert engine.history("shigou/t")[-1] == claimed
    assert engine.task("shigou/t").data["danger"] is True
    assert act(engine, "tell").outcome == "refused"
    probe.answers["first"] = no("message")
    assert [r.values["limit"] for r in act(engine, "tell", danger=True).reasons] == ["first"]
    assert act(engine, "judge", danger_was=True).outcome == "refused"
    assert act(engine, "judge", "guan", danger_was=True)
    assert engine.verify()


def breaking(*_: object) -> None:
    """Fail."""
    raise ZeroDivisionError


def test_three_breaks_in_a_row_suspend_a_limit(probe: Probe, tmp_path: Path) -> None:
    """It is asked no more, in any process, until somebody resumes it; then it counts anew."""
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    calls: list[str] = []

    def broken(case: Circumstances, _: Mapping[str, Any]) -> None:
        calls.append(case.action)
        breaking()

    with Engine(url, limits=[probe]) as engine:
        settle(engine)
        begin(engine)
        with pytest.raises(Misuse):
            engine.resume_limit("shigou", "first", by="mei", now=NOON)
        probe.answers["first"] = broken
        for breaks in (1, 2):
            decision = act(engine, "tell")
            assert (decision.outcome, decision.failing) == ("refused", {"first": breaks})
        del probe.answers["first"]
        decision = act(engine, "tell")
        assert (decision.outcome, decision.failing) == ("done", {"first": 0})
        probe.answers["first"] = broken
        for breaks in (1, 2, 3):
            assert act(engine, "tell").failing == {"first": breaks}
            assert not engine.try_out(Command("shigou", "tell", "mei", "t"), now=NOON)
        asked = len(calls)
    with Engine(url, limits=[probe]) as engine:
        suspended = act(engine, "tell")
        assert (suspended.outcome, suspended.failing) == ("refused", {})
        assert said(suspended) == [("first", "broken", "enforce")]
        assert "suspended" in suspended.why()
        assert len(calls) == asked
        del probe.answers["first"]
        assert act(engine, "tell").outcome == "refused"
        engine.resume_limit("shigou", "first", by="mei", now=NOON)
        assert act(engine, "tell")
        with pytest.raises(Misuse):
            engine.resume_limit("shigou", "first", by="mei", now=NOON)
        assert engine.verify()


def test_an_open_limit_that_is_suspended_lets_pass(engine: Engine, probe: Probe) -> None:
    """Three forms in one command are three breaks as well."""
    begin(engine)
    probe.answers["third"] = breaking
    decision = act(engine, "hand_over")
    assert decision
    assert decision.failing == {"third": 3}
    assert said(decision) == [("third", "broken", "enforce")] * 5
    probe.answers["third"] = no()
    assert act(engine, "tell")


def test_a_review_over_its_budget_is_broken(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it ends; the clock that measures it is none that a limit sees."""
    clock = [0.0]
    monkeypatch.setattr("xiangyue.plans.time.perf_counter", lambda: clock[0])

    def slow(case: Circumstances, _: Mapping[str, Any]) -> None:
        clock[0] += 10.001

    with Engine(limits=[probe]) as engine:
        settle(engine)
        begin(engine)
        probe.answers["first"] = lambda *_: clock.__setitem__(0, clock[0] + 9.9)
        assert act(engine, "tell")
        probe.answers["first"] = slow
        decision = act(engine, "tell")
        assert said(decision) == [("first", "broken", "enforce")]
        assert "10000 ms" in decision.why()


def test_without_its_plugin_a_limit_is_broken(probe: Probe, tmp_path: Path) -> None:
    """Closed ones refuse, open ones let pass; and there is a way back once it is installed."""
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    with Engine(url, limits=[probe]) as engine:
        settle(engine)
        begin(engine)
    with Engine(url) as engine:
        decision = act(engine, "tell")
        assert decision.outcome == "refused"
        verdicts = {r.limit: r.verdict for r in decision.rulings}
        assert set(verdicts.values()) == {"broken"}
        assert "third" in verdicts and "absent" not in verdicts
        assert "third" not in {r.values["limit"] for r in decision.reasons}
        assert engine.history("shigou/t")[-1] == decision
        assert engine.verify()
    with Engine(url, limits=[probe]) as engine:
        assert act(engine, "tell")
        assert engine.verify()


def strings(thing: Any) -> Iterator[str]:
    """Yield every text that can be reached from what a limit is given."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for name, value in thing.items():
            yield from strings(name)
            yield from strings(value)
    elif isinstance(thing, (tuple, list, set, frozenset)):
        for value in thing:
            yield from strings(value)
    elif hasattr(thing, "__struct_fields__"):
        for name in thing.__struct_fields__:
            yield from strings(getattr(thing, name))


def test_personal_values_reach_no_limit_and_no_chain(engine: Engine, probe: Probe) -> None:
    """Phone, title and note are seen by their length at most, those that are held as well."""
    seen: list[str] = []
    kept: list[Any] = []

    def watch(case: Circumstances, facts: Mapping[str, Any]) -> Verdict | None:
        seen.extend(strings(case))
        seen.extend(strings(facts))
        kept.append((case.chars, case.task.private, facts.get("held")))
        if case.intervention.kind == "collect" and "confirm" not in case.intervention.detail:
            return into(confirm=list(facts["held"]))
        return None

    secrets = {"title": "Ditch of aunt Mei", "note": "she is ill", "phone": "13800001234"}
    probe.answers["witness"] = watch
    # An audit changes nothing; the same words under a binding that does are said by another.
    probe.answers["first"] = at_address(
        "does.3",
        lambda case, _: None if "confirm" in case.intervention.detail else into(confirm=["phone"]),
    )
    said: dict[str, Any] = {"who": "an", "rooms": 3, **secrets}
    opening = engine.open("work", community="shigou", by="bo", id="a", now=NOON, **said)
    assert opening
    engine.open("work", community="shigou", by="mei", id="t", who="bo", now=at(1))
    filled = act(engine, "hand_over", now=at(2), note=secrets["note"])
    assert filled.values["phone"] == secrets["phone"]
    assert engine.task("shigou/t").data["phone"] == secrets["phone"]
    (asked,) = [p for p in filled.interventions if p.kind == "collect"]
    assert asked.detail["confirm"] == {"phone": {"task": "a", "at": to_micros(NOON)}}
    assert act(engine, "tell", phone=secrets["phone"])
    assert seen and kept
    assert kept[0][0] == {"title": 17, "note": 10, "phone": 11, "who": 2}
    with engine._store.read() as reader:
        chain = "".join(body for (body,) in reader.all("SELECT body FROM journal"))
        rows = [str(reader.all(f"SELECT * FROM {t}")) for t in ("task", "touch", "datum", "outbox")]
    for secret in secrets.values():
        assert not [text for text in seen if secret in text]
        assert secret not in chain + "".join(rows)
    assert engine.verify()
    assert engine.history("shigou/t")[1] == filled


def test_what_is_no_limit_is_refused() -> None:
    """An object that does not derive from Limit is no plugin."""
    with pytest.raises(Misuse):
        Engine(limits=[object()])  # type: ignore[list-item]
