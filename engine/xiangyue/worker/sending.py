"""Sending what was claimed: at least once, each time with the same id."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, Protocol, runtime_checkable

from xiangyue.reach.clearance import clear
from xiangyue.storage import Store, Tx
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Planned
from xiangyue.work.plans import Plans
from xiangyue.work.withholding import withhold
from xiangyue.worker.backoff import ATTEMPTS, SECOND, backoff

log = logging.getLogger("xiangyue.worker")

_SHORTEST: Final = 5 * SECOND
_LONGEST: Final = 6 * 3600 * SECOND
_MOST_WORDS: Final = 500

State = Literal["sent", "confirmed", "dropped", "again", "dead", "withheld"]


class Parcel(NamedTuple):
    """What is to be sent: a reference to intervention ``n`` of journal entry ``seq``.

    ``planned`` is the intervention as limits leave it at the moment it is sent.
    """

    community: str
    seq: int
    n: int
    kind: str
    recipient: str | None
    address: str
    task: str
    at: int
    attempts: int
    planned: Planned | None = None

    @property
    def id(self) -> str:
        """Return the id that stays the same however often it is sent."""
        return f"{self.community}/{self.seq}.{self.n}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel.

    "again" tries it later, "dead" gives it up, "withheld" is what limits keep back. ``error`` is
    stored as it is, beyond the reach of destruction, so it must name no person.
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


class Sending:
    """Hands parcels over, each after one more look at what limits say by then."""

    def __init__(self, store: Store, plans: Plans, carrier: Carrier, holder: str) -> None:
        """Send by this carrier what ``holder`` has claimed."""
        self._store, self._plans, self._carrier, self._holder = store, plans, carrier, holder

    def send(
        self, parcels: Sequence[Parcel], stopped: Callable[[], bool], now: Moment = None
    ) -> list[tuple[Parcel, Outcome]]:
        """Hand each parcel over, until ``stopped``; returns what became of each."""
        results = []
        for parcel in parcels:
            if stopped():
                break
            try:
                outcome = self._send(parcel, micros(now))
            except Exception as error:
                log.warning("%s was not sent: %s", parcel.id, type(error).__name__)
                # Its words may quote whom it was for; its kind does not.
                outcome = Outcome("again", error=type(error).__name__)
            results.append((parcel, outcome))
        return results

    def _send(self, parcel: Parcel, now: int) -> Outcome:
        at, again = (parcel.community, parcel.seq, parcel.n), parcel.attempts > 0
        with self._store.read() as reader:
            cleared = clear(reader, self._plans, *at, now, again=again)
        if cleared.planned is not None:
            return self._carrier.deliver(parcel._replace(planned=cleared.planned))
        if cleared.broken:
            return Outcome("again", error="limit-broken")
        # At once: it makes room for the next one under the same budget.
        with self._store.begin() as tx:
            withhold(tx, *at, self._holder, cleared.limits, cleared.until, now)
        return Outcome("withheld")


def settle(tx: Tx, results: Sequence[tuple[Parcel, Outcome]], holder: str, now: int) -> None:
    """Write what became of parcels, where the worker still holds them.

    What limits withhold has been written already.
    """
    tx.executemany(
        "UPDATE outbox SET state = ?, attempts = ?, due = ?, lease = 0, holder = NULL,"
        " channel = ?, error = ?, sent_at = ?"
        " WHERE community = ? AND seq = ? AND n = ? AND holder = ? AND state = 'waiting'",
        [
            (*_after(parcel, outcome, now), parcel.community, parcel.seq, parcel.n, holder)
            for parcel, outcome in results
            if outcome.state != "withheld"
        ],
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
