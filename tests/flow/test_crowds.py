"""Crowds: hundreds of writers at one moment, in one process and in several, on both stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa
from crowd import crowd
from errands import MONDAY, begin, day, settle

from xiangyue import Command, Engine, StoreError
from xiangyue.storage.sqlite import set_pragmas

DITCH = Path(__file__).parent / "profiles" / "ditch"
WRITERS = 200
ROUNDS = 12

Place = Callable[[str], str]
Tell = Callable[[str, object], None]


@pytest.mark.parametrize(("processes", "rounds"), [(1, 3), (4, 2)])
def test_of_two_hundred_writers_one_wins_each_version(
    place: Place, database: str, processes: int, rounds: int, record_property: Tell
) -> None:
    """All have seen the same version; the others are told that it has moved on."""
    url = place("village")
    with Engine(url) as engine, crowd(url, processes) as many:
        engine.install(DITCH, community="c", now=MONDAY)
        engine.register("li", roles={"secretary": "c"}, now=MONDAY)
        task = engine.open("ditch", community="c", by="li", phone="1", size=20, now=MONDAY)
        outcomes: Counter[str] = Counter()
        for version in range(1, 1 + rounds):
            command = Command("c", "call_back", "li", task.task, version=version)
            told = Counter(many.act([command] * WRITERS, MONDAY, WRITERS // processes))
            assert told == {"done": 1, "version": WRITERS - 1}
            outcomes += told
        assert engine.task(task).version == 1 + rounds
        assert len(engine.history(task)) == 1 + rounds
        assert engine.verify().ok
    record_property(
        "faults",
        f"{database} {WRITERS} writers in {processes} processes on one task, {rounds} rounds:"
        f" {outcomes['done']} won, {outcomes['version']} were told, chain verified",
    )


def test_who_finds_no_connection_free_is_told(place: Place, database: str) -> None:
    """In a sentence, after the time that the pool gives; with one free again, all goes on."""
    own = sa.create_engine(place("village"), pool_size=2, max_overflow=0, pool_timeout=0.05)
    if database == "sqlite":
        sa.event.listen(own, "connect", set_pragmas)
    with Engine(own) as engine:
        settle(engine)
        with ExitStack() as taken:
            with pytest.raises(StoreError) as caught:
                while True:
                    taken.enter_context(engine._store.read())
            assert caught.value.code == "store-crowded"
            if database == "postgresql":
                with pytest.raises(StoreError, match="connections"):
                    begin(engine)
        assert begin(engine)
        assert engine.verify().ok
    own.dispose()


def test_two_workers_in_processes_of_their_own_share_every_row(
    place: Place, database: str, tmp_path: Path, record_property: Tell
) -> None:
    """They go for the same few: each timer fires once, each message leaves once."""
    url, post = place("village"), tmp_path / "post"
    with Engine(url) as engine, crowd(url, 2) as two:
        settle(engine)
        engine.install(DITCH, community="shanhe", now=MONDAY)
        shares: Counter[int] = Counter()
        for n in range(ROUNDS):
            begin(engine, "valued")
            said = {"phone": "1", "size": 20}
            engine.do(Command("shanhe", "open", "wu", f"m{n}", "ditch", said), now=MONDAY)
            assert engine.act(f"shanhe/m{n}", "rate", by="wu", who="zhou", now=MONDAY)
            for worker, done in enumerate(two.drain(day(100), post)):
                shares[worker] += sum(done)
        with engine._store.read() as reader:
            bodies = [orjson.loads(body) for (body,) in reader.all("SELECT body FROM journal")]
            outbox = reader.all("SELECT community, seq, n, state FROM outbox")
            assert reader.all("SELECT count(*) FROM timer")[0][0] == 0
        about = [body["about"] for body in bodies if body.get("kind") == "overdue"]
        fired = Counter((a["task"], a["timer"]) for a in about)
        assert len(fired) == ROUNDS * 4
        assert set(fired.values()) == {1}
        assert sorted(post.read_text().split()) == sorted(f"{c}/{s}.{n}" for c, s, n, _ in outbox)
        assert {state for *_, state in outbox} == {"sent"}
        assert engine.verify().ok
    record_property(
        "faults",
        f"{database} 2 workers in 2 processes: {len(fired)} timers fired once, {len(outbox)}"
        f" messages sent once, shares {' + '.join(str(n) for n in shares.values())}",
    )
