"""What limits are told of the past is what the journal says, however commands come in."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from probes import NOON, SAY, Probe, settle

from xiangyue import Command, Decision, Engine
from xiangyue.plugs import Circumstances, Verdict, defer, deny
from xiangyue.study.recounting import recounting
from xiangyue.time.clock import to_micros, to_wall, zone
from xiangyue.work.acting import run_each

DAY = timedelta(days=1) // timedelta(microseconds=1)
TOUCHING = ("assign", "message", "collect", "publish")
ABOUT = {"wells": "unit", "rooms": "person", "phone": "person"}
UNIT = "unit:shigou"


class Told(NamedTuple):
    """What a limit was told before one intervention of the decision with the number ``seq``."""

    seq: int
    task: str
    now: datetime
    kind: str
    to: str | None
    fields: tuple[str, ...]
    address: str
    facts: Mapping[str, Any]


class Witness(Probe):
    """Writes down what it is told; other bindings move a message now and then, or drop a form."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        super().__init__(witness=self.write, first=self.move, second=self.drop)
        self.told: list[Told] = []

    def write(self, case: Circumstances, facts: Mapping[str, Any]) -> None:
        """Write it down."""
        one = case.intervention
        fields = one.detail.get("fields", ())
        place = case.task.last, case.task.id, case.now
        self.told.append(Told(*place, one.kind, one.to, fields, one.address, facts))

    def move(self, case: Circumstances, _: Mapping[str, Any]) -> Verdict | None:
        """Move one message into the future, in every second hour."""
        late = case.intervention.address.endswith("hand_over.does.2") and case.now.hour % 2
        return defer(case.now + timedelta(hours=30), SAY, SAY) if late else None

    def drop(self, case: Circumstances, _: Mapping[str, Any]) -> Verdict | None:
        """Refuse a form, in every third hour."""
        third = case.intervention.kind == "collect" and case.now.hour % 3 == 0
        return deny(SAY, SAY) if third else None


class Journal:
    """What follows from the decisions before one, worked out anew in the plainest way."""

    def __init__(self, decisions: Sequence[Decision], told: Told, passed: Sequence[Told]) -> None:
        """Look back from one moment; ``passed`` came through before it in the same command."""
        self.done = [d for d in decisions if d and d.seq < told.seq]
        self.told = told
        self.now = to_micros(told.now)
        self.passed = [one for one in passed if one.to == told.to and told.to]
        self.tasks = {d.task: d for d in self.done if d.before is None and d.flow == "work"}
        ended = {d.task for d in self.done if d.after == "done"}
        self.open = [task for task in self.tasks if task not in ended | {told.task}]
        self.assignee = {
            d.task: one.to for d in self.done for one in d.interventions if one.kind == "assign"
        }

    def facts(self) -> dict[str, Any]:
        """Return what the limit must have been told."""
        wall = to_wall(self.told.now, zone("Asia/Shanghai")).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        month, week = wall.replace(day=1), wall - timedelta(days=wall.weekday())
        mine = [t for t in self.open if self.told.to and self.assignee.get(t) == self.told.to]
        wells = (self.tasks[task].values.get("wells", "") for task in mine)
        ended = [d.task for d in self.done if d.flow == "work" and d.after == "done"]
        newest = max((self.tasks[task].now for task in ended), default=None)
        since = self.now - 2 * DAY
        return {
            "touches": self._count(self.now - 3 * DAY, TOUCHING),
            "messages": self._count(_micros(month), ("message",)),
            "fields": self._fields(_micros(week)),
            "open": {"work": len(mine)} if mine else {},
            "by_wells": Counter(map(str, wells)),
            "community": {"work": len(self.open)} if self.open else {},
            "opened": sum(
                d.now >= since for task, d in self.tasks.items() if task != self.told.task
            ),
            "latest": newest,
            **self._data(),
        }

    def _touching(self, since: int) -> Iterator[Any]:
        for d in self.done:
            for one in d.interventions:
                at = d.now if one.at is None else one.at
                if one.to and one.to == self.told.to and at >= since:
                    yield one

    def _count(self, since: int, kinds: Sequence[str]) -> int:
        before = sum(one.kind in kinds for one in self._touching(since))
        return before + sum(one.kind in kinds for one in self.passed)

    def _fields(self, since: int) -> int:
        forms = [one for one in self._touching(since) if one.kind == "collect"]
        asked = sum(len(one.detail["fields"]) for one in forms)
        return asked + sum(len(one.fields) for one in self.passed if one.kind == "collect")

    def _data(self) -> dict[str, Any]:
        """Return what is held of the person and the unit, and what was asked and not answered."""
        given: dict[tuple[str, str, str], tuple[int, int]] = {}
        asked: set[tuple[str, str, str]] = set()
        for d in self.done:
            for name in d.command.data.keys() & ABOUT.keys():
                subject = UNIT if ABOUT[name] == "unit" else d.command.principal
                given[subject, name, d.task] = (d.now, d.seq)
            for one in d.interventions:
                for name in one.detail["fields"] if one.kind == "collect" else ():
                    asked.add((UNIT if ABOUT[name] == "unit" else str(one.to), name, d.task))
        held: dict[str, tuple[int, int, str]] = {}
        pending = {n for one in self.passed if one.kind == "collect" for n in one.fields}
        for name in self.told.fields:
            subject = UNIT if ABOUT[name] == "unit" else str(self.told.to)
            found = [
                (*at, task)
                for (who, of, task), at in given.items()
                if (who, of) == (subject, name) and task != self.told.task
            ]
            if found:
                held[name] = max(found)
            open_asked = [(subject, name, task) for task in self.open]
            if any(key in asked and key not in given for key in open_asked):
                pending.add(name)
        return {"held": held, "pending": pending}


