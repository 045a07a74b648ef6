"""A sub-district that distributes, and communities that take in, for tests of what travels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from xiangyue import Decision, Engine
from xiangyue.time.clock import to_micros

PROFILES = Path(__file__).parents[1] / "flow" / "profiles"
OFFICE, HAMLET = PROFILES / "office", PROFILES / "hamlet"
MONDAY = datetime(2026, 9, 28, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""


def day(days: float) -> datetime:
    """Return the moment so many days after Monday morning."""
    return MONDAY + timedelta(days=days)


def settle(engine: Engine, governed: int = 3, bare: int = 0) -> None:
    """Set up a sub-district of two halves with communities, the last ones without a profile."""
    engine.add_unit("qu", "county", now=MONDAY)
    for name in ("dong", "xi"):
        engine.add_unit(name, "subdistrict", parent="qu", now=MONDAY)
    engine.register("qian", home="dong", roles={"officer": "qu"}, now=MONDAY)
    engine.install(OFFICE, community="dong", now=MONDAY)
    for n in range(governed + bare):
        engine.add_unit(f"c{n}", "community", parent=("dong", "xi")[n % 2], now=MONDAY)
        engine.register(
            f"wang{n}", roles={"cadre": f"c{n}"} if n < governed else None, home=f"c{n}", now=MONDAY
        )
        if n < governed:
            engine.install(HAMLET, community=f"c{n}", now=MONDAY)


def instruct(
    engine: Engine, *units: str, now: datetime = MONDAY, title: str = "Drains", **fields: str
) -> Decision:
    """Draft an instruction and distribute it beneath these units."""
    fields = {"content": "Clear the drains", "complete_by": "2026-10-12", **fields}
    task = engine.open(
        "instruction", community="dong", by="qian", title=title, now=now, data=fields
    )
    assert task, task.why()
    sent = engine.act(task, "distribute", by="qian", addressees=list(units or ("qu",)), now=now)
    assert sent, sent.why()
    return sent


def told(engine: Engine, now: datetime) -> dict[str, tuple[str, bool]]:
    """Return how each community's own task stands, and whether it is late, asked of itself."""
    found = {}
    for task in engine.tasks(flow="assigned", limit=1000).tasks:
        at = to_micros(now) if task.ended_at is None else task.ended_at
        at = at if task.paused_at is None else min(at, task.paused_at)
        late = task.due is not None and at > task.due and task.state != "returned"
        state = {"resting": "accepted"}.get(task.state, task.state)
        found[task.community] = (state, late)
    return found
