"""What a review is opened with: facts that the journal and the tables know of an emergency.

They are about the task that had the review opened (its origin), from its opening until it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from xiangyue.canonical import load
from xiangyue.flow import Plan
from xiangyue.journal import follows
from xiangyue.limit import Limit
from xiangyue.profile import LISTED
from xiangyue.reach.listing import listed
from xiangyue.storage import Head, Reader
from xiangyue.time.clock import from_micros, zone
from xiangyue.values import NORMAL, OPEN, SYSTEM, Command, Task
from xiangyue.words import split_ref

_MINUTE: Final = 60_000_000
_HUNDRED: Final = 100
_SLICE: Final = 1_000
_ENTRIES = "SELECT body FROM journal WHERE community = ? AND seq > ? AND seq <= ? ORDER BY seq"
_ASKS = "SELECT answered_at FROM ask WHERE community = ? AND asked_at >= ? AND asked_at <= ?"
_HOURS = (
    "SELECT account, SUM(amount) FROM ledger WHERE community = ? AND seq > ? AND seq <= ?"
    " GROUP BY account"
)


class _Span(NamedTuple):
    """The entries and moments between which something was measured."""

    first: int
    last: int
    since: int
    until: int


def measured(
    reader: Reader,
    plan: Plan,
    limits: Mapping[str, Limit],
    head: Head,
    command: Command,
    names: Iterable[str],
) -> Mapping[str, Any]:
    """Return what is known of these measures, by name; nothing where no task led to the opening.

    Moments are texts of the community's clock, lengths are minutes, everything else is counted.
    """
    wanted = set(names)
    counted = {
        name: len(listed(reader, plan, command.community, name.removeprefix(LISTED)).rows)
        for name in wanted
        if name.startswith(LISTED)
    }
    if command.origin is None or wanted == counted.keys():
        return counted
    community, name = split_ref(command.origin)
    task = reader.situation(community, name, None).task
    if task is None or community != command.community:
        return counted
    span = _span(reader, task, head.seq)
    found = _Count(plan, limits, task)
    for start in range(span.first - 1, span.last, _SLICE):
        last = min(start + _SLICE, span.last)
        for (body,) in reader.all(_ENTRIES, community, start, last):
            found.see(load(body))
    timezone = plan.profile.calendar.timezone
    values = {
        **counted,
        "activated_at": span.since,
        "stood_down_at": task.ended_at,
        **found.values(),
        **_acknowledged(reader, community, span),
        "hours_owed": _hours(reader, plan, community, span),
    }
    return {
        name: _clock(value, timezone) if name.endswith("_at") else value
        for name, value in values.items()
        if name in wanted and value is not None
    }


class _Count:
    """Counts what the entries of an emergency say."""

    def __init__(self, plan: Plan, limits: Mapping[str, Limit], task: Task) -> None:
        self._plan, self._limits, self._task = plan, limits, task
        self._counts: Counter[str] = Counter()
        self._modes: set[str] = set()
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._first: int | None = None
        self._delay: int | None = None

    def see(self, body: Mapping[str, Any]) -> None:
        """Count one entry."""
        if body["kind"] == "destroy":
            self._counts["personal_destroyed"] += len(body["about"]["seqs"])
        if body["kind"] != "command":
            return
        mode = body["mode"]
        if body["task"] == self._task.id and body.get("after") and body["at"]:
            self._delay = (body["at"] - body.get("occurred", body["at"])) // _MINUTE
        if mode == NORMAL:
            return
        self._modes.add(mode)
        done = body["outcome"] == "done"
        self._counts["commands_in_mode" if done else "refused_in_mode"] += 1
        self._counts["personal_collected"] += done and "private" in body
        if done and self._first is None and self._acts(body):
            self._first = body.get("occurred", body["at"])
        for kind, *_ in body.get("does", ()) if done else ():
            self._kinds[mode, kind] += 1

    def _acts(self, body: Mapping[str, Any]) -> bool:
        """Tell whether somebody has done something, other than keep the activation's file."""
        own = body["actor"] == SYSTEM or body["task"] == self._task.id
        return not own and body["action"] != OPEN

    def values(self) -> Mapping[str, Any]:
        """Return what was counted."""
        lifted = [
            (mode, binding)
            for mode in self._modes
            for binding in self._plan.profile.limits.values()
            if {mode, mode.partition(":")[0]} & binding.lifted_in
        ]
        used = {
            (mode, kind)
            for mode, binding in lifted
            for kind in (self._limits[binding.limit].kinds if binding.limit in self._limits else ())
        }
        names = ("commands_in_mode", "refused_in_mode", "personal_collected", "personal_destroyed")
        return {
            **{name: self._counts[name] for name in names},
            "first_action_at": self._first,
            "stand_down_delay": self._delay,
            "limits_lifted": len({binding.id for _, binding in lifted}),
            "lifted_used": sum(self._kinds[one] for one in used),
        }


def _span(reader: Reader, task: Task, head: int) -> _Span:
    seq, body = task.last, reader.entry(task.community, task.last)[0]
    while (before := follows(body, task.id)) is not None:
        seq, body = before, reader.entry(task.community, before)[0]
    ended = task.ended_at is not None
    until = task.ended_at if task.ended_at is not None else body["at"]
    return _Span(seq, task.last if ended else head, task.opened_at, until)


def _acknowledged(reader: Reader, community: str, span: _Span) -> Mapping[str, Any]:
    """Return when the first of those asked has answered, and when nine in ten of them had."""
    rows = reader.all(_ASKS, community, span.since, span.until)
    answered = sorted(at for (at,) in rows if at is not None)
    enough = -(-len(rows) * 9 // 10)  # rounded up
    return {
        "asked": len(rows),
        "first_ack_at": answered[0] if answered else None,
        "ack_90_at": answered[enough - 1] if rows and len(answered) >= enough else None,
    }


def _hours(reader: Reader, plan: Plan, community: str, span: _Span) -> float | None:
    """Return the hours entered in accounts that count hours; None where none does."""
    counted = {a.id for a in plan.profile.accounts.values() if a.counts == "hours"}
    if not counted:
        return None
    rows = reader.all(_HOURS, community, span.first - 1, span.last)
    return sum(int(amount) for account, amount in rows if account in counted) / _HUNDRED


def _clock(at: int, timezone: str) -> str:
    return from_micros(at).astimezone(zone(timezone)).isoformat(timespec="seconds")
