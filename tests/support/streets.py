"""A street with one warden, whose tasks count in the level of service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from errands import done

from xiangyue import Decision, Engine

STREET = Path(__file__).parents[1] / "flow" / "profiles" / "street"
START = datetime(2026, 6, 1, tzinfo=UTC)


def at(hours: float) -> datetime:
    """Return the moment so many hours after the start."""
    return START + timedelta(hours=hours)


def settle(engine: Engine) -> None:
    """Set up the street and its warden."""
    engine.install(STREET, community="here", now=START)
    engine.register("li", roles={"warden": "here"}, now=START)


def begin(engine: Engine, flow: str, hours: float = 0, **said: object) -> Decision:
    """Open a task so many hours after the start."""
    return done(engine.open(flow, community="here", by="li", now=at(hours), data=said))


def act(engine: Engine, task: Decision, *steps: tuple[str, float], **said: object) -> None:
    """Take actions, each so many hours after the start."""
    for action, hours in steps:
        done(engine.act(task, action, by="li", now=at(hours), data=said, note="rain"))
