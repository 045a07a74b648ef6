"""The system's clock steps back and forward: nothing happens twice, never, or out of the chain."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from worker_child import Post

from xiangyue import Command, Decision, Engine, Worker
from xiangyue.storage import Reader

DITCH = Path(__file__).parent / "profiles" / "ditch"
PAST = datetime(2000, 1, 1, tzinfo=UTC)
DAY = 86_400
STEPS = (0, -1, 1, 0, 3, 2, -2, 4, 3, 14, 13, 15)
"""Days that the clock is wrong by, one after the other; each deadline falls between two of them."""

TIMERS = ("state", "flow")
LATER = (400, 800)
"""Then every deadline has passed, and what was kept after it is destroyed."""

Tell = Callable[[str, object], None]


class Clock:
    """The system's clock, set forward or back by whole days."""

    def __init__(self) -> None:
        """Begin with the right time."""
        self.days = 0

    def time_ns(self) -> int:
        """Return what the clock shows."""
        return time.time_ns() + self.days * DAY * 10**9

    def now(self) -> datetime:
        """Return the same as a moment."""
        return datetime.fromtimestamp(self.time_ns() / 10**9, UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that everything reads where no moment is given."""
    clock = Clock()
    monkeypatch.setattr("xiangyue.time.moments.time", clock)
    return clock


def settle(engine: Engine) -> None:
    """Let a profile govern a village whose secretary has always been there."""
    engine.install(DITCH, community="c", now=PAST)
    engine.register("li", roles={"secretary": "c"}, since=PAST, now=PAST)
    month_ago = datetime.now(UTC) - timedelta(days=30)
    scheme = engine.open("scheme", community="c", by="li", now=month_ago)
    assert engine.act(scheme, "adopt", by="li", now=month_ago)


def begin(engine: Engine, name: str) -> Decision:
    """Open two tasks, and value one of them, which sends a message; returns the last decision."""
    for kind in ("left", "rated"):
        said = {"phone": "1", "size": 20}
        opening = Command("c", "open", "li", f"{kind}-{name}", "ditch", said, key=f"{kind}-{name}")
        first = engine.do(opening)
        assert first and engine.do(opening) == first
    return engine.act(f"c/rated-{name}", "rate", by="li", who="li", key=f"rate-{name}")


def entries(reader: Reader) -> list[dict[str, object]]:
    """Return the journal of the village."""
    rows = reader.all("SELECT body FROM journal WHERE community = 'c' ORDER BY seq")
    return [orjson.loads(body) for (body,) in rows]


def overdue(found: list[dict[str, object]]) -> Counter[tuple[str, str]]:
    """Return how often each deadline has passed."""
    about = [entry["about"] for entry in found if entry["kind"] == "overdue"]
    return Counter((a["task"], a["timer"]) for a in about)  # type: ignore[index]


def test_commands_go_on_over_steps_of_the_clock(
    place: Callable[[str], str], clock: Clock, database: str, record_property: Tell
) -> None:
    """Keys bind, points are given and deadlines pass once, whichever way the clock has gone."""
    with Engine(place("village")) as engine:
        settle(engine)
        finished = 0
        for n, clock.days in enumerate(STEPS):
            if n % 2:
                assert engine.act(f"c/rated-{n - 1}", "finish", by="li", key=f"finish-{n}")
                finished += 1
            assert begin(engine, str(n))
            engine.tick()
        for clock.days in LATER:
            engine.tick()
        expected = {(f"left-{n}", "state") for n in range(len(STEPS))}
        expected |= {(f"rated-{n}", name) for n in range(1, len(STEPS), 2) for name in TIMERS}
        with engine._store.read() as reader:
            assert reader.all("SELECT task, name FROM timer") == []
            fired = overdue(entries(reader))
        assert fired == dict.fromkeys(expected, 1)
        assert engine.balance("c", "li", "thanks") == 50 * finished
        assert engine.verify().ok
    record_property(
        "faults",
        f"{database} {len(STEPS)} steps of the clock between commands: {len(fired)} deadlines"
        f" passed once, 0 never, 0 twice, {finished} rewards given once, chain verified",
    )


def test_live_workers_go_on_over_steps_of_the_clock(
    place: Callable[[str], str], clock: Clock, tmp_path: Path, database: str, record_property: Tell
) -> None:
    """Two of them, in the middle of their work and of their leases."""
    url, post, each = place("village"), tmp_path / "post", 3
    with ExitStack() as stack:
        engines = [stack.enter_context(Engine(url)) for _ in range(2)]
        settle(engines[0])
        for engine in engines:
            worker = Worker(engine, carrier=Post(post), poll=0.01, lease=0.5, batch=4)
            worker.start()
            stack.callback(worker.stop)
        for n, clock.days in enumerate(STEPS):
            for m in range(each):
                begin(engines[m % 2], f"{n}-{m}")
        for clock.days in LATER:
            _wait_until_idle(engines[0], clock)
    with Engine(url) as engine, engine._store.read() as reader:
        fired = overdue(entries(reader))
        assert reader.all("SELECT task, name FROM timer") == []
        tasks = dict(reader.all("SELECT id, state FROM task WHERE flow = 'ditch'"))
        outbox = reader.all("SELECT community, seq, n, state FROM outbox")
        assert engine.verify().ok
    # A worker that has read the clock just before it was set back may let a new task lapse.
    expected = {(task, "state") for task in tasks}
    expected |= {(task, "flow") for task, state in tasks.items() if state == "valued"}
    assert len(tasks) == 2 * each * len(STEPS)
    assert set(fired.values()) == {1}
    # Of two deadlines that a step has passed at once, two workers may take the second one first.
    assert expected <= fired.keys() <= {(task, name) for task in tasks for name in TIMERS}
    sent = Counter(post.read_text().split())
    assert sent.keys() == {f"{community}/{seq}.{n}" for community, seq, n, _ in outbox}
    assert {state for *_, state in outbox} == {"sent"}
    record_property(
        "faults",
        f"{database} {len(STEPS)} steps of the clock under 2 live workers: {len(fired)} timers"
        f" fired once, 0 never, 0 twice, {sent.total()} messages received, {len(sent)} distinct"
        f" of {len(outbox)}, chain verified",
    )


def _wait_until_idle(engine: Engine, clock: Clock) -> None:
    """Wait until every timer that is due has fired, and every message has left."""
    for _ in range(2400):
        backlog = engine.backlog(clock.now())
        if not backlog.overdue and not backlog.outbox.get("waiting"):
            return
        threading.Event().wait(0.05)
    raise AssertionError(backlog)
