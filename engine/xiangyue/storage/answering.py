"""Answers to what limits and accounts ask about the past of one community."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from xiangyue.asks import MOST_TOUCHES, AccountState, Answers, Ask, Datum, Stock
from xiangyue.canonical import load, unchained
from xiangyue.frozen import frozen
from xiangyue.storage.cursor import Query
from xiangyue.storage.reading import RegistryReading
from xiangyue.storage.statements import task_columns
from xiangyue.values import LedgerEntry, Task, replace

_TASK = ", ".join(task_columns())
_JSON = task_columns().index("data")

Question = tuple[Sequence[Query], Callable[..., Any]]
"""The statements that a question asks, and what makes its answer of the rows of each."""

LEDGER = (
    "community, seq, n, member, account, amount, rule, task, at, sort, class, balance, corrects"
)
_PENDING = (
    "SELECT DISTINCT d.field FROM datum d JOIN task t"
    " ON t.community = d.community AND t.id = d.task"
    " WHERE d.community = ? AND d.subject = ? AND d.given = 0 AND t.ended_at IS NULL"
    " AND d.task <> ? AND d.field IN "
)


class Answering(RegistryReading):
    """Answers questions about the past of a community."""

    json_field = "json_extract(data, '$.' || ?)"
    """How this database reads a task's field."""

    def answer(self, community: str, asks: Collection[Ask]) -> Answers:
        """Answer every question about a community."""
        questions = [self.question(community, ask) for ask in asks]
        rows = iter(self.each([query for queries, _ in questions for query in queries]))
        return {
            ask: make(*[next(rows) for _ in queries])
            for ask, (queries, make) in zip(asks, questions, strict=True)
        }

    def question(self, community: str, ask: Ask) -> Question:
        """Return what is asked of the database for a question."""
        return _QUESTIONS[ask.what](self, community, ask)

    def ledger_entry(self, community: str, number: str) -> LedgerEntry | None:
        """Return an entry of the ledger by its number (``17.0``), with who scored it."""
        seq, _, n = number.partition(".")
        rows = self.all(
            f"SELECT {LEDGER} FROM ledger WHERE community = ? AND seq = ? AND n = ?",
            community,
            int(seq),
            int(n),
        )
        if not rows:
            return None
        body = load(self.all(_BODY, community, int(seq))[0][0])
        scorer = body.get("for", body.get("actor", ""))
        return replace(LedgerEntry(*rows[0]), scorer=scorer)

    def corrections(self, entry: LedgerEntry) -> int:
        """Return what earlier counter-entries have made of an entry, in hundredths."""
        rows = self.all(_CORRECTED, entry.community, entry.member, entry.account, entry.number)
        return int(rows[0][0])

    def balance(self, community: str, member: str, account: str) -> int:
        """Return what an account holds, in hundredths of a point."""
        return self.account_end(community, member, account)[0]

    def balances(
        self, community: str, holders: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], int]:
        """Return what accounts hold, each named by its member and its name."""
        wanted = tuple(holders)
        found = self.each([(_LAST, (community, *holder)) for holder in wanted])
        return {
            holder: rows[0][0] if rows else 0 for holder, rows in zip(wanted, found, strict=True)
        }

    def account_end(self, community: str, member: str, account: str) -> tuple[int, int]:
        """Return what an account holds after its last entry, and whether it is frozen (0 or 1)."""
        rows = self.all(_LAST, community, member, account)
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

    def _touches(self, community: str, ask: Ask) -> Question:
        kinds = f" AND kind IN {_marks(ask.names)}" if ask.names else ""
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM touch"
            f" WHERE community = ? AND subject = ? AND at >= ?{kinds} LIMIT {MOST_TOUCHES}) AS t"
        )
        return [(sql, (community, ask.subject, ask.since, *ask.names))], _number

    def _fields(self, community: str, ask: Ask) -> Question:
        sql = (
            "SELECT coalesce(sum(fields), 0) FROM touch"
            " WHERE community = ? AND subject = ? AND at >= ? AND kind = 'collect'"
        )
        return [(sql, (community, ask.subject, ask.since))], _number

    def _open_tasks(self, community: str, ask: Ask) -> Question:
        by = f"coalesce({self.json_field}, '')" if ask.names else "flow"
        # For "= ?" SQLite, which knows nothing of the values, would read all of a community.
        sql = (
            f"SELECT {by}, count(*) FROM task WHERE community = ? AND assignee BETWEEN ? AND ?"
            " AND ended_at IS NULL AND id <> ? GROUP BY 1"
        )
        return [(sql, (*ask.names, community, ask.subject, ask.subject, ask.task))], _counts

    def _community_tasks(self, community: str, ask: Ask) -> Question:
        sql = (
            "SELECT flow, count(*) FROM task"
            " WHERE community = ? AND ended_at IS NULL AND id <> ? GROUP BY flow"
        )
        return [(sql, (community, ask.task))], _counts

    def _opened(self, community: str, ask: Ask) -> Question:
        sql = (
            f"SELECT count(*) FROM task WHERE community = ? AND flow IN {_marks(ask.names)}"
            " AND opened_at >= ? AND id <> ?"
        )
        return [(sql, (community, *ask.names, ask.since, ask.task))], _number

    def _latest(self, community: str, ask: Ask) -> Question:
        sql = (
            f"SELECT {_TASK} FROM task WHERE community = ? AND flow = ? AND state = ?"
            " ORDER BY opened_at DESC LIMIT 1"
        )
        return [(sql, (community, *ask.names))], _frozen_task

    def _held(self, community: str, ask: Ask) -> Question:
        sql = f"{_HELD} AND d.field IN {_marks(ask.names)} ORDER BY d.at, d.seq"
        return [(sql, (community, ask.subject, ask.task, *ask.names))], _data

    def _pending(self, community: str, ask: Ask) -> Question:
        sql = _PENDING + _marks(ask.names)
        return [(sql, (community, ask.subject, ask.task, *ask.names))], _fields_of

    def _account(self, community: str, ask: Ask) -> Question:
        at = community, ask.subject, *ask.names
        return [(_LAST, at), (_MONTH, (*at, ask.since))], _state

    def _stock(self, community: str, ask: Ask) -> Question:
        of_others = (_OTHERS, (community, ask.subject, ask.task))
        mine = (community, ask.task, ask.subject)
        return [(_FOUND, (community, ask.subject)), of_others, (_MINE, mine)], _stock_of

    def _task(self, community: str, ask: Ask) -> Question:
        return [(_FOUND, (community, ask.subject))], _frozen_task


