"""Who may be called out for dangerous work: by what holds when they answer, and once at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from errands import MONDAY, codes, done

from xiangyue import Decision, Engine

ALL = ("volunteer", "adult", "insured", "trained")


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return two villages of one township and one of another; whatever has been done verifies."""
    with Engine() as engine:
        for town, villages in (("xiang", ("a", "b")), ("zhen", ("c",))):
            engine.add_unit(town, "township", now=MONDAY)
            for name in villages:
                engine.add_unit(name, "village", parent=town, now=MONDAY)
                engine.install("mobilization", community=name, now=MONDAY)
                held = {"duty_person": name, "team_leader": name}
                engine.register(f"zhi-{name}", roles=held, now=MONDAY)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def at(minutes: float) -> datetime:
    """Return the moment so many minutes after the beginning."""
    return MONDAY + timedelta(minutes=minutes)


def call(engine: Engine, where: str = "a", now: datetime = MONDAY, **more: Any) -> Decision:
    """Call people out for dangerous work."""
    data = {"wanted": 2, "work": "clearing", **more}
    return engine.open("rescue", community=where, by=f"zhi-{where}", data=data, now=now)


def asked(decision: Decision) -> list[str]:
    """Return whom a decision asks."""
    return [n for one in decision.interventions if one.kind == "ask" for n in one.detail["to"]]


def test_whoever_is_not_insured_any_more_stays_at_home(engine: Engine) -> None:
    """The insurance ran out between the asking and the answer; declining is still possible."""
    engine.register("an", roles=dict.fromkeys(("volunteer", "adult", "trained"), "a"), now=MONDAY)
    engine.register("an", roles={"insured": "a"}, until=at(5), now=MONDAY)
    task = done(call(engine))
    refused = engine.act(task, "accept", by="an", now=at(6))
    assert codes(refused) == {"call-unfit"}
    assert "Insured against accidents" in refused.why()
    paper: dict[str, Any] = {"by": "zhi-a", "on_behalf_of": "an", "source": "phone", "now": at(8)}
    assert codes(engine.act(task, "accept", occurred_at=at(5), **paper)) == {"call-unfit"}
    done(engine.act(task, "decline", by="an", now=at(9)))


def test_whoever_was_insured_in_time_has_accepted(engine: Engine) -> None:
    """A minute before the end it holds."""
    engine.register("an", roles=dict.fromkeys(ALL, "a"), until=at(5), now=MONDAY)
    task = done(call(engine))
    done(engine.act(task, "accept", by="an", now=at(4)))


def test_a_proof_is_the_persons_own(engine: Engine) -> None:
    """Noted in one village it counts in another of the same tree; an office does not."""
    engine.register("an", roles={"adult": "a", "insured": "a", "trained": "xiang"}, now=MONDAY)
    engine.register("an", roles={"volunteer": "b"}, now=MONDAY)
    engine.register("bo", roles=dict.fromkeys(ALL, "a"), now=MONDAY)
    engine.register("chen", roles=dict.fromkeys(ALL[1:], "c"), now=MONDAY)
    engine.register("chen", roles={"volunteer": "b"}, now=MONDAY)
    assert asked(done(call(engine, "b"))) == ["an"]
    assert asked(done(call(engine, "a"))) == ["bo"]


def test_nobody_is_at_two_dangerous_places(engine: Engine) -> None:
    """The second call-out is told where they are; freed there, they may come."""
    engine.register("an", roles=dict.fromkeys(ALL, "a"), now=MONDAY)
    engine.register("an", roles={"volunteer": "b"}, now=MONDAY)
    first, second = done(call(engine, "a")), done(call(engine, "b"))
    done(engine.act(first, "accept", by="an", now=at(1)))
    refused = engine.act(second, "accept", by="an", now=at(2))
    assert codes(refused) == {"call-elsewhere"}
    assert f"a/{first.task}" in refused.why()
    done(engine.act(first, "decline", by="an", now=at(3)))
    done(engine.act(second, "accept", by="an", now=at(4)))
