"""The level of service that a journal shows, held against counts by hand."""

from __future__ import annotations

from collections.abc import Iterator

import levee
import pytest
from errands import done
from streets import START, act, at, begin, settle

from xiangyue import Decision, Engine, Misuse
from xiangyue.study.service_level import ServiceLevel
from xiangyue.study.serving import Serving, service_level
from xiangyue.time.clock import to_micros

pytestmark = pytest.mark.sqlite


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a street with one warden."""
    with Engine("sqlite://") as engine:
        settle(engine)
        yield engine


def level(engine: Engine, hours: float = 100) -> ServiceLevel:
    """Return the level of service from the start on, as it is known after so many hours."""
    return service_level(engine, "here", since=START, until=at(200), now=at(hours))


def shares(found: ServiceLevel, component: str, *hours: float) -> list[float]:
    """Return what a component was at some hours, in percent."""
    curve = found.components[component]  # type: ignore[index]
    return [round(curve.at(to_micros(at(one))), 1) for one in hours]


def test_each_deadline_of_an_essential_task_counts(engine: Engine) -> None:
    """Heard after three hours instead of two, over in time: of two promises one is kept."""
    task = begin(engine, "warning")
    act(engine, task, ("hear", 3), ("end", 8))
    found = level(engine)
    assert shares(found, "on_time", 1, 2, 9, 10, 25, 26, 33) == [100, 0, 0, 50, 50, 100, 100]
    assert found.left_out == ("reached", "acknowledged")
    assert [round(one) for one in found.curve.values] == [100, 20, 60, 100]


def test_what_is_open_counts_as_soon_as_it_is_due(engine: Engine) -> None:
    """Nothing is wanting before a deadline; after it, whatever is still open is."""
    task = begin(engine, "warning")
    assert "on_time" not in level(engine, 1).components
    assert shares(level(engine, 5), "on_time", 1, 3) == [100, 0]
    act(engine, task, ("hear", 6))
    assert shares(level(engine, 11), "on_time", 9.9, 10.5) == [0, 0]
    assert shares(level(engine, 30), "on_time", 26) == [0]


def test_time_that_is_given_or_stands_still_is_not_late(engine: Engine) -> None:
    """An extension in time moves what is due, one that comes late leaves what was late so."""
    early, late, waiting = (begin(engine, "warning") for _ in range(3))
    for task in (early, late, waiting):
        act(engine, task, ("hear", 0.1))
    act(engine, waiting, ("wait", 1))
    act(engine, early, ("extend", 2), ("end", 15))
    act(engine, late, ("extend", 12), ("end", 15))
    act(engine, waiting, ("resume", 40), ("end", 41))
    # Heard in time all three; one late at ten, for a day; two over in time, due at twenty.
    found = shares(level(engine), "on_time", 1, 9, 10, 20, 26, 34, 49)
    assert found == [100, 100, 75, 83.3, 66.7, 100, 100]


def test_drills_and_what_was_nothing_count_as_nothing(engine: Engine) -> None:
    """A drill that is late is no loss; what proves to be nothing in time was no promise."""
    begin(engine, "warning", drill=True)
    act(engine, begin(engine, "warning"), ("dismiss", 1))
    act(engine, begin(engine, "outage", supply="water"), ("dismiss", 50))
    act(engine, begin(engine, "rescue"), ("stop", 2))
    assert level(engine).left_out == ("on_time", "reached", "acknowledged")
    late = begin(engine, "warning", 60)
    act(engine, late, ("dismiss", 63))
    assert shares(level(engine), "on_time", 61, 62, 85, 86) == [100, 0, 0, 100]


def test_people_are_counted_as_they_are_found(engine: Engine) -> None:
    """Of eight, five are found in time, two after, one never: each counts as what it was."""
    task = begin(engine, "rescue")
    act(engine, task, ("count", 4), found=5, missing=0)
    act(engine, task, ("count", 6), found=7, missing=1)
    found = level(engine)
    assert shares(found, "reached", 3, 4, 5.5) == [100, 100, 62.5]
    assert shares(found, "reached", 6, 28.9, 29, 60) == [62.5, 62.5, 0, 0]
    act(engine, task, ("end", 70))
    assert shares(level(engine), "reached", 69, 70) == [0, 100]


def test_a_visit_reaches_one_person(engine: Engine) -> None:
    """Where no number says how many, each task is somebody."""
    act(engine, begin(engine, "visit"), ("see", 1))
    begin(engine, "visit")
    assert shares(level(engine), "reached", 4.9, 5, 28.9, 29) == [100, 50, 50, 0]


def test_a_utility_is_out_while_an_outage_is_open(engine: Engine) -> None:
    """One of the two that the profile knows, and both from the second on."""
    water = begin(engine, "outage", 2, supply="water")
    begin(engine, "outage", 5, supply="power")
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


def test_told_as_it_happens_it_is_what_the_journal_says(engine: Engine) -> None:
    """A simulation, which tells each decision with its task, counts what the journal shows."""
    profile, serving = engine.profile("here"), Serving("here")
    serving.know(profile)

    def tell(decision: Decision) -> Decision:
        task = engine.task(decision)
        serving.see(decision, profile, task.due, task.state_due, task.ended_at)
        return decision

    steps = {
        "warning": [("hear", 3.0), ("wait", 4.0), ("resume", 9.0), ("end", 16.0)],
        "visit": [("see", 6.0)],
        "rescue": [("count", 4.0), ("end", 30.0)],
        "outage": [("repair", 8.0)],
    }
    for flow, actions in steps.items():
        known = {"supply": "power"} if flow == "outage" else {}
        first, second = (tell(begin(engine, flow, 0, **known)) for _ in range(2))
        for task, later in ((first, 0), (second, 5)):
            for action, hours in actions[: 2 if later else 9]:
                said = {"found": 3, "missing": 1} if action == "count" else {}
                when = at(hours + later)
                taken = engine.act(task, action, by="li", now=when, data=said, note="rain")
                tell(done(taken))
    told = serving.promises(to_micros(at(100))).level(to_micros(START), to_micros(at(100)))
    assert told == service_level(engine, "here", since=START, until=at(100), now=at(100))
    assert told.left_out == ("acknowledged",)
    assert len(told.curve.times) > 6


def test_a_community_that_nobody_knows_has_no_level(engine: Engine) -> None:
    """It is misuse to ask, as it is for a period that ends before it begins."""
    with pytest.raises(Misuse, match="nowhere"):
        service_level(engine, "nowhere")
    with pytest.raises(Misuse):
        service_level(engine, "here", since=at(5), until=at(5))
    assert level(engine).left_out == ("on_time", "reached", "acknowledged")
