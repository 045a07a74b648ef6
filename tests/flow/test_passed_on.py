"""What has passed from one task to another is destroyed there too, once it is destroyed here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from offices import HAMLET, MONDAY, OFFICE, day, instruct, settle

from xiangyue import Decision, Engine, Worker
from xiangyue.canonical import load
from xiangyue.errands import Key
from xiangyue.tables import metadata
from xiangyue.time.clock import to_micros
from xiangyue.upkeep.destroyed import destroyed_of, reapply
from xiangyue.work import erranding
from xiangyue.work.destroying import destroy
from xiangyue.work.errand_jobs import read_jobs

CONTENT, TITLE, RESULT, LESSON = "Clear the drains", "Drains", "Liu Guifang fell", "ask Wang first"
YEAR = 365


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return an engine; whatever has been done with it verifies."""
    with Engine() as engine:
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def held(engine: Engine) -> set[tuple[str, str]]:
    """Return who holds which of the words, and that no table but that of payloads does."""
    found = set()
    with engine._store.read() as reader:
        for name in metadata.tables:
            for row in reader.all(f"SELECT * FROM {name}"):
                for word in (CONTENT, TITLE, RESULT, LESSON):
                    if f'"{word}"' in repr(row):
                        assert name == "payload"
                        found.add((row[0], word))
    return found


def finish(engine: Engine, n: int, now: datetime = MONDAY, result: str = RESULT) -> str:
    """Let a community do its share and report it; returns its task."""
    (task,) = engine.tasks(f"c{n}", flow="assigned").tasks
    for action, data in (("accept", {}), ("finish", {"result": result})):
        decision = engine.act(task.ref, action, by=f"wang{n}", data=data, now=now)
        assert decision, decision.why()
    engine.tick(now)
    return task.ref


def sent(engine: Engine, communities: int = 2) -> Decision:
    """Distribute an instruction that each of the communities has taken in."""
    settle(engine, communities)
    task = instruct(engine)
    engine.tick(MONDAY)
    return task


def destructions(engine: Engine, community: str) -> list[tuple[str, str, str | None]]:
    """Return by whom, why and after which task a community's journal says it has destroyed."""
    sql = "SELECT body FROM journal WHERE community = ? ORDER BY seq"
    with engine._store.read() as reader:
        bodies = [load(body) for (body,) in reader.all(sql, community)]
    about = [body["about"] for body in bodies if body["kind"] == "destroy"]
    return [(one["by"], one["why"], one.get("came_from")) for one in about]


def test_what_was_uploaded_goes_with_what_it_was_copied_from(engine: Engine) -> None:
    """Once, and both journals say so; nobody else's result is touched."""
    task = sent(engine)
    child = finish(engine, 0)
    finish(engine, 1, result=LESSON)
    assert ("dong", RESULT) in held(engine)
    assert engine.destroy(child, by="wang0", why="asked for", now=MONDAY) == 2
    for _ in range(2):
        engine.tick(MONDAY)
    assert {who for who, word in held(engine) if word == RESULT} == set()
    assert ("dong", LESSON) in held(engine)
    shares = engine.rollup(task, results=True, now=MONDAY).shares
    assert [(s.state, dict(s.result)) for s in shares] == [
        ("done", {}),
        ("done", {"result": LESSON}),
    ]
    assert destructions(engine, "c0") == [("wang0", "asked for", None)]
    assert destructions(engine, "dong") == [("wang0", "asked for", child)]


def test_when_its_time_is_over_below_it_goes_above_too(engine: Engine, tmp_path: Path) -> None:
    """Though the task to which it was uploaded is open still, or keeps its own for longer."""
    text = HAMLET.joinpath("profile.yaml").read_text(encoding="utf-8")
    tmp_path.joinpath("profile.yaml").write_text(text.replace("keep: 1y", "keep: 30d"))
    settle(engine, 1)
    engine.install(tmp_path, community="c0", now=MONDAY)
    instruct(engine)
    engine.tick(MONDAY)
    child = finish(engine, 0)
    engine.tick(day(29.9))
    assert ("dong", RESULT) in held(engine)
    engine.tick(day(30.1))
    assert held(engine) == {("dong", CONTENT), ("dong", TITLE)}
    assert destructions(engine, "dong") == [("system", "retention over", child)]


