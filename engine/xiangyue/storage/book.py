"""Many entries of the points ledger at once, and what corrects them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from xiangyue.storage.answering import LEDGER
from xiangyue.storage.cursor import chunks
from xiangyue.storage.reading import RegistryReading
from xiangyue.values import LedgerEntry


def entries_numbered(
    reader: RegistryReading, community: str, numbers: Collection[str]
) -> dict[str, LedgerEntry]:
    """Return the entries that there are of those numbers (``17.0``), in the order asked for."""
    seqs = dict.fromkeys(int(number.partition(".")[0]) for number in numbers)
    sql = f"SELECT {LEDGER} FROM ledger WHERE community = ? AND seq IN ({{marks}})"
    rows = _each(reader, sql, [community], [*seqs])
    found = {entry.number: entry for entry in (LedgerEntry(*row) for row in rows)}
    return {number: found[number] for number in numbers if number in found}


def corrections(
    reader: RegistryReading, community: str, entries: Iterable[LedgerEntry]
) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the entries that correct others, in their order, by what they correct.

    An entry is corrected in its own account.
    """
    accounts: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        accounts.setdefault((entry.member, entry.account), []).append(entry.number)
    # That they are about something is said for the sake of the index.
    sql = (
        "SELECT corrects, seq, n FROM ledger WHERE community = ? AND member = ? AND account = ?"
        " AND corrects IN ({marks}) AND corrects <> ''"
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for account, numbers in accounts.items():
        for corrected, seq, n in _each(reader, sql, [community, *account], numbers):
            found.setdefault(corrected, []).append((seq, n))
    return {name: tuple(f"{seq}.{n}" for seq, n in sorted(ones)) for name, ones in found.items()}


def _each(
    reader: RegistryReading, sql: str, first: Sequence[Any], values: Sequence[Any]
) -> Iterator[Any]:
    for some in chunks(values):
        yield from reader.all(sql.format(marks=", ".join("?" * len(some))), *first, *some)
