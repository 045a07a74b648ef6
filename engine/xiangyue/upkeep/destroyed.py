"""What was destroyed, so that a backup does not bring it back to life.

A list names each destroyed payload by its entry and by the salted hash that the entry holds, who
destroyed it, why and when; nothing personal. The hash tells whether a backup's entry of the same
number is the same entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from xiangyue.canonical import load, unchained
from xiangyue.errors import BadInput, Place
from xiangyue.storage import Reader, Store
from xiangyue.time.moments import Moment, micros
from xiangyue.work.destroying import destroy

_AT_ONCE = 400
_AGAIN = " (again, after a restore)"
_LARGEST = 200_000_000  # bytes of a file
_HASH = re.compile("[0-9a-f]{64}")
SELECT = "SELECT community, body FROM journal WHERE seq > ? AND body LIKE ? ORDER BY community, seq"
PATTERN = '%"kind":"destroy"%'


class Destroyed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A payload that was destroyed: of which entry, with which hash, by whom, why and when.

    ``at`` is in microseconds since 1970 UTC.
    """

    community: str
    seq: int
    hash: str
    by: str
    why: str
    at: int


class Reapplied(msgspec.Struct, frozen=True):
    """How many payloads were destroyed again, and how many were gone already.

    ``absent`` are not in this database: their entries came later, or are others.
    """

    destroyed: int
    gone: int
    absent: int


def destroyed_of(store: Store, since: int = 0) -> list[Destroyed]:
    """Return what was destroyed, by entries after ``since`` of each chain."""
    with store.read() as reader:
        return in_journal(reader.all(SELECT, since, PATTERN))


def in_journal(rows: Iterable[Sequence[Any]]) -> list[Destroyed]:
    """Return what entries (community, body) say was destroyed."""
    found = []
    for community, text in rows:
        body = load(text)
        if body["kind"] == "destroy":
            about = body["about"]
            of = zip(about["seqs"], about["hashes"], strict=True)
            at = int(unchained(body["at"]))
            found += [Destroyed(community, n, h, about["by"], about["why"], at) for n, h in of]
    return found


def to_lines(destroyed: Iterable[Destroyed]) -> bytes:
    """Write a list, one JSON object a line."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in destroyed)


def read_destroyed(file: Path) -> list[Destroyed]:
    """Read a list; raises BadInput with the line that is none of one."""
    with file.open("rb") as opened:
        text = opened.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise BadInput("destroyed-line", place=Place(str(file)))
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        one = None
        with suppress(msgspec.MsgspecError, UnicodeDecodeError):
            one = msgspec.json.decode(line, type=Destroyed)
        if one is None or not _HASH.fullmatch(one.hash):
            raise BadInput("destroyed-line", place=Place(str(file), number))
        found.append(one)
    return found


def reapply(store: Store, destroyed: Iterable[Destroyed], now: Moment = None) -> Reapplied:
    """Destroy again what was destroyed before and is here still; journaled, and idempotent."""
    wanted: dict[str, dict[tuple[int, str], Destroyed]] = {}
    for one in destroyed:
        wanted.setdefault(one.community, {})[one.seq, one.hash] = one
    done = gone = absent = 0
    for community, those in sorted(wanted.items()):
        with store.begin() as tx:
            tx.head(community)  # locks it
            here, there = _here(tx, community, [seq for seq, _ in those])
            alive = [one for (seq, digest), one in those.items() if here.get(seq) == digest]
            groups: dict[tuple[str, str], list[int]] = {}
            for one in alive:
                why = one.why if one.why.endswith(_AGAIN) else one.why + _AGAIN
                groups.setdefault((one.by, why), []).append(one.seq)
            for (by, why), seqs in sorted(groups.items()):
                done += destroy(tx, community, seqs, by, why, micros(now))
            gone += sum(there.get(seq) == digest and seq not in here for seq, digest in those)
            absent += sum(there.get(seq) != digest for seq, digest in those)
    store.scrub()
    return Reapplied(done, gone, absent)


def _here(
    reader: Reader, community: str, seqs: Sequence[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the hashes of payloads by entry: of those that are here still, and of all."""
    here, there = {}, {}
    for start in range(0, len(seqs), _AT_ONCE):
        some = seqs[start : start + _AT_ONCE]
        rows = reader.all(
            "SELECT j.seq, j.body, p.seq FROM journal j LEFT JOIN payload p"
            " ON p.community = j.community AND p.seq = j.seq"
            f" WHERE j.community = ? AND j.seq IN ({', '.join('?' * len(some))})",
            community,
            *some,
        )
        for seq, text, kept in rows:
            there[seq] = load(text).get("private", "")
            if kept is not None:
                here[seq] = there[seq]
    return here, there