def _micros(wall: datetime) -> int:
    return to_micros(wall.replace(tzinfo=zone("Asia/Shanghai")))


def as_told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts so that they can be compared: of the newest task when it was opened."""
    newest = facts["latest"]
    return {
        **{name: dict(facts[name]) for name in ("open", "by_wells", "community")},
        **{name: facts[name] for name in ("touches", "messages", "fields", "opened", "pending")},
        "latest": newest.opened_at if newest else None,
        "held": {name: (h.at, h.seq, h.task) for name, h in facts["held"].items()},
    }


class Undone(Exception):
    """Ends a transaction that must leave nothing."""


PEOPLE = st.sampled_from(["an", "bo", "mei"])
NUMBERS = st.none() | st.integers(0, 2)
STEPS = st.tuples(
    st.sampled_from(["open", "open", "tell", "hand_over", "hand_over", "finish"]),
    st.sampled_from(["mei", "bo"]),
    st.integers(0, 5),
    st.fixed_dictionaries({"who": PEOPLE, "wells": NUMBERS, "rooms": NUMBERS}),
    st.booleans(),
    st.integers(1, 30),
)
GROUPS = st.tuples(
    st.sampled_from(["one", "many", "undone", "tried"]),
    st.integers(0, 1),
    st.lists(STEPS, min_size=1, max_size=6),
)


def command_of(step: Any, number: int) -> tuple[Command, int]:
    """Return a drawn command, and after how many hours it comes."""
    action, by, task, fields, phone, hours = step
    data = {name: value for name, value in fields.items() if value is not None}
    if phone:
        data["phone"] = f"138{number}"
    if action == "open":
        return Command("shigou", "open", by, f"t{task}", "work", data), hours
    taken = {name: value for name, value in data.items() if action == "tell" and name != "wells"}
    return Command("shigou", action, by, f"t{task}", data=taken), hours


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a settled village; copy it before acting."""
    file = tmp_path_factory.mktemp("facts") / "gate.db"
    with Engine(f"sqlite:///{file}", limits=[Probe()]) as engine:
        settle(engine)
    return file


@pytest.mark.sqlite
@pytest.mark.parametrize("remembered", [50_000, 3])
@settings(max_examples=30)
@given(groups=st.lists(GROUPS, min_size=1, max_size=8))
def test_facts_are_what_the_journal_says(
    settled: Path,
    tmp_path_factory: pytest.TempPathFactory,
    remembered: int,
    groups: list[Any],
) -> None:
    """One by one, many in a transaction, after one that was undone, and by two engines in turn."""
    file = Path(shutil.copy(settled, tmp_path_factory.mktemp("copy") / "gate.db"))
    witness = Witness()
    now, number = NOON, 0
    with ExitStack() as stack:
        stack.enter_context(patch("xiangyue.storage.memory._MOST", remembered))
        url = f"sqlite:///{file}"
        engines = [stack.enter_context(Engine(url, limits=[witness])) for _ in range(2)]
        for how, which, steps in groups:
            engine, kept = engines[which], len(witness.told)
            timed = []
            for step in steps:
                number += 1
                command, hours = command_of(step, number)
                now += timedelta(hours=hours)
                timed.append((command, now))
            play(engine, how, timed)
            if how in ("undone", "tried"):
                del witness.told[kept:]
        with recounting(engines[0]) as recount:
            decisions = [entry.decision for entry in recount.entries("shigou")]
        compare(decisions, witness.told)
        for member in ("mei", "bo"):
            posted = (p for d in decisions for p in d.points if p.member == member)
            assert len({engine.balance("shigou", member) for engine in engines}) == 1
            assert engines[0].balance("shigou", member) == sum(p.amount for p in posted)
        report = engines[1].verify()
        assert report, report.problems


def play(engine: Engine, how: str, timed: list[tuple[Command, datetime]]) -> None:
    """Let an engine decide some commands, in one of the ways there are."""
    if how == "undone":
        with pytest.raises(Undone), engine._store.begin() as tx:
            for command, at in timed:
                run_each(engine._plans, [(command, at)], tx)
            raise Undone
    elif how == "many":
        engine.act_many(timed)
    else:
        for command, at in timed:
            with engine._store.begin() as tx:
                known = tx.situation("shigou", command.task, None).task is not None
            if known != (command.flow is not None):
                (engine.do if how == "one" else engine.try_out)(command, now=at)


def compare(decisions: Sequence[Decision], told: Sequence[Told]) -> None:
    """Hold what was told against what follows from the decisions."""
    by_seq = {d.seq: d for d in decisions}
    passed: list[Told] = []
    for before, one in pairwise([None, *told]):
        assert one is not None
        passed = passed if before is not None and before.seq == one.seq else []
        assert as_told(one.facts) == Journal(decisions, one, passed).facts()
        if all(r.address != one.address or r.verdict != "deny" for r in by_seq[one.seq].rulings):
            passed.append(one)
