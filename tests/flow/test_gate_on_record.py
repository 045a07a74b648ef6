"""What the gate depends on and leaves: modes, claims, broken limits, and nothing personal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from probes import GATE, NOON, Probe, act, at, at_address, begin, into, no, said, settle

from xiangyue import Command, Decision, Engine, Misuse
from xiangyue.plugs import Circumstances, Verdict
from xiangyue.time.clock import to_micros

_tasks = count()


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
    monkeypatch.setattr("xiangyue.work.plans.time.perf_counter", lambda: clock[0])

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
