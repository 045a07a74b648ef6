"""What goes with the words of a task: what is left to send, and whom its call-out asked.

A call-out that goes on needs to know whom it has asked; it is told to forget them once it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiangyue.journal import follows, registry_entry
from xiangyue.storage import Tx
from xiangyue.values import Task

FORGOTTEN, ONCE_ENDED = "forgotten", "once_ended"
"""The kind of an entry, and what it says where the task goes on."""
_ASKED = "SELECT 1 FROM ask WHERE community = ? AND task = ? LIMIT 1"
_HASH = "SELECT hash FROM journal WHERE community = ? AND seq = ?"


def kept_for_good(task: Task, now: int) -> bool:
    """Tell whether a task has ended and all that is said of it has been kept long enough."""
    return task.ended_at is not None and max(task.alarms.values(), default=0) <= now


def forget(tx: Tx, task: Task, by: str, why: str, now: int) -> bool:
    """Let what hangs on the words of a task go: now, or of one that goes on, once it ends.

    Returns whether anybody it has asked is forgotten, or will be.
    """
    if task.ended_at is not None:
        drop_unsent(tx, task.community, task.id, now)
        return _forget_asks(tx, task, by, why, now)
    if not _has_asked(tx, task) or _promised(tx, task) is not None:
        return False
    _journal(tx, task, {"by": by, "why": why, ONCE_ENDED: True}, now)
    return True


def forget_once_ended(tx: Tx, task: Task, now: int) -> None:
    """Forget whom a task had asked that has just ended, if it was told to."""
    if not _has_asked(tx, task):
        return
    told = _promised(tx, task)
    if told is not None:
        _forget_asks(tx, task, told["by"], told["why"], now)


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


def _has_asked(tx: Tx, task: Task) -> bool:
    return bool(tx.all(_ASKED, task.community, task.id))


def _forget_asks(tx: Tx, task: Task, by: str, why: str, now: int) -> bool:
    """Delete whom a task had asked and what they answered, and journal it."""
    sql = "DELETE FROM ask WHERE community = ? AND task = ?"
    if not tx.execute(sql, task.community, task.id):
        return False
    _journal(tx, task, {"by": by, "why": why}, now)
    return True


def _promised(tx: Tx, task: Task) -> dict[str, Any] | None:
    """Return what was said when a task was told to forget whom it asks, if it was."""
    tx.settle()
    for _, body in _history(tx, task):
        if body["kind"] == FORGOTTEN:
            about: dict[str, Any] = body["about"]
            return about
    return None


def _history(tx: Tx, task: Task) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the entries about a task, the newest first."""
    found = tx.situation(task.community, task.id, None).task
    seq = found.last if found is not None else None
    while seq is not None:
        body = tx.entry(task.community, seq)[0]
        yield seq, body
        seq = follows(body, task.id)


def _journal(tx: Tx, task: Task, said: dict[str, Any], now: int) -> None:
    """Enter it, with the task's first entry: by that another database knows it for the same."""
    tx.settle()
    found = tx.situation(task.community, task.id, None)
    if found.head is None or found.task is None:
        return
    first, _ = list(_history(tx, task))[-1]
    ((digest,),) = tx.all(_HASH, task.community, first)
    said |= {"task": task.id, "opened": first, "hash": bytes(digest).hex()}
    seq, about = found.head.seq + 1, {"follows": found.task.last, **said}
    entry = registry_entry(task.community, seq, FORGOTTEN, now, about, {})
    tx.append(task.community, entry, None, task.id)
    tx.touch(found.task, seq)
