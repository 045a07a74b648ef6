"""The store of one study: in memory, for nobody else, and gone with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.sqlite import dialect

from xiangyue.canonical import unchained
from xiangyue.decide.alarms import MODE
from xiangyue.journal import Entry
from xiangyue.storage import Head, Situation, TimerKey, Tx, timers
from xiangyue.storage.registry import Registry
from xiangyue.storage.schema import making
from xiangyue.storage.statements import statements
from xiangyue.study.world.memory import Whole
from xiangyue.study.world.waits import Agenda, Waits
from xiangyue.values import Decision, LedgerEntry, Posting, Task
from xiangyue.watch.facts import Fact
from xiangyue.watch.watch import Watch

_NEVER_ASKED = frozenset({"touch", "outbox", "ledger"})
"""Tables whose rows are answered from memory, or that only senders read."""

_WRITTEN = 500
_KEPT = 20_000

Documents = Callable[[str], Mapping[str, Any] | None]
"""Return the document of a release by its hash; None where there is none."""


class _Lasting(Registry):
    """What was read of the registry; what the world has seen of the past is never forgotten."""

    __slots__ = ()

    def forget(self) -> None:
        """Read the registry anew."""
        self.forget_read()


class World(Tx):
    """One endless transaction in which commands are judged and recorded as in the store.

    What every command needs (heads, tasks, members, accounts, touches, counts) is answered from
    memory. What few ask is asked of a private database, which gets the rows only then, or in
    batches. Nothing is read from outside but the ``documents`` of releases that are published
    elsewhere. Nobody observes it: no spans, no facts, no message leaves.
    """

    def __init__(self, documents: Documents | None = None) -> None:
        """Begin with an empty store."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        # Rows are written when somebody asks for them, in whatever order.
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in making("sqlite"):
            connection.execute(statement)
        connection.execute("BEGIN")
        registry = _Lasting()
        registry.memory = self.past = Whole()
        super().__init__(statements(dialect()), connection.cursor(), registry, Watch())
        self._connection = connection
        self._aside, self._most = False, _KEPT
        self.scorer = ""
        """Who answers for what is posted now."""
        self._documents = documents or _none
        self.past.watch(self._tasks)
        self._agenda = Agenda()
        self._moved_touches: dict[tuple[str, int, int, str], int] = {}

    def close(self) -> None:
        """Let go of everything."""
        self._connection.close()

    def note(self, fact: Fact, since: float | None = None) -> None:
        """Tell nobody."""

    def wake(self, community: str) -> None:
        """Wake nobody."""

    def situation(
        self, community: str, task: str | None, key: str | None, people: Iterable[str] = ()
    ) -> Situation:
        """Return head, task and key from memory."""
        found = None if task is None else self.task(community, task)
        prior = None if key is None else self._keys.get((community, key))
        return Situation(self._heads.get(community), found, prior)

    def head(self, community: str) -> Head | None:
        """Return the end of a community's chain; None if it has none yet."""
        return self._heads.get(community)

    def task(self, community: str, name: str) -> Task | None:
        """Return a task; one that has ended may have been put aside."""
        known = self._tasks.get((community, name))
        if known is not None or not self._aside:
            return known[0] if known else None
        return super(Tx, self).situation(community, name, None).task

    def foresee(self, *_: Any, **__: Any) -> None:
        """Read nothing ahead: all is here."""

    def next_due(self) -> Waits | None:
        """Return what falls due first; None where nothing does."""
        return self._agenda.first()

    def take_timers(self, community: str, rows: Sequence[TimerKey]) -> list[TimerKey]:
        """Take timers away to fire them; returns those that are still there, in their order."""
        found = [row for row in rows if self._agenda.waits(community, *row)]
        for task, name, _ in found:
            self._rang(community, task, name)
        return found

    def _rang(self, community: str, task: str, name: str) -> None:
        self._agenda.put(community, task, name, None)
        if name.startswith(MODE):
            self._timers[community, task, name] = None

    def put_waiting(self, community: str, seq: int, due: int) -> None:
        """Come back to an entry at ``due``."""
        super().put_waiting(community, seq, due)
        self._agenda.put(community, "", str(seq), due)

    def take_waiting(self, community: str, seq: int, due: int) -> bool:
        """Take an entry away to come back to it; False if it is not there any more, or later."""
        if not self._agenda.waits(community, "", str(seq), due):
            return False
        self._agenda.put(community, "", str(seq), None)
        self._apply(self._taken("waiting"))
        super().take_waiting(community, seq, due)
        return True

    def _write(self, table: str, row: Sequence[Any]) -> None:
        if table not in _NEVER_ASKED:
            super()._write(table, row)

    def _post(self, community: str, seq: int, n: int, p: Posting, task: str, now: int) -> None:
        super()._post(community, seq, n, p, task, now)
        state = self.past.account(community, p.member, p.account)
        plain = (p.member, p.account, p.amount, p.rule, task, now, p.sort, p.group)
        entry = LedgerEntry(community, seq, n, *plain, state.balance, p.corrects, self.scorer)
        self.past.enter(entry)

    def ledger_entry(self, community: str, number: str) -> LedgerEntry | None:
        """Return an entry of the ledger by its number (``17.0``), with who scored it."""
        return self.past.entry(community, number)

    def corrections(self, entry: LedgerEntry) -> int:
        """Return what earlier counter-entries have made of an entry, in hundredths."""
        return self.past.corrections(entry)

    def _move_timers(self, base: Task | None, task: Task, since: int = -1) -> None:
        before, after = timers(base) if base else {}, timers(task)
        if before == after:
            return
        for name in before.keys() | after.keys():
            if before.get(name) != (due := after.get(name)):
                due = due if due is not None and due > since else None
                if name.startswith(MODE):
                    self._timers[task.community, task.id, name] = due
                self._agenda.put(task.community, task.id, name, due)

    def entry(
        self, community: str, seq: int
    ) -> tuple[dict[str, Any], dict[str, Any] | None, bytes]:
        """Read one journal entry, one that is not written yet too."""
        self._apply(self._taken("journal", "payload"))
        return super().entry(community, seq)

    def balances(
        self, community: str, holders: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], int]:
        """Return what accounts hold, each named by its member and its name."""
        found = ((holder, self.past.account(community, *holder)) for holder in holders)
        return {holder: state.balance for holder, state in found}

    def release_document(self, digest: str) -> Mapping[str, Any]:
        """Return the whole document of a release, of whoever has it."""
        found = self._documents(digest)
        return super().release_document(digest) if found is None else found

    def has_release(self, digest: str) -> bool:
        """Tell whether a release is kept."""
        return self._documents(digest) is not None or super().has_release(digest)

    def append(self, community: str, entry: Entry, key: str | None, task: str | None) -> None:
        """Add an entry to the end of its chain."""
        super().append(community, entry, key, task)
        self._tidy()

    def _tidy(self) -> None:
        """Write what waits, where it has become much."""
        if len(self._rows.get("journal", ())) >= _WRITTEN:
            self.flush()

    def record(
        self, decision: Decision, after: Task | None, private: frozenset[str], base: Task | None
    ) -> None:
        """Write a decision, and remember what was asked and given."""
        self.scorer = decision.command.principal
        super().record(decision, after, private, base)
        self.reported(
            decision.command.community,
            decision.task,
            decision.seq,
            decision.now,
            (
                (subject, field, given, decision.values.get(field))
                for subject, field, given in decision.reported
            ),
        )
        for one in decision.interventions:
            if one.kind == "collect" and one.to is not None:
                at = decision.now if one.at is None else one.at
                self.past.collect(decision.command.community, one.to, at, len(one.detail["fields"]))

    def reported(
        self,
        community: str,
        task: str,
        seq: int,
        now: int,
        data: Iterable[tuple[str, str, bool, Any]],
    ) -> None:
        """Remember of each datum of whom it is, which field, whether it was given, and what."""
        for subject, field, given, value in data:
            told = (seq, now, unchained(value)) if given else None
            self.past.report(community, subject, field, task, told)

    def move_touch(self, community: str, subject: str, seq: int, n: int, at: int | None) -> None:
        """Let a touch count at another moment (microseconds), or at none."""
        one = self.decision(community, seq).interventions[n]
        known = self._moved_touches.pop((community, seq, n, subject), None)
        before = known or (self.entry(community, seq)[0]["at"] if one.at is None else one.at)
        kind = "message" if one.kind == "ask" else one.kind
        self.past.untouch(community, subject, kind, before)
        if at is not None:
            self._moved_touches[community, seq, n, subject] = at
            self.past.touch(community, subject, kind, at)

    def _put_task(self, task: Task, base: Task | None) -> None:
        known = self._tasks.get((task.community, task.id))
        before = known[0] if known else base
        if before is None or _counts_otherwise(before, task):
            self.past.put(before, task)
        super()._put_task(task, base)
        if len(self._tasks) >= self._most:
            self._put_aside()

    def _put_aside(self) -> None:
        """Leave tasks that have ended to the database."""
        self.flush()
        self._aside = True
        for key in [key for key, (task, _) in self._tasks.items() if task.ended_at is not None]:
            del self._tasks[key]
        self._most = len(self._tasks) + _KEPT


def _counts_otherwise(before: Task, after: Task) -> bool:
    """Tell whether a task counts otherwise than before, or may be another's newest."""
    return (
        before.state != after.state
        or before.assignee != after.assignee
        or before.ended_at != after.ended_at
        or before.data != after.data
    )


def _none(digest: str) -> None:
    """Know no release."""
    del digest
