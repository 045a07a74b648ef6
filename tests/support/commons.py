"""A village that gives points for deeds, by rules that it has adopted and changes by drafts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from xiangyue import Decision, Engine

COMMONS = Path(__file__).parents[1] / "flow" / "profiles" / "commons"
PLACE = "ditchford"
DEEDS = (("wang", "ditch"),) * 4 + (("zhao", "care"),) * 2


def settle(engine: Engine, at: datetime, apart: timedelta = timedelta()) -> None:
    """Let a village adopt its rules and give points for its deeds, one after the other."""
    engine.install(COMMONS, PLACE, by="li", now=at)
    for name, role in (("li", "committee"), ("chen", "watch"), ("deng", "scorer")):
        engine.register(name, roles={role: PLACE}, now=at)
    for name in ("wang", "zhao"):
        engine.register(name, home=PLACE, now=at)
    vote(engine, at)
    for who, kind in DEEDS:
        at += apart
        assert count(engine, report(engine, who, kind, at), at)


def vote(engine: Engine, now: datetime) -> None:
    """Let the village adopt its rules for points as they are."""
    made = engine.open("vote", community=PLACE, by="li", now=now)
    assert engine.act(made, "adopt", by="chen", now=now)


def report(engine: Engine, who: str, kind: str, now: datetime) -> Decision:
    """Report a deed of somebody."""
    return engine.open("deed", community=PLACE, by=who, who=who, kind=kind, now=now)


def count(engine: Engine, deed: Decision, now: datetime) -> Decision:
    """Count a deed that was reported."""
    return engine.act(deed, "count", by="deng", now=now)
