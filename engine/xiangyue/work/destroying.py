"""The destruction of personal values: the chain keeps their hashes and says who ended them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xiangyue.canonical import load
from xiangyue.journal.entry import registry_entry
from xiangyue.storage import Tx
from xiangyue.values import Task

_AT_ONCE = 400


def destroy(
    tx: Tx,
    community: str,
    seqs: Sequence[int],
    by: str,
    why: str,
    now: int,
    kept: int | None = None,
) -> int:
    """Destroy the payloads of these entries, and journal it; returns how many there were.

    ``why`` is kept in the open for good. Nothing is journaled where nothing was left, save for
    ``kept``, the entry that the engine has come back to for this.
    """
    hashes = dict(sorted(_hashes(tx, community, seqs)))
    head = tx.head(community)
    if (not hashes and kept is None) or head is None:
        return 0
    tx.overwrite_deleted()
    sql = "DELETE FROM payload WHERE community = ? AND seq = ?"
    tx.executemany(sql, [(community, n) for n in hashes])
    about: dict[str, Any] = {"seqs": list(hashes), "hashes": list(hashes.values())}
    about |= {"by": by, "why": why} | ({} if kept is None else {"kept": kept})
    entry = registry_entry(community, head.seq + 1, "destroy", now, about, {})
    tx.append(community, entry, None, None)
    return len(hashes)


def payloads_of(tx: Tx, community: str, task: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the entries about a task that have a payload still, refused commands too, with it."""
    rows = tx.all(
        "SELECT p.seq, p.body FROM payload p JOIN journal j ON j.community = p.community"
        " AND j.seq = p.seq WHERE p.community = ? AND j.task = ?",
        community,
        task,
    )
    return [(seq, load(body)) for seq, body in rows]


def drop_unsent(tx: Tx, community: str, task: str, now: int) -> None:
    """Drop what an ended task has left to send, or nobody could be sent: its words are gone.

    Whom its messages reached is forgotten with them.
    """
    tx.execute(
        "DELETE FROM delivery WHERE community = ? AND EXISTS (SELECT 1 FROM outbox o"
        " WHERE o.community = delivery.community AND o.seq = delivery.seq AND o.n = delivery.n"
        " AND o.task = ?)",
        community,
        task,
    )
    tx.execute(
        "UPDATE outbox SET state = 'dropped', error = 'destroyed', due = ?, lease = 0,"
        " holder = NULL WHERE community = ? AND task = ? AND state IN ('waiting', 'dead')",
        now,
        community,
        task,
    )


def forget_asks(tx: Tx, community: str, task: Task, now: int) -> None:
    """Delete whom an ended task had asked and what they answered, and journal it."""
    if not tx.execute("DELETE FROM ask WHERE community = ? AND task = ?", community, task.id):
        return
    found = tx.situation(community, task.id, None)
    if found.head is None or found.task is None:
        return
    seq, about = found.head.seq + 1, {"task": task.id, "follows": found.task.last}
    tx.append(community, registry_entry(community, seq, "forgotten", now, about, {}), None, task.id)
    tx.touch(found.task, seq)


def _hashes(tx: Tx, community: str, seqs: Sequence[int]) -> list[tuple[int, str]]:
    found = []
    for start in range(0, len(seqs), _AT_ONCE):
        some = seqs[start : start + _AT_ONCE]
        found += tx.all(
            "SELECT p.seq, j.body FROM payload p JOIN journal j ON j.community = p.community"
            f" AND j.seq = p.seq WHERE p.community = ? AND p.seq IN ({', '.join('?' * len(some))})",
            community,
            *some,
        )
    return [(seq, load(body)["private"]) for seq, body in found]