_FOUND = f"SELECT {_TASK} FROM task WHERE community = ? AND id = ?"
_OTHERS = (
    "SELECT CAST(coalesce(sum(h.quantity), 0) AS BIGINT), min(t.due) FROM hold h"
    " JOIN task t ON t.community = h.community AND t.id = h.task"
    " WHERE h.community = ? AND h.resource = ? AND h.task <> ?"
)
_MINE = "SELECT quantity FROM hold WHERE community = ? AND task = ? AND resource = ?"
_BODY = (
    "SELECT j.body, p.body FROM journal j LEFT JOIN payload p"
    " ON p.community = j.community AND p.seq = j.seq WHERE j.community = ? AND j.seq = ?"
)
_HELD = (
    "SELECT d.field, d.task, d.seq, d.at, j.body, p.body FROM datum d"
    " JOIN journal j ON j.community = d.community AND j.seq = d.seq"
    " LEFT JOIN payload p ON p.community = d.community AND p.seq = d.seq"
    " WHERE d.community = ? AND d.subject = ? AND d.task <> ? AND d.given = 1"
)
_LAST = (
    "SELECT balance, frozen FROM ledger WHERE community = ? AND member = ? AND account = ?"
    " ORDER BY seq DESC, n DESC LIMIT 1"
)
_CORRECTED = (
    "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM ledger"
    " WHERE community = ? AND member = ? AND account = ? AND corrects = ? AND corrects <> ''"
)
_MONTH = (
    "SELECT sort, CASE class WHEN '' THEN rule ELSE class END, CAST(sum(amount) AS BIGINT)"
    " FROM ledger"
    " WHERE community = ? AND member = ? AND account = ? AND at >= ? GROUP BY 1, 2"
)


def _marks(names: Iterable[str]) -> str:
    return f"({', '.join('?' for _ in names)})"


def to_task(row: Any) -> Task:
    """Make a task of its row."""
    return Task(*row[:_JSON], *map(load, row[_JSON:-1]), *row[-1:])


def _number(rows: list[Any]) -> int:
    return int(rows[0][0])


def _counts(rows: list[Any]) -> Mapping[str, int]:
    return {str(name): count for name, count in rows}


def _frozen_task(rows: list[Any]) -> Task | None:
    if not rows:
        return None
    task = to_task(rows[0])
    return replace(task, data=frozen(task.data), private=frozen(task.private))


def _fields_of(rows: list[Any]) -> frozenset[str]:
    return frozenset(field for (field,) in rows)


def _data(rows: list[Any]) -> Mapping[str, Datum]:
    found = {}
    for field, task, seq, at, body, payload in rows:
        value = _value(field, load(body), load(payload) if payload is not None else {})
        if value is not None:
            found[field] = Datum(task, seq, at, value)
    return found


def _value(field: str, body: Mapping[str, Any], apart: Mapping[str, Any]) -> Any:
    """Return what was given in an entry; None where that was destroyed."""
    for part in (body, apart):
        for name in ("given", "computed"):
            if field in part.get(name, {}):
                return unchained(part[name][field])
    return None


def _state(last: list[Any], month: list[Any]) -> AccountState:
    if not last:
        return AccountState()
    brought = {(sort, group): amount for sort, group, amount in month}
    return AccountState(last[0][0], True, bool(last[0][1]), brought)


def _stock_of(found: list[Any], others: list[Any], mine: list[Any]) -> Stock:
    held, until = others[0]
    return Stock(_frozen_task(found), int(held), until, mine[0][0] if mine else 0)


_QUESTIONS: Mapping[str, Callable[[Answering, str, Ask], Question]] = {
    "touches": Answering._touches,
    "fields": Answering._fields,
    "open-tasks": Answering._open_tasks,
    "community-tasks": Answering._community_tasks,
    "opened": Answering._opened,
    "latest": Answering._latest,
    "held": Answering._held,
    "pending": Answering._pending,
    "account": Answering._account,
    "stock": Answering._stock,
    "task": Answering._task,
}
