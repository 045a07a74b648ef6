"""A village with errands to run, for tests that say who did what, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from xiangyue import Decision, Engine

ERRAND = Path(__file__).parents[1] / "flow" / "profiles" / "errand"
MONDAY = datetime(2026, 9, 28, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""


def day(days: float) -> datetime:
    """Return the moment so many days after Monday morning."""
    return MONDAY + timedelta(days=days)


def settle(engine: Engine) -> None:
    """Set up two villages of a township, and who lives there; one is governed by the profile."""
    engine.add_unit("zhen", "township", now=MONDAY)
    for village in ("xinqi", "shanhe"):
        engine.add_unit(village, "village", parent="zhen", now=MONDAY)
        engine.add_unit(f"{village}-1", "grid", parent=village, now=MONDAY)
    engine.add_unit("xinqi-2", "grid", parent="xinqi", now=MONDAY)
    for name in ("zhou", "sun"):
        engine.register(name, home="xinqi", now=MONDAY)
    engine.register("li", roles={"secretary": "xinqi"}, deputy="sun", since=day(-30), now=MONDAY)
    engine.register("wu", roles={"secretary": "shanhe"}, now=MONDAY)
    engine.register("wang", roles={"worker": "xinqi-1"}, now=MONDAY)
    engine.register("zhao", roles={"worker": "xinqi-2"}, now=MONDAY)
    engine.register("qian", roles={"officer": "zhen"}, now=MONDAY)
    engine.register("coop", roles={"guild": "xinqi"}, kind="organization", now=MONDAY)
    engine.register("chen", roles={"guild": "xinqi"}, now=MONDAY)
    engine.install(ERRAND, community="xinqi", now=MONDAY)


def adopt(engine: Engine) -> None:
    """Let the village adopt its points scheme; until then no points count."""
    scheme = done(engine.open("scheme", community="xinqi", by="li", now=MONDAY))
    done(engine.act(scheme, "adopt", by="li", now=MONDAY))


def begin(engine: Engine, to: str = "new", **fields: object) -> Decision:
    """Open an errand on Monday, and lead it to a state: new, valued, assigned or waiting."""
    said = {"size": 8, "kind": "water", **fields}
    task = done(engine.open("errand", community="xinqi", by="li", now=MONDAY, data=said))
    if to != "new":
        done(engine.act(task, "convert", by="li", now=MONDAY))
    if to == "assigned":
        done(engine.act(task, "assign", by="li", who="wang", now=MONDAY))
    if to == "waiting":
        done(engine.act(task, "wait", by="li", note="rain", now=day(1)))
    return task


def done(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def codes(decision: Decision) -> set[str]:
    """Return the reasons of a refusal, in short."""
    return {reason.code for reason in decision.reasons}
