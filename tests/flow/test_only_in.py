"""What is asked only because of an emergency: refused outside it, and gone by its deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from errands import MONDAY, codes, day, done
from floods import activate, begin, settle
from hypothesis import given
from hypothesis import settings as conditions
from hypothesis import strategies as st

from xiangyue import Engine
from xiangyue.canonical import load, unchained
from xiangyue.tables import metadata
from xiangyue.time.clock import from_micros

WORD, STORY = "insulin at six", "her son is in Kunming"
KEEP = 20


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; whatever has been destroyed, it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def held(engine: Engine, *words: str) -> set[str]:
    """Return which of the words stand in any table."""
    with engine._store.read() as reader:
        rows = repr([reader.all(f"SELECT * FROM {name}") for name in metadata.tables])
    return {word for word in words if word in rows}


def ticked(engine: Engine, now: datetime) -> None:
    """Tick until everything that is due has been done."""
    for _ in range(9):
        engine.tick(now)


def test_outside_the_emergency_it_is_refused(engine: Engine) -> None:
    """With a sentence that says when it may be asked; nobody needs to fill it in either."""
    refused = engine.open("visit", community="xinqi", by="li", now=MONDAY, data={"illness": WORD})
    assert codes(refused) == {"only-in"}
    assert "Emergency, First response" in refused.why()
    task = begin(engine, "visit")
    done(engine.act(task, "look", by="li", now=MONDAY))


def test_in_the_emergency_it_is_needed(engine: Engine) -> None:
    """The same action asks for it then."""
    task = begin(engine, "visit")
    activate(engine, day(2))
    assert codes(engine.act(task, "look", by="li", now=MONDAY)) == {"needs"}
    done(engine.act(task, "look", by="li", illness=WORD, now=MONDAY))
    assert engine.task(task).private.keys() == {"illness"}


def test_it_goes_though_its_task_is_open(engine: Engine) -> None:
    """So long after the emergency; what was told beside it, the hours and the story, stays."""
    activate(engine, day(2))
    task = begin(engine, "visit", illness=WORD)
    done(engine.act(task, "count", by="li", hours=7, story=STORY, now=MONDAY))
    ticked(engine, day(2))
    ticked(engine, day(2 + KEEP - 0.01))
    assert held(engine, WORD, STORY) == {WORD, STORY}
    ticked(engine, day(2 + KEEP))
    assert held(engine, WORD, STORY) == {STORY}
    assert engine.task(task).data["hours"] == 7
    assert engine.task(task).state == "open"


def test_its_end_does_not_move_with_the_task(engine: Engine) -> None:
    """Who finishes a task late keeps nothing longer."""
    activate(engine, day(2))
    task = begin(engine, "visit", illness=WORD)
    ticked(engine, day(3))
    done(engine.act(task, "finish", by="li", now=day(2 + KEEP - 1)))
    ticked(engine, day(2 + KEEP))
    assert held(engine, WORD) == set()


def test_from_first_response_into_the_emergency_it_is_kept(engine: Engine) -> None:
    """One emergency, two modes: the clock begins with the end of the second."""
    begin(engine, "first")
    begin(engine, "visit", illness=WORD)
    activate(engine, day(2), day(0.5))
    ticked(engine, day(2))
    ticked(engine, day(1 + KEEP))
    assert held(engine, WORD) == {WORD}
    ticked(engine, day(2 + KEEP))
    assert held(engine, WORD) == set()


def test_a_second_emergency_keeps_its_own(engine: Engine) -> None:
    """What was told in the first goes by the first, what was told in the second by the second."""
    activate(engine, day(2))
    task = begin(engine, "visit", illness=WORD)
    activate(engine, day(11), day(10))
    done(engine.act(task, "look", by="li", illness=STORY, now=day(10)))
    for days, left in ((22, {STORY}), (30.9, {STORY}), (31, set())):
        ticked(engine, day(days))
        assert held(engine, WORD, STORY) == left, days


def test_what_was_refused_goes_as_soon(engine: Engine) -> None:
    """Refused in the emergency or after it, as an opening or later: no refusal keeps it."""
    activate(engine, day(2))
    task = begin(engine, "visit")
    assert not engine.act(task, "look", by="wang", illness=WORD, now=MONDAY)
    assert not engine.open(
        "visit", community="xinqi", by="wang", now=MONDAY, data={"illness": WORD}
    )
    assert not engine.act(task, "look", by="wang", illness=STORY, now=day(5))
    ticked(engine, day(KEEP))
    assert held(engine, WORD, STORY) == {STORY}
    ticked(engine, day(5 + KEEP))
    assert held(engine, WORD, STORY) == set()


def test_an_exception_is_said_once_and_for_so_long(engine: Engine) -> None:
    """With a reason, by whom the profile names, journaled; not before the end, nor twice."""
    activate(engine, day(2))
    task = begin(engine, "visit", illness=WORD)

    def keep(by: str, days: float, note: str | None = "asked for by the court") -> set[str]:
        decision = engine.act(task, "keep_longer", by=by, now=day(days), note=note)
        return codes(decision)

    assert keep("li", 1) == {"extend-keep"}
    ticked(engine, day(3))
    assert keep("wang", 4) == {"role"}
    assert keep("li", 4, None) == {"note"}
    assert keep("li", 4) == set()
    assert keep("li", 5) == {"extend-keep-once"}
    ticked(engine, day(2 + KEEP + 9))
    assert held(engine, WORD) == {WORD}
    ticked(engine, day(2 + KEEP + 10))
    assert held(engine, WORD) == set()
    assert keep("li", 40) == {"extend-keep"}


@conditions(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 30),
            st.sampled_from(["on", "off", "first", "ask", "look", "late", "finish", "wrong"]),
        ),
        max_size=14,
    ),
    st.booleans(),
)
def test_personal_data_of_the_emergency_is_gone_by_its_deadline(
    steps: list[tuple[int, str]], seen: bool
) -> None:
    """Whoever gave it, in whatever entry, whatever has become of its task, seen by a worker or not.

    Each word is gone so long after the community was back to normal, as its mode says it.
    """
    with Engine() as engine:
        settle(engine)
        now, until = MONDAY, MONDAY
        stood: str | None = None
        tasks: list[str] = []
        told: dict[str, datetime] = {}
        for n, (wait, what) in enumerate(steps):
            now += timedelta(hours=wait)
            if seen:
                ticked(engine, now)
            word = f"word{n}word"
            data = {"illness": word}
            if what == "on":
                stood = activate(engine, now + timedelta(hours=40), now).task
                until = max(until, now + timedelta(hours=40))
            elif what == "first":
                engine.open("first", community="xinqi", by="li", now=now)
                until = max(until, now + timedelta(hours=24))
            elif what == "off" and stood:
                engine.act(f"xinqi/{stood}", "stand_down", by="li", now=now)
            elif what == "ask":
                opened = engine.open("visit", community="xinqi", by="li", now=now, data=data)
                told[word] = now
                tasks += [opened.task] if opened else []
            elif what in ("look", "wrong") and tasks:
                by = "li" if what == "look" else "wang"
                engine.act(f"xinqi/{tasks[-1]}", "look", by=by, now=now, data=data)
                told[word] = now
            elif what == "late" and tasks:
                said = {"hours": 3, "story": f"kept{n}"}
                engine.act(f"xinqi/{tasks[-1]}", "count", by="li", now=now, data=said)
            elif what == "finish" and tasks:
                engine.act(f"xinqi/{tasks.pop()}", "finish", by="li", now=now)
        ticked(engine, max(until, now))
        ends = {word: _normal_after(engine, at) + timedelta(days=KEEP) for word, at in told.items()}
        for deadline in sorted(ends.values()):
            ticked(engine, deadline)
            gone = {word for word, end in ends.items() if end <= deadline}
            assert held(engine, *gone) == set()
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def _normal_after(engine: Engine, at: datetime) -> datetime:
    """Return when the village was first in normal mode, at this moment or after it."""
    moments = [(MONDAY, "normal")]
    sql = "SELECT body FROM journal WHERE community = 'xinqi' ORDER BY seq"
    with engine._store.read() as reader:
        bodies = [load(body) for (body,) in reader.all(sql)]
    end = MONDAY
    for body in bodies:
        now = from_micros(body["at"])
        if moments[-1][1] != "normal" and end <= now:
            moments.append((end, "normal"))
        switched = [d[4] for d in body.get("does", ()) if d[0] == "switch_mode"]
        switched += [body["about"]] if body["kind"] == "mode" else []
        for detail in switched:
            if detail["mode"] != "normal":
                end = from_micros(unchained(detail["until"]))
            if detail["mode"] != "normal" or moments[-1][1] != "normal":
                moments.append((now, detail["mode"]))
    present = next(mode for when, mode in reversed(moments) if when <= at)
    return at if present == "normal" else next(w for w, m in moments if w > at and m == "normal")
