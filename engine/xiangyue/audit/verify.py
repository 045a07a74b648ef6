"""Verification: every row says what the journal says, and the journal is whole.

Each chain is read once, in its order, with the rows beside it; nothing is kept but a packed row
for each task. Whatever is stored is read as bytes that may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from xiangyue.audit.chain import Chain
from xiangyue.audit.fold import OF_REGISTRY, Fold, row_of
from xiangyue.audit.report import Findings, Problem, Report, show
from xiangyue.audit.rows import Row, compare
from xiangyue.audit.source import Source, source
from xiangyue.canonical import sha256
from xiangyue.errors import Misuse
from xiangyue.storage import Reader
from xiangyue.storage.refusals import refusals
from xiangyue.tables import REGISTRY

__all__ = ["Problem", "Progress", "Report", "verify"]

Progress = Callable[[int, int], None]
"""Called now and then with the entries read so far and their number in all."""

_STEP = 1000
_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
_OF_A_COMMUNITY = (
    "journal",
    "payload",
    "ledger",
    "outbox",
    "touch",
    "datum",
    "waiting",
    "ask",
    "task",
    "timer",
    "settings",
    "errand",
    "share",
    "hold",
)


def verify(
    reader: Reader, heads: Mapping[str, str] | None = None, progress: Progress | None = None
) -> Report:
    """Check every row against the journal, and the journal against itself.

    ``heads`` are chain ends that were exported before (``seq:hash`` by community): each chain
    must still hold them, because a chain alone does not show that its newest entries were cut
    off. Raises Misuse where one of them is not written so.
    """
    exported = {name: _exported(name, head) for name, head in (heads or {}).items()}
    with source(reader) as stored:
        work = _Verification(stored, exported, progress)
        try:
            work.run()
        except refusals() as error:
            work.findings.add("verify-unreadable", "", "", detail=show(error))
    found = tuple(work.findings.found)
    return Report(not found, work.communities, work.entries, found, work.findings.more)


def _exported(community: str, head: str) -> tuple[int, bytes]:
    match = _HEAD.fullmatch(head) if _is_name(community) and _is_name(head) else None
    if match is None:
        raise Misuse("verify-head", community=show(community), head=show(head))
    return int(match[1]), bytes.fromhex(match[2])


class _Verification:
    """One run over the whole store."""

    def __init__(
        self,
        source: Source,
        exported: Mapping[str, tuple[int, bytes]],
        progress: Progress | None,
    ) -> None:
        self.findings = Findings()
        self.communities = 0
        self.entries = 0
        self._source = source
        self._exported = exported
        self._progress = progress
        self._total = 0

    def run(self) -> None:
        for said in self._source.complaints():
            self.findings.add("verify-file", "", "", detail=show(said))
        heads = self._heads()
        self._total = sum(row[1] for row in heads.values() if type(row[1]) is int)
        chains = sorted({*heads, *self._journaled(), *self._exported})
        registry = Fold(REGISTRY, self.findings)
        for community in chains:
            fold = registry if community == REGISTRY else Fold(community, self.findings)
            known = heads.get(community), self._exported.get(community)
            chain = Chain(self._source, fold, *known)
            chain.run(self._count)
            self.communities += community != REGISTRY and chain.seq > 0
        self._check_registry(registry)
        self._check_strays(chains)

    def _count(self) -> None:
        self.entries += 1
        if self._progress and self.entries % _STEP == 0:
            self._progress(self.entries, max(self.entries, self._total))

    def _heads(self) -> dict[str, Row]:
        heads = {}
        for row in self._source.rows("head"):
            if _is_name(row[0]):
                heads[row[0]] = row
            else:
                self.findings.add("verify-added", "head", show(row[0]), row[:1])
        return heads

    def _journaled(self) -> set[str]:
        found = self._source.select("SELECT DISTINCT community FROM journal")
        return {name for (name,) in found if _is_name(name)}

    def _check_registry(self, fold: Fold) -> None:
        for table in OF_REGISTRY:
            rows = self._source.rows(table)
            if table == "release":
                rows = map(_hashed, rows)
            compare(self.findings, table, REGISTRY, rows, fold.rows[table], row_of)

    def _check_strays(self, chains: list[str]) -> None:
        """Find rows of communities that have no chain."""
        for table in _OF_A_COMMUNITY:
            rows = self._source.strays(table, chains)
            compare(self.findings, table, "", rows, {}, row_of)


def _is_name(value: object) -> bool:
    return type(value) is str and value.isprintable()


def _hashed(row: Row) -> Row:
    """Return a release's row with the hash of its document in the document's place."""
    *plain, document = row
    if type(document) is not str:
        return row
    return (*plain, sha256(document.encode("utf-8", "surrogateescape")).hex())
