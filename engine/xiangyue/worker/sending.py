"""Sending what was claimed: at least once, each time with the same id."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, Protocol, runtime_checkable

from xiangyue.storage import Tx
from xiangyue.worker.backoff import ATTEMPTS, SECOND, backoff

log = logging.getLogger("xiangyue.worker")

_SHORTEST: Final = 5 * SECOND
_LONGEST: Final = 6 * 3600 * SECOND
_MOST_WORDS: Final = 500

State = Literal["sent", "confirmed", "dropped", "again", "dead"]


class Parcel(NamedTuple):
    """What is to be sent: a reference to intervention ``n`` of journal entry ``seq``."""

    community: str
    seq: int
    n: int
    kind: str
    recipient: str | None
    address: str
    task: str
    at: int
    attempts: int

    @property
    def id(self) -> str:
        """Return the id that stays the same however often it is sent."""
        return f"{self.community}/{self.seq}.{self.n}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel.

    "again" tries it later, "dead" gives it up. ``error`` is stored as it is, beyond the reach of
    destruction, so it must name no person.
    """

    state: State
    channel: str | None = None
    error: str | None = None


@runtime_checkable
class Carrier(Protocol):
    """Whatever brings messages to people and systems."""

    def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel; an exception counts as "again"."""
        ...


def send(
    carrier: Carrier, parcels: Sequence[Parcel], stopped: Callable[[], bool]
) -> list[tuple[Parcel, Outcome]]:
    """Hand each parcel over, until ``stopped``; returns what became of each."""
    results = []
    for parcel in parcels:
        if stopped():
            break
        try:
            outcome = carrier.deliver(parcel)
        except Exception as error:
            log.warning("%s was not sent: %s", parcel.id, type(error).__name__)
            # Its words may quote whom it was for; its kind does not.
            outcome = Outcome("again", error=type(error).__name__)
        results.append((parcel, outcome))
    return results


def settle(tx: Tx, results: Sequence[tuple[Parcel, Outcome]], holder: str, now: int) -> None:
    """Write what became of parcels, where the worker still holds them."""
    tx.executemany(
        "UPDATE outbox SET state = ?, attempts = ?, due = ?, lease = 0, holder = NULL,"
        " channel = ?, error = ?, sent_at = ?"
        " WHERE community = ? AND seq = ? AND n = ? AND holder = ? AND state = 'waiting'",
        [(*_after(p, o, now), p.community, p.seq, p.n, holder) for p, o in results],
    )


def _after(parcel: Parcel, outcome: Outcome, now: int) -> tuple[Any, ...]:
    attempts = parcel.attempts + 1
    state: str = outcome.state
    due = now
    if state == "again":
        state = "dead" if attempts >= ATTEMPTS else "waiting"
        due += backoff(attempts, _SHORTEST, _LONGEST)
    sent_at = now if state in ("sent", "confirmed") else None
    error = outcome.error[:_MOST_WORDS] if outcome.error else None
    return state, attempts, due, outcome.channel, error, sent_at