def test_what_went_down_goes_with_what_it_was_copied_from(engine: Engine) -> None:
    """From the task that it opened, its title too; what they did themselves stays theirs."""
    task = sent(engine)
    finish(engine, 0)
    assert engine.destroy(task, by="qian", why="asked for", now=MONDAY)
    engine.tick(MONDAY)
    assert held(engine) == {("c0", RESULT)}
    assert destructions(engine, "c1") == [("qian", "asked for", task.ref)]


def test_what_is_only_kept_long_enough_above_stays_below(engine: Engine, tmp_path: Path) -> None:
    """A community that is still at it keeps what it works by, and as long as its profile says."""
    text = OFFICE.joinpath("profile.yaml").read_text(encoding="utf-8")
    text = text.replace("keep: 1y", "keep: 30d").replace(
        "task.outstanding == 0", "task.outstanding >= 0"
    )
    tmp_path.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    settle(engine, 1)
    engine.install(tmp_path, community="dong", now=MONDAY)
    task = instruct(engine)
    engine.tick(MONDAY)
    assert engine.act(task, "conclude", by="qian", now=MONDAY)
    engine.tick(day(31))
    assert ("c0", CONTENT) in held(engine)


def test_what_stayed_below_goes_when_it_is_asked_for(engine: Engine, tmp_path: Path) -> None:
    """Though nothing is left to destroy above; a second time there is nothing below either."""
    text = OFFICE.joinpath("profile.yaml").read_text(encoding="utf-8")
    text = text.replace("keep: 1y", "keep: 30d").replace("outstanding == 0", "outstanding >= 0")
    tmp_path.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    settle(engine, 1)
    engine.install(tmp_path, community="dong", now=MONDAY)
    task = instruct(engine)
    engine.tick(MONDAY)
    assert engine.act(task, "conclude", by="qian", now=MONDAY)
    engine.tick(day(31))
    assert held(engine) >= {("c0", CONTENT), ("c0", TITLE)}
    assert engine.destroy(task, by="qian", why="asked for", now=day(31)) == 0
    engine.tick(day(31))
    assert not held(engine) & {("c0", CONTENT), ("c0", TITLE)}
    before = engine.heads()
    assert engine.destroy(task, by="qian", why="once more", now=day(31)) == 0
    assert engine.heads() == before


def test_what_follows_in_the_same_community_loses_it_too(engine: Engine) -> None:
    """What was passed on to the follow-up goes, what was said there does not."""
    task = sent(engine, 1)
    finish(engine, 0)
    assert engine.act(task, "conclude", by="qian", now=MONDAY)
    (review,) = engine.tick(MONDAY)
    assert engine.act(review, "close", by="qian", lesson=LESSON, now=MONDAY)
    engine.destroy(task, by="qian", why="asked for", now=MONDAY)
    engine.tick(MONDAY)
    assert held(engine) == {("c0", RESULT), ("dong", LESSON)}


def test_what_was_passed_on_and_refused_there_goes_too(engine: Engine, tmp_path: Path) -> None:
    """A refusal keeps what was said; it is no place where anything outlives its destruction."""
    text = HAMLET.joinpath("profile.yaml").read_text(encoding="utf-8")
    text = text.replace("needs: content, asks: complete_by", "needs: [content, result]")
    tmp_path.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    settle(engine, 1)
    engine.install(tmp_path, community="c0", now=MONDAY)
    task = instruct(engine)
    engine.tick(MONDAY)
    assert engine.rollup(task, now=MONDAY).states["refused"] == 1
    assert ("c0", CONTENT) in held(engine)
    engine.destroy(task, by="qian", why="asked for", now=MONDAY)
    engine.tick(MONDAY)
    assert held(engine) == set()


