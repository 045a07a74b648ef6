"""A person says that a message was heard or read: the loudspeaker's script, a knock at the door."""

from __future__ import annotations

from typing import Any

from xiangyue.errors import Misuse
from xiangyue.journal import registry_entry
from xiangyue.spelling import shown
from xiangyue.storage import Tx
from xiangyue.words import check_id
from xiangyue.work.named import known_head

_OF = "community = ? AND seq = ? AND n = ?"


def confirm(
    tx: Tx, community: str, seq: int, n: int, member: str | None, by: str, now: int
) -> None:
    """Note that a message has reached whom it meant, or one ``member`` of a role it meant.

    One that was still to be sent, or was given up, needs no channel any more. Journaled in the
    task's history. Raises Misuse where there is nothing to confirm.
    """
    check_id(by)
    head = known_head(tx.head(community), community)
    key = community, seq, n
    found = tx.all(f"SELECT task, recipient, state FROM outbox WHERE {_OF}", *key)
    if not found or found[0][2] in ("confirmed", "dropped"):
        raise Misuse("confirm-none", community=community, number=f"{seq}.{n}")
    name, recipient, _ = found[0]
    one = None if member == recipient else member
    if one is not None:
        _confirm_one(tx, key, one, now)
    else:
        tx.execute(
            f"UPDATE delivery SET state = 'confirmed', at = ?, error = NULL WHERE {_OF}",
            now,
            *key,
        )
    left = tx.all(f"SELECT 1 FROM delivery WHERE {_OF} AND state <> 'confirmed'", *key)
    if one is None or not left:
        tx.execute(
            "UPDATE outbox SET state = 'confirmed', lease = 0, holder = NULL, error = NULL,"
            f" sent_at = COALESCE(sent_at, ?) WHERE {_OF}",
            now,
            *key,
        )
    task = tx.situation(community, name, None).task
    about: dict[str, Any] = {"task": name, "seq": seq, "n": n, "to": member or recipient, "by": by}
    if task is not None:
        about["follows"] = task.last
    entry = registry_entry(community, head.seq + 1, "confirmed", now, about, {})
    tx.append(community, entry, None, name)
    if task is not None:
        tx.touch(task, head.seq + 1)


def _confirm_one(tx: Tx, key: tuple[str, int, int], member: str, now: int) -> None:
    changed = tx.execute(
        "UPDATE delivery SET state = 'confirmed', at = ?, error = NULL"
        f" WHERE {_OF} AND recipient = ? AND state <> 'confirmed'",
        now,
        *key,
        member,
    )
    if not changed:
        raise Misuse("confirm-not-to", member=shown(member), number=f"{key[1]}.{key[2]}")
