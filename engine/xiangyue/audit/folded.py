"""One task as its entries leave it, small enough to keep a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from xiangyue.audit.rows import COLUMNS, Key, Row
from xiangyue.canonical import dump, unchained
from xiangyue.values import replace

Body = Mapping[str, Any]

UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading a body that is none of ours can raise."""


class Folded(msgspec.Struct, frozen=True, array_like=True):
    """A task so far; ``left`` and ``data`` as they are chained, ``timers`` those that stand.

    Nothing is sure of its types: an entry may be forged.
    """

    flow: Any
    state: Any
    opener: Any
    last: Any
    left: dict[str, Any]
    data: dict[str, Any]
    private: dict[Any, Any]
    timers: dict[str, Any]
    origin: Any = None

    def row(self, key: Key) -> Row:
        """Return the row that the task must have."""
        known = dict.fromkeys(COLUMNS["task"])
        known.update(zip(("community", "id"), key, strict=True))
        try:
            known |= self.left
            known |= {
                "flow": self.flow,
                "state": self.state,
                "opener": self.opener,
                "last": self.last,
                "origin": self.origin,
                "due": unchained(self.left.get("due")),
                "state_due": unchained(self.left.get("state_due")),
                "data": dump(unchained(self.data)).decode(),
                "private": dump(self.private).decode(),
                "alarms": dump(self.left.get("alarms", {})).decode(),
            }
        except UNREADABLE:
            known |= dict.fromkeys(self.left)
        return tuple(map(known.get, COLUMNS["task"]))


pack = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(Folded).decode


def moved(known: Folded | None, body: Body) -> Folded:
    """Return the task after a command that was done; it is opened where none is known."""
    left = body["left"]
    private = dict(known.private) if known else {}
    private.update(dict.fromkeys(body.get("held", ()), body["seq"]))
    data = dict(known.data) if known else {}
    data.update(body.get("given", {}))
    data.update(body.get("computed", {}))
    for name in private:
        data.pop(name, None)
    return Folded(
        flow=known.flow if known else body["flow"],
        state=body["after"],
        opener=known.opener if known else body.get("for", body["actor"]),
        last=body["seq"],
        left=left,
        data=data,
        private=private,
        timers=_timers(known, left),
        origin=known.origin if known else body.get("origin"),
    )


def rescheduled(known: Folded, seq: Any, due: Any, state_due: Any, alarms: Any) -> Folded:
    """Return the task after its deadlines were moved, and its alarms with them."""
    dues = {"due": due, "state_due": state_due, "alarms": alarms or None}
    left = {**known.left, **dues}
    left = {name: value for name, value in left.items() if name not in dues or value is not None}
    return replace(known, last=seq, left=left, timers=_timers(known, left))


def migrated(known: Folded, seq: Any, state: Any, left: dict[str, Any], since: int) -> Folded:
    """Return the task as it goes on under another release.

    Of its timers that are moved, those that are due up to ``since`` have fired before.
    """
    timers = _timers(known, left, since)
    return replace(known, last=seq, state=state, left=left, timers=timers)


def _timers(known: Folded | None, left: Mapping[str, Any], since: int = -1) -> dict[str, int]:
    """Return the timers that stand; one that has fired does so again once its time is moved."""
    timers = dict(known.timers) if known else {}
    before, after = _planned(known.left if known else {}), _planned(left)
    if before == after:
        return timers
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            timers.pop(name, None)
            if name in after and after[name] > since:
                timers[name] = after[name]
    return timers


def _planned(left: Mapping[str, Any]) -> dict[str, int]:
    """Return the timers that a task plans: its own, which a pause stops, and its state's."""
    dues: dict[str, int] = dict(left.get("alarms", {}))
    if not left or "ended_at" in left:
        return dues
    if "paused_at" not in left and (due := left.get("due")) is not None:
        dues["flow"] = unchained(due)
    if (due := left.get("state_due")) is not None:
        dues["state"] = unchained(due)
    return dues
