"""Retention: what was said goes by itself when its ``keep`` is over, and everywhere at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from errands import ERRAND, MONDAY, day, done, settle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiangyue import Decision, Engine, Worker
from xiangyue.tables import metadata
from xiangyue.worker import Outcome, Parcel

KEPT = {"size": 400, "age": 30, "story": 90, "visit": 200}
"""For how many days the fields of this file's profile are kept."""

TITLE, STORY, NOTE = "Roof of Auntie Liu", "Liu Guifang 13800001111", "ask her son in Kunming"
AGE = 7919
LAST = 400


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the errands' profile with a ``keep`` of its own for each field."""
    folder = tmp_path_factory.mktemp("kept") / "errand"
    folder.mkdir()
    text = (ERRAND / "profile.yaml").read_text()
    for name, days in KEPT.items():
        asked = rf"(?m)^(  {name}:\n(?:    .*\n)*?    keep: )1y$"
        text, found = re.subn(asked, rf"\g<1>{days}d", text)
        assert found == 1, name
    text = text.replace("keep: 1y", "keep: 1d").replace("maximum: 130", "maximum: 9999")
    (folder / "profile.yaml").write_text(text)
    return folder


@pytest.fixture
def engine(profile: Path) -> Iterator[Engine]:
    """Return the village's engine; whatever was destroyed, it verifies."""
    with Engine() as engine:
        settle(engine)
        engine.install(profile, community="xinqi", now=MONDAY)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def finished(engine: Engine) -> Decision:
    """Run an errand whose words stand in an entry each, to its end on the third day."""
    said = {"size": 8, "kind": "water", "age": AGE}
    task = done(engine.open("errand", community="xinqi", by="li", now=MONDAY, data=said))
    done(engine.act(task, "convert", by="li", story=STORY, now=MONDAY))
    done(engine.act(task, "assign", by="li", who="wang", now=MONDAY, note=NOTE))
    done(engine.act(task, "finish", by="wang", now=day(3)))
    return task


def kept(engine: Engine) -> set[str]:
    """Return which of the words stand in any table."""
    with engine._store.read() as reader:
        rows = repr([reader.all(f"SELECT * FROM {name}") for name in metadata.tables])
    words = {"title": TITLE, "story": STORY, "note": NOTE, "age": f'"age":{AGE}'}
    return {name for name, word in words.items() if word in rows}


def test_each_entry_goes_when_the_longest_keep_in_it_is_over(engine: Engine) -> None:
    """Counted from the task's end; what stands in no field goes with the flow's longest."""
    finished(engine)
    for days, left in (
        (32, {"age", "story", "note"}),
        (33.1, {"story", "note"}),
        (92, {"story", "note"}),
        (93.1, {"note"}),
        (LAST + 2, {"note"}),
        (LAST + 3.1, set()),
    ):
        engine.tick(day(days))
        assert kept(engine) == left, days


def test_an_open_task_keeps_what_it_needs(engine: Engine) -> None:
    """The clock of retention begins with the end."""
    task = done(engine.open("early", community="xinqi", by="li", title=TITLE, now=MONDAY))
    done(engine.open("dated", community="xinqi", by="li", title=NOTE, now=MONDAY))
    engine.tick(day(3000))
    assert kept(engine) == {"title", "note"}
    done(engine.act(task, "shut", by="li", now=day(3000)))
    engine.tick(day(3000 + LAST + 1))
    assert kept(engine) == {"note"}


def test_what_was_refused_goes_too(engine: Engine) -> None:
    """It may hold anything, so it is kept as long as anything, and no longer."""
    task = done(engine.open("early", community="xinqi", by="li", title=TITLE, now=MONDAY))
    assert not engine.act(task, "shut", by="li", size=STORY, now=MONDAY)
    done(engine.act(task, "shut", by="li", now=MONDAY))
    engine.tick(day(LAST - 1))
    assert kept(engine) == {"title", "story"}
    engine.tick(day(LAST + 1))
    assert kept(engine) == set()


