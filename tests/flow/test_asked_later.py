"""A rung of which limits let some be asked now, and others only later."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from levee import (
    HELPERS,
    LEVEE,
    START,
    Line,
    at,
    call,
    done,
    rows,
    settle,
    sound,
    states,
    work,
)

from xiangyue import Decision, Engine
from xiangyue.plugs import Circumstances, Limit, Verdict, defer, deny
from xiangyue.time.clock import from_micros
from xiangyue.upkeep.backup import back_up
from xiangyue.upkeep.restore import restore

PROFILE = """
profile: hours
title: {en: Hours}
languages: [en]
extends: [levee]
limits: {hours: {stance: enforce}, contact_budget: {config: {most: 50, within: 7d}}}
ladders:
  up:
    steps:
      - {ask: [team, helper], having: adult, by: text, within: 400min, basis: project default}
      - {ask: duty, by: text, within: 400min, basis: project default}
"""
SAY = {"en": "Not now.", "zh": "现在不行。"}
WHO = ("tao", *HELPERS)


class Hours(Limit):
    """Lets each be asked only outside hours of their own, and some never."""

    name = "hours"
    title: ClassVar = {"en": "Hours", "zh": "时段"}
    basis = "[D] of the tests"
    kinds = ("message",)

    def __init__(self, never: str | None = None) -> None:
        """Begin with nobody protected."""
        self.hours: dict[str, list[tuple[int, int]]] = {}
        self.never = never

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Put a message off to the end of the hours, or deny it."""
        who, now = case.intervention.to or "", case.now
        if who == self.never:
            return deny(SAY, SAY)
        ends = [end for begin, end in self.hours.get(who, ()) if at(begin) <= now < at(end)]
        return defer(at(max(ends)), SAY, SAY) if ends else None


@contextmanager
def village(url: str, folder: Path, limit: Hours, within: str = "400min") -> Iterator[Engine]:
    """Return a village whose people have hours of their own, and its ladder so much time."""
    new = not (folder / "hours").exists()
    if new:
        (folder / "hours").mkdir()
        (folder / "hours" / "profile.yaml").write_text(
            PROFILE.replace("400min", within), encoding="utf-8"
        )
        (folder / "levee").symlink_to(LEVEE)
    with Engine(url, profiles=[folder], limits=[limit]) as engine:
        if new:
            settle(engine, folder / "hours")
            for n, name in enumerate(WHO):
                engine.contact(name, "sms", f"1380000{n}", by=name, now=START)
        yield engine
        sound(engine)


def when(engine: Engine, task: Decision) -> dict[str, datetime]:
    """Return when everybody is asked."""
    return {row.member: from_micros(row.asked_at) for row in rows(engine, task)}


def test_who_must_wait_is_asked_later_and_the_others_now(
    place: Callable[[str], str], tmp_path: Path
) -> None:
    """Of one rung whose message was not sent at once: some go, some wait, one is never asked."""
    limit, line = Hours(), Line()
    with village(place("village"), tmp_path, limit) as engine:
        task = call(engine, wanted=9)
        limit.hours = {"hai": [(0, 60)], "han": [(0, 60)], "hao": [(0, 90)]}
        limit.never = "he"
        work(engine, line, at(10))
        assert line.sent == ["tao"]
        assert when(engine, task) == {
            "tao": START,
            "hai": at(60),
            "han": at(60),
            "hao": at(90),
            "he": START,
        }
        assert states(engine, task)["he"] == "lapsed"
        done(engine.act(task, "decline", by="han", now=at(20)))
        for minutes in (59, 60, 61, 89, 90, 91, 200):
            work(engine, line, at(minutes))
            assert line.sent == ["tao", "hai", "hao"][: 1 + (minutes >= 60) + (minutes >= 90)]
        with engine._store.read() as reader:
            assert reader.all("SELECT DISTINCT state FROM outbox") == [("sent",)]


@pytest.mark.sqlite
def test_nobody_is_asked_later_where_the_call_out_is_over(tmp_path: Path) -> None:
    """Whoever waited then is not disturbed."""
    limit, line = Hours(), Line()
    with village("sqlite://", tmp_path, limit) as engine:
        task = call(engine, wanted=9)
        limit.hours = {"hai": [(0, 60)]}
        work(engine, line, at(10))
        done(engine.act(task, "begin", by="du", now=at(30)))
        work(engine, line, at(60))
        assert "hai" not in line.sent
        assert states(engine, task)["hai"] == "lapsed"


