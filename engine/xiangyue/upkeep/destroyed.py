"""What was destroyed, so that a backup does not bring it back to life.

A list names each destroyed payload by its entry and by the salted hash that the entry holds, who
destroyed it, why and when; nothing personal. The hash tells whether a backup's entry of the same
number is the same entry. A call-out that was to forget whom it had asked is named by its first
entry and the hash of that in the chain.
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
from xiangyue.storage import Reader, Store, Tx
from xiangyue.time.moments import Moment, micros
from xiangyue.work.destroying import destroy
from xiangyue.work.forgetting import FORGOTTEN, forget

_AT_ONCE = 400
_AGAIN = " (again, after a restore)"
_LARGEST = 200_000_000  # bytes of a file
_HASH = re.compile("[0-9a-f]{64}")
SELECT = (
    "SELECT community, body FROM journal WHERE seq > ? AND (body LIKE ? OR body LIKE ?)"
    " ORDER BY community, seq"
)
PATTERNS = ('%"kind":"destroy"%', f'%"kind":"{FORGOTTEN}"%')
_FIRST = "SELECT 1 FROM journal WHERE community = ? AND seq = ? AND task = ? AND hash = ?"


class Destroyed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A payload that was destroyed: of which entry, with which hash, by whom, why and when.

    ``at`` is in microseconds since 1970 UTC. With a ``task``, it is whom that had asked.
    """

    community: str
    seq: int
    hash: str
    by: str
    why: str
    at: int
    task: str | None = None


class Reapplied(msgspec.Struct, frozen=True):
    """How many payloads were destroyed again, and how many were gone already.

    ``absent`` are not in this database: their entries came later, or are others. ``forgotten``
    counts call-outs that were told again to forget whom they had asked.
    """

    destroyed: int
    gone: int
    absent: int
    forgotten: int = 0


def destroyed_of(store: Store, since: int = 0) -> list[Destroyed]:
    """Return what was destroyed, by entries after ``since`` of each chain."""
    with store.read() as reader:
        return in_journal(reader.all(SELECT, since, *PATTERNS))


def in_journal(rows: Iterable[Sequence[Any]]) -> list[Destroyed]:
    """Return what entries (community, body) say was destroyed."""
    found = []
    for community, text in rows:
        body = load(text)
        about, at = body.get("about", {}), int(unchained(body["at"]))
        if body["kind"] == "destroy":
            of = zip(about["seqs"], about["hashes"], strict=True)
            found += [Destroyed(community, n, h, about["by"], about["why"], at) for n, h in of]
        elif body["kind"] == FORGOTTEN and "opened" in about:
            first, task = (about["opened"], about["hash"]), about["task"]
            found.append(Destroyed(community, *first, about["by"], about["why"], at, task))
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
    asked: dict[str, dict[str, Destroyed]] = {}
    for one in destroyed:
        those = wanted.setdefault(one.community, {})
        if one.task is None:
            those[one.seq, one.hash] = one
        else:
            asked.setdefault(one.community, {})[one.task] = one
    done = gone = absent = forgotten = 0
    for community, those in sorted(wanted.items()):
        with store.begin() as tx:
            tx.head(community)  # locks it
            here, there = _here(tx, community, [seq for seq, _ in those])
            alive = [one for (seq, digest), one in those.items() if here.get(seq) == digest]
            groups: dict[tuple[str, str], list[int]] = {}
            for one in alive:
                groups.setdefault((one.by, _again(one.why)), []).append(one.seq)
            for (by, why), seqs in sorted(groups.items()):
                done += destroy(tx, community, seqs, by, why, micros(now))
            gone += sum(there.get(seq) == digest and seq not in here for seq, digest in those)
            absent += sum(there.get(seq) != digest for seq, digest in those)
            told = asked.get(community, {}).values()
            forgotten += sum(_forget(tx, one, micros(now)) for one in told)
    store.scrub()
    return Reapplied(done, gone, absent, forgotten)


def _again(why: str) -> str:
    return why if why.endswith(_AGAIN) else why + _AGAIN


def _forget(tx: Tx, one: Destroyed, now: int) -> bool:
    """Let a task forget whom it has asked, if it is the same one here."""
    first = (one.community, one.seq, one.task, bytes.fromhex(one.hash))
    task = tx.situation(one.community, one.task, None).task
    if task is None or not tx.all(_FIRST, *first):
        return False
    return forget(tx, task, one.by, _again(one.why), now)


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
