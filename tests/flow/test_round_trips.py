"""How often a command waits for PostgreSQL: twice, once more for what its connection must ask."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import probes
import pytest
from errands import MONDAY, adopt, begin, day, done, settle
from postgres import Server
from trips import Trips, counting

from xiangyue import Command, Engine

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

TWO, THREE = 2, 3
WATER = {"size": 8, "kind": "water"}


@pytest.fixture
def trips(database: str, postgresql: Server) -> Iterator[Trips]:
    """Return what counts the trips to the server."""
    server = urlsplit(postgresql.url)
    with counting(server.hostname or "127.0.0.1", server.port or 5432) as found:
        yield found


@pytest.fixture
def url(trips: Trips, postgresql: Server) -> str:
    """Return an empty database behind the counter."""
    fresh = urlsplit(postgresql.fresh("trips"))
    user = fresh.netloc.rpartition("@")[0]
    return fresh._replace(netloc=f"{user}@127.0.0.1:{trips.port}").geturl()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Return an engine whose connection has met everybody."""
    with Engine(url) as engine:
        settle(engine)
        adopt(engine)
        task = begin(engine, to="assigned")
        done(engine.act(task, "finish", by="wang", now=day(1)))
        yield engine


def test_a_command_goes_there_and_back_twice(engine: Engine, trips: Trips) -> None:
    """Opened, moved, scored or refused, with a key or without."""
    for key in (None, "once"):
        with trips.watched() as opening:
            task = done(
                engine.open("errand", community="xinqi", by="li", now=MONDAY, data=WATER, key=key)
            )
        with trips.watched() as moving:
            done(engine.act(task, "convert", by="li", now=MONDAY))
        with trips.watched() as refusing:
            assert not engine.act(task, "assign", by="zhou", who="wang", now=MONDAY)
        with trips.watched() as assigning:
            done(engine.act(task, "assign", by="li", who="wang", now=MONDAY))
        with trips.watched() as scoring:
            done(engine.act(task, "finish", by="wang", now=day(1)))
        counts = [seen.count for seen in (opening, moving, refusing, assigning, scoring)]
        assert counts == [TWO] * len(counts)


def test_whoever_was_never_met_costs_one_trip_more(url: str, trips: Trips) -> None:
    """Who they are is read with the lock, and all that limits ask about them in one go."""
    with Engine(url, limits=[probes.Probe()]) as engine:
        probes.settle(engine)
        probes.begin(engine)
    with Engine(url, limits=[probes.Probe()]) as engine:
        done(probes.act(engine, "tell", who="an"))
        for member in ("bo", "guan"):
            with trips.watched() as telling:
                done(probes.act(engine, "tell", who=member))
            assert telling.count == THREE


@pytest.mark.parametrize("count", [1, 100])
def test_a_group_makes_no_more_trips_than_one(engine: Engine, trips: Trips, count: int) -> None:
    """However many commands it holds, with keys or without, on new tasks or old ones."""
    tasks = [begin(engine).task for _ in range(count)]
    opening = [Command("xinqi", "open", "li", flow="errand", data=WATER) for _ in range(count)]
    moving = [Command("xinqi", "convert", "li", t, key=f"key-{t}") for t in tasks]
    for commands in (opening, moving):
        with trips.watched() as seen:
            assert all(engine.act_many(commands, now=MONDAY))
        assert seen.count == TWO
