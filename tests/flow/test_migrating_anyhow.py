"""Whatever two releases say of clocks and whatever was done: what holds of a migration."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recalling import differences
from workshops import (
    MONDAY,
    Clocks,
    Deed,
    clocks,
    deeds,
    let_ring,
    names,
    release,
    rows,
    settle,
    work,
)

from xiangyue import Engine
from xiangyue.time.clock import to_micros
from xiangyue.time.notices import Notice
from xiangyue.work import migrating

OFF = tuple(date(2026, 3, day) for day in (4, 5, 6, 9, 10))
NOTICE = Notice("CN", 2026, "a notice", OFF, ())


def deeds_on(engine: Engine, name: str) -> list[tuple[str, str]]:
    """Return what people did with a task, and what was refused to them."""
    told = engine.history(f"wu/{name}")
    return [(one.command.action, one.outcome) for one in told if one.command.actor != "system"]


pytestmark = pytest.mark.sqlite


class BrokenOff(Exception):
    """Somebody has had enough."""


class Breaking:
    """Breaks off after so many pages."""

    def __init__(self, most: int) -> None:
        """Count from here."""
        self.rest = most

    def __call__(self, _: float) -> None:
        """Break off when they are done."""
        self.rest -= 1
        if not self.rest:
            raise BrokenOff


@given(clocks, clocks, deeds, deeds, st.lists(st.integers(1, 2), max_size=2))
def test_there_and_back_leaves_every_task_as_it_was(
    old: Clocks, new: Clocks, first: list[Deed], more: list[Deed], breaks: list[int]
) -> None:
    """It is as foreseen, however often it is broken off; back, each task is as it was."""
    with Engine() as engine, pytest.MonkeyPatch.context() as paged:
        settle(engine, old)
        now = work(engine, first, MONDAY)
        let_ring(engine, now)
        engine.install(release(new), "wu", now=now)
        said: dict[str, Any] = {
            "by": "li",
            "reason": "because",
            "now": now,
            "mapping": names(old, new),
        }
        before, foreseen = rows(engine), engine.migrate("wu", **said, dry_run=True)
        assert rows(engine) == before
        paged.setattr(migrating, "PAGE", 1)
        for most in breaks:
            with suppress(BrokenOff):
                engine.migrate("wu", **said, progress=Breaking(most))
        left = {one.task.id for one in engine.migrate("wu", **said).left}
        assert left == {one.task.id for one in foreseen.left}
        moved = rows(engine)
        for name, task in before.items():
            stays = task.ended_at is not None or name in left
            assert moved[name] == task if stays else moved[name].release == release(new).hash
        paged.undo()
        if moved != before:
            assert engine.migrate_back("wu", by="li", reason="because", now=now).left == []
            assert rows(engine) == before
            assert engine.tick(now) == []
            assert engine.migrate("wu", **said).done == foreseen.done
            assert rows(engine) == moved
        work(engine, more, now)
        report = engine.verify()
        assert report.ok, report.problems
        assert [*differences(engine, "wu")] == []


@given(clocks, clocks, deeds)
def test_deadlines_are_as_if_the_release_had_held_from_the_opening(
    old: Clocks, new: Clocks, done: list[Deed]
) -> None:
    """A workshop that began under it has the same, after the same work, save what is over."""
    with Engine() as engine, Engine() as twin:
        for one, said in ((engine, old), (twin, new)):
            settle(one, said)
            now = work(one, done, MONDAY)
            let_ring(one, now)
        engine.install(release(new), "wu", now=now)
        engine.migrate("wu", by="li", reason="because", now=now, mapping=names(old, new))
        theirs, at = rows(twin), to_micros(now)
        for name, task in rows(engine).items():
            if (
                deeds_on(engine, name) == deeds_on(twin, name)
                and task.ended_at is None
                and task.release == release(new).hash
            ):
                other = theirs[name]
                over = at if task.paused_at is None else task.paused_at
                assert task.state == other.state
                assert task.due == other.due or (other.due is not None and other.due <= over)
                if other.state_due is None or other.state_due > at:
                    assert task.state_due == other.state_due
                assert {n: t for n, t in task.alarms.items() if t > at} == {
                    n: t for n, t in other.alarms.items() if t > at
                }


@given(clocks, clocks, deeds, st.sampled_from([timedelta(0), timedelta(days=2)]))
def test_a_calendar_that_changes_later_changes_the_same(
    old: Clocks, new: Clocks, done: list[Deed], later: timedelta
) -> None:
    """What was migrated is reckoned anew as what began under the release."""
    with Engine() as engine, Engine() as twin:
        for one, said in ((engine, old), (twin, new)):
            settle(one, said)
            now = work(one, done, MONDAY)
            let_ring(one, now)
            one.install(release(new), "wu", now=now)
        engine.migrate("wu", by="li", reason="because", now=now, mapping=names(old, new))
        same = {n: t for n, t in rows(engine).items() if t == rows(twin)[n] and not t.ended_at}
        for one in (engine, twin):
            one.announce("wu", NOTICE, by="li", now=now + later)
        for name in same:
            mine, theirs = rows(engine)[name], rows(twin)[name]
            assert (mine.due, mine.state_due) == (theirs.due, theirs.state_due)
        assert engine.verify()