@pytest.mark.parametrize("put_off", [False, True])
def test_what_is_personal_above_is_kept_apart_below(
    engine: Engine, tmp_path: Path, put_off: bool
) -> None:
    """Though the profile there takes it for open, by its first action and by every later one."""
    text = HAMLET.joinpath("profile.yaml").read_text(encoding="utf-8")
    text = text.replace("maxLength: 400}\n", "maxLength: 400}\n    sensitivity: none\n", 1)
    told = "does: [{message: {to: cadre, say: {en: New, zh: 新}}}]"
    opening = "needs: content, asks: complete_by"
    text = text.replace(opening, f"{opening}, {told}").replace(
        "needs: complete_by\n", "needs: complete_by\n        asks: content\n"
    )
    text += "\nlimits: {quiet_hours: {stance: enforce}}\n" if put_off else ""
    tmp_path.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    settle(engine, 1)
    engine.install(tmp_path, community="c0", now=MONDAY)
    task = instruct(engine, now=day(0.6))
    for days in (0.6, 1, 1.1):
        engine.tick(day(days))
    (child,) = engine.tasks("c0", flow="assigned").tasks
    assert child.data["content"] == CONTENT
    assert engine.act(child, "accept", by="wang0", now=day(2))
    given = {"complete_by": "2026-10-20", "content": RESULT}
    assert engine.act(child, "put_off", by="wang0", note="so", data=given, now=day(2))
    assert engine.task(child).data["content"] == RESULT
    assert {("c0", CONTENT), ("c0", RESULT)} <= held(engine)
    engine.destroy(child, by="wang0", why="asked for", now=day(2))
    assert held(engine) == {("dong", CONTENT), ("dong", TITLE)}
    assert task


def test_what_was_put_off_there_is_destroyed_before_it_is_taken_in(
    engine: Engine, tmp_path: Path
) -> None:
    """Nothing is opened with it any more, and the roll-up says that it was given up."""
    text = HAMLET.joinpath("profile.yaml").read_text(encoding="utf-8")
    told = "does: [{message: {to: cadre, say: {en: New, zh: 新}}}]"
    text = text.replace("asks: complete_by}", f"asks: complete_by, {told}}}")
    text += "\nlimits: {quiet_hours: {stance: enforce}}\n"
    tmp_path.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    settle(engine, 1)
    engine.install(tmp_path, community="c0", now=MONDAY)
    task = instruct(engine, now=day(0.6))
    assert [decision.outcome for decision in engine.tick(day(0.6))] == ["deferred"]
    assert ("c0", CONTENT) in held(engine)
    engine.destroy(task, by="qian", why="asked for", now=day(0.7))
    engine.tick(day(0.7))
    assert held(engine) == set()
    for days in (1, 1.1):
        engine.tick(day(days))
    (share,) = engine.rollup(task, now=day(1.1)).shares
    assert [reason.code for reason in share.reasons] == ["errand-given-up"]


def test_a_value_that_is_held_still_keeps_its_copy(engine: Engine) -> None:
    """Only what was told below and destroyed there alone is destroyed above."""
    sent(engine, 1)
    child = finish(engine, 0)
    store = engine._store
    with store.begin() as tx:
        ((first,),) = tx.all("SELECT min(seq) FROM journal WHERE task = ?", child.split("/")[1])
        destroy(tx, "c0", [first], "wang0", "its opening alone", 0)
    engine.tick(MONDAY)
    assert {("c0", RESULT), ("dong", RESULT)} <= held(engine)
    assert destructions(engine, "dong") == []


