"""What became of a message to a role, for each member it meant.

A matter of sending: no entry speaks of it. A row holds a member's id and no word of the message.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from xiangyue.storage import Reader, Tx

AGAIN: Final = "waiting"
DEAD: Final = "dead"


class Delivered(NamedTuple):
    """What became of it: waiting (to be tried again), sent, confirmed or dead.

    ``channel`` is the profile's name of the one that took it, ``error`` the code of why none did.
    """

    state: str
    channel: str | None = None
    error: str | None = None


_OF = "community = ? AND seq = ? AND n = ?"


def deliveries(reader: Reader, community: str, seq: int, n: int) -> dict[str, Delivered]:
    """Return what became of a message by member; empty where it was never sent to a role."""
    rows = reader.all(
        f"SELECT recipient, state, channel, error FROM delivery WHERE {_OF} ORDER BY recipient",
        community,
        seq,
        n,
    )
    return {member: Delivered(*row) for member, *row in rows}


def note(
    tx: Tx, community: str, seq: int, n: int, member: str, became: Delivered, now: int
) -> None:
    """Note what became of a message for a member; who has it already keeps it."""
    tx.execute(
        "INSERT INTO delivery (community, seq, n, recipient, state, at, channel, error)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (community, seq, n, recipient) DO UPDATE SET"
        " state = excluded.state, at = excluded.at, channel = excluded.channel,"
        " error = excluded.error WHERE delivery.state NOT IN ('sent', 'confirmed')",
        community,
        seq,
        n,
        member,
        became.state,
        now,
        became.channel,
        became.error,
    )


def begin_anew(tx: Tx, narrowed: str, values: list[Any]) -> None:
    """Let members who were given up be tried again; ``narrowed`` says which messages."""
    tx.execute(f"DELETE FROM delivery WHERE state = '{DEAD}'{narrowed}", *values)
