"""The change feed: the journal of a community as CloudEvents 1.0.

An event says what its entry says in the open. Payloads are never read, so what is destroyed is
gone from the feed as well, from what was sent before it aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiangyue.canonical import load, unchained
from xiangyue.errands import DISTRIBUTE, FOLLOW_UP, REPORT
from xiangyue.errors import Misuse
from xiangyue.flow import PUT_BACK, PUT_IN_FORCE
from xiangyue.journal import MIGRATED
from xiangyue.spelling import shown
from xiangyue.storage import Reader
from xiangyue.time.clock import from_micros

PREFIX = "org.xiangyue."
MOST = 1000
_LOOK = 1000  # entries that one page looks at, so that a rare type costs no more than a common one

_KINDS: Mapping[str, str] = {
    "overdue": "timer.fired",
    "settings": "settings.changed",
    "mode": "mode.changed",
    "reset": "points.changed",
    "resume": "limit.resumed",
    "given-up": "task.given-up",
    "reported": "task.reported",
    MIGRATED: "task.migrated",
    "withheld": "message.withheld",
    "confirmed": "message.confirmed",
    "destroy": "values.destroyed",
}
TYPES = tuple(
    PREFIX + name
    for name in (
        "task.opened",
        "task.moved",
        "task.changed",
        "task.refused",
        "task.deferred",
        *_KINDS.values(),
    )
)
"""The types of events; an entry of any other kind is ``org.xiangyue.entry.`` and its kind."""

_GROUPS = {*(name.removeprefix(PREFIX).partition(".")[0] for name in TYPES), "entry"}
_PLAIN = ("action", "actor", "for", "flow", "outcome", "before", "after", "source")
_PINNED = ("release", "settings", "mode")
_MOMENTS = frozenset({"at", "since", "until", "due", "reported_at"})

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """Some events; ``next`` is what to pass as ``after`` for those that follow.

    It is the number of the last entry that was looked at, and stays where there is nothing new.
    """

    events: tuple[Event, ...]
    next: int


def check_types(types: Sequence[str] | None) -> tuple[str, ...]:
    """Return the types in full; ``task`` stands for every type that begins so, none for all.

    Raises Misuse for one that no event can have.
    """
    found = []
    for name in (types,) if isinstance(types, str) else types or ():
        full = f"{PREFIX}{str(name).removeprefix(PREFIX)}"
        group, dot, rest = full.removeprefix(PREFIX).partition(".")
        open_ended = not dot or (group == "entry" and rest)
        if group not in _GROUPS or not (open_ended or full in TYPES):
            known = ", ".join(one.removeprefix(PREFIX) for one in TYPES)
            raise Misuse("feed-type", given=shown(name), known=known)
        found.append(full)
    return tuple(dict.fromkeys(found))


def read_feed(
    reader: Reader, community: str, after: int, limit: int, types: Sequence[str] = ()
) -> Feed:
    """Return the events after an entry's number, at most ``limit`` (1 to 1000), in their order."""
    rows = reader.all(
        "SELECT seq, body FROM journal WHERE community = ? AND seq > ? ORDER BY seq LIMIT ?",
        community,
        after,
        _LOOK if types else limit,
    )
    events: list[Event] = []
    for seq, text in rows:
        after = seq
        body = load(text)
        if not types or _wanted(type_of(body), types):
            events.append(to_event(body))
            if len(events) == limit:
                break
    return Feed(tuple(events), after)


def _wanted(kind: str, types: Sequence[str]) -> bool:
    return any(kind == name or kind.startswith(f"{name}.") for name in types)


def type_of(body: Mapping[str, Any]) -> str:
    """Return the type of an entry's event."""
    kind = body["kind"]
    if kind != "command":
        return PREFIX + _KINDS.get(kind, f"entry.{kind}")
    if body["outcome"] != "done":
        return f"{PREFIX}task.{body['outcome']}"
    if "before" not in body:
        return f"{PREFIX}task.opened"
    return f"{PREFIX}task.{'moved' if body['after'] != body['before'] else 'changed'}"


def to_event(body: Mapping[str, Any]) -> Event:
    """Return the CloudEvent of an entry."""
    community, seq = body["community"], body["seq"]
    event = {
        "specversion": "1.0",
        "id": f"{community}/{seq}",
        "source": f"urn:xiangyue:{community}",
        "type": type_of(body),
        "time": moment(body["at"]),
        "datacontenttype": "application/json",
        "xiangyueseq": seq,
        "data": _data(body),
    }
    task = body.get("task") or body.get("about", {}).get("task")
    if task:
        event["subject"] = f"{community}/{task}"
    return event


def moment(at: int) -> str:
    """Return microseconds since 1970 UTC as RFC 3339."""
    return from_micros(at).isoformat().replace("+00:00", "Z")


def _data(body: Mapping[str, Any]) -> dict[str, Any]:
    if body["kind"] == "command":
        return _command(body)
    return (_migrated if body["kind"] == MIGRATED else _about)(body["about"])


def _command(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision says in the open; of its reasons only which they are."""
    left = body.get("left", {})
    told = {name: body[name] for name in (*_PLAIN, *_PINNED) if name in body}
    told |= {name: left[name] for name in ("version", "unit", "assignee") if name in left}
    moments = {
        "occurred": body.get("occurred"),
        "until": body.get("until"),
        "due": left.get("due"),
        "ended": left.get("ended_at"),
    }
    told |= {name: moment(unchained(at)) for name, at in moments.items() if at is not None}
    lists = {
        "values": unchained({**body.get("given", {}), **body.get("computed", {})}),
        "reasons": [_reason(reason) for reason in body.get("reasons", ())],
        "does": [_intervention(row) for row in body.get("does", ())],
        "points": [
            dict(zip(("member", "account", "amount", "rule"), row, strict=False))
            for row in body.get("points", ())
        ],
    }
    return told | {name: value for name, value in lists.items() if value}


def _reason(reason: Mapping[str, Any]) -> dict[str, Any]:
    limit = reason["values"].get("limit")
    return {"code": reason["code"], **({"limit": limit} if isinstance(limit, str) else {})}


_TOLD = {
    "switch_mode": "mode",
    FOLLOW_UP: "flow",
    REPORT: "state",
    PUT_IN_FORCE: "release",
    PUT_BACK: "release",
}
"""What is told of an intervention besides whom it touches."""


def _intervention(row: Sequence[Any]) -> dict[str, Any]:
    kind, to, *_ = row
    detail = row[4] if len(row) > 4 else {}
    said = {"kind": kind, "to": to}
    if kind == DISTRIBUTE:
        said |= {"as": detail["as"], "communities": len(detail["to"])}
    elif kind in _TOLD:
        said |= {_TOLD[kind]: detail.get(_TOLD[kind])}
    return {name: value for name, value in said.items() if value is not None}


def _migrated(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return which tasks go on under another release, and how they stand there."""
    told = {
        name: about[name] for name in ("by", "why", "flow", "from", "to", "back") if name in about
    }
    rows = unchained(about["tasks"])
    tasks = [
        {
            "task": task,
            "before": was.get("state", now["state"]),
            "after": now["state"],
            **({} if due is None else {"due": moment(due)}),
        }
        for task, due, _, _, now, was, _ in rows
    ]
    return {**told, "tasks": tasks}


def _about(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what any other entry says, its moments as RFC 3339."""
    return {
        name: moment(value) if name in _MOMENTS and type(value) is int else value
        for name, value in unchained(about).items()
        if name not in ("follows", "hashes", "task")
    }
