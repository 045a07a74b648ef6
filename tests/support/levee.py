"""A village on a river whose people are called out to the levee."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from xiangyue import Decision, Engine, Worker
from xiangyue.plugs import Channel, Outgoing, Receipt
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.storage.asks import AskRow, asks_of_task
from xiangyue.worker.carrying import Channels

LEVEE = Path(__file__).parents[1] / "flow" / "profiles" / "levee"
START = datetime(2026, 6, 1, 2, tzinfo=UTC)
"""Ten in the morning in Shanghai, a Monday."""

TEAM, HELPERS = ("tan", "tao"), ("hai", "han", "hao", "he")


def at(minutes: float = 0) -> datetime:
    """Return the moment so many minutes after the start."""
    return START + timedelta(minutes=minutes)


def settle(engine: Engine, profile: Path = LEVEE) -> None:
    """Set up the village: two in the team, one of them with a deputy, and four who help."""
    engine.add_unit("xiang", "township", now=START)
    engine.add_unit("cun", "village", parent="xiang", now=START)
    engine.register("shen", roles={"chief": "xiang"}, now=START)
    engine.register("du", roles={"duty": "cun"}, now=START)
    engine.register("yi", home="cun", now=START)
    engine.register("tan", roles={"team": "cun"}, deputy="yi", now=START)
    engine.register("tao", roles={"team": "cun", "adult": "cun"}, now=START)
    for name in HELPERS:
        engine.register(name, roles={"helper": "cun", "adult": "cun"}, now=START)
    engine.register("xiao", roles={"helper": "cun"}, now=START)  # nobody has noted that he is adult
    engine.install(profile, community="cun", now=START)


def done(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def call(engine: Engine, wanted: int = 2, now: datetime = START, **more: Any) -> Decision:
    """Call people out to the levee."""
    return done(engine.open("levee", community="cun", by="du", wanted=wanted, now=now, **more))


def sound(engine: Engine) -> None:
    """Hold every row against the journal."""
    report = engine.verify()
    assert report.ok, "\n".join(map(str, report.problems))


def rows(engine: Engine, task: Decision) -> list[AskRow]:
    """Return whom a task has asked."""
    with engine._store.read() as reader:
        return asks_of_task(reader, "cun", task.task)


def states(engine: Engine, task: Decision) -> dict[str, str]:
    """Return how everybody who was asked stands, by the last rung that asked them."""
    return {row.member: row.state for row in rows(engine, task)}


class Line(Channel):
    """Takes every text."""

    name = "line"
    title = types.MappingProxyType({"en": "Line", "zh": "线路"})
    kinds = ("sms",)

    def __init__(self) -> None:
        """Begin with nothing sent."""
        self.sent: list[str] = []
        self.off: list[str] = []

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Take a message: that help is asked for, or that it is not any more."""
        off = "is over or called off" in message.text
        (self.off if off else self.sent).append(message.recipient or "")
        assert off or "help is asked for" in message.text
        return Receipt("sent")


def work(engine: Engine, line: Line, now: datetime) -> None:
    """Send what waits."""
    board = Switchboard({"text": Route(line, {})})
    Worker(engine, carrier=Channels(engine, board)).run_once(now)
