"""A message that limits keep back when it is to be sent: for a while, or for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xiangyue.journal import registry_entry
from xiangyue.storage import Tx
from xiangyue.work.acting import known_head


def withhold(
    tx: Tx,
    community: str,
    seq: int,
    n: int,
    holder: str,
    limits: Sequence[str],
    until: int | None,
    now: int,
) -> bool:
    """Let a message that ``holder`` has claimed wait ``until`` then, or drop it where that is None.

    What it touched counts from then on, or not at all. Journaled in the task's history; False
    where it is not the holder's any more, and nothing is done. Moments are microseconds.
    """
    head = known_head(tx.head(community), community)
    kept = tx.all(
        "UPDATE outbox SET state = ?, due = ?, lease = 0, holder = NULL, error = 'withheld'"
        " WHERE community = ? AND seq = ? AND n = ? AND holder = ? AND state = 'waiting'"
        " RETURNING task, recipient",
        "dropped" if until is None else "waiting",
        now if until is None else until,
        community,
        seq,
        n,
        holder,
    )
    if not kept:
        return False
    (name, recipient), number = kept[0], head.seq + 1
    task = tx.situation(community, name, None).task
    about: dict[str, Any] = {"task": name, "seq": seq, "n": n, "to": recipient}
    about |= {"limits": list(limits), "until": until}
    if task is not None:
        about["follows"] = task.last
    entry = registry_entry(community, number, "withheld", now, about, {})
    tx.append(community, entry, None, name)
    if recipient is not None:
        tx.move_touch(community, recipient, seq, n, until)
    if task is not None:
        tx.touch(task, number)
    return True
