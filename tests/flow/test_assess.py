"""Training changes what a member may be asked to do digitally, and no service that they get."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from xiangyue import Decision, Engine
from xiangyue.canonical import load
from xiangyue.tables import REGISTRY
from xiangyue.time.clock import parse_instant

_ENTERED = "SELECT body FROM journal WHERE community = ? ORDER BY seq"


def june(day: int) -> datetime:
    """Return ten in the morning of a day of June 2026; the first is a Monday."""
    return parse_instant(f"2026-06-{day:02}T10:00", "Asia/Shanghai")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a neighbourhood with a committee, a helper, a grid worker and ma, who has no phone."""
    early = parse_instant("2026-06-01T08:00", "Asia/Shanghai")
    with Engine(f"sqlite:///{tmp_path / 'here.db'}") as engine:
        engine.add_unit("here", "community", now=early)
        engine.install("low-participation", community="here", now=early)
        engine.register("hao", roles={"digital_helper": "here"}, now=early)
        engine.register("shen", roles={"committee": "here", "community_worker": "here"}, now=early)
        engine.register("ma", home="here", now=early)
        engine.assess("hao", 5, by="shen", now=early)
        yield engine


def did(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def trained(engine: Engine, level: int, day: int = 2) -> str:
    """Train ma until the level is noted in the task, and return the task."""
    at = june(day)
    asked = {"learner": "ma", "training_need": "first_steps"}
    task = did(engine.open("training", community="here", by="ma", now=at, data=asked)).ref
    arranged = {"trainer": "hao", "training_way": "at_home"}
    did(engine.act(task, "arrange", by="shen", now=at, data=arranged))
    did(engine.act(task, "teach", by="hao", now=at))
    did(engine.act(task, "check", by="hao", now=at, literacy_found=level))
    return task


def level_of(engine: Engine, member: str) -> int | None:
    """Return the level that the registry holds."""
    with engine._store.read() as reader:
        found = reader.member(member)
    assert found is not None
    return found.literacy


def entered(engine: Engine) -> list[dict[str, object]]:
    """Return what the registry's chain says of levels."""
    with engine._store.read() as reader:
        bodies = [load(text) for (text,) in reader.all(_ENTERED, REGISTRY)]
    return [body["about"] for body in bodies if body["kind"] == "literacy"]


def test_a_level_that_was_found_is_in_force_after_the_next_tick(engine: Engine) -> None:
    """Its entry in the registry says who found it and in which task; all of it verifies."""
    task = trained(engine, 2)
    assert level_of(engine, "ma") is None
    engine.tick(june(2))
    assert level_of(engine, "ma") == 2
    noted = {"member": "ma", "literacy": 2, "by": "hao", "found_in": task}
    assert entered(engine)[-1] == noted
    assert engine.verify().ok


def test_an_errand_that_is_run_again_notes_nothing_twice(engine: Engine) -> None:
    """As after a death between deciding and marking; what was found since stays."""
    trained(engine, 2)
    engine.tick(june(2))
    trained(engine, 3, 8)
    engine.tick(june(8))
    before = entered(engine)
    engine._store.transact(lambda tx: tx.execute("UPDATE errand SET state = 'waiting'"))
    engine.tick(june(9))
    assert entered(engine) == before
    assert level_of(engine, "ma") == 3
    assert engine.verify().ok


def test_the_level_decides_what_is_asked_digitally_and_no_service(engine: Engine) -> None:
    """A post gives no digital duty before the training, and the training lifts that."""
    did(engine.open("complaint", community="here", by="ma", now=june(1), data=COMPLAINT))
    engine.register("ma", roles={"corridor_head": "here"}, now=june(1))
    first = tried(engine, 1)
    assert "digital literacy level 1" in first.said()
    trained(engine, 1)
    engine.tick(june(2))
    assert "digital literacy" not in tried(engine, 3).said()
    did(engine.open("complaint", community="here", by="ma", now=june(3), data=COMPLAINT))


def test_what_a_helper_enters_is_marked_and_counts_the_same(engine: Engine) -> None:
    """Same right, same deadline, same values; only the way in and the hand differ."""
    own = did(engine.open("complaint", community="here", by="ma", now=june(1), data=COMPLAINT))
    helped = did(
        engine.open(
            "complaint",
            community="here",
            by="hao",
            on_behalf_of="ma",
            source="helper",
            now=june(1),
            data=COMPLAINT,
        )
    )
    first, second = engine.task(own), engine.task(helped)
    assert (first.due, first.opener, first.data) == (second.due, second.opener, second.data)
    assert own.standing == helped.standing
    assert [d.reasons for d in (own, helped)] == [(), ()]
    assert (helped.command.actor, helped.command.source) == ("hao", "helper")
    assert engine.act(helped, "accept", by="hao", now=june(1)).outcome == "refused"


COMPLAINT = {"complaint_about": "fault", "complaint_text": "The lamp is out."}


def tried(engine: Engine, day: int) -> Decision:
    """Give ma a first small task."""
    at = june(day)
    task = did(engine.open("corridor_post", community="here", by="shen", now=at)).ref
    did(engine.act(task, "talk", by="shen", now=at, candidate="ma"))
    did(engine.act(task, "invite", by="shen", now=at))
    return did(engine.act(task, "begin", by="shen", now=at, first_task="water_plants"))
