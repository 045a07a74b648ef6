"""What a world remembers of its past: everything, from its beginning on."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from xiangyue.asks import AccountState, Ask, Datum
from xiangyue.canonical import dump
from xiangyue.storage.memory import Memory, Touched
from xiangyue.study.world.accounts import Account, Tasks
from xiangyue.values import LedgerEntry, Posting, Task

_EMPTY: Mapping[str, int] = {}


Given = tuple[int, int, Any] | None
"""The entry in which a datum was given, when, and its value; None where it was only asked for."""


class _Row(NamedTuple):
    """A datum that was asked for, and given if there is a value or an entry in which it was."""

    seq: int
    at: int
    given: bool
    value: Any


class Whole(Memory):
    """Remembers all that limits and accounts ask, so that no question needs a database.

    It is right from the first entry on, since every entry passes by it.
    """

    __slots__ = (*("_collected", "_corrected", "_data", "_every", "_ledger", "_of_task", "_tasks"),)

    def forget(self) -> None:
        """Begin with nothing; a world never forgets afterwards."""
        super().forget()
        self._every: dict[tuple[str, str, str], Account] = {}
        self._ledger: dict[tuple[str, str], LedgerEntry] = {}
        self._corrected: Counter[tuple[str, str]] = Counter()
        self._tasks: dict[str, Tasks] = {}
        self._collected: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._data: dict[tuple[str, str], dict[tuple[str, str], _Row]] = {}
        self._of_task: Mapping[tuple[str, str], tuple[Task, int]] = {}

    def watch(self, tasks: Mapping[tuple[str, str], tuple[Task, int]]) -> None:
        """Look at the tasks of a world as they stand."""
        self._of_task = tasks

    def at(self, community: str, seq: int) -> None:
        """Nobody else writes."""

    def drop(self, community: str) -> None:
        """Forget the newest tasks only: touches and accounts are followed."""
        self._latest.pop(community, None)

    def _counted(self) -> None:
        """There is never too much to remember."""

    def put(self, before: Task | None, after: Task) -> None:
        """Follow a task."""
        known = self._tasks.get(after.community)
        if known is None:
            known = self._tasks[after.community] = Tasks()
        known.move(before, after)
        self.moved(after.community, after.flow)

    def touch(self, community: str, subject: str, kind: str, at: int) -> None:
        """Follow a touch."""
        known = self._touched.setdefault(community, {})
        if subject not in known:
            known[subject] = Touched(0, ())
        known[subject].add(kind, at)

    def untouch(self, community: str, subject: str, kind: str, at: int) -> None:
        """Take a touch back."""
        self._touched[community][subject].take(kind, at)

    def collect(self, community: str, subject: str, at: int, fields: int) -> None:
        """Follow how many fields somebody was asked for."""
        insort(self._collected.setdefault((community, subject), []), (at, fields))

    def report(
        self,
        community: str,
        subject: str,
        field: str,
        task: str,
        given: tuple[int, int, Any] | None,
    ) -> None:
        """Follow what was asked of a subject, or given: the entry, its moment, and the value."""
        rows = self._data.setdefault((community, subject), {})
        if given is not None:
            rows[field, task] = _Row(given[0], given[1], True, given[2])
        else:
            rows.setdefault((field, task), _Row(0, 0, False, None))

    def account(self, community: str, member: str, account: str) -> AccountState:
        """Return how an account stands."""
        known = self._every.get((community, member, account))
        return known.state if known else AccountState()

    def posted(self, community: str, posting: Posting, now: int) -> None:
        """Follow a posting."""
        key = community, posting.member, posting.account
        known = self._every.get(key)
        if known is None:
            known = self._every[key] = Account()
        known.post(posting, now)

    def enter(self, entry: LedgerEntry) -> None:
        """Keep an entry of the ledger."""
        self._ledger[entry.community, entry.number] = entry
        if entry.corrects:
            self._corrected[entry.community, entry.corrects] += entry.amount

    def entry(self, community: str, number: str) -> LedgerEntry | None:
        """Return an entry of the ledger."""
        return self._ledger.get((community, number))

    def corrections(self, entry: LedgerEntry) -> int:
        """Return what counter-entries have made of an entry."""
        return self._corrected[entry.community, entry.number]

    def knows(self, community: str, ask: Ask) -> bool:
        """Tell whether an answer is remembered."""
        return ask.what in _ANSWERS or super().knows(community, ask)

    def tell(self, community: str, ask: Ask) -> Any:
        """Return an answer."""
        answer = _ANSWERS.get(ask.what)
        return super().tell(community, ask) if answer is None else answer(self, community, ask)

    def _touches(self, community: str, ask: Ask) -> int:
        known = self._touched.get(community, {}).get(ask.subject)
        return 0 if known is None else known.count(ask)

    def _fields(self, community: str, ask: Ask) -> int:
        rows = self._collected.get((community, ask.subject), [])
        return sum(count for _, count in rows[bisect_left(rows, (ask.since, -1)) :])

    def _account(self, community: str, ask: Ask) -> AccountState:
        known = self._every.get((community, ask.subject, ask.names[0]))
        return AccountState() if known is None else known.since(ask.since)

    def _open_tasks(self, community: str, ask: Ask) -> Mapping[str, int]:
        tasks = self._tasks.get(community)
        known = tasks.by_assignee.get(ask.subject, {}) if tasks else {}
        return Counter(
            self.counted_by(task, ask) for name, task in known.items() if name != ask.task
        )

    def counted_by(self, task: Task, ask: Ask) -> str:
        """Return by what an open task is counted: its flow, or the field that is asked for."""
        return _text(task.data.get(ask.names[0])) if ask.names else task.flow

    def task(self, community: str, name: str) -> Task | None:
        """Return a task that is at hand: an open one always is."""
        known = self._of_task.get((community, name))
        return known[0] if known else None

    def copied(self, community: str, member: str, account: str) -> Account:
        """Return a copy of an account, which goes on by itself."""
        known = self._every.get((community, member, account))
        copy = Account()
        if known is not None:
            copy.state, copy.brought = known.state, [*known.brought]
        return copy

    def _community_tasks(self, community: str, ask: Ask) -> Mapping[str, int]:
        tasks = self._tasks.get(community)
        counts = {flow: n for flow, n in (tasks.by_flow if tasks else _EMPTY).items() if n}
        own = self._of_task.get((community, ask.task))
        if own is not None and own[0].ended_at is None:
            counts[own[0].flow] -= 1
        return {flow: n for flow, n in counts.items() if n}

    def _opened(self, community: str, ask: Ask) -> int:
        tasks = self._tasks.get(community)
        known = tasks.opened if tasks else {}
        count = 0
        for flow in ask.names:
            times = known.get(flow, [])
            count += len(times) - bisect_left(times, ask.since)
        own = self._of_task.get((community, ask.task))
        mine = own is not None and own[0].flow in ask.names and own[0].opened_at >= ask.since
        return count - mine

    def _held(self, community: str, ask: Ask) -> Mapping[str, Datum]:
        found: dict[str, Datum] = {}
        for field, row, task in sorted(self._rows(community, ask), key=_by_moment):
            if row.given and row.value is not None:
                found[field] = Datum(task, row.seq, row.at, row.value)
        return found

    def _pending(self, community: str, ask: Ask) -> frozenset[str]:
        return frozenset(
            field
            for field, row, task in self._rows(community, ask)
            if not row.given and self._is_open(community, task)
        )

    def _is_open(self, community: str, task: str) -> bool:
        known = self._of_task.get((community, task))
        return known is not None and known[0].ended_at is None

    def _rows(self, community: str, ask: Ask) -> Iterator[tuple[str, _Row, str]]:
        for (field, task), row in self._data.get((community, ask.subject), {}).items():
            if field in ask.names and task != ask.task:
                yield field, row, task


def _by_moment(found: tuple[str, _Row, str]) -> tuple[int, int]:
    return found[1].at, found[1].seq


def _text(value: Any) -> str:
    """Return a value as the database words it when tasks are counted by it."""
    if value is None:
        return ""
    if type(value) is bool:
        return str(int(value))
    return value if type(value) is str else dump(value).decode()


_ANSWERS: Mapping[str, Callable[[Whole, str, Ask], Any]] = {
    "touches": Whole._touches,
    "fields": Whole._fields,
    "account": Whole._account,
    "open-tasks": Whole._open_tasks,
    "community-tasks": Whole._community_tasks,
    "opened": Whole._opened,
    "held": Whole._held,
    "pending": Whole._pending,
}