@pytest.mark.sqlite
def test_who_waits_is_asked_only_if_there_are_not_enough(tmp_path: Path) -> None:
    """Enough have come by then: nobody else is asked, until somebody withdraws."""
    limit, line = Hours(), Line()
    with village("sqlite://", tmp_path, limit) as engine:
        task = call(engine, wanted=1)
        limit.hours = {"hai": [(0, 60)]}
        work(engine, line, at(10))
        done(engine.act(task, "accept", by="tao", now=at(30)))
        for minutes in (60, 65, 70):
            work(engine, line, at(minutes))
        assert "hai" not in line.sent
        done(engine.act(task, "decline", by="tao", now=at(71)))
        engine.tick(at(71))
        work(engine, line, at(80))
        assert line.sent.count("hai") == 1


def child(url: str, folder: str, now: str) -> None:
    """Send what is due, and die in the middle of it."""
    limit, line = Hours(), Mortal()
    limit.hours = {"hai": [(0, 60)]}
    with Engine(url, profiles=[folder], limits=[limit]) as engine:
        work(engine, line, datetime.fromisoformat(now))


class Mortal(Line):
    """A channel that takes the process with it."""

    def send(self, message: Any, config: Mapping[str, Any]) -> Any:
        """Die."""
        os._exit(9)


def test_a_worker_that_dies_loses_nobody_who_waits(
    place: Callable[[str], str], tmp_path: Path
) -> None:
    """It has written who waits and has sent nothing: the next one sends it to each, in time."""
    limit, line, url = Hours(), Line(), place("village")
    with village(url, tmp_path, limit) as engine:
        task = call(engine, wanted=9)
    code = (
        f"import test_asked_later as t; t.child({url!r}, {str(tmp_path)!r}, {at(10).isoformat()!r})"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 9
    limit.hours = {"hai": [(0, 60)]}
    with village(url, tmp_path, limit) as engine:
        assert when(engine, task)["hai"] == at(60)
        work(engine, line, at(40))
        assert sorted(line.sent) == sorted({*WHO} - {"hai"})
        work(engine, line, at(60))
        work(engine, line, at(61))
        assert sorted(line.sent) == sorted(WHO)


WINDOW = st.tuples(st.integers(0, 150), st.integers(1, 120)).map(lambda w: (w[0], w[0] + w[1]))


@pytest.mark.sqlite
@settings(max_examples=20, deadline=None)
@given(
    hours=st.dictionaries(st.sampled_from(WHO), st.lists(WINDOW, max_size=3)),
    noticed=st.integers(0, 30),
    looks=st.lists(st.integers(0, 300), max_size=8).map(sorted),
)
def test_nobody_is_asked_outside_the_limits_and_nobody_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    hours: dict[str, list[tuple[int, int]]],
    noticed: int,
    looks: list[int],
) -> None:
    """Whatever hours each has, and whenever a worker looks: once each, outside them, in the end."""
    limit, line = Hours(), Line()
    sent: dict[str, int] = {}
    with village("sqlite://", tmp_path_factory.mktemp("v"), limit) as engine:
        task = call(engine, wanted=99)
        limit.hours = hours
        # Beyond 300 minutes nobody is protected any more.
        for minutes in (noticed + 6, *[m for m in looks if m > noticed + 6], 300, 330):
            before = len(line.sent)
            work(engine, line, at(minutes))
            for name in line.sent[before:]:
                assert name not in sent
                assert not any(b <= minutes < e for b, e in hours.get(name, ()))
                sent[name] = minutes
        assert sent.keys() == {*WHO}
        assert {*states(engine, task).values()} == {"asked"}
        assert Counter(line.sent) == dict.fromkeys(WHO, 1)


@pytest.mark.sqlite
def test_a_restored_backup_asks_who_waits_and_nobody_twice(tmp_path: Path) -> None:
    """The backup was made before anything was sent, and restored when some had got it."""
    limit, line, url = Hours(), Line(), f"sqlite:///{tmp_path / 'village.db'}"
    copy = tmp_path / "monday.backup"
    limit.hours = {"hai": [(6, 60)]}
    with village(url, tmp_path, limit) as engine:
        task = call(engine, wanted=9)
        back_up(url, copy)
        work(engine, line, at(10))
        done(engine.act(task, "accept", by="han", now=at(20)))
    assert sorted(line.sent) == sorted({*WHO} - {"hai"})
    restore(copy, url, force=True)
    with village(url, tmp_path, limit) as engine:
        assert states(engine, task)["han"] == "asked"
        work(engine, line, at(30))
        work(engine, line, at(60))
        work(engine, line, at(61))
        assert sorted(line.sent) == sorted(WHO)


