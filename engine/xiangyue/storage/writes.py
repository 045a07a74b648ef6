"""What a transaction writes besides new rows."""

from __future__ import annotations

ASKED, GIVEN = "datum-asked", "datum-given"
TASK_MOVED, HEAD_MOVED = "task-moved", "head-moved"
ASKED_AGAIN = "ask-again"
TIMER_SET, TIMER_UNSET = "timer-set", "timer-unset"
SHARE_TOLD = "share-told"
HOLD_SET, HOLD_UNSET = "hold-set", "hold-unset"

UPSERTS = {
    # Asked for once, given again and again.
    ASKED: ("datum", "ON CONFLICT DO NOTHING"),
    GIVEN: (
        "datum",
        "ON CONFLICT (community, subject, field, task)"
        " DO UPDATE SET seq = excluded.seq, at = excluded.at, given = excluded.given",
    ),
    ASKED_AGAIN: (
        "ask",
        "ON CONFLICT (community, task, rung, member) DO UPDATE SET tries = excluded.tries",
    ),
    # Errands may arrive in another order than they were sent.
    SHARE_TOLD: (
        "share",
        "ON CONFLICT (community, task, child, child_task)"
        " DO UPDATE SET state = excluded.state, due = excluded.due, at = excluded.at,"
        " told = excluded.told, seq = excluded.seq WHERE excluded.told >= share.told",
    ),
    HOLD_SET: (
        "hold",
        "ON CONFLICT (community, task)"
        " DO UPDATE SET resource = excluded.resource, quantity = excluded.quantity",
    ),
    TIMER_SET: (
        "timer",
        "ON CONFLICT (community, task, name)"
        " DO UPDATE SET due = excluded.due, lease = 0, holder = NULL,"
        " state = 'waiting', attempts = 0, error = NULL",
    ),
}
"""Rows that may be there already: their table, and what then becomes of them."""
