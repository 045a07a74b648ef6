"""What travels between tasks, when the one that it comes from or goes to is not as it was."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from offices import HAMLET, MONDAY, OFFICE, day, instruct, settle

from xiangyue import Engine
from xiangyue.upkeep.backup import back_up
from xiangyue.upkeep.restore import restore

LATER = day(3 * 365)
"""When whatever was kept for a year is gone."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return an engine; whatever has been done with it verifies."""
    with Engine() as engine:
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def finish(engine: Engine, n: int, when: float) -> None:
    """Let a community do its share."""
    (task,) = engine.tasks(f"c{n}", flow="assigned").tasks
    for action, data in (("accept", {}), ("finish", {"result": "All clear"})):
        decision = engine.act(task.ref, action, by=f"wang{n}", data=data, now=day(when))
        assert decision, decision.why()


def test_what_was_destroyed_before_it_left_is_not_passed_on(engine: Engine) -> None:
    """The community has nothing to go by, and says what is missing."""
    settle(engine)
    sent = instruct(engine)
    engine.destroy(sent.ref, by="qian", why="asked for")
    engine.tick(MONDAY)
    found = engine.rollup(sent, now=MONDAY)
    assert (found.states["refused"], found.lag) == (3, 0)
    assert {reason.code for share in found.shares for reason in share.reasons} == {"needs"}


def test_a_community_is_given_what_it_asks_for(engine: Engine, tmp_path: Path) -> None:
    """Communities differ: a field that its profile does not ask for is not passed on."""
    text = HAMLET.joinpath("profile.yaml").read_text(encoding="utf-8")
    text = text.replace("needs: content, asks: complete_by", "asks: complete_by")
    tmp_path.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    settle(engine, 2)
    engine.install(tmp_path, community="c0", now=MONDAY)
    sent = instruct(engine)
    engine.tick(MONDAY)
    with engine._store.begin() as tx:  # as if whoever ran them had died before saying so
        tx.execute("UPDATE errand SET state = 'waiting'")
    engine.tick(MONDAY)
    assert engine.rollup(sent, now=MONDAY).states["received"] == 2
    data = {
        task.community: {*task.data} - {"title"} for task in engine.tasks(flow="assigned").tasks
    }
    assert data == {"c0": {"complete_by"}, "c1": {"complete_by", "content"}}


def test_a_report_that_comes_when_all_is_forgotten_brings_no_values(engine: Engine) -> None:
    """How it stands is told; what was kept apart for a year is not kept anew."""
    settle(engine, 2)
    sent = instruct(engine)
    engine.tick(MONDAY)
    for n in range(2):
        finish(engine, n, 1)
    engine.tick(day(1))
    assert engine.act(sent, "conclude", by="qian", now=day(2))
    with engine._store.begin() as tx:  # as if the first had only now been heard of
        tx.execute("UPDATE errand SET state = 'waiting' WHERE kind = 'report'")
    engine.tick(LATER)
    found = engine.rollup(sent, results=True, now=LATER)
    assert found.states["done"] == 2
    assert [dict(share.result) for share in found.shares] == [{}, {}]


def test_values_that_are_destroyed_with_their_task_leave_the_roll_up(engine: Engine) -> None:
    """What was uploaded is kept with the task to which it was uploaded, and goes with it."""
    settle(engine, 1)
    sent = instruct(engine)
    engine.tick(MONDAY)
    finish(engine, 0, 1)
    engine.tick(day(1))
    assert engine.rollup(sent, results=True, now=day(1)).shares[0].result
    assert engine.destroy(sent.ref, by="qian", why="asked for")
    (share,) = engine.rollup(sent, results=True, now=day(1)).shares
    assert (share.state, dict(share.result)) == ("done", {})


def test_whoever_has_lost_the_right_meanwhile_opens_nothing(engine: Engine) -> None:
    """Each community decides by what is so when it decides."""
    settle(engine, 1)
    sent = instruct(engine)
    engine.release_role("qian", "officer", "qu", until=MONDAY + timedelta(seconds=1), now=MONDAY)
    engine.tick(day(1))
    (share,) = engine.rollup(sent, now=day(1)).shares
    assert [reason.code for reason in share.reasons] == ["role"]


@pytest.mark.sqlite
def test_a_restored_backup_sends_off_again_what_is_gone(tmp_path: Path) -> None:
    """Tasks that were opened since the backup are opened anew, each once."""
    url, copy = f"sqlite:///{tmp_path / 'street.db'}", tmp_path / "monday.backup"
    with Engine(url) as engine:
        settle(engine)
        sent = instruct(engine)
        back_up(url, copy)
        engine.tick(MONDAY)
        finish(engine, 0, 1)
        engine.tick(day(1))
    restore(copy, url, force=True)
    with Engine(url) as engine:
        assert engine.rollup(sent.ref, now=day(2)).states["waiting"] == 3
        engine.tick(day(2))
        finish(engine, 0, 2)
        engine.tick(day(2))
        found = engine.rollup(sent.ref, results=True, now=day(2))
        assert (found.states["received"], found.states["done"], found.lag) == (2, 1, 0)
        assert len(engine.tasks(flow="assigned").tasks) == 3
        assert engine.verify()


def test_whoever_runs_errands_at_once_does_nothing_twice(engine: Engine) -> None:
    """Several programs tick at the same moment; each community has one task, and one report."""
    settle(engine, 6)
    sent = instruct(engine)
    start = Barrier(4)

    def tick(_: int) -> None:
        start.wait()
        engine.tick(MONDAY)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tick, range(4)))
    assert len(engine.tasks(flow="assigned").tasks) == 6
    assert engine.rollup(sent, now=MONDAY).states["received"] == 6


def test_what_cannot_follow_is_told_to_who_watches(engine: Engine, tmp_path: Path) -> None:
    """Nobody waits for it, so that it would go unseen."""
    facts: list[object] = []
    engine.watch(facts.append)
    text = OFFICE.joinpath("profile.yaml").read_text(encoding="utf-8")
    tmp_path.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    settle(engine, 1)
    sent = instruct(engine)
    engine.tick(MONDAY)
    (task,) = engine.tasks("c0").tasks
    assert engine.act(task.ref, "return", by="wang0", note="ill", now=MONDAY)
    engine.tick(MONDAY)
    assert engine.act(sent, "conclude", by="qian", now=day(1))
    engine.install(HAMLET, community="dong", now=day(1))  # it knows no review
    engine.tick(day(1))
    failures = [one for one in facts if getattr(one, "what", "") == "errand"]
    assert [(f.code, f.community) for f in failures] == [("flow-unknown", "dong")]  # type: ignore[attr-defined]
