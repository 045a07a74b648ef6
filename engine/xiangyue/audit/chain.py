"""The walk along one chain, with the rows that stand beside it."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

import orjson

from xiangyue.audit.beside import errand_rows, ledger_rows, outbox_rows, touch_rows
from xiangyue.audit.fold import Fold, row_of, task_row
from xiangyue.audit.folded import UNREADABLE, Body
from xiangyue.audit.following import follow
from xiangyue.audit.of_community import about_task, all_about
from xiangyue.audit.report import show
from xiangyue.audit.rows import COLUMNS, WIDTHS, Beside, Key, Row, changes, compare, same
from xiangyue.audit.source import Source
from xiangyue.canonical import dump, sha256
from xiangyue.storage import GENESIS

_BESIDE = {
    "errand": errand_rows,
    "ledger": ledger_rows,
    "outbox": outbox_rows,
    "touch": touch_rows,
}
_OF_TOUCH = COLUMNS["touch"].index("subject") + 1
_BALANCE = COLUMNS["ledger"].index("balance")


class Chain:
    """One chain: each entry's hash, what follows from it, and the head at the end.

    A row that is not what it was is found alone: the next one is tried both with the hash that
    is stored before it and with the one that was computed.
    """

    def __init__(
        self,
        source: Source,
        fold: Fold,
        head: Row | None,
        exported: tuple[int, bytes] | None,
    ) -> None:
        """Begin before the first entry; ``exported`` is an end that the chain once had."""
        self.seq = 0
        self._source = source
        self._fold = fold
        self._community = fold.community
        self._findings = fold.findings
        self._head = head
        self._exported = exported
        self._stored = self._computed = GENESIS
        self._at_head: Any = None
        self._besides = {
            table: Beside(source.rows(table, self._community), self._added(table))
            for table in ("payload", *_BESIDE)
        }

    def _added(self, table: str) -> Callable[[Row], None]:
        return lambda row: self._compare(table, [row], {})

    def _compare(self, table: str, rows: list[Row], wanted: MutableMapping[Key, Row]) -> None:
        compare(self._findings, table, self._community, rows, wanted, lambda _, row: row)

    def _found(self, code: str, seq: Any, table: str = "journal", **values: Any) -> None:
        self._findings.add(code, table, self._community, (self._community, seq), **values)

    def run(self, count: Callable[[], None]) -> None:
        """Walk from the first entry to the last; ``count`` is called for each."""
        for row in self._source.rows("journal", self._community):
            self._entry(row)
            count()
        for beside in self._besides.values():
            beside.rest()
        for seq in self._fold.absent:
            self._found("verify-gone", seq, "payload")
        if self._exported and self._exported[0] > self.seq:
            self._found("verify-lost", self._exported[0], end=self.seq)
        self._check_moved()
        self._check_head()
        self._check_tables()

    def _entry(self, row: Row) -> None:
        _, seq, _, task, text, digest = row
        if type(seq) is not int or seq <= self.seq:
            self._found("verify-added", seq)
            return
        gap = seq > self.seq + 1
        if gap:
            self._found("verify-gap", self.seq + 1, last=seq - 1)
        self.seq = seq
        if self._head and seq == self._head[1]:
            self._at_head = digest
        if self._exported and seq == self._exported[0] and digest != self._exported[1]:
            self._found("verify-other", seq, hash=self._exported[1].hex()[:16])
        raw = text.encode("utf-8", "surrogateescape") if type(text) is str else b""
        if self._linked(raw, digest, gap):
            self._follow(row, raw)
        else:
            self._found("verify-hash", seq)
            self._doubt(seq, task, raw)

    def _linked(self, raw: bytes, digest: Any, gap: bool) -> bool:
        """Tell whether an entry has the hash that it must have; after a gap nobody knows."""
        computed = sha256(self._computed, raw)
        known = type(digest) is bytes
        fits = known and (gap or digest == computed or digest == sha256(self._stored, raw))
        self._stored = digest if known else computed
        self._computed = digest if fits else computed
        return fits

    def _follow(self, row: Row, raw: bytes) -> None:
        """Read an entry that is what it was, and compare what follows from it."""
        _, seq, _, task, text, digest = row
        try:
            body = orjson.loads(raw)
            if dump(body) != raw:
                self._found("verify-canonical", seq)
            due = (body["community"], body["seq"], body.get("key"), about_task(body), text, digest)
            if not same(row, due):
                self._found("verify-changed", seq, **changes("journal", row, due))
            follow(self._fold, body)
            self._check_payload(body, seq)
            for table, rows in _BESIDE.items():
                self._check_beside(table, rows(self._fold.accounts, body), seq)
        except UNREADABLE as error:
            self._found("verify-body", seq, detail=show(repr(error)))
            self._doubt(seq, task, raw)

    def _doubt(self, seq: int, task: Any, raw: bytes) -> None:
        """Pass over what hangs on an entry that is not what it was."""
        for table, beside in self._besides.items():
            for row in beside.at(seq):
                if table == "ledger":
                    # Nothing tells how the account stands now but the row itself.
                    self._fold.accounts[row[3], row[4]] = row[_BALANCE : _BALANCE + 2]
        self._fold.unsure.add(seq)
        self._fold.present = None
        try:
            inside = all_about(orjson.loads(raw))
        except UNREADABLE:
            inside = set()
        for name in {task, *inside}:
            if type(name) is str:
                self._fold.doubt(name)

    def _check_payload(self, body: Body, seq: int) -> None:
        due = body.get("private")
        rows = self._besides["payload"].at(seq)
        if not rows:
            if due is not None:
                self._fold.absent[seq] = due
        elif due is None:
            self._compare("payload", rows, {})
        elif not _sealed(rows[0], due):
            self._found("verify-payload", seq, "payload")

    def _check_beside(self, table: str, due: list[Row], seq: int) -> None:
        beside = self._besides[table]
        if not due and beside.seq > seq:
            return
        rows = beside.at(seq)
        if len(rows) != len(due) or not all(map(same, rows, due)):
            wanted = {row[: WIDTHS[table]]: row for row in due}
            if table == "touch":
                rows = self._set_aside(rows, wanted)
            self._compare(table, rows, wanted)

    def _set_aside(self, rows: list[Row], wanted: dict[Key, Row]) -> list[Row]:
        """Leave touches that a later entry may have moved or taken back to the end."""
        there = {row[:_OF_TOUCH]: row for row in rows}
        for key, due in list(wanted.items()):
            row = there.get(key[:_OF_TOUCH])
            if row is None or not same(row, due):
                self._fold.moved[due[1], due[2], due[3]] = due, row
                del wanted[key]
                there.pop(key[:_OF_TOUCH], None)
        return list(there.values())

    def _check_moved(self) -> None:
        """Compare the touches that were set aside; an entry in doubt may have moved any."""
        width = WIDTHS["touch"]
        for due, row in () if self._fold.unsure else self._fold.moved.values():
            rows = [] if row is None else [row]
            self._compare("touch", rows, {} if due is None else {due[:width]: due})

    def _check_head(self) -> None:
        fold, key = self._fold, (self._community,)
        failing = dump(fold.failing).decode()
        standing = fold.present.text() if fold.present else None
        if self._head is not None and self._only_mode_known(self._head[4]):
            standing = self._head[4]
        due = (self._community, self.seq, self._stored, fold.settings, standing, failing)
        if self._head is None:
            self._findings.add("verify-removed", "head", self._community, key)
        elif not same(self._head, due):
            code = "verify-changed" if self.seq else "verify-added"
            values = changes("head", self._head, due)
            self._findings.add(code, "head", self._community, key, **values)
            self._check_end(*self._head[1:3])

    def _only_mode_known(self, held: Any) -> bool:
        """Tell whether a head's mode is the right one, and more cannot be told of it.

        An entry in doubt may have begun it.
        """
        present = self._fold.present
        if present is None or type(held) is not str:
            return present is None
        return bool(self._fold.unsure) and held.partition(" ")[0] == present.mode

    def _check_end(self, seq: Any, digest: Any) -> None:
        """Say so where the head shows that the newest entries were cut off, or added."""
        if digest == self._stored or type(seq) is not int:
            return
        if seq > self.seq:
            self._found("verify-gap", self.seq + 1, last=seq)
        elif digest == self._at_head:
            self._found("verify-beyond", seq + 1, last=self.seq)

    def _check_tables(self) -> None:
        fold = self._fold

        def check(
            table: str, due: MutableMapping[Key, Any], row: Callable[[Key, Any], Row]
        ) -> None:
            rows = self._source.rows(table, self._community)
            compare(self._findings, table, self._community, rows, due, row, doubted)

        def doubted(row: Row) -> bool:
            return row[1] in fold.doubted

        check("settings", fold.rows["settings"], row_of)
        check("share", fold.rows["share"], row_of)
        check("hold", fold.holds(), row_of)
        self._check_waiting()
        check("ask", fold.rows["ask"], row_of)
        compare(
            self._findings,
            "datum",
            self._community,
            self._source.rows("datum", self._community),
            fold.rows["datum"],
            row_of,
            lambda row: row[3] in fold.doubted,
        )
        check("timer", fold.timers(), lambda key, due: (*key, due))
        check("task", fold.tasks, task_row)

    def _check_waiting(self) -> None:
        """Compare what waits; an entry in doubt may have begun or ended any of it."""
        fold, table = self._fold, "waiting"
        rows = list(self._source.rows(table, self._community))
        due = fold.rows[table]
        if fold.unsure:
            there = {row[: WIDTHS[table]] for row in rows}
            due = {key: row for key, row in due.items() if key in there}
        doubted = fold.unsure.__contains__
        compare(self._findings, table, self._community, rows, due, row_of, lambda r: doubted(r[1]))


def _sealed(row: Row, due: str) -> bool:
    """Tell whether a payload is the one whose hash its entry holds."""
    _, _, salt, text = row
    if type(salt) is not bytes or type(text) is not str:
        return False
    return sha256(salt, text.encode("utf-8", "surrogateescape")).hex() == due
