"""A message to a role: each of those it means is told once, whatever becomes of the others."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from telling import NOW, settle, tell, write

from xiangyue import Decision, Engine, Worker
from xiangyue.plugs import Channel, NotDelivered, Outgoing, Receipt
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.work.deliveries import deliveries
from xiangyue.worker import Channels
from xiangyue.worker.backoff import ATTEMPTS

DAY = timedelta(days=1)
WORKERS = 1
"""Which of the things that telling does goes to all workers."""


class Line(Channel):
    """Takes a text unless somebody's line is down, for now or for good."""

    name = "line"
    title = types.MappingProxyType({"en": "Line", "zh": "线路"})
    kinds = ("sms",)

    def __init__(self) -> None:
        """Begin with nothing sent."""
        self.down: dict[str, bool] = {}
        self.tried: list[str] = []

    def send(self, message: Outgoing, config: Mapping[str, Any]) -> Receipt:
        """Take a message."""
        self.tried.append(str(message.event["id"]))
        if message.recipient in self.down:
            raise NotDelivered("channel-refused", again=self.down[message.recipient])
        return Receipt("sent")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village whose two workers have telephones."""
    with Engine() as engine:
        settle(engine, write(tmp_path))
        for name, number in (("wang", "13800001"), ("zhao", "13800002")):
            engine.contact(name, "sms", number, by=name, now=NOW)
        yield engine
        assert engine.verify()


@pytest.fixture
def line() -> Line:
    """Return a line to both."""
    return Line()


def work(engine: Engine, line: Line, at: datetime) -> None:
    """Send what waits."""
    board = Switchboard({"text": Route(line, {})})
    Worker(engine, carrier=Channels(engine, board)).run_once(at)


def state(engine: Engine, told: Decision) -> tuple[str, dict[str, str]]:
    """Return what became of the message to the workers, on the whole and for each."""
    key = "xinqi", told.seq, WORKERS
    sql = "SELECT state FROM outbox WHERE community = ? AND seq = ? AND n = ?"
    with engine._store.read() as reader:
        ((whole,),) = reader.all(sql, *key)
        return whole, {name: one.state for name, one in deliveries(reader, *key).items()}


def ids(told: Decision, *names: str) -> list[str]:
    """Return what each one's copy is known by."""
    return [f"xinqi/{told.seq}.{WORKERS}/{name}" for name in names]


def test_only_who_was_not_reached_is_told_again(engine: Engine, line: Line) -> None:
    """Each copy has an id of its own, the same at every attempt."""
    told = tell(engine)
    line.down = {"zhao": True}
    work(engine, line, NOW)
    assert line.tried == ids(told, "wang", "zhao")
    assert state(engine, told) == ("waiting", {"wang": "sent", "zhao": "waiting"})
    line.down = {}
    work(engine, line, NOW + DAY)
    assert line.tried == ids(told, "wang", "zhao", "zhao")
    assert state(engine, told) == ("sent", {"wang": "sent", "zhao": "sent"})


def test_one_who_cannot_be_reached_is_listed_and_driven_again(engine: Engine, line: Line) -> None:
    """The letter is dead for that one alone, also while another is still tried."""
    told = tell(engine)
    line.down = {"wang": False, "zhao": True}
    work(engine, line, NOW)
    assert state(engine, told) == ("waiting", {"wang": "dead", "zhao": "waiting"})
    line.down = {"wang": False}
    work(engine, line, NOW + DAY)
    assert state(engine, told) == ("dead", {"wang": "dead", "zhao": "sent"})
    line.down = {}
    assert engine.redrive_letters("xinqi", told.seq, WORKERS, now=NOW + DAY) == 1
    work(engine, line, NOW + 2 * DAY)
    assert line.tried == ids(told, "wang", "zhao", "zhao", "wang")
    assert state(engine, told) == ("sent", {"wang": "sent", "zhao": "sent"})


def test_after_all_attempts_only_the_unreached_remain(engine: Engine, line: Line) -> None:
    """The one who has it got it once."""
    told = tell(engine)
    line.down = {"zhao": True}
    for n in range(ATTEMPTS):
        work(engine, line, NOW + n * DAY)
    assert state(engine, told)[0] == "dead"
    assert line.tried.count(ids(told, "wang")[0]) == 1
    assert line.tried.count(ids(told, "zhao")[0]) == ATTEMPTS


def test_who_has_left_the_role_is_not_waited_for(engine: Engine, line: Line) -> None:
    """What is owed to nobody any more holds up nothing."""
    told = tell(engine)
    line.down = {"zhao": True}
    work(engine, line, NOW)
    engine.release_role("zhao", "worker", "g2", until=NOW + DAY / 2, now=NOW + DAY / 2)
    work(engine, line, NOW + DAY)
    assert state(engine, told)[0] == "sent"


def test_whom_a_message_reached_is_forgotten_with_the_task(engine: Engine, line: Line) -> None:
    """Nothing of it is left when its values are destroyed."""
    told = tell(engine, story="dry")
    work(engine, line, NOW)
    assert state(engine, told)[1] == {"wang": "sent", "zhao": "sent"}
    assert engine.act(f"xinqi/{told.task}", "finish", by="mei", now=NOW)
    assert engine.destroy(f"xinqi/{told.task}", by="mei", why="over", now=NOW)
    assert state(engine, told) == ("sent", {})
