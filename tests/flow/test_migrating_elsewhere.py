"""What a migration meets besides tasks: deaths, other people's rights, call-outs, what is held."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import levee
import offices
import pytest
from errands import done
from probes import NOON, Probe, at, later
from probes import begin as open_gate
from probes import settle as gate
from workshops import MONDAY, Clocks, let_ring, release, rows, settle

from xiangyue import Command, Engine, Misuse, Profile, load
from xiangyue.study import check_draft

PACK = Path(__file__).parent / "profiles"
CHILD = Path(__file__).with_name("migrating_child.py")
OLD: Clocks = ("after: 10wd", "after: 2wd", "due: 4wd", "remind: [1wd]", False)
NEW: Clocks = ("after: 8wd, from: taken", "after: 3d", "", "", False)
NOW = datetime(2026, 3, 3, 1, tzinfo=UTC)
TASKS = 23

Other = Callable[..., Profile]

pytestmark = pytest.mark.sqlite


@pytest.fixture
def other(tmp_path: Path) -> Other:
    """Return a maker of a profile of the pack, with other words in some places."""
    made = iter(range(100))

    def make(name: str, *changes: tuple[str, str]) -> Profile:
        text = (PACK / name / "profile.yaml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        folder = tmp_path / str(next(made)) / name
        folder.mkdir(parents=True)
        (folder / "profile.yaml").write_text(text, encoding="utf-8")
        found = load(folder).profile
        assert found is not None
        return found

    return make


def why(found: Any) -> list[str]:
    """Return why tasks stay."""
    return [reason.code for one in found.left for reason in one.reasons]


def test_killed_and_gone_on_is_never_killed(tmp_path: Path) -> None:
    """Wherever it dies, whole pages are there or not; in the end each row is the same."""
    lives = [f"sqlite:///{tmp_path / name}.db" for name in ("killed", "whole")]
    for url in lives:
        with Engine(url) as engine:
            settle(engine, OLD)
            opening = (
                Command("wu", "open", "li", f"t{n}", "mend", {"part": "x"}) for n in range(TASKS)
            )
            assert all(engine.act_many(opening, now=MONDAY))
            let_ring(engine, NOW)
            engine.install(release(NEW), "wu", now=NOW)
    deaths = "9,40,70,70,70,70"
    child = [sys.executable, str(CHILD), lives[0], release(NEW).hash, deaths]
    ran = subprocess.run(child, capture_output=True, text=True, check=True)
    told = [tuple(map(int, line.split())) for line in ran.stdout.splitlines()]
    assert [killed for killed, _, _ in told] == [1] * 6 + [0]
    moved = [count for _, count, _ in told]
    print("migrated when killed:", *moved)
    assert moved == sorted(moved)
    assert moved[-1] == TASKS + 1
    assert all(count % 5 in (0, 1) for count in moved[:-1])
    assert all(ok for _, _, ok in told)
    with Engine(lives[0]) as killed, Engine(lives[1]) as whole:
        whole.migrate("wu", by="li", reason="because", now=NOW)
        assert rows(killed) == rows(whole)
        killed.migrate_back("wu", by="li", reason="because", now=NOW)
        assert {task.release for task in rows(killed).values()} == {release(OLD).hash}
        assert killed.verify()


def test_whoever_may_not_draft_does_not_migrate(other: Other) -> None:
    """Where rules change by approval alone, only what was approved is migrated to, by them."""
    with Engine() as engine:
        engine.install(PACK / "market", "west", params={"by_approval": True}, now=MONDAY)
        engine.register("he", roles={"clerk": "west"}, now=MONDAY)
        engine.register("lin", roles={"council": "west"}, now=MONDAY)
        engine.register("ma", home="west", now=MONDAY)
        task = engine.open("permit", community="west", by="ma", size="small", days=2, now=MONDAY)
        new = other("market", ("over: {title: {en: Over,", "over: {title: {en: Ended,"))
        made = engine.draft("west", by="he", reason="Dearer", profile=new, now=MONDAY)
        check_draft(engine, made, now=MONDAY, folder=PACK / "market")
        said: dict[str, Any] = {"reason": "Dearer", "now": MONDAY}
        assert engine.migrate("west", by="he", **said).done == 0
        assert engine.act(made, "approve", by="lin", now=MONDAY)
        for member in ("ma", "nobody"):
            for call in (engine.migrate, engine.migrate_back):
                with pytest.raises(Misuse) as found:
                    call("west", by=member, **said)
                assert found.value.code == "migrate-who"
        assert engine.migrate("west", by="he", **said).done == 2
        assert engine.task(task).release == new.hash
        assert engine.roll_back("west", by="lin", reason="Too dear", now=MONDAY)
        assert engine.migrate_back("west", by="lin", **said).done >= 1
        assert engine.task(task).release == engine.profile("west").hash
        assert engine.verify()


def test_a_call_out_goes_on_where_its_ladder_is_the_same(other: Other) -> None:
    """Those who were asked answer, and the next rung is asked; another ladder keeps the task."""
    with Engine() as engine:
        levee.settle(engine)
        task = levee.call(engine)
        said: dict[str, Any] = {"by": "du", "reason": "because", "now": levee.at(1)}
        engine.install(other("levee", ("tries: 2", "tries: 3")), "cun", now=levee.at(1))
        assert why(engine.migrate("cun", **said)) == ["migrate-call-out"]
        same = other("levee", ("title: {en: Working}", "title: {en: At work}"))
        engine.install(same, "cun", now=levee.at(1))
        assert engine.migrate("cun", **said).done == 1
        done(engine.act(task, "accept", by="tan", now=levee.at(2)))
        engine.tick(levee.at(5))
        assert {row.member: row.tries for row in levee.rows(engine, task)}["tao"] == 2
        assert engine.task(task).release == same.hash
        levee.sound(engine)


def test_what_is_held_stays_held(other: Other) -> None:
    """A task goes on only where it holds what it holds; what it holds counts as before."""
    with Engine() as engine:
        engine.add_unit("here", "village", now=MONDAY)
        engine.install(PACK / "lending", "here", now=MONDAY)
        engine.register("li", roles={"keeper": "here"}, now=MONDAY)
        for flow, name, data in (
            ("thing", "boats", {"what": "boat", "amount": 3}),
            ("loan", "mine", {"thing": "boats", "many": 2}),
        ):
            done(engine.open(flow, community="here", by="li", id=name, data=data, now=MONDAY))
        said: dict[str, Any] = {"by": "li", "reason": "because", "now": MONDAY}
        engine.install(other("lending", ("in: [asked, out]}", "in: out}")), "here", now=MONDAY)
        found = engine.migrate("here", **said)
        assert (found.done, why(found)) == (1, ["migrate-hold"])
        engine.install(other("lending", ("due: 10d", "due: 12d")), "here", now=MONDAY)
        assert engine.migrate("here", **said).done == 2
        more = {"thing": "boats", "many": 2}
        assert not engine.open("loan", community="here", by="li", data=more, now=MONDAY)
        assert engine.verify()


def test_clocks_that_a_mode_stops_keep_a_task(other: Other) -> None:
    """As long as the present mode stops it under one release alone, it stays."""
    with Engine() as engine:
        settle(engine, OLD)
        task = engine.open("mend", community="wu", by="li", part="x", now=MONDAY)
        engine._begin_mode("wu", "flood", MONDAY)
        running = other(
            "workshop",
            (
                "modes:\n  flood: {title: {en: Flood}, set: {flows.mend.paused: true}}",
                "modes: {flood: {title: {en: Flood}}}",
            ),
        )
        engine.install(running, "wu", now=MONDAY)
        said: dict[str, Any] = {"by": "li", "reason": "because", "now": MONDAY}
        assert why(engine.migrate("wu", **said)) == ["migrate-mode"]
        engine._begin_mode("wu", "normal", MONDAY)
        assert engine.migrate("wu", **said).done == 1
        assert engine.task(task).release == running.hash


def test_what_was_put_off_keeps_a_task_where_it_can_be_done(other: Other) -> None:
    """An action that waits for its time stays possible: its task goes on only where it is there."""
    probe = Probe()
    with Engine(limits=[probe]) as engine:
        gate(engine)
        task = open_gate(engine, phone="1380000")
        probe.answers = {"first": later(at(5), "message")}
        assert engine.act(task, "tell", by="mei", now=NOON).outcome == "deferred"
        probe.answers = {}
        said: dict[str, Any] = {"by": "mei", "reason": "because", "now": NOON}
        engine.install(other("gate", ("      tell:\n", "      inform:\n")), "shigou", now=NOON)
        assert why(engine.migrate("shigou", **said)) == ["migrate-deferred"]
        engine.install(other("gate", ("due: 30d", "due: 40d")), "shigou", now=NOON)
        assert why(engine.migrate("shigou", **said)) == []
        assert [one.outcome for one in engine.tick(at(5))] == ["done"]
        assert engine.verify()


def test_who_distributed_is_told_the_deadline_of_the_new_release(other: Other) -> None:
    """Where a community's task goes on with more time, the roll-up knows it."""
    days = "due: {field: complete_by, basis"
    with Engine() as engine:
        offices.settle(engine, 1)
        engine.install(other("hamlet", (days, "due: {after: 5d, basis")), "c0", now=offices.MONDAY)
        sent = offices.instruct(engine)
        engine.tick(offices.MONDAY)
        longer = other("hamlet", (days, "due: {after: 8d, basis"))
        said: dict[str, Any] = {"by": "wang0", "reason": "because", "now": offices.MONDAY}
        engine.install(longer, "c0", now=offices.MONDAY)

        def late() -> list[bool]:
            engine.tick(offices.MONDAY)
            return [one.late for one in engine.rollup(sent, now=offices.day(6)).shares]

        assert late() == [True]
        assert engine.migrate("c0", **said).deadlines == 1
        assert late() == [False]
        assert engine.migrate_back("c0", **said).done == 1
        assert late() == [True]
        assert engine.verify()
