"""A village where visits are made and reported, for studies of what that costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from xiangyue import Decision, Engine

VISITS = Path(__file__).parents[1] / "flow" / "profiles" / "visits"
MONDAY = datetime(2026, 9, 28, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""

MEMBERS = ("qian", "li", "wang", "zhao", "zhou")


def at(days: float = 0, seconds: float = 0) -> datetime:
    """Return the moment so much after Monday morning."""
    return MONDAY + timedelta(days=days, seconds=seconds)


def settle(engine: Engine, village: str = "xinqi", profile: Path = VISITS) -> None:
    """Set up a village with two grids: li is its secretary, zhou lives there, and zhen is above."""
    if village == "xinqi":
        engine.add_unit("zhen", "township", now=MONDAY)
    engine.add_unit(
        village, "village", parent="zhen", title={"en": "Xinqi", "zh": "新圻"}, now=MONDAY
    )
    for grid in (f"{village}-1", f"{village}-2"):
        engine.add_unit(grid, "grid", parent=village, now=MONDAY)
    if village == "xinqi":
        engine.register("qian", roles={"officer": "zhen"}, since=at(-30), now=MONDAY)
        engine.register("li", roles={"secretary": village}, since=at(-30), now=MONDAY)
        engine.register("wang", roles={"worker": "xinqi-1"}, since=at(-30), now=MONDAY)
        engine.register("zhao", roles={"worker": "xinqi-2"}, since=at(-30), now=MONDAY)
        engine.register("zhou", home=village, now=MONDAY)
    engine.install(profile, community=village, now=MONDAY)


def done(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def plan(engine: Engine, by: str = "li", unit: str = "xinqi-1", **more: object) -> Decision:
    """Open a visit."""
    said: dict[str, object] = {"community": "xinqi", "unit": unit, "now": MONDAY, **more}
    return done(engine.open("visit", by=by, **said))  # type: ignore[arg-type]


def make(engine: Engine, by: str = "wang", unit: str = "xinqi-1", **more: object) -> Decision:
    """Open a visit as its worker's secretary, and report it."""
    task = plan(engine, unit=unit, now=more.get("occurred_at") or more.get("now") or MONDAY)
    said: dict[str, object] = {"now": MONDAY, **more}
    return done(engine.act(task, "make", by=by, **said))  # type: ignore[arg-type]
