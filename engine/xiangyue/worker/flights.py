"""Messages on their way: each in a thread of its own, a few at once, none for ever."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass, field
from typing import Final

from xiangyue.watch.spans import describe, span
from xiangyue.worker.parcel import Carrier, Outcome, Parcel

_LEFT_BEHIND: Final = 3
"""So many times as many threads as there are senders may hang before nothing is begun any more."""

Landed = tuple[Parcel, Outcome]


@dataclass(eq=False, slots=True)
class _Flight:
    parcel: Parcel
    thread: threading.Thread | None = None
    begun: float = field(default_factory=time.monotonic)


class Flights:
    """At most ``senders`` parcels at once, those of one task one after the other.

    One that takes longer than ``patience`` seconds is left behind: it counts as not sent, and
    whatever its thread does later changes nothing.
    """

    def __init__(self, carrier: Carrier, senders: int, patience: float) -> None:
        """Begin with none."""
        self._carrier, self._senders, self._patience = carrier, senders, patience
        self._flying: list[_Flight] = []
        self._left_behind: list[threading.Thread] = []
        self._back: queue.SimpleQueue[tuple[_Flight, Outcome]] = queue.SimpleQueue()

    @property
    def parcels(self) -> list[Parcel]:
        """Return what is on its way."""
        return [flight.parcel for flight in self._flying]

    def takes(self, parcel: Parcel) -> bool:
        """Tell whether a parcel can leave now."""
        self._left_behind = [thread for thread in self._left_behind if thread.is_alive()]
        return (
            len(self._flying) < self._senders
            and len(self._left_behind) <= _LEFT_BEHIND * self._senders
            and all(parcel.lane != other.lane for other in self.parcels)
        )

    def begin(self, parcel: Parcel) -> None:
        """Let a parcel leave."""
        flight = _Flight(parcel)
        self._flying.append(flight)
        # A thread that hangs must not hold up the end of the process.
        flight.thread = threading.Thread(target=self._fly, args=(flight,), daemon=True)
        flight.thread.start()

    def landed(self, seconds: float) -> list[Landed]:
        """Return what has come back, waiting at most so long for the first; then who never did."""
        found: list[Landed] = []
        wait = seconds
        while self._flying:
            try:
                flight, outcome = self._back.get(timeout=wait) if wait else self._back.get_nowait()
            except queue.Empty:
                break
            wait = 0
            if flight in self._flying:
                self._flying.remove(flight)
                found.append((flight.parcel, outcome))
        return found + self._overdue()

    def _overdue(self) -> list[Landed]:
        end = time.monotonic() - self._patience
        late = [flight for flight in self._flying if flight.begun < end]
        for flight in late:
            self._flying.remove(flight)
            if flight.thread is not None:
                self._left_behind.append(flight.thread)
        return [(flight.parcel, Outcome("again", error="channel-hangs")) for flight in late]

    def _fly(self, flight: _Flight) -> None:
        parcel = flight.parcel
        try:
            with span("delivery", community=parcel.community, kind=parcel.kind):
                outcome = self._carrier.deliver(parcel)
                describe(outcome=outcome.state)
        except Exception as error:
            # Its words may quote whom it was for; its kind does not.
            outcome = Outcome("again", error=type(error).__name__)
        self._back.put((flight, outcome))
