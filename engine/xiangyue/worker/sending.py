"""Sending what was claimed: at least once, each time with the same id."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

from xiangyue.reach.clearance import Clearance, clear
from xiangyue.storage import Store, Tx
from xiangyue.time.moments import Moment, micros
from xiangyue.watch.facts import Settled, as_code
from xiangyue.work.claiming import claim_outbox, renew
from xiangyue.work.plans import Plans
from xiangyue.work.withholding import withhold
from xiangyue.worker.backoff import ATTEMPTS, SECOND, backoff
from xiangyue.worker.flights import Flights, Landed
from xiangyue.worker.parcel import Outcome, Parcel

_SHORTEST: Final = 5 * SECOND
_LONGEST: Final = 6 * 3600 * SECOND
_MOST_WORDS: Final = 500
_GRACE: Final = 15.0
"""How many seconds a stopped worker waits for what is on its way."""
_MOMENT: Final = 0.05
_GROUP: Final = 50
"""So many are settled at once, and told twice at most if the process dies before."""


class Sending:
    """Hands parcels over, each after one more look at what limits say by then.

    Limits are asked here, one parcel after the other; what a channel does, it does elsewhere, so
    that one that hangs holds up only its own. Leases are renewed meanwhile.
    """

    def __init__(
        self, store: Store, plans: Plans, flights: Flights, holder: str, lease: float
    ) -> None:
        """Send what ``holder`` claims, for ``lease`` seconds at a time."""
        self._store, self._plans, self._holder = store, plans, holder
        self._flights, self._lease = flights, lease
        self._pending: deque[Parcel] = deque()
        self._renewed = time.monotonic()

    @property
    def under_way(self) -> bool:
        """Whether something has left and is not back yet."""
        return bool(self._flights.parcels)

    def send(
        self, batch: int, stopped: Callable[[], bool], now: Moment, *, all_back: bool
    ) -> tuple[list[Landed], int]:
        """Claim a batch and work it off; returns what became of each, and how many were taken over.

        Ends when everything has left, or is back if ``all_back``; what is on its way then comes
        back to the next call. Once ``stopped`` nothing more leaves.
        """
        takeovers = self._claim(batch, now)
        results: list[Landed] = []
        unsettled: list[Landed] = []
        grace = 0.0
        while self._pending or self._flights.parcels:
            back = [*self._hand_over(stopped, now), *self._flights.landed(_MOMENT)]
            unsettled += back
            if len(unsettled) >= _GROUP or not back:
                results += self._settled(unsettled, now)
                unsettled = []
            self._renew(now)
            if stopped():
                self._pending.clear()
                grace = grace or time.monotonic() + _GRACE
                if time.monotonic() > grace:
                    break
            elif not self._pending and not all_back:
                break
        return results + self._settled(unsettled, now), takeovers

    def _claim(self, batch: int, now: Moment) -> int:
        flying = {parcel.key for parcel in self._flights.parcels}
        length = round(self._lease * SECOND)
        with self._store.begin() as tx:
            found = claim_outbox(tx, micros(now), self._holder, length, batch + len(flying))
        claimed = [Parcel(*row) for row in found.rows]
        self._pending = deque([one for one in claimed if one.key not in flying][:batch])
        self._renewed = time.monotonic()
        return found.takeovers

    def _hand_over(self, stopped: Callable[[], bool], now: Moment) -> list[Landed]:
        """Let what can leave, leave; returns what limits keep back, or could not be looked at."""
        kept: list[Landed] = []
        for _ in range(len(self._pending)):
            if stopped():
                break
            parcel = self._pending.popleft()
            if not self._flights.takes(parcel):
                self._pending.append(parcel)
                continue
            try:
                outcome = self._clear(parcel, micros(now))
            except Exception as error:
                outcome = Outcome("again", error=type(error).__name__)
            if outcome is not None:
                kept.append((parcel, outcome))
        return kept

    def _clear(self, parcel: Parcel, now: int) -> Outcome | None:
        """Let a parcel leave, unless limits keep it back."""
        with self._store.read() as reader:
            cleared = clear(reader, self._plans, *parcel.key, now, again=parcel.attempts > 0)
        if cleared.kept:
            self._keep_back(parcel, cleared, now)
            if cleared.planned is None and not cleared.broken:
                return Outcome("withheld" if cleared.until else "dropped", error="withheld")
        if cleared.planned is not None:
            self._flights.begin(parcel._replace(planned=cleared.planned, later=cleared.later))
            return None
        if cleared.broken:
            return Outcome("again", error="limit-broken")
        # At once: it makes room for the next one under the same budget.
        with self._store.begin() as tx:
            withhold(tx, *parcel.key, self._holder, cleared.limits, cleared.until, now)
        return Outcome("withheld")

    def _keep_back(self, parcel: Parcel, cleared: Clearance, now: int) -> None:
        """Write whom of a rung limits keep back; the one with whom the message waits comes last."""
        moments = sorted(cleared.kept, key=lambda until: until == cleared.until)
        with self._store.begin() as tx:
            for until in moments:
                stays = cleared.until is None or until != cleared.until
                limits, names = cleared.limits, cleared.kept[until]
                withhold(tx, *parcel.key, self._holder, limits, until, now, names, stays=stays)

    def _settled(self, results: list[Landed], now: Moment) -> list[Landed]:
        if results:
            with self._store.begin() as tx:
                settle(tx, results, self._holder, micros(now))
                for parcel, outcome in results:
                    tx.note(_told(parcel, outcome))
        return results

    def _renew(self, now: Moment) -> None:
        """Keep what is still to be sent for another lease, in good time."""
        if time.monotonic() - self._renewed < self._lease / 3:
            return
        keys = [parcel.key for parcel in (*self._pending, *self._flights.parcels)]
        with self._store.begin() as tx:
            renew(tx, keys, self._holder, micros(now) + round(self._lease * SECOND))
        self._renewed = time.monotonic()


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


def _told(parcel: Parcel, outcome: Outcome) -> Settled:
    """Return what may be told of a parcel."""
    attempts, state = _tried(parcel, outcome)
    number = f"{parcel.seq}.{parcel.n}"
    code = as_code(outcome.error)
    return Settled(parcel.community, number, parcel.kind, state, attempts, code)


def _tried(parcel: Parcel, outcome: Outcome) -> tuple[int, str]:
    """Return how often it was tried, and what became of it: tried too often, it is given up."""
    if parcel.later is not None and outcome.state not in ("again", "withheld"):
        return 1, "partly"
    attempts = parcel.attempts + (outcome.state not in ("partly", "withheld"))
    spent = outcome.state == "again" and attempts >= ATTEMPTS
    return attempts, "dead" if spent else outcome.state


def _after(parcel: Parcel, outcome: Outcome, now: int) -> tuple[Any, ...]:
    attempts, state = _tried(parcel, outcome)
    due = now
    if state in ("again", "partly"):
        due += backoff(attempts, _SHORTEST, _LONGEST) if state == "again" else 0
        waits = state == "partly" and outcome.state != "partly"
        due = max(due, parcel.later) if waits and parcel.later is not None else due
        state = "waiting"
    sent_at = now if state in ("sent", "confirmed") else None
    error = outcome.error[:_MOST_WORDS] if outcome.error else None
    return state, attempts, due, outcome.channel, error, sent_at
