"""From a decision to its journal entry and back.

The chained part holds no personal value: those go to the entry's payload, which enters the chain
only as a salted hash and can be destroyed without breaking it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.canonical import chainable, dump, sha256, unchained
from xiangyue.schedule import NOTE, TITLE
from xiangyue.values import (
    OPEN,
    Command,
    Decision,
    Planned,
    Posting,
    Reason,
    Standing,
    Task,
)

_SALT = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry before it is chained: its body, and the payload that is kept apart."""

    body: dict[str, Any]
    salt: bytes = b""
    payload: bytes = b""


def content(command: Command) -> Mapping[str, Any]:
    """Return what an idempotency key is bound to: everything the caller said."""
    said = {
        "action": command.action,
        "actor": command.actor,
        "task": command.task,
        "flow": command.flow,
        "data": chainable(command.data),
        "note": command.note,
        "title": command.title,
        "unit": command.unit,
        "for": command.on_behalf_of,
        "occurred": command.occurred_at,
        "source": command.source,
        "version": command.version,
    }
    return {k: v for k, v in said.items() if v is not None}


def digest_of(command: Command, salt: bytes) -> str:
    """Return the digest that binds a key to its command; salted where that is personal."""
    return sha256(salt, dump(content(command))).hex()


def decision_entry(
    decision: Decision, private: frozenset[str], follows: int | None = None
) -> Entry:
    """Make the entry of a decision.

    ``private`` names the fields whose values are kept apart; ``follows`` is the entry before this
    one on the same task, so that a task's history needs no index.
    """
    command = decision.command
    given, held = _split(command.data, private)
    computed, computed_held = _split(
        {k: v for k, v in decision.values.items() if k not in command.data}, private
    )
    apart: dict[str, Any] = {}
    if held:
        apart["given"] = chainable(held)
    if computed_held:
        apart["computed"] = chainable(computed_held)
    if command.note:
        apart[NOTE] = command.note
    if command.title:
        apart[TITLE] = command.title
    salt = os.urandom(_SALT) if apart else b""
    payload = dump(apart) if apart else b""
    body = {
        "kind": "command",
        "community": command.community,
        "seq": decision.seq,
        "at": decision.now,
        "task": decision.task,
        "flow": decision.flow,
        "action": command.action,
        "actor": command.actor,
        "outcome": decision.outcome,
        "release": decision.release,
        "settings": decision.settings,
        "mode": decision.mode,
        "before": decision.before,
        "after": decision.after,
        "key": command.key,
        "digest": digest_of(command, salt) if command.key else None,
        "for": command.on_behalf_of,
        "occurred": command.occurred_at,
        "unit": command.unit,
        "version": command.version,
        "follows": follows,
        "source": None if command.source == "digital" else command.source,
        "new": None if decision.before else command.task is not None,
        "given": chainable(given) if given else None,
        "computed": chainable(computed) if computed else None,
        "held": sorted({*held, *computed_held, *_titled(command)}) or None,
        "saw": chainable(decision.saw) if decision.saw else None,
        "saw_private": list(decision.saw_private) or None,
        "standing": _standing(decision.standing),
        "reasons": [{"code": r.code, "values": chainable(r.values)} for r in decision.reasons]
        or None,
        "does": [[p.kind, p.to, p.address, p.accessory] for p in decision.interventions] or None,
        "points": [[p.member, p.account, p.amount, p.rule] for p in decision.points] or None,
        "left": _left(decision.result) if decision.result else None,
        "private": sha256(salt, payload).hex() if apart else None,
    }
    return Entry({k: v for k, v in body.items() if v is not None}, salt, payload)


def registry_entry(
    community: str, seq: int, kind: str, now: int, about: Mapping[str, Any], apart: Mapping[str, Any]
) -> Entry:
    """Make the entry of anything that is not a command: a unit, a role, a release, settings."""
    salt = os.urandom(_SALT) if apart else b""
    payload = dump(chainable(apart)) if apart else b""
    body = {
        "kind": kind,
        "community": community,
        "seq": seq,
        "at": now,
        "about": chainable(about),
    }
    if apart:
        body["private"] = sha256(salt, payload).hex()
    return Entry(body, salt, payload)


def _split(
    data: Mapping[str, Any], private: frozenset[str]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if private.isdisjoint(data):
        return data, {}
    held = {k: v for k, v in data.items() if k in private}
    return {k: v for k, v in data.items() if k not in private}, held


def _titled(command: Command) -> tuple[str, ...]:
    return (TITLE,) if command.title else ()


def _standing(standing: Standing | None) -> list[str | None] | None:
    return [standing.role, standing.unit, standing.deputy_for] if standing else None


def _left(task: Task) -> dict[str, Any]:
    """Return what of the task does not follow from the rest of the entry."""
    left = {
        "release": task.release,
        "version": task.version,
        "unit": task.unit,
        "opened_at": task.opened_at,
        "since": task.since,
        "assignee": task.assignee,
        "due": chainable(task.due),
        "state_due": chainable(task.state_due),
        "ended_at": task.ended_at,
        "paused_at": task.paused_at,
    }
    return {k: v for k, v in left.items() if v is not None}


def to_decision(body: Mapping[str, Any], payload: Mapping[str, Any] | None) -> Decision:
    """Read a decision back; personal values are there only while their payload exists."""
    apart = payload or {}
    given = {**body.get("given", {}), **apart.get("given", {})}
    computed = {**body.get("computed", {}), **apart.get("computed", {})}
    standing = body.get("standing")
    opening = body.get("before") is None
    command = Command(
        community=body["community"],
        action=body["action"],
        actor=body["actor"],
        task=body["task"] if not opening or body.get("new") else None,
        flow=body["flow"] if opening else None,
        data=unchained(given),
        note=apart.get(NOTE),
        title=apart.get(TITLE),
        unit=body.get("unit"),
        on_behalf_of=body.get("for"),
        occurred_at=body.get("occurred"),
        source=body.get("source", "digital"),
        key=body.get("key"),
        version=body.get("version"),
    )
    return Decision(
        outcome=body["outcome"],
        command=command,
        task=body["task"],
        seq=body["seq"],
        now=body["at"],
        release=body["release"],
        settings=body["settings"],
        mode=body["mode"],
        before=body.get("before"),
        after=body.get("after"),
        flow=body["flow"],
        reasons=tuple(Reason(r["code"], unchained(r["values"])) for r in body.get("reasons", ())),
        standing=Standing(*standing) if standing else None,
        values=unchained({**given, **computed}),
        saw=unchained(body.get("saw", {})),
        saw_private=tuple(body.get("saw_private", ())),
        interventions=tuple(Planned(*p) for p in body.get("does", ())),
        points=tuple(Posting(*p) for p in body.get("points", ())),
    )


def is_opening(body: Mapping[str, Any]) -> bool:
    """Tell whether an entry is of a command that opens a task."""
    return body["kind"] == "command" and body["action"] == OPEN and "before" not in body
