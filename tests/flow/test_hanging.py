"""A channel or receiver that hangs holds up its own message, and nothing that falls due."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from receiver import Receiver, hanging, receiving
from telling import NOW, settle, tell, write

from xiangyue import Engine, Worker
from xiangyue.reach.switchboard import Route, Switchboard
from xiangyue.sending.settings import WebhookSettings
from xiangyue.worker import Channels, Outcome, Parcel
from xiangyue_channels import Voice

DITCH = Path(__file__).parent / "profiles" / "ditch"
PAST = NOW - timedelta(days=3650)
TIMERS = 40


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a village whose workers are called by telephone, and another with deadlines."""
    folder = write(tmp_path)
    file = folder / "profile.yaml"
    text = file.read_text("utf-8").replace("kind: sms", "kind: voice")
    deadline = "new: {title: {en: New, zh: 新建}, due: 1h}"
    text = text.replace("new: {title: {en: New, zh: 新建}}", deadline)
    file.write_text(text, "utf-8")
    with Engine(f"sqlite:///{tmp_path}/village.db") as engine:
        settle(engine, folder)
        engine.add_unit("shanhe", "village", now=NOW)
        engine.install(DITCH, "shanhe", now=NOW)
        engine.register("old", roles={"secretary": "shanhe"}, since=PAST, now=NOW)
        for name, number in (("wang", "13800001"), ("zhao", "13800002")):
            engine.contact(name, "voice", number, by=name, now=NOW)
        yield engine
        assert engine.verify()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a receiver that takes every request and never answers."""
    with receiving() as receiver:
        receiver.answers = [hanging] * 1000
        yield receiver


def rows(engine: Engine, sql: str) -> list[Any]:
    """Return what a statement finds."""
    with engine._store.read() as reader:
        return reader.all(sql)


def wait_for(true: Callable[[], object]) -> None:
    """Wait until something is so."""
    for _ in range(1200):
        if true():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came")


def overdue(engine: Engine, now: datetime) -> None:
    """Let deadlines of both villages be over."""
    for _ in range(TIMERS):
        engine.open("matter", community="xinqi", by="mei", now=now)
        engine.open("ditch", community="shanhe", by="old", phone="1", size=9, now=PAST)


def test_timers_of_all_villages_fire_while_a_gateway_hangs(
    engine: Engine,
    receiver: Receiver,
    database: str,
    record_property: Callable[[str, object], None],
) -> None:
    """Also while a webhook hangs; what hangs is still on its way, and leased."""
    told = tell(engine)
    engine.subscribe("county", receiver.url, by="mei", communities=["xinqi"], after=0)
    board = Switchboard({"text": Route(Voice(), {"url": receiver.url, "seconds": 60})})
    settings = WebhookSettings(allow_private=True, timeout=30)
    worker = Worker(engine, carrier=Channels(engine, board), webhooks=settings, poll=0.05)
    worker.start()
    wait_for(lambda: len(receiver.requests) >= 2)
    overdue(engine, NOW)
    late = 'SELECT community, count(*) FROM journal WHERE body LIKE \'%"kind":"overdue"%\''

    def fired() -> dict[str, int]:
        return dict(rows(engine, f"{late} GROUP BY community"))

    wait_for(lambda: min((fired() or {"": 0}).values()) >= TIMERS and len(fired()) == 2)
    state = rows(
        engine,
        "SELECT state, attempts, holder IS NOT NULL FROM outbox"
        f" WHERE community = 'xinqi' AND seq = {told.seq} AND n = 1",
    )
    assert state == [("waiting", 0, True)]
    assert not receiver.cut.is_set()
    receiver.stopping.set()
    worker.stop()
    assert rows(engine, "SELECT count(*) FROM outbox WHERE holder IS NOT NULL") == [(0,)]
    record_property(
        "faults",
        f"{database} hanging gateway and webhook: timers fired meanwhile {fired()}, 0 leases left",
    )


class Stuck:
    """Hangs with what is for one task until it is let go, and sends the rest."""

    def __init__(self, task: str) -> None:
        """Begin with nothing sent."""
        self.task, self.sent = task, 0
        self.began, self.go_on = threading.Event(), threading.Event()

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send, or hang."""
        if parcel.task == self.task:
            self.began.set()
            self.go_on.wait(60)
            return Outcome("sent", "late")
        self.sent += 1
        return Outcome("sent", "post")


def test_other_messages_go_on_beside_one_that_hangs(engine: Engine) -> None:
    """Those of other tasks; what belongs to the same one keeps its order."""
    first, *others = [tell(engine) for _ in range(6)]
    post = Stuck(str(first.task))
    worker = Worker(engine, carrier=post, senders=2, poll=0.05, lease=0.5)
    worker.start()
    wait_for(lambda: post.sent == 4 * len(others))
    assert post.began.is_set()
    threading.Event().wait(1)  # longer than a lease, which is renewed meanwhile
    assert Worker(engine, carrier=post).run_once().takeovers == 0
    assert post.sent == 4 * len(others)
    threading.Timer(0.1, post.go_on.set).start()
    worker.stop()
    found = rows(engine, "SELECT channel, count(*) FROM outbox WHERE state = 'sent' GROUP BY 1")
    assert dict(found) == {"late": 1, "post": 4 * len(others)}


def test_one_that_hangs_for_ever_is_left_behind(engine: Engine) -> None:
    """It is tried again later; what its thread does in the end changes nothing."""
    told = tell(engine)
    post = Stuck(str(told.task))
    done = Worker(engine, carrier=post, patience=0.2).run_once()
    post.go_on.set()
    assert (done.sent, done.unsent) == (0, 4)
    found = rows(engine, "SELECT DISTINCT state, attempts, error FROM outbox")
    assert found == [("waiting", 1, "channel-hangs")]