@pytest.mark.parametrize("found", ["when it is decided", "when it is sent"])
def test_the_ladder_is_not_through_before_the_last_was_asked(
    place: Callable[[str], str], tmp_path: Path, found: str
) -> None:
    """It climbs by the first of a rung, and ends when those who were asked later had their time."""
    limit, line = Hours(), Line()
    hours = {"hai": [(0, 100)], "hao": [(0, 50)]}
    with village(place("village"), tmp_path, limit, "40min") as engine:
        limit.hours = hours if found == "when it is decided" else {}
        task = call(engine, wanted=9)
        limit.hours = hours
        for minutes in (10, 39, 40, 50, 79, 80, 99):
            work(engine, line, at(minutes))
        assert Counter(line.sent) == dict.fromkeys({*WHO} - {"hai"}, 1)
        assert when(engine, task)["du"] == at(40)
        for minutes in (100, 101, 139):
            work(engine, line, at(minutes))
        assert Counter(line.sent) == dict.fromkeys(WHO, 1)
        done(engine.act(task, "accept", by="hai", now=at(139)))
        work(engine, line, at(140))
        assert engine.task(task).state == "ended"
        assert Counter(line.sent) == dict.fromkeys(WHO, 1)


def test_the_next_rung_waits_for_a_rung_that_was_asked_later(
    place: Callable[[str], str], tmp_path: Path
) -> None:
    """Nobody of it could be told when it was sent: its time begins when the first of them is."""
    limit, line = Hours(), Line()
    with village(place("village"), tmp_path, limit, "40min") as engine:
        task = call(engine, wanted=9)
        limit.hours = {name: [(0, 30)] for name in WHO} | {"hai": [(0, 35)]}
        for minutes in (10, 30, 35, 40, 41, 69):
            work(engine, line, at(minutes))
        assert "du" not in states(engine, task)
        work(engine, line, at(70))
        assert when(engine, task)["du"] == at(70)
        assert Counter(line.sent) == dict.fromkeys(WHO, 1)


def test_whoever_waits_is_left_alone_when_enough_have_come(
    place: Callable[[str], str], tmp_path: Path
) -> None:
    """The call-out that waited for them ends, and they are not asked after it."""
    limit, line = Hours(), Line()
    with village(place("village"), tmp_path, limit, "40min") as engine:
        limit.hours = {"hai": [(0, 100)]}
        task = call(engine, wanted=1)
        for minutes in (10, 40, 80):
            work(engine, line, at(minutes))
        assert engine.task(task).state == "calling"
        done(engine.act(task, "accept", by="tao", now=at(90)))
        done(engine.act(task, "begin", by="du", now=at(91)))
        for minutes in (100, 140):
            work(engine, line, at(minutes))
        assert "hai" not in line.sent
        assert states(engine, task)["hai"] == "lapsed"


@pytest.mark.sqlite
@settings(max_examples=15, deadline=None)
@given(
    hours=st.dictionaries(st.sampled_from(WHO), st.lists(WINDOW, max_size=2)),
    found=st.booleans(),
)
def test_each_has_the_time_of_the_rung_from_when_they_are_asked(
    tmp_path_factory: pytest.TempPathFactory, hours: dict[str, list[tuple[int, int]]], found: bool
) -> None:
    """Whoever limits put off, once or again: the next rung waits for the first, the end for all."""
    limit, line = Hours(), Line()
    ended = None
    with village("sqlite://", tmp_path_factory.mktemp("v"), limit, "40min") as engine:
        limit.hours = hours if found else {}
        task = call(engine, wanted=99)
        limit.hours = hours
        for minutes in range(10, 500, 10):
            work(engine, line, at(minutes))
            if ended is None and engine.task(task).state == "ended":
                ended = at(minutes)
        asked = when(engine, task)
        assert Counter(line.sent) == dict.fromkeys(WHO, 1)
        assert asked["du"] >= min(asked[name] for name in WHO) + timedelta(minutes=40)
        assert ended is not None
        wait = ended - max(asked.values())
        assert timedelta(minutes=40) <= wait <= timedelta(minutes=60)
