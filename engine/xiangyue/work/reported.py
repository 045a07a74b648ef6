"""What a community reports of its share in a task, entered where the task is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.errands import Errand, Key
from xiangyue.errors import Misuse
from xiangyue.journal import registry_entry
from xiangyue.storage import Tx
from xiangyue.work.forgetting import kept_for_good
from xiangyue.work.named import known_head


def enter_report(tx: Tx, at: Key, errand: Errand, values: Mapping[str, Any], now: int) -> None:
    """Enter a report in the chain of the task that it is about, once.

    ``values`` are kept apart from the chain. What was told earlier and comes later is entered, and
    changes nothing. Raises Misuse where there is no such task.
    """
    community, detail = errand.recipient, errand.detail
    found = tx.situation(community, detail["task"], str(at))
    head = known_head(found.head, community)
    if found.prior is not None:
        return
    if found.task is None:
        raise Misuse("task-unknown", task=f"{community}/{detail['task']}")
    about = {
        "task": detail["task"],
        "child": at.community,
        "child_task": errand.task,
        "state": detail["state"],
        "due": detail["due"],
        "reported_at": detail["at"],
        "told": at.seq,
        "follows": found.task.last,
    }
    seq = head.seq + 1
    apart = {"given": values} if values and not kept_for_good(found.task, now) else {}
    about = {name: value for name, value in about.items() if value is not None}
    entry = registry_entry(community, seq, "reported", now, about, apart, str(at))
    tx.append(community, entry, str(at), detail["task"])
    tx.touch(found.task, seq)
    tx.put_share(community, seq, about)
