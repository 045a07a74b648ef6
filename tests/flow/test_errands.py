"""What one chain has to say to another arrives once, and the roll-up says what is so there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offices import HAMLET, MONDAY, day, instruct, settle, told

from xiangyue import Command, Decision, Engine, Worker
from xiangyue.errands import Key
from xiangyue.errors import Misuse
from xiangyue.study import DEFAULTS, burden, signals
from xiangyue.time.clock import to_micros
from xiangyue.work import erranding
from xiangyue.work.errand_jobs import read_jobs

QUIET = (
    "asks: complete_by}\n    states:\n      received",
    "asks: complete_by, does: [{message: {to: cadre, say: {en: New, zh: 新}}}]}\n"
    "    states:\n      received",
)


def edited_hamlet(tmp_path: Path, *edits: tuple[str, str]) -> Path:
    """Return the hamlet's profile with quiet hours and some words replaced."""
    text = (HAMLET / "profile.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / str(len(edits))
    folder.mkdir()
    limits = "\nlimits: {quiet_hours: {stance: enforce}}\n"
    (folder / "profile.yaml").write_text(text + limits, encoding="utf-8")
    return folder


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return an engine; whatever has been done with it verifies."""
    with Engine() as engine:
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


FULL = """
limits:
  residents_reserve:
    stance: enforce
    config: {capacity: 1, reserve: 99, flows: [assigned], over: defer}
flows:"""


def slow(folder: Path) -> Path:
    """Write a hamlet that looks at what comes from above on the next morning only."""
    opening = "needs: content, asks: complete_by"
    told = f"{opening}, does: [{{message: {{to: cadre, say: {{en: New, zh: 新}}}}}}]"
    text = HAMLET.joinpath("profile.yaml").read_text(encoding="utf-8").replace(opening, told)
    folder.joinpath("profile.yaml").write_text(text.replace("\nflows:", FULL), encoding="utf-8")
    return folder


MOVES = ("accept", "return", "rest", "resume", "put_off", "finish")


def shares(engine: Engine, task: Decision, now: datetime) -> dict[str, tuple[str, bool]]:
    """Return how the roll-up says that each community stands, and whether it is late."""
    return {s.community: (s.state, s.late) for s in engine.rollup(task, now=now).shares}


def move(engine: Engine, n: int, action: str, now: datetime) -> Decision | None:
    """Let a community take a step with its task, if it has one."""
    found = engine.tasks(f"c{n}", flow="assigned").tasks
    if not found:
        return None
    data: dict[str, Any] = {"result": "All clear"} if action == "finish" else {}
    if action == "put_off":
        data = {"complete_by": (now + timedelta(days=9)).date().isoformat()}
    return engine.act(found[0], action, by=f"wang{n}", note="so", data=data, now=now)


def test_an_instruction_becomes_a_task_in_every_community(engine: Engine) -> None:
    """By its own profile, with what was passed on, and it knows where it comes from."""
    settle(engine)
    sent = instruct(engine, "qu")
    before = engine.rollup(sent, now=MONDAY)
    assert (before.states["waiting"], before.lag) == (3, 3)
    opened = engine.tick(MONDAY)
    assert [d.command.community for d in opened] == ["c0", "c2", "c1"]  # in the order of the tree
    task = engine.task(opened[0])
    assert (task.flow, task.title, task.origin) == ("assigned", "Drains", sent.ref)
    assert task.data["content"] == "Clear the drains"
    after = engine.rollup(sent, level="subdistrict", now=MONDAY)
    assert (after.states["received"], after.lag, after.oldest) == (3, 0, 0.0)
    assert [(g.unit, g.states["received"]) for g in after.groups] == [("dong", 2), ("xi", 1)]


def test_a_result_is_uploaded_once(engine: Engine) -> None:
    """With the report that all is done, kept apart from the chain like every personal value."""
    settle(engine)
    sent = instruct(engine)
    engine.tick(MONDAY)
    for action in ("accept", "finish"):
        assert move(engine, 0, action, day(1))
    assert engine.rollup(sent, now=day(1)).lag == 2
    engine.tick(day(1))
    (done,) = (s for s in engine.rollup(sent, results=True, now=day(1)).shares if s.result)
    assert (done.community, done.state, dict(done.result)) == (
        "c0",
        "done",
        {"result": "All clear"},
    )
    assert "All clear" not in str(engine.feed("dong").events)


def test_who_watches_reads_what_was_sent_off_and_told(engine: Engine) -> None:
    """The feed says as what, to how many, and what each reported; none of it is a burden."""
    settle(engine)
    instruct(engine)
    engine.tick(MONDAY)
    assert move(engine, 0, "return", day(1))
    engine.tick(day(1))
    events = engine.feed("dong", types=["task.moved", "task.reported"]).events
    sent, told = (event["data"] for event in events)
    assert sent["does"] == [{"kind": "distribute", "as": "instruction", "communities": 3}]
    assert (told["child"], told["state"]) == ("c0", "returned")
    assert told["reported_at"] == "2026-09-29T01:00:00Z"
    returned = engine.feed("c0", types=["task.moved"]).events[0]["data"]
    assert returned["does"] == [{"kind": "report", "state": "returned"}]
    assert [burden(engine, name).touches for name in ("dong", "c0")] == [(), ()]


def test_a_return_worsens_nothing(engine: Engine) -> None:
    """What was returned is counted apart, and is never late."""
    settle(engine)
    sent = instruct(engine)
    engine.tick(MONDAY)
    assert move(engine, 1, "return", day(40))
    engine.tick(day(40))
    found = engine.rollup(sent, now=day(40))
    assert (found.states["returned"], found.late) == (1, 2)
    assert [s.late for s in found.shares if s.community == "c1"] == [False]


def test_what_was_returned_was_not_closed(engine: Engine) -> None:
    """It neither makes a closure look too good, nor hides one: it is not among what was due."""
    settle(engine, 1)
    for _ in range(4):
        instruct(engine)
    tasks = engine.tick(MONDAY)
    for task in tasks[:2]:
        assert engine.act(task, "return", by="wang0", note="so", now=day(1))
    for action, data in (("accept", {}), ("finish", {"result": "Clear"})):
        assert engine.act(tasks[2], action, by="wang0", data=data, now=day(1))
    limits = replace(DEFAULTS, closed_tasks=2, closed_share=0.5)
    found = {one.code: one for one in signals(engine, ["c0"], until=day(40), thresholds=limits)}
    assert dict(found["signal-all-closed"].counts) == {
        "due": 2, "closed": 1, "share": 0.5, "on_time": 1,
    }  # fmt: skip
    limits = replace(limits, closed_share=0.6)
    found = {one.code: one for one in signals(engine, ["c0"], until=day(40), thresholds=limits)}
    assert "signal-all-closed" not in found


def test_one_community_that_cannot_take_it_in_stops_no_other(engine: Engine) -> None:
    """One without a profile, and one whose profile knows no such matter, each say why."""
    settle(engine, 2, bare=1)
    engine.install(HAMLET.parent / "errand", community="c1", now=MONDAY)
    sent = instruct(engine)
    engine.tick(MONDAY)
    found = {s.community: s for s in engine.rollup(sent, now=MONDAY).shares}
    assert {name: s.state for name, s in found.items()} == {
        "c0": "received",
        "c1": "refused",
        "c2": "refused",
    }
    assert "Install a profile" in str(found["c2"].reasons[0])
    assert found["c1"].reasons[0].code == "category-none"


def test_whoever_has_it_is_not_given_it_again(engine: Engine) -> None:
    """A second distribution reaches only who is new, and those who could not take it in."""
    settle(engine, 2, bare=1)
    sent = instruct(engine, "qu")
    engine.tick(MONDAY)
    engine.install(HAMLET, community="c2", now=MONDAY)
    again = engine.act(sent, "distribute", by="qian", addressees=["qu"], now=day(1))
    assert [p.detail["to"] for p in again.interventions] == [["c2"]]
    engine.tick(day(1))
    third = engine.act(sent, "distribute", by="qian", addressees=["qu"], now=day(1))
    assert [r.code for r in third.reasons] == ["distribute-nobody"]


@pytest.mark.parametrize("why", ["category gone", "words destroyed"])
def test_what_was_put_off_and_given_up_there_was_not_taken_in(
    engine: Engine, tmp_path: Path, why: str
) -> None:
    """It does not go on waiting as long as its words are kept, and can be given to them again."""
    quiet = edited_hamlet(tmp_path, QUIET)
    settle(engine, 1)
    engine.install(quiet, community="c0", now=MONDAY)
    sent = instruct(engine, "c0", now=day(0.6))
    (deferred,) = engine.tick(day(0.6))
    assert deferred.outcome == "deferred"
    if why == "category gone":
        other = edited_hamlet(tmp_path, QUIET, ("instruction: {title", "order: {title"))
        engine.install(other, community="c0", now=day(0.6))
    else:
        engine.destroy(deferred, by="wang0", why="asked for", now=day(0.6))
    engine.tick(day(2))
    found = engine.rollup(sent, now=day(2))
    assert [r.code for r in found.shares[0].reasons] == ["errand-given-up"]
    assert (found.states["refused"], found.lag) == (1, 0)
    assert engine.act(sent, "distribute", by="qian", addressees=["c0"], now=day(2))


def test_commands_of_one_transaction_know_what_was_just_distributed(engine: Engine) -> None:
    """Nobody is given it twice, and it is not concluded before anybody could do it."""
    settle(engine, 1)
    task = engine.open("instruction", community="dong", by="qian", content="x", now=MONDAY)
    give = Command("dong", "distribute", "qian", task.task, data={"addressees": ["c0"]})
    commands = [give, give, Command("dong", "conclude", "qian", task.task)]
    results = engine.act_many(commands, now=MONDAY)
    assert [bool(decision) for decision in results] == [True, False, False]
    assert len(engine.tick(MONDAY)) == 1


def test_what_was_put_off_goes_where_its_category_leads_then(
    engine: Engine, tmp_path: Path
) -> None:
    """Not to the flow that it had when it came, which may be gone by now."""
    settle(engine, 1)
    engine.install(edited_hamlet(tmp_path, QUIET), community="c0", now=MONDAY)
    sent = instruct(engine, "c0", now=day(0.6))
    engine.tick(day(0.6))
    other = edited_hamlet(tmp_path, QUIET, ("assigned", "other"))
    engine.install(other, community="c0", now=day(0.6))
    engine.tick(day(1))
    engine.tick(day(1.1))
    (share,) = engine.rollup(sent, now=day(1.1)).shares
    assert (share.state, engine.task(f"c0/{share.task}").flow) == ("received", "other")


def test_a_key_distributes_once(engine: Engine) -> None:
    """The same call again gives the same decision back, and nobody gets a second task."""
    settle(engine)
    task = engine.open("instruction", community="dong", by="qian", content="x", now=MONDAY)
    first, second = (
        engine.act(task, "distribute", by="qian", addressees=["qu"], key="once", now=MONDAY)
        for _ in range(2)
    )
    assert first.seq == second.seq
    engine.tick(MONDAY)
    assert len(engine.tasks(flow="assigned").tasks) == 3


def test_whoever_dies_before_it_is_marked_does_nothing_twice(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided stays decided; the next one finds it by its key and marks it."""
    settle(engine)
    sent = instruct(engine)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as then:
        then.setattr(erranding, "_mark", die)
        with pytest.raises(KeyboardInterrupt):
            engine.tick(MONDAY)
    assert len(engine.tasks(flow="assigned").tasks) == 3
    assert engine.rollup(sent, now=MONDAY).states["waiting"] == 3
    engine.tick(MONDAY)
    assert len(engine.tasks(flow="assigned").tasks) == 3
    assert engine.rollup(sent, now=MONDAY).states["received"] == 3


def test_a_worker_runs_errands_too(engine: Engine) -> None:
    """Each once, however many workers there are."""
    settle(engine)
    instruct(engine)
    counts = [Worker(engine).run_once(MONDAY) for _ in range(2)]
    assert [count.fired for count in counts] == [3, 0]
    assert engine.backlog(MONDAY).errands == 0


def test_an_errand_that_fails_is_given_up_and_driven_again(engine: Engine) -> None:
    """After twelve attempts, listed with its number, and held up by none of the others."""
    settle(engine)
    sent = instruct(engine)
    store = engine._store
    store.transact(
        lambda tx: tx.execute("UPDATE settings SET release = 'lost' WHERE community = 'c1'")
    )
    now, worker = MONDAY, Worker(engine)
    while not engine.dead_timers():
        worker.run_once(now)
        now += timedelta(hours=1)
        assert now < day(2)
    (dead,) = engine.dead_timers()
    assert (dead.kind, dead.seq, dead.n, dead.attempts) == ("errand", sent.seq, 2, 12)
    assert engine.rollup(sent, now=now).states["dead"] == 1
    (known,) = store.transact(
        lambda tx: tx.all("SELECT release FROM settings WHERE community = 'c0'")
    )
    store.transact(
        lambda tx: tx.execute("UPDATE settings SET release = ? WHERE community = 'c1'", known[0])
    )
    assert engine.redrive_errands("dong", sent.seq, 2) == 1
    with pytest.raises(Misuse):
        engine.redrive_errands("dong", sent.seq, 2)
    worker.run_once(now)
    assert engine.rollup(sent, now=now).states["received"] == 3


def test_what_an_emergency_keeps_from_being_opened_waits_for_its_end(engine: Engine) -> None:
    """The mode pauses the flow there: it is neither refused nor lost, and says that it waits."""
    settle(engine, 2)
    until = (MONDAY + timedelta(hours=30)).isoformat()
    assert engine.open("high_water", community="c1", by="wang1", water_until=until, now=MONDAY)
    sent = instruct(engine)
    for hours in (0, 2, 29):
        engine.tick(MONDAY + timedelta(hours=hours))
        found = engine.rollup(sent, now=MONDAY)
        assert (found.states["received"], found.states["waiting"], found.lag) == (1, 1, 1)
    engine.tick(MONDAY + timedelta(hours=31))
    assert engine.rollup(sent, now=day(2)).states["received"] == 2


AFTER = ("due: {field: complete_by, basis: project default}", "due: 2d")


def rise(engine: Engine, name: str, now: datetime, until: datetime) -> None:
    """Begin an emergency in a community."""
    said = {"water_until": until.isoformat()}
    by = f"wang{name[1:]}"
    assert engine.open("high_water", community=name, by=by, data=said, now=now)


def test_nothing_becomes_late_while_an_emergency_stops_its_clock(
    engine: Engine, tmp_path: Path
) -> None:
    """It gets its time back when the mode is over; what was late before stays late meanwhile."""
    settle(engine, 3)
    hamlet = edited_hamlet(tmp_path, AFTER)
    for n in range(3):
        engine.install(hamlet, community=f"c{n}", now=MONDAY)
    sent = instruct(engine)
    engine.tick(MONDAY)
    rise(engine, "c0", day(1), day(4))
    rise(engine, "c1", day(2.1), day(4))
    for days, late in ((1.9, set()), (2.2, {"c1", "c2"}), (3.9, {"c1", "c2"})):
        engine.tick(day(days))
        found = engine.rollup(sent, level="subdistrict", now=day(days))
        assert {share.community for share in found.shares if share.late} == late
        assert found.late == sum(group.late for group in found.groups) == len(late)
    for days, late in ((4.1, {"c1", "c2"}), (4.9, {"c1", "c2"}), (5.1, {"c0", "c1", "c2"})):
        engine.tick(day(days))
        engine.tick(day(days))
        found = engine.rollup(sent, now=day(days))
        assert found.lag == 0
        assert {share.community for share in found.shares if share.late} == late
        assert shares(engine, sent, day(days)) == told(engine, day(days))


def test_a_mode_that_stops_nothing_excuses_nothing(engine: Engine, tmp_path: Path) -> None:
    """Only a community whose emergency pauses the flow is not late meanwhile."""
    settle(engine, 1)
    engine.install(
        edited_hamlet(tmp_path, AFTER, ("{flows.assigned.paused: true}", "{}")), "c0", now=MONDAY
    )
    sent = instruct(engine)
    engine.tick(MONDAY)
    rise(engine, "c0", day(1), day(4))
    assert engine.rollup(sent, now=day(2.2)).late == 1


def test_what_follows_is_opened_by_the_engine(engine: Engine) -> None:
    """In the same community, with what is passed on, when the action has been taken."""
    settle(engine)
    sent = instruct(engine)
    engine.tick(MONDAY)
    refused = engine.act(sent, "conclude", by="qian", now=day(1))
    assert "task.outstanding = 3" in refused.why()
    for n in range(3):
        assert move(engine, n, "return", day(1))
    engine.tick(day(1))
    assert engine.act(sent, "conclude", by="qian", now=day(2))
    (opened,) = engine.tick(day(2))
    review = engine.task(opened)
    assert (review.flow, review.origin, review.opener) == ("review", sent.ref, "system")
    assert review.data["content"] == "Clear the drains"


def test_a_notice_of_days_off_is_told_upwards(engine: Engine) -> None:
    """A deadline that the calendar moves there is late by the new one here."""
    settle(engine, 1)
    sent = instruct(engine, complete_by="2026-10-09")
    engine.tick(MONDAY)
    assert move(engine, 0, "accept", MONDAY)
    assert move(engine, 0, "put_off", day(1))
    engine.tick(day(1))
    moment = day(12)
    assert shares(engine, sent, moment) == told(engine, moment)


@given(data=st.data())
def test_a_drained_rollup_equals_its_children(data: st.DataObject) -> None:
    """Whatever they do, in whatever order errands run, by however many who die in between."""
    with Engine() as engine:
        settle(engine, 3, bare=1)
        sent, now = instruct(engine), MONDAY
        for _ in range(data.draw(st.integers(1, 14))):
            now += timedelta(hours=data.draw(st.sampled_from((1, 30, 200))))
            step = data.draw(st.sampled_from(("move", "move", "move", "tick", "some", "die")))
            if step == "move":
                move(engine, data.draw(st.integers(0, 2)), data.draw(st.sampled_from(MOVES)), now)
            elif step == "tick":
                engine.tick(now)
            else:
                _run_some(engine, data, now, marked=step == "some")
        engine.tick(now)
        found = engine.rollup(sent, now=now)
        assert found.lag == 0
        taken_in = [s for s in found.shares if s.state != "refused"]
        assert {s.community: (s.state, s.late) for s in taken_in} == told(engine, now)
        assert [s.community for s in found.shares if s.state == "refused"] == ["c3"]
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def _run_some(engine: Engine, data: st.DataObject, now: datetime, *, marked: bool) -> None:
    """Run errands in any order, as a worker that may die before it says so."""
    store, plans, at = engine._store, engine._plans, to_micros(now)
    with store.read() as reader:
        due = reader.all("SELECT community, seq, n FROM errand WHERE state = 'waiting'")
        keys = [Key(*row) for row in due]
        chosen = data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
        jobs = list(read_jobs(reader, plans, chosen))
    outcomes = store.transact(lambda tx: erranding._decide_each(plans, jobs, at, tx))
    if marked:
        store.transact(lambda tx: erranding._mark(outcomes, at, frozenset(), tx))


def test_a_share_is_told_once_and_in_the_order_of_the_tree(engine: Engine) -> None:
    """However often it was sent, and whoever was given it first."""
    settle(engine, 3, bare=1)
    sent = instruct(engine, "xi")
    engine.tick(MONDAY)
    engine.install(HAMLET, community="c3", now=MONDAY)
    again = engine.act(sent, "distribute", by="qian", addressees=["xi", "dong"], now=day(1))
    assert [p.detail["to"] for p in again.interventions] == [["c0", "c2", "c3"]]
    found = engine.rollup(sent, now=day(1))
    assert [(s.community, s.state) for s in found.shares] == [
        ("c0", "waiting"),
        ("c2", "waiting"),
        ("c1", "received"),
        ("c3", "waiting"),
    ]
    assert sum(found.states.values()) == 4


def test_what_a_limit_defers_and_nobody_can_decide_any_more_is_refused(
    engine: Engine, tmp_path: Path
) -> None:
    """The community has another profile meanwhile: the deferred opening is given up for good."""
    settle(engine, 1)
    engine.install(slow(tmp_path), community="c0", now=MONDAY)
    sent = instruct(engine)
    engine.tick(MONDAY)
    assert engine.rollup(sent, now=MONDAY).states["waiting"] == 1
    engine.install(HAMLET.parent / "errand", community="c0", now=MONDAY)
    for hours in (30, 31, 54):
        engine.tick(MONDAY + timedelta(hours=hours))
    found = engine.rollup(sent, now=day(3))
    assert (found.states["refused"], found.lag) == (1, 0)
