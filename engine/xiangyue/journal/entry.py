"""From a decision to its journal entry and back.

The chained part holds no personal value: those go to the entry's payload, which enters the chain
only as a salted hash and can be destroyed without breaking it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from xiangyue.canonical import chainable, dump, sha256
from xiangyue.values import (
    NOTE,
    TITLE,
    Command,
    Decision,
    Planned,
    Posting,
    Reason,
    Ruling,
    Task,
)

T = TypeVar("T")

_SALT = 16


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One entry ready to be chained: its body, and the payload that is kept apart.

    ``held`` names the task's fields that are in the payload; ``digest`` binds the command's key.
    """

    seq: int
    body: bytes
    salt: bytes = b""
    payload: bytes = b""
    digest: str = ""
    held: tuple[str, ...] = ()


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The chained part of a decision; its fields stand in the order of RFC 8785."""

    action: str
    actor: str
    after: str | None = None
    again: int | None = None
    at: int
    before: str | None = None
    category: str | None = None
    community: str
    computed: Any = None
    digest: str | None = None
    does: list[Any] | None = None
    failing: dict[str, int] | None = None
    flow: str
    follows: int | None = None
    principal: str | None = msgspec.field(default=None, name="for")
    given: Any = None
    held: tuple[str, ...] = ()
    holds: list[Any] | None = None
    keep: int | None = None
    key: str | None = None
    kind: str
    left: dict[str, Any] | None = None
    mode: str
    named: bool = False
    notes: list[Any] | None = None
    occurred: int | None = None
    origin: str | None = None
    outcome: str
    points: list[Any] | None = None
    private: str | None = None
    reasons: list[Any] | None = None
    registry: int | None = None
    release: str
    reported: list[Any] | None = None
    rulings: list[Any] | None = None
    saw: Any = None
    saw_private: tuple[str, ...] = ()
    seq: int
    settings: int
    source: str | None = None
    standing: list[str | None] | None = None
    task: str
    unit: str | None = None
    until: int | None = None
    version: int | None = None


_encode = msgspec.json.Encoder(order="deterministic").encode


def digest_of(command: Command, salt: bytes) -> str:
    """Return the digest that binds a key to everything its command says.

    It is salted where what is said is personal. A category stands for the flow that it opens: how
    it is routed may change before the command comes again.
    """
    said = (
        command.action,
        command.actor,
        command.task,
        command.flow if command.category is None else {"category": command.category},
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
    registry: int | None = None,
) -> Entry:
    """Make the entry of a decision that leaves the task as ``after``.

    ``private`` names the fields whose values are kept apart; ``follows`` is the entry before it on
    the task, ``registry`` how far that chain had come: who held which role is told by it.
    """
    command = decision.command
    given, computed = command.data, _computed(decision)
    apart: dict[str, Any] = {}
    held: tuple[str, ...] = ()
    salt = payload = b""
    if command.title or command.note or not private.isdisjoint(decision.values):
        held = _keep_apart(command, given, computed, private, apart)
    if apart:
        salt, payload = os.urandom(_SALT), dump(apart)
        given = {k: v for k, v in given.items() if k not in private}
        computed = {k: v for k, v in computed.items() if k not in private}
    digest = digest_of(command, salt) if command.key else None
    right = decision.standing
    body = Body(
        action=command.action,
        actor=command.actor,
        after=decision.after,
        again=command.again,
        at=decision.now,
        before=decision.before,
        category=command.category,
        community=command.community,
        computed=chainable(computed) if computed else None,
        digest=digest,
        does=_each(_planned, decision.interventions),
        failing=dict(decision.failing) or None,
        flow=decision.flow,
        follows=follows,
        principal=command.on_behalf_of,
        given=chainable(given) if given else None,
        held=held,
        holds=list(msgspec.structs.astuple(decision.holds)) if decision.holds else None,
        keep=decision.keep,
        key=command.key,
        kind="command",
        left=_left(after) if after is not None else None,
        mode=decision.mode,
        named=decision.before is None and command.task is not None,
        notes=_each(_reason, decision.notes),
        occurred=command.occurred_at,
        origin=command.origin,
        outcome=decision.outcome,
        points=_each(_posting, decision.points),
        private=sha256(salt, payload).hex() if apart else None,
        reasons=_each(_reason, decision.reasons),
        registry=registry,
        release=decision.release,
        reported=_each(list, decision.reported),
        rulings=_each(_ruling, decision.rulings),
        saw=chainable(decision.saw) if decision.saw else None,
        saw_private=decision.saw_private,
        seq=decision.seq,
        settings=decision.settings,
        source=None if command.source == "digital" else command.source,
        standing=[right.role, right.unit, right.deputy_for] if right else None,
        task=decision.task,
        unit=command.unit,
        until=decision.until,
        version=command.version,
    )
    return Entry(decision.seq, _encode(body), salt, payload, digest or "", held)


def _each(make: Callable[[T], Any], said: Sequence[T]) -> list[Any] | None:
    """Return what is made of each; None where nothing is said: most decisions say little."""
    return [*map(make, said)] if said else None


def _planned(planned: Planned) -> list[Any]:
    """Return an intervention; how it differs from what the profile says only where it does."""
    row: list[Any] = [planned.kind, planned.to, planned.address, planned.accessory]
    if planned.detail or planned.at is not None:
        row += [chainable(planned.detail), planned.at]
    return row


def _posting(posting: Posting) -> list[Any]:
    """Return a posting; its sort, class and what it corrects only where they say something."""
    row: list[Any] = [posting.member, posting.account, posting.amount, posting.rule]
    more = [posting.sort, posting.group, posting.corrects]
    return row if more == ["award", "", ""] else [*row, *more]


def _ruling(ruling: Ruling) -> list[Any]:
    *plain, title, said, mend, until = msgspec.structs.astuple(ruling)
    return [*plain, *map(chainable, (title, said, mend, until))]


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "values": chainable(reason.values)}


def _computed(decision: Decision) -> Mapping[str, Any]:
    """Return the values that rules gave, as far as they are not what was given."""
    given, values = decision.command.data, decision.values
    if values is given:
        return {}
    return {k: v for k, v in values.items() if v is not given.get(k)}


def _keep_apart(
    command: Command,
    given: Mapping[str, Any],
    computed: Mapping[str, Any],
    private: frozenset[str],
    apart: dict[str, Any],
) -> tuple[str, ...]:
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
    return tuple(sorted(set(held)))


def registry_entry(
    community: str,
    seq: int,
    kind: str,
    now: int,
    about: Mapping[str, Any],
    apart: Mapping[str, Any],
    key: str | None = None,
) -> Entry:
    """Make the entry of anything that is not a command: a unit, a role, a release, settings.

    ``key`` is that of the errand which brought it, if one did.
    """
    salt = os.urandom(_SALT) if apart else b""
    payload = dump(chainable(apart)) if apart else b""
    body = {
        "kind": kind,
        "community": community,
        "seq": seq,
        "at": now,
        "about": chainable(about),
    }
    if key is not None:
        body["key"] = key
    if apart:
        body["private"] = sha256(salt, payload).hex()
    return Entry(seq, dump(body), salt, payload)


def _left(task: Task) -> dict[str, Any]:
    """Return what of the task does not follow from the rest of the entry."""
    left: dict[str, Any] = dict(zip(_ALWAYS, _always_of(task), strict=True))
    for name, value in zip(_LEFT, _left_of(task), strict=True):
        if value is not None:
            left[name] = chainable(value)
    if task.alarms:
        left["alarms"] = dict(task.alarms)
    return left


_ALWAYS = ("release", "version", "unit", "opened_at", "since")
_LEFT = ("assignee", "due", "state_due", "ended_at", "paused_at", "clock_from")
_always_of, _left_of = attrgetter(*_ALWAYS), attrgetter(*_LEFT)
