"""A message that limits keep back when it is to be sent: for a while, or for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xiangyue.journal import registry_entry
from xiangyue.storage import Tx
from xiangyue.storage.asks import keep_back
from xiangyue.work.named import known_head

_WHERE = " WHERE community = ? AND seq = ? AND n = ? AND holder = ? AND state = 'waiting'"
_WHOLE = (
    "UPDATE outbox SET state = ?, due = ?, lease = 0, holder = NULL, error = 'withheld'"
    f"{_WHERE} RETURNING task, recipient"
)
_SOME = f"SELECT task, recipient FROM outbox{_WHERE}"


def withhold(
    tx: Tx,
    community: str,
    seq: int,
    n: int,
    holder: str,
    limits: Sequence[str],
    until: int | None,
    now: int,
    asked: Sequence[str] | None = None,
    *,
    stays: bool = False,
) -> bool:
    """Let a message that ``holder`` has claimed wait ``until`` then, or drop it where that is None.

    What it touched counts from then on, or not at all. Journaled in the task's history; False
    where it is not the holder's any more, and nothing is done. Moments are microseconds. ``asked``
    are those of a rung whom this is about: with no moment they are not asked, others may be. With
    ``stays`` the message itself goes now, or at another moment, to others.
    """
    head = known_head(tx.head(community), community)
    some = asked is not None and (until is None or stays)
    kept = tx.all(
        _SOME if some else _WHOLE,
        *(
            ()
            if some
            else ("dropped" if until is None else "waiting", now if until is None else until)
        ),
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
    if asked is not None:
        about |= {"asked": list(asked), "rung": int(recipient.removeprefix("rung:"))}
    if task is not None:
        about["follows"] = task.last
    entry = registry_entry(community, number, "withheld", now, about, {})
    tx.append(community, entry, None, name)
    for member in (recipient,) if asked is None else asked:
        if member is not None:
            tx.move_touch(community, member, seq, n, until)
    if asked is not None:
        keep_back(tx, community, name, about["rung"], asked, until)
    if task is not None:
        tx.touch(task, number)
    return True
