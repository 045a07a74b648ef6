"""Whatever has happened: what was to be destroyed is in no table, and in no byte of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offices import HAMLET, MONDAY, OFFICE, instruct, settle

from xiangyue import Decision, Engine, Task
from xiangyue.errands import Key
from xiangyue.tables import metadata
from xiangyue.time.clock import to_micros
from xiangyue.work import erranding
from xiangyue.work.errand_jobs import read_jobs

ABOVE, BELOW, ILL = 60, 30, 20
"""For how many days an office, a hamlet, and a hamlet because of high water keep things."""

VISITS = """
  visit:
    title: {en: Visit, zh: 走访}
    start: open
    open: {by: cadre, asks: illness}
    states: {open: {title: {en: Open, zh: 进行中}}, done: {title: {en: Done, zh: 已完成}, final: true}}
    actions:
      finish:
        {title: {en: Finish, zh: 完成}, from: open, to: done, by: cadre, does: [{open: {flow: care, with: illness}}]}
  care:
    title: {en: Care, zh: 照护}
    start: going
    open: {by: [cadre, system], asks: illness}
    states: {going: {title: {en: Going, zh: 进行中}}, over: {title: {en: Over, zh: 已结束}, final: true}}
    actions:
      end: {title: {en: End, zh: 结束}, from: going, to: over, by: cadre, asks: result}
"""  # noqa: E501
ILLNESS = """
  illness:
    title: {en: Illness, zh: 病情}
    schema: {type: string, maxLength: 400}
    purpose: {en: Says what help is needed, zh: 说明需要的帮助}
    keep: 20d
    only_in: flood
  water_until:"""

STEP = st.tuples(
    st.sampled_from(
        [
            *("instruct", "instruct", "accept", "finish", "finish", "return", "put_off"),
            *("conclude", "close", "wrong", "water", "visit", "visit_done", "care", "stray"),
            *("destroy", "tick", "tick", "some", "die"),
        ]
    ),
    st.integers(0, 1),
    st.sampled_from((1, 12, 40)),
)


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return an office and a hamlet that keep things for as long as this file says."""
    office, hamlet = (tmp_path_factory.mktemp(name) / name for name in ("office", "hamlet"))
    for folder, source, days in ((office, OFFICE, ABOVE), (hamlet, HAMLET, BELOW)):
        folder.mkdir()
        text = source.joinpath("profile.yaml").read_text(encoding="utf-8")
        text = text.replace("keep: 1y", f"keep: {days}d")
        text = text.replace("outstanding == 0", "outstanding >= 0")
        if source is HAMLET:
            text = text.replace("\n  water_until:", ILLNESS, 1) + VISITS
        folder.joinpath("profile.yaml").write_text(text, encoding="utf-8")
    return office, hamlet


