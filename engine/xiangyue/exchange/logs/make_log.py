"""A log made up for demonstrations and tests: the tasks of a village, the same for each seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from xiangyue.exchange.logs.eventlog import Case, Event, EventLog, Value

_FIRST = datetime(2026, 1, 5, 1, tzinfo=UTC)
_GROUPS = {
    "Village committee": ("Li Mei", "Wang Jun"),
    "Grid": ("Chen Yu", "Zhao Lei", "Sun Hua"),
    "Supervision": ("Zhou Min",),
}
_BY = {
    "Receive": "Village committee",
    "Convert to points": "Village committee",
    "Assign": "Village committee",
    "Visit": "Grid",
    "Carry out": "Grid",
    "Ask for help": "Grid",
    "Check": "Supervision",
    "Score": "Supervision",
    "Return": "Village committee",
}


def generate_log(cases: int, seed: int = 0) -> EventLog:
    """Make up a log of village tasks: about nine cases in ten ended, some of these late.

    Each case has the attributes ``deadline``, ``channel`` and, if it ended, ``enddate``.
    """
    chance = random.Random(seed)
    made = sorted((_case(number, chance) for number in range(1, cases + 1)), key=_begin)
    # Positions are those in the file, which holds one case after the other.
    numbered = []
    position = 0
    for id, attributes, steps in made:
        events = []
        for activity, at, resource in steps:
            position += 1
            events.append(Event(activity, at, resource, _BY[activity], position))
        numbered.append(Case(id, attributes, tuple(events)))
    return EventLog("generated", tuple(numbered), "deadline", "enddate")


_Steps = list[tuple[str, datetime, str]]


def _begin(case: tuple[str, dict[str, Value], _Steps]) -> datetime:
    return case[2][0][1]


def _case(number: int, chance: random.Random) -> tuple[str, dict[str, Value], _Steps]:
    at = _FIRST + timedelta(minutes=chance.randrange(180 * 24 * 60))
    attributes: dict[str, Value] = {
        "deadline": at + timedelta(days=chance.choice((7, 15, 30))),
        "channel": chance.choice(("counter", "phone", "paper", "app")),
    }
    steps: _Steps = []
    for activity in _activities(chance):
        steps.append((activity, at, chance.choice(_GROUPS[_BY[activity]])))
        at += timedelta(seconds=chance.randrange(60, 6 * 86_400))
    if chance.random() < 0.9:
        attributes["enddate"] = steps[-1][1] + timedelta(seconds=chance.randrange(86_400))
    return f"task-{number}", attributes, steps


def _activities(chance: random.Random) -> Iterator[str]:
    yield "Receive"
    if chance.random() < 0.08:
        yield "Return"
        return
    yield "Convert to points"
    yield "Assign"
    while chance.random() < 0.4:
        yield "Visit"
    if chance.random() < 0.03:
        yield "Ask for help"
    yield "Carry out"
    yield "Check"
    if chance.random() < 0.1:
        yield "Carry out"
        yield "Check"
    yield "Score"
