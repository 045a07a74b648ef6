"""A village where time does everything that it can do: reminders, ladders, pauses, modes."""

from __future__ import annotations

from pathlib import Path

from errands import MONDAY, day, done

from xiangyue import Decision, Engine

CLOCK = Path(__file__).parents[1] / "flow" / "profiles" / "clock"


def settle(engine: Engine, profile: Path = CLOCK, *, deputy: str | None = None) -> None:
    """Set up a village of a township, who lives and works there, and the grid worker's deputy."""
    engine.add_unit("zhen", "township", now=MONDAY)
    engine.add_unit("xinqi", "village", parent="zhen", now=MONDAY)
    engine.add_unit("xinqi-1", "grid", parent="xinqi", now=MONDAY)
    engine.register("li", roles={"secretary": "xinqi"}, since=day(-30), now=MONDAY)
    engine.register("wang", roles={"worker": "xinqi-1"}, deputy=deputy, now=MONDAY)
    engine.register("qian", roles={"officer": "zhen"}, now=MONDAY)
    engine.install(profile, community="xinqi", now=MONDAY)


def begin(engine: Engine, flow: str = "matter") -> Decision:
    """Open a task on Monday morning."""
    return done(engine.open(flow, community="xinqi", by="li", now=MONDAY))


def told(decisions: list[Decision]) -> list[str]:
    """Return whom these decisions sent messages to, each after the moment's hour since Monday."""
    start = int(MONDAY.timestamp()) * 1_000_000
    return [
        f"{(d.now - start) // 3_600_000_000}h {one.to}"
        for d in decisions
        for one in d.interventions
        if one.kind == "message"
    ]


def hours(engine: Engine, first: int, last: int) -> list[Decision]:
    """Let the hours pass from one to another after Monday morning, and return what was decided."""
    return [d for hour in range(first, last + 1) for d in engine.tick(day(hour / 24))]