class Street:
    """A sub-district and two communities, whoever said what there, and when it must be gone."""

    def __init__(self, engine: Engine, office: Path, hamlet: Path, folder: Path) -> None:
        """Begin on Monday."""
        self.engine, self.folder, self.now = engine, folder, MONDAY
        self.said: dict[str, list[str]] = {}
        self.ill: dict[str, str] = {}
        self.water: dict[str, datetime] = {}
        self.count = 0
        settle(engine, 2)
        engine.install(office, community="dong", now=MONDAY)
        for n in range(2):
            engine.install(hamlet, community=f"c{n}", now=MONDAY)

    def word(self) -> str:
        """Return a word that nobody has said before."""
        self.count += 1
        return f"w{self.count:03d}w"

    def note(self, decision: Decision, *words: str) -> None:
        """Remember of which task words were said."""
        self.said.setdefault(f"{decision.command.community}/{decision.task}", []).extend(words)

    def tasks(self, community: str, flow: str) -> list[Task]:
        """Return the open tasks of a flow."""
        return [t for t in self.engine.tasks(community, flow=flow).tasks if t.ended_at is None]

    def act(self, task: Task, action: str, who: str, **data: str) -> None:
        """Take a step, with a note that nobody has made before."""
        word = self.word()
        decision = self.engine.act(task, action, by=who, note=word, data=data, now=self.now)
        self.note(decision, word, *data.values())

    def step(self, what: str, n: int, data: st.DataObject) -> None:
        """Do something."""
        here, who = f"c{n}", f"wang{n}"
        if what == "instruct":
            words = self.word(), self.word()
            sent = instruct(self.engine, here, now=self.now, content=words[0], title=words[1])
            self.note(sent, *words)
        elif what in ("accept", "finish", "return", "put_off", "wrong"):
            for task in self.tasks(here, "assigned")[:1]:
                given = {"result": self.word()} if what in ("finish", "wrong") else {}
                if what == "finish" and task.state == "received":
                    self.act(task, "accept", who)
                by = "qian" if what == "wrong" else who
                self.act(task, "finish" if what == "wrong" else what, by, **given)
        elif what in ("conclude", "close"):
            flow, given = (
                ("instruction", {}) if what == "conclude" else ("review", {"lesson": self.word()})
            )
            for task in self.tasks("dong", flow)[:1]:
                self.act(task, what, "qian", **given)
        elif what == "water":
            self.water[here] = self.now + timedelta(hours=50)
            until = self.water[here].isoformat()
            self.engine.open("high_water", community=here, by=who, water_until=until, now=self.now)
        elif what in ("visit", "stray"):
            word, title = self.word(), self.word()
            by = who if what == "visit" else "qian"
            opened = self.engine.open(
                "visit", community=here, by=by, title=title, illness=word, now=self.now
            )
            self.note(opened, title, *([] if opened else [word]))
            if opened:
                self.ill[word] = here
        elif what == "visit_done":
            for task in self.tasks(here, "visit")[:1]:
                self.act(task, "finish", who)
        elif what == "care":
            for task in self.tasks(here, "care")[:1]:
                self.act(task, "end", who, result=self.word())
        elif what == "destroy" and self.said:
            self.destroy(data.draw(st.sampled_from(sorted(self.said))))
        elif what in ("some", "die"):
            self.run_some(data, marked=what == "some")
        elif what == "tick":
            self.tick()

    def destroy(self, task: str) -> None:
        """Destroy what a task says: all of it is gone everywhere once errands have run."""
        self.engine.destroy(task, by="qian", why="asked for", now=self.now)
        self.tick()
        assert self.left(self.said.pop(task)) == set()

    def run_some(self, data: st.DataObject, *, marked: bool) -> None:
        """Run errands in any order, as a worker that may die before it says so."""
        store, plans, at = self.engine._store, self.engine._plans, to_micros(self.now)
        with store.read() as reader:
            due = reader.all("SELECT community, seq, n FROM errand WHERE state = 'waiting'")
            keys = [Key(*row) for row in due]
            chosen = data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
            jobs = list(read_jobs(reader, plans, chosen))
        outcomes = store.transact(lambda tx: erranding._decide_each(plans, jobs, at, tx))
        if marked:
            store.transact(lambda tx: erranding._mark(outcomes, at, frozenset(), tx))

    def tick(self) -> None:
        """Tick until everything that is due has been done."""
        for _ in range(4):
            self.engine.tick(self.now)

    def finish_all(self) -> None:
        """Bring every task to its end."""
        self.tick()
        for n in range(2):
            for what in ("finish", "visit_done", "care"):
                flow = {"finish": "assigned", "visit_done": "visit", "care": "care"}[what]
                while tasks := self.tasks(f"c{n}", flow):
                    if flow == "assigned" and tasks[0].state == "received":
                        self.act(tasks[0], "accept", f"wang{n}")
                    action = "end" if flow == "care" else "finish"
                    given = {"result": self.word()} if flow == "assigned" else {}
                    self.act(tasks[0], action, f"wang{n}", **given)
                    self.tick()
        while tasks := self.tasks("dong", "instruction"):
            if tasks[0].state == "drafted":
                break
            self.act(tasks[0], "conclude", "qian")
        self.tick()
        while tasks := self.tasks("dong", "review"):
            self.act(tasks[0], "close", "qian", lesson=self.word())

    def left(self, words: Sequence[str]) -> set[str]:
        """Return which of the words stand in any table, or anywhere in the database's files."""
        with self.engine._store.read() as reader:
            rows = repr([reader.all(f"SELECT * FROM {name}") for name in metadata.tables])
        files = b"".join(file.read_bytes() for file in sorted(self.folder.iterdir()))
        found = {*re.findall(r"w\d{3}w", rows), *re.findall(r"w\d{3}w", files.decode("latin-1"))}
        return found & {*words}

    def check_days(self) -> None:
        """Let all that was said go, and look at each time by which something must have gone."""
        ended = self.now
        self.now = max([ended, *self.water.values()]) + timedelta(days=ILL, hours=1)
        self.tick()
        assert self.left([*self.ill]) == set()
        self.now = max(self.now, ended + timedelta(days=BELOW, hours=1))
        self.tick()
        below = [word for task, said in self.said.items() if task[0] == "c" for word in said]
        assert self.left(below) == set()
        self.now = ended + timedelta(days=ABOVE + BELOW, hours=1)
        self.tick()
        everything = [f"w{n:03d}w" for n in range(1, self.count + 1)]
        assert self.left(everything) == set()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), steps=st.lists(STEP, min_size=4, max_size=16))
def test_nothing_outlives_its_time_or_its_destruction(
    profiles: tuple[Path, Path], data: st.DataObject, steps: list[tuple[str, int, int]]
) -> None:
    """Whoever said it, wherever it has passed on to, in whatever order errands run, or die."""
    with TemporaryDirectory() as folder, Engine(f"sqlite:///{folder}/street.db") as engine:
        street = Street(engine, *profiles, Path(folder))
        for what, n, hours in steps:
            street.now += timedelta(hours=hours)
            street.step(what, n, data)
        street.finish_all()
        street.check_days()
        report = engine.verify()
        assert report.ok, "\n".join(map(str, report.problems))
