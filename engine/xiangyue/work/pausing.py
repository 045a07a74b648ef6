"""What the engine has promised to decide waits as long as a mode pauses its flow."""

from __future__ import annotations

from xiangyue.storage import Head, Reader
from xiangyue.values import Decision, replace
from xiangyue.work.leaving import pauses
from xiangyue.work.plans import Plans

_HOUR = 3600 * 1_000_000
_PAUSED = "flow-paused"


def put_off(
    reader: Reader, plans: Plans, head: Head, decision: Decision, release: str | None
) -> Decision:
    """Return a refusal of what was promised as a deferral, where only the mode pauses its flow.

    Nobody is there who would try again when the pause is over, and a refusal binds the key for
    good. It ends with the mode, or before: it is looked at every hour. ``release`` is the one that
    the task began under.
    """
    paused = tuple(one for one in decision.reasons if one.code == _PAUSED)
    if decision.outcome != "refused" or not paused or not _promised(decision.command.key):
        return decision
    if not pauses(reader, plans, head, decision.command.community, decision.flow, release):
        return decision
    later = decision.now + _HOUR
    until = min(head.present.until or later, later)
    return replace(decision, outcome="deferred", reasons=paused, until=until, keep=None)


def _promised(key: str | None) -> bool:
    """Tell whether it is an errand, or was deferred before: no caller's key begins so."""
    return key is not None and key.startswith("~")