def refused(engine: Engine, days: float = 3) -> Decision:
    """Refuse an opening that says something about somebody; it belongs to no task."""
    decision = engine.open("errand", community="xinqi", by="zhou", title=TITLE, now=day(days))
    assert decision.outcome == "refused"
    return decision


@pytest.mark.parametrize("look", ["tick", "worker"])
def test_what_a_refused_opening_carried_goes_too(engine: Engine, look: str) -> None:
    """It is kept as long as anything of its flow, from the refusal on, and then it is journaled."""
    decision = refused(engine)
    assert engine.verify()

    def at(days: float) -> set[str]:
        if look == "tick":
            engine.tick(day(days))
        else:
            Worker(engine).run_once(day(days))
        return kept(engine)

    assert at(LAST + 2.9) == {"title"}
    assert at(LAST + 3.1) == set()
    (end,) = [e for e in engine.feed("xinqi", limit=1000).events if "destroyed" in str(e["type"])]
    assert (end["data"]["seqs"], end["data"]["why"]) == ([decision.seq], "retention over")
    assert at(LAST + 99) == set()


def test_what_a_refused_opening_carried_can_be_destroyed_before(engine: Engine) -> None:
    """By its decision, as that of a task; its time then finds nothing left."""
    decision = refused(engine)
    assert engine.destroy(decision, by="li", why="asked for", now=day(4)) == 1
    assert kept(engine) == set()
    assert engine.verify()
    engine.tick(day(LAST + 4))


def test_a_refused_opening_that_says_nothing_is_not_come_back_to(engine: Engine) -> None:
    """There is nothing to destroy."""
    bare = engine.open("errand", community="xinqi", by="zhou", now=MONDAY)
    assert (bare.outcome, bare.keep) == ("refused", None)
    before = engine.heads()
    engine.tick(day(3000))
    assert engine.heads() == before


def test_nothing_is_sent_any_more_of_what_was_destroyed(engine: Engine) -> None:
    """Neither what waits nor, driven again, what was given up; the feed never held a word."""
    task = finished(engine)
    with engine._store.begin() as tx:
        tx.execute("UPDATE outbox SET state = 'dead' WHERE community = 'xinqi'")
    events = engine.feed("xinqi", limit=1000).events
    for word in (STORY, NOTE, str(AGE)):
        assert word not in orjson.dumps([dict(e) for e in events], default=str).decode()
    engine.tick(day(LAST + 4))
    assert engine.redrive_letters() == 0
    assert [letter for letter in engine.dead_letters() if letter.task == task.task] == []
    sent: list[Any] = []

    class Post:
        def deliver(self, parcel: Parcel) -> Outcome:
            sent.append(parcel)
            return Outcome("sent", "post")

    Worker(engine, carrier=Post()).run_once()
    assert sent == []


def test_the_journal_says_what_ended_and_why(engine: Engine) -> None:
    """In the open, without a word of it; a late look ends at once what is over by then."""
    finished(engine)
    for days in (33.1, LAST + 4):
        engine.tick(day(days))
    ends = [e for e in engine.feed("xinqi", limit=1000).events if "destroyed" in str(e["type"])]
    assert [(e["data"]["by"], e["data"]["why"]) for e in ends] == [("system", "retention over")] * 2


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(days=st.lists(st.floats(0, LAST + 10), min_size=1, max_size=6).map(sorted))
def test_however_late_the_clock_looks_nothing_is_left_over_or_gone_early(
    profile: Path, days: list[float]
) -> None:
    """What stands is what must stand at the last look, whatever looks came before."""
    with Engine() as engine:
        settle(engine)
        engine.install(profile, community="xinqi", now=MONDAY)
        finished(engine)
        refused(engine)
        for one in days:
            engine.tick(day(3 + one))
        due = {"age": KEPT["age"], "story": KEPT["story"], "note": LAST, "title": LAST}
        assert kept(engine) == {name for name, keep in due.items() if days[-1] < keep}
        assert engine.verify().ok
