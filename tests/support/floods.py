"""A village in a flood: modes that begin, are renewed, are left, and end by themselves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from errands import MONDAY, done

from xiangyue import Decision, Engine
from xiangyue.canonical import load

FLOOD = Path(__file__).parents[1] / "flow" / "profiles" / "flood"


def settle(engine: Engine, profile: Path = FLOOD) -> None:
    """Set up a village, its secretary and a villager."""
    engine.add_unit("xinqi", "village", now=MONDAY)
    engine.register("li", roles={"secretary": "xinqi"}, now=MONDAY)
    engine.register("wang", home="xinqi", now=MONDAY)
    engine.install(profile, community="xinqi", now=MONDAY)


def begin(engine: Engine, flow: str, now: datetime = MONDAY, **said: object) -> Decision:
    """Open a task."""
    return done(engine.open(flow, community="xinqi", by="li", now=now, data=said))


def activate(engine: Engine, end: datetime, now: datetime = MONDAY, level: str = "II") -> Decision:
    """Receive an activation that ends at a moment."""
    return begin(engine, "activation", now, level=level, end=end.isoformat())


def mode(engine: Engine) -> str:
    """Return the mode that the village's row says it is in."""
    with engine._store.read() as reader:
        head = reader.situation("xinqi", None, None).head
    assert head is not None
    return head.mode


def kinds(engine: Engine) -> list[str]:
    """Return the kinds of all entries of the village, from the first to the last."""
    sql = "SELECT body FROM journal WHERE community = 'xinqi' ORDER BY seq"
    with engine._store.read() as reader:
        return [load(body)["kind"] for (body,) in reader.all(sql)]
