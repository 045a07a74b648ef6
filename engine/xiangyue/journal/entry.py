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


def digest_of(command: Command, salt: bytes) -> str:
    """Return the digest that binds a key to everything its command says.

    It is salted where what is said is personal.
    """
    said = (
        command.action,
        command.actor,
        command.task,
        command.flow,
        chainable(command.data),
        command.note,
        command.title,
        command.unit,
        command.on_behalf_of,
        command.occurred_at,
        command.source,
        command.version,
    )
    return sha256(salt, dump(said)).hex()


def decision_entry(
    decision: Decision,
    after: Task | None,
    private: frozenset[str] = frozenset(),
    follows: int | None = None,
) -> Entry:
    """Make the entry of a decision that leaves the task as ``after``.

    ``private`` names the fields whose values are kept apart; ``follows`` is the entry before this
    one on the same task, so that a task's history needs no index.
    """
    command = decision.command
    body: dict[str, Any] = {
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
    }
    given = command.data
    computed = decision.values
    if computed is not given:
        computed = {k: v for k, v in computed.items() if v is not given.get(k)}
    else:
        computed = {}
    apart: dict[str, Any] = {}
    held = _keep_apart(command, given, computed, private, apart)
    if held:
        body["held"] = held
        given = {k: v for k, v in given.items() if k not in private}
        computed = {k: v for k, v in computed.items() if k not in private}
    said = {
        "before": decision.before,
        "after": decision.after,
        "key": command.key,
        "for": command.on_behalf_of,
        "occurred": command.occurred_at,
        "unit": command.unit,
        "version": command.version,
        "follows": follows,
    }
    body.update([(name, value) for name, value in said.items() if value is not None])
    if given:
        body["given"] = chainable(given)
    if computed:
        body["computed"] = chainable(computed)
    _explain(body, decision)
    if command.source != "digital":
        body["source"] = command.source
    if decision.before is None and command.task is not None:
        body["named"] = True
    if after is not None:
        body["left"] = _left(after)
    salt = payload = b""
    if apart:
        salt, payload = os.urandom(_SALT), dump(apart)
        body["private"] = sha256(salt, payload).hex()
    if command.key:
        body["digest"] = digest_of(command, salt)
    return Entry(body, salt, payload)


def _keep_apart(
    command: Command,
    given: Mapping[str, Any],
    computed: Mapping[str, Any],
    private: frozenset[str],
    apart: dict[str, Any],
) -> list[str]:
    """Put what is personal into ``apart``; return the names of the task's fields among it."""
    held: list[str] = []
    for name, part in (("given", given), ("computed", computed)):
        if not private.isdisjoint(part):
            own = {k: chainable(v) for k, v in part.items() if k in private}
            apart[name] = own
            held += own
    if command.title:
        apart[TITLE] = command.title
        held.append(TITLE)
    if command.note:
        apart[NOTE] = command.note
    return sorted(set(held))


def _explain(body: dict[str, Any], decision: Decision) -> None:
    """Add why it was decided so, and what follows from it."""
    if decision.saw:
        body["saw"] = chainable(decision.saw)
    if decision.saw_private:
        body["saw_private"] = decision.saw_private
    if decision.standing:
        right = decision.standing
        body["standing"] = [right.role, right.unit, right.deputy_for]
    if decision.reasons:
        body["reasons"] = [
            {"code": r.code, "values": chainable(r.values)} for r in decision.reasons
        ]
    if decision.interventions:
        body["does"] = [[p.kind, p.to, p.address, p.accessory] for p in decision.interventions]
    if decision.points:
        body["points"] = [[p.member, p.account, p.amount, p.rule] for p in decision.points]


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


def _left(task: Task) -> dict[str, Any]:
    """Return what of the task does not follow from the rest of the entry."""
    left: dict[str, Any] = {
        "release": task.release,
        "version": task.version,
        "unit": task.unit,
        "opened_at": task.opened_at,
        "since": task.since,
    }
    for name in ("assignee", "due", "state_due", "ended_at", "paused_at"):
        value = getattr(task, name)
        if value is not None:
            left[name] = chainable(value)
    return left


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
        task=body["task"] if not opening or body.get("named") else None,
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
