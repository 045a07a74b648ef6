"""The level of service that a journal shows, held against counts by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import levee
import pytest

from xiangyue import Decision, Engine, Misuse
from xiangyue.study.service_level import ServiceLevel
from xiangyue.study.serving import service_level
from xiangyue.time.clock import to_micros

pytestmark = pytest.mark.sqlite

PROFILE = """
profile: street
title: {en: Street}
languages: [en]
roles: {warden: {title: {en: Warden}, at: community}}
fields:
  found: &number
    title: {en: Found}
    schema: {type: integer}
    purpose: {en: Shows who is safe}
    keep: 1y
  missing: *number
  drill: {title: {en: Drill}, schema: {type: boolean}, purpose: {en: To learn}, keep: 1y}
  supply:
    title: {en: Supply}
    schema: {enum: [water, power]}
    purpose: {en: Says who repairs it}
    keep: 1y
flows:
  warning:
    title: {en: Warning}
    start: new
    exercise: drill
    service_level: {essential: true, void: nothing}
    due: 10h
    open: {by: warden, asks: drill}
    states:
      new: {title: {en: New}, due: 2h}
      heard: {title: {en: Heard}}
      waiting: {title: {en: Waiting}, pause: true}
      over: {title: {en: Over}, final: true}
      nothing: {title: {en: Nothing}, final: true}
    actions:
      hear: {title: {en: Hear}, from: new, to: heard, by: warden}
      wait: {title: {en: Wait}, from: heard, to: waiting, by: warden, note: true}
      resume: {title: {en: Resume}, from: waiting, to: heard, by: warden}
      end: {title: {en: End}, from: heard, to: over, by: warden}
      dismiss: {title: {en: Dismiss}, from: [new, heard], to: nothing, by: warden}
      extend:
        {title: {en: Extend}, from: heard, by: warden, note: true, extend: {of: flow, by: 10h}}
  rescue:
    title: {en: Rescue}
    start: out
    service_level: {vulnerable: true, reached: found, missed: missing, void: stopped}
    due: 5h
    open: {by: warden}
    states:
      out: {title: {en: Out}}
      back: {title: {en: Back}, final: true}
      stopped: {title: {en: Stopped}, final: true}
    actions:
      count: {title: {en: Count}, from: out, by: warden, needs: [found, missing]}
      end: {title: {en: End}, from: out, to: back, by: warden}
      stop: {title: {en: Stop}, from: out, to: stopped, by: warden}
  visit:
    title: {en: Visit}
    start: to_do
    service_level: {vulnerable: true}
    due: 5h
    open: {by: warden}
    states: {to_do: {title: {en: To do}}, seen: {title: {en: Seen}, final: true}}
    actions: {see: {title: {en: See}, from: to_do, to: seen, by: warden}}
  outage:
    title: {en: Outage}
    start: out
    service_level: {utility: supply, void: working}
    open: {by: warden, needs: supply}
    states:
      out: {title: {en: Out}}
      back: {title: {en: Back}, final: true}
      working: {title: {en: Working}, final: true}
    actions:
      repair: {title: {en: Repair}, from: out, to: back, by: warden}
      dismiss: {title: {en: Dismiss}, from: out, to: working, by: warden}
"""
START = datetime(2026, 6, 1, tzinfo=UTC)


def at(hours: float) -> datetime:
    """Return the moment so many hours after the start."""
    return START + timedelta(hours=hours)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a street with one warden."""
    folder = tmp_path / "street"
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, "utf-8")
    with Engine("sqlite://") as engine:
        engine.install(folder, community="here", now=START)
        engine.register("li", roles={"warden": "here"}, now=START)
        yield engine


def open_(engine: Engine, flow: str, hours: float = 0, **said: object) -> Decision:
    """Open a task so many hours after the start."""
    return levee.done(engine.open(flow, community="here", by="li", now=at(hours), data=said))


def act(engine: Engine, task: Decision, *steps: tuple[str, float], **said: object) -> None:
    """Take actions, each so many hours after the start."""
    for action, hours in steps:
        levee.done(engine.act(task, action, by="li", now=at(hours), data=said, note="rain"))


def level(engine: Engine, hours: float = 100) -> ServiceLevel:
    """Return the level of service from the start on, as it is known after so many hours."""
    return service_level(engine, "here", since=START, until=at(200), now=at(hours))


def shares(found: ServiceLevel, component: str, *hours: float) -> list[float]:
    """Return what a component was at some hours, in percent."""
    curve = found.components[component]  # type: ignore[index]
    return [round(curve.at(to_micros(at(one))), 1) for one in hours]


