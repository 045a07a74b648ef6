"""The part of the face that says what becomes of messages, and hears that they were heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from xiangyue.channel import BY_HAND
from xiangyue.errors import Misuse
from xiangyue.reach.composing import Letter, compose
from xiangyue.spelling import shown
from xiangyue.storage import Reader, Store
from xiangyue.time.moments import Moment, micros
from xiangyue.work.confirming import confirm
from xiangyue.work.deliveries import Delivered, deliveries
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans

DispatchState = Literal["waiting", "sent", "awaited", "confirmed", "dropped", "dead"]
DISPATCH_STATES: Final[tuple[DispatchState, ...]] = (
    "waiting",
    "sent",
    "awaited",
    "confirmed",
    "dropped",
    "dead",
)
_MOST: Final = 1000
_COLUMNS: Final = (
    "o.community, o.seq, o.n, o.kind, o.recipient, o.task, o.at, o.due, o.state, o.attempts,"
    " o.channel, o.error, o.sent_at"
)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A message, and what became of it; moments are microseconds since 1970 UTC.

    ``state`` is waiting (tried next at ``due``), sent, awaited (written down for a person who
    brings it to others and then confirms it), confirmed, dropped or dead (given up). ``recipient``
    is a member's id, a role as ``role:clerk``, or None for the public; for a role ``members`` says
    what became of it for each. ``error`` is a code.
    """

    community: str
    seq: int
    n: int
    kind: str
    recipient: str | None
    task: str
    at: int
    due: int
    state: DispatchState
    attempts: int
    channel: str | None
    error: str | None
    sent_at: int | None
    members: Mapping[str, Delivered]


class Dispatching:
    """The messages of one store."""

    _store: Store
    _plans: Plans

    def messages(
        self, community: str, *, state: DispatchState | None = None, limit: int = 100
    ) -> tuple[Dispatch, ...]:
        """Return the messages of a community, the newest first: of one state, or of all.

        Raises Misuse for a community or state that does not exist, or a limit beyond 1 to 1000.
        """
        if state is not None and state not in DISPATCH_STATES:
            raise Misuse("dispatch-state", given=shown(state), known=", ".join(DISPATCH_STATES))
        if not 1 <= limit <= _MOST:
            raise Misuse("page-limit", limit=limit, most=_MOST)
        with self._store.read() as reader:
            names = self._by_hand(reader, community)
            which, values = _which(state, names)
            rows = reader.all(
                f"SELECT {_COLUMNS} FROM outbox o WHERE o.community = ?{which}"
                " ORDER BY o.at DESC, o.seq DESC, o.n LIMIT ?",
                community,
                *values,
                limit,
            )
            return tuple(_dispatch(reader, row, names) for row in rows)

    def message(self, community: str, seq: int, n: int) -> Dispatch:
        """Return one message by its number; raises Misuse where there is none."""
        with self._store.read() as reader:
            names = self._by_hand(reader, community)
            rows = reader.all(
                f"SELECT {_COLUMNS} FROM outbox o WHERE o.community = ? AND o.seq = ? AND o.n = ?",
                community,
                seq,
                n,
            )
            if not rows:
                raise Misuse("dispatch-none", community=community, number=f"{seq}.{n}")
            return _dispatch(reader, rows[0], names)

    def wording(
        self, community: str, seq: int, n: int, *, now: Moment = None
    ) -> tuple[Letter, ...]:
        """Return what a message says to each, as it would be sent now: for those who may see it.

        Empty where nobody is there to reach. Raises Misuse where there is no such message.
        """
        self.message(community, seq, n)
        with self._store.read() as reader:
            return compose(reader, self._plans, community, seq, n, micros(now))

    def confirm(
        self,
        community: str,
        seq: int,
        n: int,
        *,
        by: str,
        member: str | None = None,
        now: Moment = None,
    ) -> None:
        """Note that a message was heard or read, by all whom it meant or by one ``member``.

        ``by`` is who says so. What waits or was given up counts as told in person, and is not sent
        any more. Raises Misuse where there is nothing to confirm.
        """
        with self._store.begin() as tx:
            confirm(tx, community, seq, n, member, by, micros(now))

    def _by_hand(self, reader: Reader, community: str) -> tuple[str, ...]:
        """Return what the channels are called whose messages a person brings to others."""
        head = known_head(reader.situation(community, None, None).head, community)
        declared = self._plans.in_force(reader, head, community).profile.document
        channels: Mapping[str, Any] = declared.get("channels", {})
        named = {name for name, one in channels.items() if one["kind"] in BY_HAND}
        return tuple(sorted(named | (BY_HAND - channels.keys())))


def _which(state: DispatchState | None, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return what narrows messages down to a state: who is to be told by hand is not just sent."""
    marks = ", ".join("?" * len(names))
    awaited = (
        f" AND (o.channel IN ({marks}) OR EXISTS (SELECT 1 FROM delivery d"
        " WHERE d.community = o.community AND d.seq = o.seq AND d.n = o.n AND d.state = 'sent'"
        f" AND d.channel IN ({marks})))"
    )
    if state == "awaited":
        return f" AND o.state = 'sent'{awaited}", names + names
    if state == "sent":
        return f" AND o.state = 'sent' AND NOT{awaited.removeprefix(' AND')}", names + names
    return (" AND o.state = ?", (state,)) if state else ("", ())


def _dispatch(reader: Reader, row: Any, names: tuple[str, ...]) -> Dispatch:
    community, seq, n, *plain, state, attempts, channel, error, sent_at = row
    members = deliveries(reader, community, seq, n)
    through = {channel, *(one.channel for one in members.values() if one.state == "sent")}
    if state == "sent" and not through.isdisjoint(names):
        state = "awaited"
    rest: list[Any] = [*plain, state, attempts, channel, error, sent_at, members]
    return Dispatch(community, seq, n, *rest)
