"""A community's journal told task by task, in constant memory however long it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

from xiangyue.audit.source import Source, source
from xiangyue.canonical import load, unchained
from xiangyue.errors import Misuse
from xiangyue.exchange.files.datafile import Progress
from xiangyue.exchange.journals.terms import LogTerms
from xiangyue.storage import Reader
from xiangyue.study.period import instants
from xiangyue.study.recounting import Recount
from xiangyue.values import NOTE, TITLE, Task

_AT_ONCE = 400
_JOURNAL = "FROM journal j CROSS JOIN task t WHERE j.community = ? AND t.community = j.community"
_OF_TASKS = " AND t.id = j.task"
# The entries are sorted by the database, which does so on its disk where there are many.
_ORDER = " ORDER BY t.opened_at, t.id, j.seq"
_BODIES = "SELECT seq, body FROM journal WHERE community = ? AND seq IN"
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on a task.

    ``at`` is when it was done, and never before what was decided earlier on the task: so the order
    of time is that of the decisions. ``done_at`` is when it was really done, ``entered_at`` when
    it was entered. ``given`` holds the values of fields that may leave, ``left`` what the task
    looked like afterwards, empty where nothing was done. ``body`` is the entry itself.
    """

    seq: int
    at: int
    done_at: int
    entered_at: int
    done: bool
    body: Mapping[str, Any]
    left: Mapping[str, Any]
    given: Mapping[str, Any]
    note: str | None = None
    title: str | None = None

    @property
    def action(self) -> str:
        """The action's id."""
        return str(self.body["action"])

    @property
    def late(self) -> bool | None:
        """Whether it was done after the deadline that the task has; None where it has none."""
        due = self.left.get("due")
        return None if due is None else self.done_at > due


@dataclass(frozen=True, slots=True)
class Story:
    """A task as it stands, and what was decided on it; its ``steps`` can be read once."""

    task: Task
    steps: Iterator[Step]


class Stories:
    """Tells the tasks of a community with their steps, in the order of their opening.

    ``tasks`` and ``events`` count what has been told, ``left_out`` the steps that were not wanted.
    """

    def __init__(
        self, reader: Reader, community: str, terms: LogTerms, progress: Progress | None = None
    ) -> None:
        """Raise Misuse where there is no such community, or the terms cannot be met."""
        governed = Recount(reader).governed(community)
        self.reader = reader
        self.community = community
        self.terms = terms
        self.tasks = self.events = self.left_out = 0
        self._progress = progress
        self._window = instants(terms.since, terms.until, governed.profile.calendar.timezone)
        self._where, self._values = self._wanted()

    def __iter__(self) -> Iterator[Story]:
        """Tell every task once; the steps of one are gone when the next is told."""
        total = self._count() if self._progress else 0
        with source(self.reader) as database:
            for _, told in groupby(self._told(database), key=lambda one: one[0].id):
                rest = iter(told)
                task, first = next(rest)
                yield Story(task, _in_time(first, rest))
                self.tasks += 1
                if self._progress:
                    self._progress(self.tasks / total)

    def _count(self) -> int:
        ((number,),) = self.reader.all(
            f"SELECT count(*) FROM task t WHERE t.community = ?{self._where}",
            self.community,
            *self._values,
        )
        return int(number)

    def has(self, task: Task) -> bool:
        """Tell whether a task of this community is among those that are told."""
        since, until = self._window
        return (
            self.terms.flow in (None, task.flow)
            and (since is None or since <= task.opened_at)
            and (until is None or task.opened_at < until)
        )

    def _wanted(self) -> tuple[str, tuple[Any, ...]]:
        since, until = self._window
        flow = self.terms.flow
        tests = (("t.flow = ?", flow), ("t.opened_at >= ?", since), ("t.opened_at < ?", until))
        wanted = [(test, value) for test, value in tests if value is not None]
        if flow is not None and not self.reader.all(
            "SELECT 1 FROM task WHERE community = ? AND flow = ? LIMIT 1", self.community, flow
        ):
            rows = self.reader.all(
                "SELECT DISTINCT flow FROM task WHERE community = ? ORDER BY flow", self.community
            )
            known = ", ".join(name for (name,) in rows) or "-"
            raise Misuse("log-flow", flow=flow, known=known)
        return "".join(f" AND {test}" for test, _ in wanted), tuple(value for _, value in wanted)

    def _told(self, database: Source) -> Iterator[tuple[Task, Step]]:
        sql = f"SELECT t.id, j.seq {_JOURNAL}{_OF_TASKS}{self._where}{_ORDER}"
        keys = database.select(sql, self.community, *self._values)
        while some := list(islice(keys, _AT_ONCE)):
            tasks = self.reader.tasks(self.community, {name for name, _ in some})
            seqs = [seq for _, seq in some]
            apart = self._apart(seqs)
            marks = ", ".join("?" * len(seqs))
            rows = self.reader.all(f"{_BODIES} ({marks})", self.community, *seqs)
            bodies = {seq: load(text) for seq, text in rows}
            for name, seq in some:
                body = bodies[seq]
                if body["kind"] != "command":
                    continue
                if self.terms.refused or body["outcome"] == _DONE:
                    self.events += 1
                    yield tasks[name], _step(body, apart.get(seq, {}))
                else:
                    self.left_out += 1

    def _apart(self, seqs: list[int]) -> dict[int, Mapping[str, Any]]:
        """Return what entries keep apart, as far as it may leave and has not been destroyed."""
        if not self.terms.personal:
            return {}
        return {seq: load(text) for seq, text in self.reader.payloads(self.community, seqs)}


def _step(body: Mapping[str, Any], apart: Mapping[str, Any]) -> Step:
    given: dict[str, Any] = {}
    for part in ("given", "computed"):
        given |= {**body.get(part, {}), **apart.get(part, {})}
    done_at = body.get("occurred", body["at"])
    done = body["outcome"] == _DONE
    return Step(
        seq=body["seq"],
        at=done_at,
        done_at=done_at,
        entered_at=body["at"],
        done=done,
        body=body,
        left=unchained(body.get("left", {})) if done else {},
        given=unchained(given),
        note=apart.get(NOTE),
        title=apart.get(TITLE),
    )


def _in_time(first: Step, rest: Iterator[tuple[Task, Step]]) -> Iterator[Step]:
    """Yield the steps, none before the one that was decided earlier."""
    yield first
    latest = first.at
    for _, step in rest:
        latest = max(latest, step.at)
        yield step if step.at == latest else replace(step, at=latest)