def test_each_deadline_of_an_essential_task_counts(engine: Engine) -> None:
    """Heard after three hours instead of two, over in time: of two promises one is kept."""
    task = open_(engine, "warning")
    act(engine, task, ("hear", 3), ("end", 8))
    found = level(engine)
    assert shares(found, "on_time", 1, 2, 7, 8, 25, 26, 33) == [100, 0, 0, 50, 50, 100, 100]
    assert found.left_out == ("reached", "acknowledged")
    assert [round(one) for one in found.curve.values] == [100, 20, 60, 100]


def test_what_is_open_counts_as_soon_as_it_is_due(engine: Engine) -> None:
    """Nothing is wanting before a deadline; after it, whatever is still open is."""
    task = open_(engine, "warning")
    assert "on_time" not in level(engine, 1).components
    assert shares(level(engine, 5), "on_time", 1, 3) == [100, 0]
    act(engine, task, ("hear", 6))
    assert shares(level(engine, 11), "on_time", 9.9, 10.5) == [0, 0]
    assert shares(level(engine, 30), "on_time", 26) == [0]


def test_time_that_is_given_or_stands_still_is_not_late(engine: Engine) -> None:
    """An extension in time moves what is due, one that comes late leaves what was late so."""
    early, late, waiting = (open_(engine, "warning") for _ in range(3))
    for task in (early, late, waiting):
        act(engine, task, ("hear", 0.1))
    act(engine, waiting, ("wait", 1))
    act(engine, early, ("extend", 2), ("end", 15))
    act(engine, late, ("extend", 12), ("end", 15))
    act(engine, waiting, ("resume", 40), ("end", 41))
    # Of six promises: three heard in time, then late at ten for 24 hours, and two over at fifteen.
    assert shares(level(engine), "on_time", 1, 9, 10, 15, 24.2, 41) == [
        100,
        100,
        75,
        83.3,
        66.7,
        100,
    ]


def test_drills_and_what_was_nothing_count_as_nothing(engine: Engine) -> None:
    """A drill that is late is no loss; what proves to be nothing in time was no promise."""
    open_(engine, "warning", drill=True)
    act(engine, open_(engine, "warning"), ("dismiss", 1))
    act(engine, open_(engine, "outage", supply="water"), ("dismiss", 50))
    act(engine, open_(engine, "rescue"), ("stop", 2))
    assert level(engine).left_out == ("on_time", "reached", "acknowledged")
    late = open_(engine, "warning", 60)
    act(engine, late, ("dismiss", 63))
    assert shares(level(engine), "on_time", 61, 62, 85, 86) == [100, 0, 0, 100]


def test_people_are_counted_as_they_are_found(engine: Engine) -> None:
    """Of eight, five are found in time, two after, one never: each counts as what it was."""
    task = open_(engine, "rescue")
    act(engine, task, ("count", 4), found=5, missing=0)
    act(engine, task, ("count", 6), found=7, missing=1)
    found = level(engine)
    assert shares(found, "reached", 3, 4, 5.5) == [100, 100, 62.5]
    assert shares(found, "reached", 6, 28.5, 30, 60) == [62.5, 0, 0, 0]
    act(engine, task, ("end", 70))
    assert shares(level(engine), "reached", 69, 70) == [0, 100]


def test_a_visit_reaches_one_person(engine: Engine) -> None:
    """Where no number says how many, each task is somebody."""
    act(engine, open_(engine, "visit"), ("see", 1))
    open_(engine, "visit")
    assert shares(level(engine), "reached", 0.5, 1, 6, 26) == [100, 100, 50, 0]


def test_a_utility_is_out_while_an_outage_is_open(engine: Engine) -> None:
    """One of the two that the profile knows, and both from the second on."""
    water = open_(engine, "outage", 2, supply="water")
    open_(engine, "outage", 5, supply="power")
    act(engine, water, ("repair", 10))
    assert shares(level(engine), "utilities", 1, 2, 5, 10, 90) == [100, 50, 0, 50, 50]


def test_whoever_is_asked_is_to_answer_while_the_rung_waits() -> None:
    """Two are asked for ten minutes: one answers at once, a no counts, one is never heard of."""
    with Engine("sqlite://") as engine:
        levee.settle(engine)
        task = levee.call(engine, wanted=1)
        levee.done(engine.act(task, "decline", by="tan", now=levee.at(5)))
        found = service_level(engine, "cun", since=levee.START, now=levee.at(12))
        curve = found.components["acknowledged"]
        assert [curve.at(to_micros(levee.at(m))) for m in (0, 5, 11)] == [100, 100, 50]


def test_a_community_that_nobody_knows_has_no_level(engine: Engine) -> None:
    """It is misuse to ask, as it is for a period that ends before it begins."""
    with pytest.raises(Misuse, match="nowhere"):
        service_level(engine, "nowhere")
    with pytest.raises(Misuse):
        service_level(engine, "here", since=at(5), until=at(5))
    assert level(engine).left_out == ("on_time", "reached", "acknowledged")