def test_a_report_on_its_way_brings_nothing_that_was_destroyed(engine: Engine) -> None:
    """Whoever has read it already, and enters it only now, looks once more."""
    task = sent(engine, 1)
    (child,) = engine.tasks("c0", flow="assigned").tasks
    for action, data in (("accept", {}), ("finish", {"result": RESULT})):
        assert engine.act(child.ref, action, by="wang0", data=data, now=MONDAY)
    store, plans = engine._store, engine._plans
    with store.read() as reader:
        sql = "SELECT community, seq, n FROM errand WHERE state = 'waiting' ORDER BY seq"
        keys = [Key(*row) for row in reader.all(sql)]
        jobs = list(read_jobs(reader, plans, keys))
    assert jobs[-1].values == {"result": RESULT}
    engine.destroy(child.ref, by="wang0", why="asked for", now=MONDAY)
    outcomes = store.transact(lambda tx: erranding._decide_each(plans, jobs, 0, tx))
    assert {outcome.state for outcome in outcomes} == {"done"}
    assert ("dong", RESULT) not in held(engine)
    engine.tick(MONDAY)
    assert engine.rollup(task, results=True, now=MONDAY).shares[0].state == "done"
    assert ("dong", RESULT) not in held(engine)


def test_an_instruction_on_its_way_brings_nothing_that_was_destroyed(engine: Engine) -> None:
    """The same downwards: what was read before is not opened with it."""
    settle(engine, 1)
    task = instruct(engine)
    store, plans = engine._store, engine._plans
    with store.read() as reader:
        jobs = list(read_jobs(reader, plans, [Key("dong", task.seq, 0)]))
    engine.destroy(task, by="qian", why="asked for", now=MONDAY)
    store.transact(lambda tx: erranding._decide_each(plans, jobs, 0, tx))
    assert held(engine) == set()


KILLED = """
import os, sys
from xiangyue import Engine
from xiangyue.time.clock import from_micros
from xiangyue.work import erranding
real = getattr(erranding, {name!r})
def die(*args, **more):
    if {late!r}:
        real(*args, **more)
    os._exit(9)
setattr(erranding, {name!r}, die)
with Engine({url!r}) as engine:
    engine.tick(from_micros({now!r}))
"""


@pytest.mark.parametrize(
    ("name", "late"),
    [
        ("destroy", False),
        ("destroy", True),
        ("_decide_each", True),
        ("_mark", False),
        ("_mark", True),
    ],
)
def test_whoever_is_killed_on_the_way_destroys_once(
    place: Callable[[str], str], name: str, late: bool
) -> None:
    """Before it, in its midst, before it is kept or marked: it is done, and journaled, once."""
    url = place("street")
    with Engine(url) as engine:
        sent(engine, 1)
        child = finish(engine, 0)
        engine.destroy(child, by="wang0", why="asked for", now=MONDAY)
    code = KILLED.format(name=name, late=late, url=url, now=to_micros(MONDAY))
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with Engine(url) as engine:
        assert engine.backlog(MONDAY).errands == 1
        assert Worker(engine).run_once(MONDAY).fired == 1
        assert destructions(engine, "dong") == [("wang0", "asked for", child)]
        assert engine.backlog(MONDAY).errands == 0
        assert {word for _, word in held(engine)} == {CONTENT, TITLE}
        assert engine.verify().ok


def test_what_is_destroyed_again_after_a_restore_goes_from_everywhere(engine: Engine) -> None:
    """As if the list of what was destroyed had been written before the errand had run."""
    sent(engine, 1)
    child = finish(engine, 0)
    engine.destroy(child, by="wang0", why="asked for", now=MONDAY)
    gone = destroyed_of(engine._store)
    with Engine() as other:
        sent(other, 1)
        finish(other, 0)
        with other._store.read() as reader:
            rows = dict(reader.all("SELECT seq, body FROM journal WHERE community = 'c0'"))
        alike = [one for one in gone if one.seq in rows]
        anew = [
            type(one)(**{**_fields(one), "hash": load(rows[one.seq])["private"]}) for one in alike
        ]
        assert reapply(other._store, anew, MONDAY).destroyed == 2
        other.tick(MONDAY)
        assert {word for _, word in held(other)} == {CONTENT, TITLE}
        assert other.verify().ok


def _fields(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}  # type: ignore[attr-defined]
