"""One transaction: what it writes when it ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from xiangyue.asks import MOST_TOUCHES, Answers, Ask
from xiangyue.canonical import dump, load, sha256
from xiangyue.journal import Entry, decision_entry
from xiangyue.storage.answering import Question
from xiangyue.storage.asks import note_asks
from xiangyue.storage.cursor import Cursor
from xiangyue.storage.foreseeing import Foreseeing
from xiangyue.storage.memory import Touched
from xiangyue.storage.reader import Head, Situation
from xiangyue.storage.registry import Registry
from xiangyue.storage.statements import Statements
from xiangyue.storage.task_rows import keep_apart
from xiangyue.tables import REGISTRY
from xiangyue.values import Decision, LedgerEntry, Task, replace
from xiangyue.watch.facts import Fact
from xiangyue.watch.watch import Note, Watch, stamped

GENESIS = bytes(32)
TimerKey = tuple[str, str, int]
"""A timer of a community: its task, its name, when it is due."""
_TOUCHED = (
    "SELECT kind, at FROM touch WHERE community = ? AND subject = ? AND at >= ?"
    f" ORDER BY at LIMIT {MOST_TOUCHES}"
)
_KEPT = "SELECT seq FROM journal WHERE community = ? AND key = ?"


class Tx(Foreseeing):
    """Reads under the write lock, and gathers what is to be written at the end.

    Commands of one transaction see each other: heads, tasks and keys that were written are
    answered from here. ``asks_ahead`` is whether telling it who comes next spares a way.
    """

    asks_ahead = False

    def __init__(
        self, statements: Statements, cursor: Cursor, registry: Registry, watch: Watch
    ) -> None:
        """Begin with nothing to write."""
        super().__init__(statements, cursor, registry)
        self._found: dict[str, Head] = {}
        self._looked: tuple[object, Situation | None] = (None, None)
        self._keys: dict[tuple[str, str], int] = {}
        self._decided: dict[tuple[str, int], tuple[Decision, str, bytes]] = {}
        self.watched = bool(watch)
        self.notes: list[Note] = []

    def note(self, fact: Fact, since: float | None = None) -> None:
        """Let observers be told a fact once this transaction is kept.

        ``since`` is the reading of ``time.perf_counter`` at which its seconds began.
        """
        self.notes.append((stamped(fact), since))

    def situation(
        self, community: str, task: str | None, key: str | None, people: Iterable[str] = ()
    ) -> Situation:
        """Read head, task and key, with what this transaction has already done to them.

        ``people`` are members who are likely to be asked for next: some databases read them too.
        """
        head = self._heads.get(community)
        if head is None:
            asked, (known, found) = (community, task, key), self._looked
            # Under its lock a community stays as it was, until this transaction writes to it.
            if found is None or known != asked or people:
                found = self._look(community, task, key, people)
                self._looked = asked, found
            if found.head is not None:
                self._found[community] = found.head
                self._memory.at(community, found.head.seq)
            return found
        touched = self._tasks.get((community, task or ""))
        if touched is None:
            found = self._look(community, task, key)
            return Situation(head, found.task, self._prior(community, key) or found.prior)
        return Situation(
            head, touched[0], self._prior(community, key) or self._kept(community, key)
        )

    def _look(
        self, community: str, task: str | None, key: str | None, people: Iterable[str] = ()
    ) -> Situation:
        """Return head, task and key under the community's lock: as foreseen, or read now."""
        return self._remembered(community, task, key) or super().situation(community, task, key)

    def _prior(self, community: str, key: str | None) -> int | None:
        return self._keys.get((community, key)) if key else None

    def _kept(self, community: str, key: str | None) -> int | None:
        if key is None:
            return None
        if (community, key) in self._bound:
            return self._bound[community, key]
        self.cursor.execute(_KEPT, (community, key))
        row = self.cursor.fetchone()
        return row[0] if row else None

    def head(self, community: str) -> Head | None:
        """Return the end of a community's chain; None if it has none yet."""
        head = self._heads.get(community) or self._found.get(community)
        return head or self.situation(community, None, None).head

    def prior(self, community: str, seq: int) -> tuple[Decision, str, bytes]:
        """Return an earlier decision with the digest and salt that its key is bound to."""
        return self._decided.get((community, seq)) or super().prior(community, seq)

    def record(
        self,
        decision: Decision,
        after: Task | None,
        private: frozenset[str],
        base: Task | None,
    ) -> None:
        """Write a decision: journal, payload, ledger, outbox, timers and the task itself."""
        command, community, seq = decision.command, decision.command.community, decision.seq
        follows = base.last if base else None
        entry = decision_entry(decision, after, private, follows, self._registry_end())
        self.append(community, entry, command.key, decision.task)
        if command.key:
            self._decided[community, seq] = (decision, entry.digest, entry.salt)
        if decision.points or decision.interventions or decision.reported:
            self._note_rows(decision)
        later = decision.keep if decision.until is None else decision.until
        if later is not None:
            self.put_waiting(community, seq, later)
        if decision.failing:
            self.put_failing(community, decision.failing)
        if after is not None:
            if entry.held or after.private:
                after = keep_apart(after, entry.held, seq)
            self._put_task(after, base)
            self._memory.moved(community, after.flow)
            if decision.holds is not None:
                self._holds[community, after.id] = decision.holds
            self._move_timers(base, after)
            note_asks(self, decision)
        elif base is not None:
            self.touch(base, seq)

    def _registry_end(self) -> int:
        """Return how far the registry's chain has come, as far as this transaction knows."""
        head = self._heads.get(REGISTRY)
        return head.seq if head else max(0, self.registry.version)

    def touch(self, task: Task, seq: int) -> None:
        """Note that an entry is about a task that it leaves as it was."""
        self._put_task(replace(keep_apart(task, (), seq), last=seq), task)

    def reschedule(self, before: Task, after: Task, seq: int) -> None:
        """Note that an entry moves nothing of a task but its deadlines and alarms."""
        self.touch(after, seq)
        self._move_timers(before, after)

    def migrate(self, before: Task, after: Task, seq: int, since: int) -> None:
        """Note that an entry lets a task go on under another release.

        Of its timers that are moved, those that are due up to ``since`` have fired before.
        """
        self._put_task(replace(keep_apart(after, (), seq), last=seq), before)
        self._move_timers(before, after, since)
        self._memory.moved(before.community, before.flow)

    def append(self, community: str, entry: Entry, key: str | None, task: str | None) -> None:
        """Add an entry to the end of its chain."""
        head = self.head(community)
        seq = entry.seq
        digest = sha256(head.hash if head else GENESIS, entry.body)
        if head is None:
            head = Head(0, GENESIS, 0, "normal")
            self._begin_chain((community, *head))
        self._heads[community] = Head(seq, digest, *head[2:])
        self._memory.left(community, seq)
        if key:
            self._keys[community, key] = seq
        self._write("journal", (community, seq, key, task, entry.body.decode(), digest))
        if entry.payload:
            self._write("payload", (community, seq, entry.salt, entry.payload.decode()))

    def put_in_force(self, community: str, settings: int) -> None:
        """Let a settings revision take effect."""
        self._heads[community] = self._heads[community]._replace(settings=settings)

    def put_failing(self, community: str, failing: Mapping[str, int]) -> None:
        """Note how often in a row limits have failed; one that works again is left out."""
        head = self._heads[community]
        counts = {n: c for n, c in {**load(head.failing), **failing}.items() if c}
        self._heads[community] = head._replace(failing=dump(counts).decode())

    def move_touch(self, community: str, subject: str, seq: int, n: int, at: int | None) -> None:
        """Let a touch count at another moment (microseconds), or at none."""
        which = "WHERE community = ? AND subject = ? AND seq = ? AND n = ?"
        if at is None:
            self.execute(f"DELETE FROM touch {which}", community, subject, seq, n)
        else:
            self.execute(f"UPDATE touch SET at = ? {which}", at, community, subject, seq, n)
        self._memory.drop(community)

    def take_timers(self, community: str, rows: Sequence[TimerKey]) -> list[TimerKey]:
        """Take timers away to fire them; returns those that are still there, in their order."""
        sql = "DELETE FROM timer WHERE community = ? AND task = ? AND name = ? AND due = ?"
        return [row for row in rows if self.execute(sql, community, *row) == 1]

    def put_waiting(self, community: str, seq: int, due: int) -> None:
        """Come back to an entry at ``due``."""
        self._write("waiting", (community, seq, due))

    def take_waiting(self, community: str, seq: int, due: int) -> bool:
        """Take an entry away to come back to it; False if it is not there any more, or later."""
        sql = "DELETE FROM waiting WHERE community = ? AND seq = ? AND due = ?"
        return self.execute(sql, community, seq, due) == 1

    def answer(self, community: str, asks: Collection[Ask]) -> Answers:
        """Answer every question, with what this transaction has already done."""
        memory = self._memory
        answers: dict[Ask, Any] = {
            ask: memory.tell(community, ask) for ask in asks if memory.knows(community, ask)
        }
        if len(answers) == len(asks):
            return answers
        if self._heads:
            self._flush_pending()
        rest = [ask for ask in asks if ask not in answers]
        for ask, answer in super().answer(community, rest).items():
            if isinstance(answer, Touched):
                answers[ask] = answer.count(ask)
                if answers[ask] < MOST_TOUCHES:
                    memory.touched(community, ask.subject, answer)
            else:
                answers[ask] = answer
                memory.keep(community, ask, answer)
        return answers

    def question(self, community: str, ask: Ask) -> Question:
        """Return what is asked of the database; of touches, when each was: it is remembered."""
        if ask.what != "touches":
            return super().question(community, ask)
        return [(_TOUCHED, (community, ask.subject, ask.since))], partial(Touched, ask.since)

    def balances(
        self, community: str, holders: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], int]:
        """Return what accounts hold, with what this transaction has brought them."""
        self._flush_pending()
        return super().balances(community, holders)

    def ledger_entry(self, community: str, number: str) -> LedgerEntry | None:
        """Return an entry of the ledger, one of this transaction too."""
        self._flush_pending()
        return super().ledger_entry(community, number)
