"""What an emergency began is brought to its end, and what was on paper is entered after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from errands import MONDAY, codes, done

from xiangyue import Decision, Engine

END = MONDAY + timedelta(hours=11)
FLOOD: dict[str, Any] = {
    "authority": "County",
    "document_number": "No. 7",
    "emergency_item": "flood",
    "activated_level": "II",
    "measures_ordered": "Keep watch.",
}
MOVE: dict[str, Any] = {"move_by": (END - timedelta(hours=1)).isoformat(), "shelter": "School"}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a village with one on duty and a leader; whatever has been done verifies."""
    with Engine() as engine:
        engine.add_unit("xiang", "township", now=MONDAY)
        engine.add_unit("cun", "village", parent="xiang", now=MONDAY)
        for name, role in (("zhi", "duty_person"), ("dui", "team_leader"), ("li", "committee")):
            engine.register(name, roles={role: "cun"}, now=MONDAY)
        for name in ("chen", "he"):
            engine.register(name, home="cun", now=MONDAY)
        engine.register("shu", roles={"village_secretary": "cun"}, now=MONDAY)
        engine.install("resource-scarce-rural", community="cun", now=MONDAY)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def at(hours: float) -> datetime:
    """Return the moment so many hours after the beginning."""
    return MONDAY + timedelta(hours=hours)


def activate(engine: Engine, now: datetime = MONDAY, **how: Any) -> Decision:
    """Record an activation that ends eleven hours after the beginning."""
    said = {**FLOOD, "expected_end": END.isoformat()}
    return engine.open("activation", community="cun", by="zhi", data=said, now=now, **how)


def move(engine: Engine, now: datetime, **how: Any) -> Decision:
    """Order an evacuation."""
    return engine.open("evacuation", community="cun", by="zhi", data=MOVE, now=now, **how)


def mode(engine: Engine, now: datetime) -> str:
    """Return the mode in which something is decided at a moment."""
    return engine.open("complaint", community="cun", by="chen", now=now).mode


def ticked(engine: Engine, now: datetime) -> None:
    """Tick until everything that is due has been done."""
    for _ in range(9):
        engine.tick(now)


def test_an_evacuation_goes_on_after_the_powers(engine: Engine) -> None:
    """Whoever is listed gets a companion, minutes after the end; all is gone by its deadline."""
    done(activate(engine))
    task = done(move(engine, at(8)))
    done(engine.act(task, "list", by="dui", at_risk=["chen"], now=at(10.9)))
    done(engine.act(task, "list", by="dui", at_risk=["chen", "he"], now=at(11.1)))
    done(engine.act(task, "pair", by="dui", paired_with=["li", "li"], now=at(11.2)))
    for days, held in ((30, True), (30.5, False)):
        ticked(engine, at(24 * days))
        assert ("paired_with" in engine.task(task).data) == held
        assert ("at_risk" in engine.task(task).data) == held


def test_once_it_is_gone_nobody_gives_it_anew(engine: Engine) -> None:
    """The task is still open a month later; the list is not asked for any more."""
    done(activate(engine))
    task = done(move(engine, at(8)))
    ticked(engine, at(24 * 32))
    refused = engine.act(task, "list", by="dui", at_risk=["chen"], now=at(24 * 32))
    assert codes(refused) == {"only-in"}


def test_what_began_before_the_emergency_has_no_part_in_it(engine: Engine) -> None:
    """After the end nobody begins an evacuation, and no list of supplies."""
    done(activate(engine))
    ticked(engine, END)
    assert codes(move(engine, at(11.1))) == {"guard-otherwise"}


def test_a_list_on_paper_is_entered_after_the_end(engine: Engine) -> None:
    """It is judged by the mode in which it was written, and destroyed with the others."""
    done(activate(engine))
    task = done(move(engine, at(12.1), source="paper", occurred_at=at(8)))
    paper: dict[str, Any] = {"source": "paper", "now": at(12.2)}
    done(engine.act(task, "list", by="dui", at_risk=["chen"], occurred_at=at(9), **paper))
    assert codes(move(engine, at(13), source="paper", occurred_at=at(11.5))) == {"guard-otherwise"}
    ticked(engine, at(24 * 30.5))
    assert "at_risk" not in engine.task(task).data


def test_an_order_on_paper_is_entered_after_the_end(engine: Engine) -> None:
    """What was worked in the night of the emergency is not lost the day after."""
    done(activate(engine))
    how: dict[str, Any] = {"community": "cun", "by": "shu", "now": at(24), "source": "paper"}
    done(engine.open("response_task", occurred_at=at(3), **how))
    late = engine.open("response_task", occurred_at=at(12), **how)
    assert codes(late) == {"guard-otherwise"}


def test_an_emergency_that_is_over_is_entered_as_a_record(engine: Engine) -> None:
    """No power comes into force by it: the file lapses at once, and nobody is told to act."""
    entered = done(activate(engine, at(20), source="paper", occurred_at=at(1)))
    assert mode(engine, at(20)) == "normal"
    ticked(engine, at(24))
    assert engine.task(entered).state == "lapsed"
    told = [one for d in engine.history(entered) for one in d.interventions if d.outcome == "done"]
    assert "role:committee" not in {one.to for one in told if one.kind == "message"}
    done(engine.open("first_response", **FIRST, source="paper", occurred_at=at(12), now=at(40)))
    assert mode(engine, at(40)) == "normal"


def test_a_record_takes_nothing_from_what_is_in_force(engine: Engine) -> None:
    """A first response of the day before, entered now, leaves the activation as it is."""
    said = {**FLOOD, "expected_end": at(40).isoformat()}
    done(engine.open("activation", community="cun", by="zhi", data=said, now=at(20)))
    done(engine.open("first_response", **FIRST, source="paper", occurred_at=at(10), now=at(22)))
    done(activate(engine, at(23), source="paper", occurred_at=at(1)))
    assert mode(engine, at(24)) == "emergency:II"
    assert mode(engine, at(40)) == "normal"


FIRST: dict[str, Any] = {
    "community": "cun",
    "by": "zhi",
    "emergency_item": "flood",
    "measures_ordered": "Leave the low houses.",
}
