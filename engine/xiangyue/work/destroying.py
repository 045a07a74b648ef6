"""The destruction of personal values: the chain keeps their hashes and says who ended them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xiangyue.canonical import load
from xiangyue.journal import registry_entry, said_in
from xiangyue.storage import Reader, Tx
from xiangyue.values import SYSTEM
from xiangyue.work.passed import whom_it_reaches

RETENTION_OVER, MODE_OVER = "retention over", "mode over"
"""Why the engine destroys by itself."""
_AT_ONCE = 400


def destroy(
    tx: Tx,
    community: str,
    seqs: Sequence[int],
    by: str,
    why: str,
    now: int,
    kept: int | None = None,
    *,
    task: str | None = None,
    came_from: str | None = None,
    key: str | None = None,
) -> int:
    """Destroy the payloads of these entries, and journal it; returns how many there were.

    Where their values have gone since, or what ``task`` said before, errands see to it. ``why``
    is kept in the open for good. Nothing is journaled where nothing was left, save for ``kept``,
    the entry that the engine has come back to for this. What ``came_from`` a task is destroyed
    under the ``key`` of its errand.
    """
    head = tx.head(community)  # locks it
    bodies = dict(sorted(_bodies(tx, community, seqs)))
    tasks = dict.fromkeys(body["task"] for body in bodies.values() if body["kind"] == "command")
    tasks |= {} if task is None else {task: None}
    kept_long = by == SYSTEM and why.startswith(RETENTION_OVER)
    reaches = _reaches(tx, community, tasks, down=not kept_long)
    if head is None or (not bodies and not reaches and kept is None):
        return 0
    tx.overwrite_deleted()
    sql = "DELETE FROM payload WHERE community = ? AND seq = ?"
    tx.executemany(sql, [(community, n) for n in bodies])
    hashes = [body["private"] for body in bodies.values()]
    about: dict[str, Any] = {"seqs": list(bodies), "hashes": hashes, "by": by, "why": why}
    about |= {} if kept is None else {"kept": kept}
    about |= {} if came_from is None else {"came_from": came_from}
    about |= {"reaches": reaches} if reaches else {}
    seq = head.seq + 1
    tx.append(community, registry_entry(community, seq, "destroy", now, about, {}, key), key, None)
    if reaches:
        tx.send_off(community, seq, said_in({"kind": "destroy", "about": about}), now)
    return len(bodies)


def _reaches(tx: Tx, community: str, tasks: Iterable[str], *, down: bool) -> list[list[Any]]:
    """Return where what these tasks said may have gone, each with the chains that may hold it.

    What was reported to a task has gone nowhere. What is only kept long enough stays ``down``
    there, with the tasks that were given it, as long as their own profiles say.
    """
    found = [(task, whom_it_reaches(tx, community, task, down=down)) for task in tasks]
    return [[task, names] for task, names in found if names]


def payloads_of(reader: Reader, community: str, task: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the entries about a task that have a payload still, refused commands too, with it."""
    rows = reader.all(
        "SELECT p.seq, p.body FROM payload p JOIN journal j ON j.community = p.community"
        " AND j.seq = p.seq WHERE p.community = ? AND j.task = ?",
        community,
        task,
    )
    return [(seq, load(body)) for seq, body in rows]


def _bodies(tx: Tx, community: str, seqs: Sequence[int]) -> list[tuple[int, dict[str, Any]]]:
    found: list[tuple[int, str]] = []
    for start in range(0, len(seqs), _AT_ONCE):
        some = seqs[start : start + _AT_ONCE]
        found += tx.all(
            "SELECT p.seq, j.body FROM payload p JOIN journal j ON j.community = p.community"
            f" AND j.seq = p.seq WHERE p.community = ? AND p.seq IN ({', '.join('?' * len(some))})",
            community,
            *some,
        )
    return [(seq, load(body)) for seq, body in found]
