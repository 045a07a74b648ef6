"""Everyday work in the grid: what comes round again does so by itself, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from xiangyue import Decision, Engine
from xiangyue.plugs import packs
from xiangyue.profile import load
from xiangyue.time.clock import to_micros

MONDAY = datetime(2026, 9, 28, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a village with one grid; whatever has been done in it verifies."""
    with Engine() as engine:
        engine.add_unit("xinqi", "village", now=MONDAY)
        engine.add_unit("dong", "grid", parent="xinqi", now=MONDAY)
        engine.install("grid-work", community="xinqi", now=MONDAY)
        roles = {"lin": "grid_worker", "wu": "grid_leader"}
        for name, role in roles.items():
            engine.register(name, roles={role: "dong"}, since=MONDAY, now=MONDAY)
        engine.register("chen", home="xinqi", now=MONDAY)
        yield engine
        assert engine.verify().ok


def day(count: float) -> datetime:
    """Return the moment so many days after Monday morning."""
    return MONDAY + timedelta(days=count)


def open_ones(engine: Engine, flow: str) -> list[Any]:
    """Return the tasks of a flow that have not ended."""
    return [*engine.tasks("xinqi", flow=flow, ended=False).tasks]


def begin(engine: Engine) -> Decision:
    """Put somebody on the list of those who are visited each week."""
    return engine.open(
        "care_visit", community="xinqi", unit="dong", by="lin", visited="chen", now=MONDAY
    )


def test_of_each_there_is_one_open_task(engine: Engine) -> None:
    """However many weeks pass and however often somebody ticks, the next visit is one."""
    begin(engine)
    for week in range(1, 6):
        (visit,) = open_ones(engine, "care_visit")
        assert engine.act(visit, "all_well", by="lin", now=day(7 * week - 1))
        assert not engine.act(visit, "all_well", by="lin", now=day(7 * week - 1))
        engine.tick(day(7 * week - 1))
        engine.tick(day(7 * week - 1))
        (following,) = open_ones(engine, "care_visit")
        assert following.due == to_micros(day(7 * week + 6))
        assert (following.unit, following.data["visited"]) == ("dong", "chen")
        assert following.origin == visit.ref
    assert len(engine.tasks("xinqi", flow="care_visit").tasks) == 6


def test_a_missed_week_is_no_second_visit(engine: Engine) -> None:
    """What was not done is late; it does not pile up, and goes on from when it was done."""
    begin(engine)
    for week in range(1, 5):
        engine.tick(day(7 * week))
    (visit,) = open_ones(engine, "care_visit")
    assert engine.act(visit, "all_well", by="lin", now=day(30))
    engine.tick(day(30))
    (following,) = open_ones(engine, "care_visit")
    assert following.due == to_micros(day(37))


def test_a_concern_is_a_follow_up_and_the_visits_go_on(engine: Engine) -> None:
    """The follow-up says what was noticed, in the grid where it was."""
    visit = begin(engine)
    assert engine.act(visit, "concern", by="lin", noticed="She coughs.", now=day(1))
    engine.tick(day(1))
    (found,) = open_ones(engine, "follow_up")
    follow_up = engine.task(found.ref)
    assert (follow_up.unit, dict(follow_up.data)) == (
        "dong",
        {"visited": "chen", "noticed": "She coughs."},
    )
    assert len(open_ones(engine, "care_visit")) == 1


def test_nobody_is_visited_who_no_longer_wishes_it(engine: Engine) -> None:
    """The end of the visits is the end: none follows."""
    visit = begin(engine)
    assert engine.act(visit, "end", by="lin", note="He does not wish it.", now=day(1))
    engine.tick(day(40))
    assert not open_ones(engine, "care_visit")


def test_nothing_in_the_grid_counts_towards_points() -> None:
    """No scoring rule of the mixin, or of what it builds on, hangs on one of its flows."""
    profile = load("grid-work", packs()).profile
    assert profile is not None
    own = (
        load("grid-work", packs()).resolved()["flows"].keys()
        - load("base", packs()).resolved()["flows"].keys()
    )
    assert len(own) == 11
    assert not {rule.flow for rule in profile.scoring.values()} & own
