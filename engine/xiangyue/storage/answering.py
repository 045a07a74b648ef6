"""Answers to what limits and accounts ask about the past of one community."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from xiangyue.asks import MOST_TOUCHES, AccountState, Answers, Ask, Datum
from xiangyue.canonical import load, unchained
from xiangyue.frozen import frozen
from xiangyue.storage.reading import RegistryReading
from xiangyue.storage.statements import task_columns
from xiangyue.values import LedgerEntry, Task, replace

_TASK = ", ".join(task_columns())
_JSON_COLUMNS = 3
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
        return {ask: _ANSWERS[ask.what](self, community, ask) for ask in asks}

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

    def account_end(self, community: str, member: str, account: str) -> tuple[int, int]:
        """Return what an account holds after its last entry, and whether it is frozen (0 or 1)."""
        rows = self.all(_LAST, community, member, account)
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

    def _touches(self, community: str, ask: Ask) -> int:
        kinds = f" AND kind IN {_marks(ask.names)}" if ask.names else ""
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM touch"
            f" WHERE community = ? AND subject = ? AND at >= ?{kinds} LIMIT {MOST_TOUCHES}) AS t"
        )
        return int(self.all(sql, community, ask.subject, ask.since, *ask.names)[0][0])

    def touched(self, community: str, ask: Ask) -> list[tuple[str, int]]:
        """Return the kind and moment of each touch since the one asked for, in their order."""
        sql = (
            "SELECT kind, at FROM touch WHERE community = ? AND subject = ? AND at >= ?"
            f" ORDER BY at LIMIT {MOST_TOUCHES}"
        )
        return self.all(sql, community, ask.subject, ask.since)

    def _fields(self, community: str, ask: Ask) -> int:
        sql = (
            "SELECT coalesce(sum(fields), 0) FROM touch"
            " WHERE community = ? AND subject = ? AND at >= ? AND kind = 'collect'"
        )
        return int(self.all(sql, community, ask.subject, ask.since)[0][0])

    def _open_tasks(self, community: str, ask: Ask) -> Mapping[str, int]:
        by = f"coalesce({self.json_field}, '')" if ask.names else "flow"
        sql = (
            f"SELECT {by}, count(*) FROM task WHERE community = ? AND assignee = ?"
            " AND ended_at IS NULL AND id <> ? GROUP BY 1"
        )
        rows = self.all(sql, *ask.names, community, ask.subject, ask.task)
        return {str(name): count for name, count in rows}

    def _community_tasks(self, community: str, ask: Ask) -> Mapping[str, int]:
        sql = (
            "SELECT flow, count(*) FROM task"
            " WHERE community = ? AND ended_at IS NULL AND id <> ? GROUP BY flow"
        )
        return dict(self.all(sql, community, ask.task))

    def _opened(self, community: str, ask: Ask) -> int:
        sql = (
            f"SELECT count(*) FROM task WHERE community = ? AND flow IN {_marks(ask.names)}"
            " AND opened_at >= ? AND id <> ?"
        )
        return int(self.all(sql, community, *ask.names, ask.since, ask.task)[0][0])

    def _latest(self, community: str, ask: Ask) -> Task | None:
        sql = (
            f"SELECT {_TASK} FROM task WHERE community = ? AND flow = ? AND state = ?"
            " ORDER BY opened_at DESC LIMIT 1"
        )
        rows = self.all(sql, community, *ask.names)
        if not rows:
            return None
        task = to_task(rows[0])
        return replace(task, data=frozen(task.data), private=frozen(task.private))

    def _held(self, community: str, ask: Ask) -> Mapping[str, Datum]:
        sql = (
            "SELECT field, task, seq, at FROM datum WHERE community = ? AND subject = ?"
            f" AND task <> ? AND given = 1 AND field IN {_marks(ask.names)} ORDER BY at, seq"
        )
        found = {}
        for field, task, seq, at in self.all(sql, community, ask.subject, ask.task, *ask.names):
            value = self._value(community, seq, field)
            if value is not None:
                found[field] = Datum(task, seq, at, value)
        return found

    def _value(self, community: str, seq: int, field: str) -> Any:
        """Return what was given in an entry; None where that was destroyed."""
        (row,) = self.all(_BODY, community, seq)
        body, apart = load(row[0]), load(row[1]) if row[1] is not None else {}
        for part in (body, apart):
            for name in ("given", "computed"):
                if field in part.get(name, {}):
                    return unchained(part[name][field])
        return None

    def _pending(self, community: str, ask: Ask) -> frozenset[str]:
        sql = _PENDING + _marks(ask.names)
        rows = self.all(sql, community, ask.subject, ask.task, *ask.names)
        return frozenset(field for (field,) in rows)

    def _account(self, community: str, ask: Ask) -> AccountState:
        at = community, ask.subject, *ask.names
        last = self.all(_LAST, *at)
        if not last:
            return AccountState()
        rows = self.all(_MONTH, *at, ask.since)
        month = {(sort, group): amount for sort, group, amount in rows}
        return AccountState(last[0][0], True, bool(last[0][1]), month)


_BODY = (
    "SELECT j.body, p.body FROM journal j LEFT JOIN payload p"
    " ON p.community = j.community AND p.seq = j.seq WHERE j.community = ? AND j.seq = ?"
)
_LAST = (
    "SELECT balance, frozen FROM ledger WHERE community = ? AND member = ? AND account = ?"
    " ORDER BY seq DESC, n DESC LIMIT 1"
)
_CORRECTED = (
    "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM ledger"
    " WHERE community = ? AND member = ? AND account = ? AND corrects = ?"
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
    return Task(*row[:-_JSON_COLUMNS], *map(load, row[-_JSON_COLUMNS:]))


_ANSWERS: Mapping[str, Callable[[Answering, str, Ask], Any]] = {
    "touches": Answering._touches,
    "fields": Answering._fields,
    "open-tasks": Answering._open_tasks,
    "community-tasks": Answering._community_tasks,
    "opened": Answering._opened,
    "latest": Answering._latest,
    "held": Answering._held,
    "pending": Answering._pending,
    "account": Answering._account,
}
