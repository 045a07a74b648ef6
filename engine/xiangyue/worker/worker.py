"""A worker: claims, fires, sends, and begins again."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.time.moments import Moment, micros
from xiangyue.watch.facts import Failed, Worked, code_of
from xiangyue.work.claiming import LONGEST, claim_timers, claim_waiting, give_back
from xiangyue.worker.backoff import SECOND, backoff
from xiangyue.worker.firing import Due, Firing
from xiangyue.worker.flights import Flights
from xiangyue.worker.parcel import Carrier
from xiangyue.worker.sending import Sending

if TYPE_CHECKING:
    from xiangyue.sending.webhooks import WebhookSettings

_PATIENCE: Final = 20.0
"""How many seconds a stopped worker waits for what is being sent and told."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was done: timers and deferred commands handled, those that failed, what was sent.

    ``unsent`` could not be sent this time, ``withheld`` is what limits kept back; ``told`` are
    events that subscribers took; ``takeovers`` were left behind by another worker.
    """

    fired: int = 0
    failed: int = 0
    sent: int = 0
    unsent: int = 0
    withheld: int = 0
    told: int = 0
    takeovers: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Add up two rounds."""
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        """Tell whether anything was found to do."""
        return any(astuple(self))


class Worker:
    """Fires due timers and sends what waits, beside any number of others over one store.

    ``lease`` is how many seconds a dead worker's rows rest before another takes them, at most an
    hour; ``poll`` how many seconds it rests when there is nothing to do; ``batch`` how many rows
    it claims at once. ``senders`` messages are on their way at once; one that takes longer than
    ``patience`` seconds is tried again later. Without a ``carrier`` no message is sent, and without
    ``webhooks`` no other system is told. Raises Misuse for other numbers.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        carrier: Carrier | None = None,
        webhooks: WebhookSettings | None = None,
        name: str | None = None,
        lease: float = 60.0,
        poll: float = 1.0,
        batch: int = 100,
        senders: int = 8,
        patience: float = 900.0,
    ) -> None:
        """Begin idle. Two workers of one name would take each other's rows for their own."""
        numbers = (poll, batch, senders, patience)
        if not (0 < lease * SECOND <= LONGEST and all(number > 0 for number in numbers)):
            raise Misuse("worker-numbers")
        made = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.name = name or made
        self._store = engine._store
        self._sending = None
        if carrier:
            flights = Flights(carrier, senders, patience)
            self._sending = Sending(engine._store, engine._plans, flights, self.name, lease)
        self._webhooks = webhooks
        self._lease = lease
        self._poll = poll
        self._batch = batch
        self._firing = Firing(engine._store, engine._plans, self.name)
        self._stop = threading.Event()
        self._working = threading.Lock()
        self._thread: threading.Thread | None = None

    def run_once(self, now: Moment = None) -> Counts:
        """Claim one batch of each kind and work it off.

        Raises StoreError where the store cannot be used; what was claimed is then still held.
        """
        with self._working:
            return self._fire(now) + self._send(now, all_back=True) + self._tell()

    def run(self, stop: threading.Event) -> Counts:
        """Work until ``stop`` is set; ends with the current group and gives back the rest.

        Messages leave, and other systems are told, in threads of their own: whoever hangs there
        holds up no deadline. What is on its way is waited for, a while.
        """
        self._stop = stop
        watch = self._store.watch
        watch.tell(Worked(self.name, "started"))
        totals: list[Counts] = []

        def repeat(once: Callable[[], Counts]) -> None:
            totals.append(self._repeat(once))

        apart = [
            threading.Thread(target=repeat, args=(once,), daemon=True)
            for once in (lambda: self._send(None), self._tell)
        ]
        for thread in apart:
            thread.start()
        total = self._repeat(lambda: self._fire(None))
        end = time.monotonic() + _PATIENCE
        for thread in apart:
            thread.join(max(0.0, end - time.monotonic()))
        try:
            self._give_back()
        except Exception as error:
            watch.tell(Failed("worker", code_of(error), about=f"{self.name} keeps its leases"))
        watch.tell(Worked(self.name, "stopped"))
        return sum(totals, total)

    def _repeat(self, once: Callable[[], Counts]) -> Counts:
        total, failures, stop = Counts(), 0, self._stop
        while not stop.is_set():
            try:
                done = once()
                total, failures = total + done, 0
                if not done:
                    stop.wait(self._poll)
            except Exception as error:
                failures += 1
                wait = backoff(failures, SECOND, 30 * SECOND) / SECOND
                failure = Failed("worker", code_of(error), about=self.name, wait=wait)
                self._store.watch.tell(failure)
                stop.wait(wait)
        return total

    def start(self) -> None:
        """Work in a thread of this process that does not hold up its end."""
        if self._thread is not None:
            raise Misuse("worker-started")
        stop = threading.Event()
        self._stop = stop
        self._thread = threading.Thread(
            target=self.run, args=(stop,), name=f"xiangyue-{self.name}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End the thread after what it is at; call it before the engine is closed."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._thread, self._stop = None, threading.Event()

    def _fire(self, now: Moment) -> Counts:
        at, length = micros(now), round(self._lease * SECOND)
        with self._store.begin() as tx:
            waiting = claim_waiting(tx, at, self.name, length, self._batch)
            timers = claim_timers(tx, at, self.name, length, self._batch)
        rows = [Due(community, None, seq, due) for community, seq, due in waiting.rows]
        rows += [Due(*row) for row in timers.rows]
        fired, failed = self._firing.fire(rows, at, self._stop.is_set)
        return Counts(fired, failed, takeovers=waiting.takeovers + timers.takeovers)

    def _send(self, now: Moment, *, all_back: bool = False) -> Counts:
        if self._sending is None or self._stop.is_set():
            return Counts()
        results, takeovers = self._sending.send(
            self._batch, self._stop.is_set, now, all_back=all_back
        )
        kept = sum(outcome.state == "withheld" for _, outcome in results)
        unsent = sum(outcome.state in ("again", "dead", "partly") for _, outcome in results)
        return Counts(
            sent=len(results) - unsent - kept,
            unsent=unsent,
            withheld=kept,
            takeovers=takeovers,
        )

    def _tell(self) -> Counts:
        if self._webhooks is None or self._stop.is_set():
            return Counts()
        from xiangyue.sending.webhooks import deliver_webhooks

        length = round(self._lease * SECOND)
        holder = f"{self.name}/webhooks"
        told = deliver_webhooks(
            self._store,
            micros(None),
            holder,
            lease=length,
            limit=self._batch,
            settings=self._webhooks,
        )
        return Counts(told=told)

    def _give_back(self) -> None:
        with self._store.begin() as tx:
            give_back(tx, self.name, micros(None))
