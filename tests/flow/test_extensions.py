"""Extensions: what moves a deadline, with its reason, and what does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clocks import begin, hours, settle, told
from errands import codes, day, done

from xiangyue import Engine
from xiangyue.time.clock import to_micros


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine() as engine:
        settle(engine)
        yield engine
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))


def test_the_deadline_of_a_flow_moves_with_its_reminders(engine: Engine) -> None:
    """By as much as the profile says; those that have come already come again."""
    task = begin(engine)
    done(engine.act(task, "send", by="li", now=day(0)))
    assert told(hours(engine, 0, 230)) == ["216h li"]
    done(engine.act(task, "more", by="li", note="flood", now=day(9.7)))
    assert engine.task(task).due == to_micros(day(15))
    assert told(hours(engine, 231, 400)) == ["336h li", "356h li"]


def test_the_deadline_of_a_state_moves_alone(engine: Engine) -> None:
    """Its ladder waits with it."""
    task = begin(engine)
    done(engine.act(task, "hold", by="li", note="flood", now=day(1.5)))
    assert told(hours(engine, 37, 72)) == [
        *("48h role:worker", "48h role:secretary"),
        *("72h role:worker", "72h role:secretary"),
    ]


def test_it_can_be_moved_to_a_day_and_only_to_a_later_one(engine: Engine) -> None:
    """The end of that day, as for any other deadline that is a date."""
    task = begin(engine)
    done(engine.act(task, "send", by="li", now=day(0)))

    def until(day_: str | None) -> set[str]:
        data = {"day": day_} if day_ else {}
        return codes(engine.act(task, "until", by="li", note="flood", now=day(1), data=data))

    assert until(None) == {"needs"}
    assert until("2026-10-07") == until("2026-10-06") == {"extend-not-later"}
    assert until("2026-10-09") == set()
    assert engine.task(task).due == to_micros(day(11 + 15 / 24)) - 1


def test_an_extension_says_why_and_extends_something(engine: Engine) -> None:
    """Without a note, or before the clock has started, it is refused."""
    task = begin(engine)
    assert codes(engine.act(task, "more", by="li", now=day(0))) == {"note", "extend-no-deadline"}
    done(engine.act(task, "send", by="li", now=day(0)))
    assert codes(engine.act(task, "more", by="li", now=day(0))) == {"note"}


def test_a_comment_moves_nothing(engine: Engine) -> None:
    """Whatever is said on the way, deadlines and what comes before and after them stay."""
    task = begin(engine)
    before = engine.task(task)
    for n in range(1, 5):
        done(engine.act(task, "say", by="wang", now=day(n / 10), data={"day": "2027-01-01"}))
    after = engine.task(task)
    assert (after.due, after.state_due, after.alarms) == (None, before.state_due, before.alarms)
    done(engine.act(task, "send", by="li", now=day(1)))
    sent = engine.task(task)
    done(engine.act(task, "say", by="wang", now=day(2)))
    assert (engine.task(task).due, engine.task(task).alarms) == (sent.due, sent.alarms)
