"""How points are spread, held against counts by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from xiangyue import Decision, Engine
from xiangyue.cli import main
from xiangyue.study.spread import points_spread
from xiangyue.time.clock import parse_instant

pytestmark = pytest.mark.sqlite

HOMES = tuple(f"h{n:02}" for n in range(20))
LIGHT, HARD = "tells_village_history", "returns_to_start_business"


def june(day: int) -> datetime:
    """Return a moment of June 2026."""
    return parse_instant(f"2026-06-{day:02}T10:00", "Asia/Shanghai")


def did(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return the URL of the village's store."""
    return f"sqlite:///{tmp_path / 'here.db'}"


@pytest.fixture
def engine(store: str) -> Iterator[Engine]:
    """Return a village of twenty households that has adopted a points scheme."""
    early = june(1)
    with Engine(store) as engine:
        engine.add_unit("here", "village", now=early)
        engine.install("household-points", community="here", now=early)
        for name, role in (("cun", "committee"), ("jian", "supervision_committee")):
            engine.register(name, roles={role: "here"}, now=early)
        for name in ("ping", "an"):
            engine.register(name, roles={"assessment_group": "here"}, home="here", now=early)
        engine.register("lan", roles={"appeal_panel": "here"}, home="here", now=early)
        for name in HOMES:
            roles = {"household": "here"}
            engine.register(name, kind="household", roles=roles, home="here", now=early)
        vote = did(
            engine.open(
                "points_adoption",
                community="here",
                by="cun",
                now=early,
                funding_source="donations",
                funding_months=12,
            )
        )
        numbers = {"entitled": 400, "present": 201, "in_favour": 160}
        body: dict[str, Any] = {"adopting_body": "villagers_assembly", **numbers}
        did(engine.act(vote, "record_vote", by="jian", now=early, **body))
        yield engine


def earn(engine: Engine, home: str, item: str, day: int, action: str = "confirm") -> Decision:
    """Let the group find what a household did, and somebody else of it decide."""
    found: dict[str, Any] = {"household_code": home, "points_item": item, "deed": "Seen by two."}
    task = did(engine.open("household_record", community="here", by="ping", now=june(day), **found))
    note: dict[str, Any] = {"note": "Two heard it."} if action == "deduct" else {}
    return did(engine.act(task, action, by="an", now=june(day + 6), **note))


def test_the_top_tenth_is_held_against_all_that_was_earned(engine: Engine) -> None:
    """Two of twenty households have 60 of 78 points: base, deductions and spending are left out."""
    for home in HOMES[:2]:
        earn(engine, home, HARD, 2)
    for home in HOMES[2:8]:
        earn(engine, home, LIGHT, 2)
    earn(engine, HOMES[9], "swears_in_public", 2, "deduct")
    asked: dict[str, Any] = {"spend": 5, "goods": "Soap"}
    soap = engine.open("points_exchange", community="here", by=HOMES[0], now=june(9), **asked)
    did(engine.act(did(soap), "hand_out", by="ping", now=june(9)))
    one = points_spread(engine, "here")["household"]
    assert (one.holders, one.earners, one.top, one.earned) == (20, 8, 6000, 7800)
    assert one.share == 6000 / 7800
    assert one.few_have
    assert points_spread(engine, "here")["points"].share is None
    late = points_spread(engine, "here", since=june(8), until=june(9))["household"]
    assert (late.earned, late.share) == (7800, 6000 / 7800)
    assert points_spread(engine, "here", until=june(7))["household"].share is None


def test_a_deduction_that_is_taken_back_is_nothing_earned(engine: Engine) -> None:
    """A counter-entry about a loss brings nobody among those with most."""
    lost = earn(engine, HOMES[0], "burns_straw", 2, "deduct")
    entry: dict[str, Any] = {"entry": f"{lost.seq}.1", "grounds": "It was not our field."}
    appeal = engine.open("points_appeal", community="here", by=HOMES[0], now=june(9), **entry)
    decided: dict[str, Any] = {"decided_points": 0, "note": "It was the next field."}
    did(engine.act(did(appeal), "decide", by="lan", now=june(10), **decided))
    assert engine.balance("here", HOMES[0], account="household") == 100_00
    assert points_spread(engine, "here")["household"].earned == 0


def test_points_that_reach_all_alike_are_well_spread(
    engine: Engine, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where every household earns the same, the top tenth has a tenth; the command tells it."""
    for home in HOMES:
        earn(engine, home, LIGHT, 2)
    assert points_spread(engine, "here")["household"].as_dict() == {
        "points_top10_share": 0.1,
        "holders": 20,
        "earners": 20,
        "few_have": False,
        "least": 10,
        "basis": "project default",
    }
    assert main(["--lang", "zh", "participation", "here", "--db", store]) == 0
    assert "得分最多的一成占 10.0%" in capsys.readouterr().out
    assert main(["participation", "here", "--db", store, "--json"]) == 0
    shown = orjson.loads(capsys.readouterr().out)["points"]
    assert shown["household"]["points_top10_share"] == 0.1
    assert shown["points"]["points_top10_share"] is None
