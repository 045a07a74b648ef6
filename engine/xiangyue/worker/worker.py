"""A worker: claims, fires, sends, and begins again."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.storage import Reader
from xiangyue.storage.jobs import check_jobs
from xiangyue.storage.refusals import translating
from xiangyue.time.moments import Moment, micros
from xiangyue.watch.facts import Failed, Worked, code_of
from xiangyue.work.claiming import (
    LONGEST,
    claim_errands,
    claim_timers,
    claim_waiting,
    give_back,
    next_message,
)
from xiangyue.worker.backoff import SECOND
from xiangyue.worker.counts import Counts
from xiangyue.worker.firing import Due, DueErrand, Firing
from xiangyue.worker.flights import Flights
from xiangyue.worker.parcel import Carrier
from xiangyue.worker.rounds import Rounds
from xiangyue.worker.sending import Sending

if TYPE_CHECKING:
    from xiangyue.sending.settings import WebhookSettings
    from xiangyue.worker.jobs import Jobs, JobSettings

NextDue = Callable[[Reader, int], int | None]
"""When something is to be looked for again, in microseconds; None where nothing waits."""

_PATIENCE: Final = 20.0
"""How many seconds a stopped worker waits for what is being sent and told."""


class Worker:
    """Fires due timers and sends what waits, beside any number of others over one store.

    ``lease`` is how many seconds a dead worker's rows rest before another takes them, at most an
    hour; ``poll`` how many seconds it rests when there is nothing to do; ``batch`` how many rows
    it claims at once. ``senders`` messages are on their way at once; one that takes longer than
    ``patience`` seconds is tried again later. Without a ``carrier`` no message is sent, and without
    ``webhooks`` no other system is told. With ``jobs``, on PostgreSQL where they are on, commands
    wake it for what is to be sent and told, so that it looks for that only now and then. Raises
    Misuse for other numbers or jobs without a carrier, StoreError where jobs are not on.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        carrier: Carrier | None = None,
        webhooks: WebhookSettings | None = None,
        jobs: JobSettings | None = None,
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
        if jobs is not None:
            if carrier is None:
                raise Misuse("jobs-no-channels")
            with translating(), engine._store.engine.connect() as connection:
                check_jobs(connection)
        made = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.name = name or made
        self._store = engine._store
        self._sending = None
        if carrier:
            flights = Flights(carrier, senders, patience)
            self._sending = Sending(engine._store, engine._plans, flights, self.name, lease)
        self._webhooks = webhooks
        self._job_settings = jobs
        self._jobs: Jobs | None = None
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
        works = (
            Rounds(lambda: self._fire(None), lambda: (self._poll, True), watch, self.name),
            Rounds(lambda: self._send(None), self._rest_of_sending, watch, self.name),
            Rounds(self._tell, self._rest_of_telling, watch, self.name),
        )
        self._jobs = self._hear(*works[1:])
        totals: list[Counts] = []

        def run(work: Rounds) -> None:
            totals.append(work.run(stop))

        threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
        for thread in threads:
            thread.start()
        stop.wait()
        if self._jobs is not None:
            self._jobs.stop()
        for work in works:
            work.wake()
        firing, *apart = threads
        firing.join()
        end = time.monotonic() + _PATIENCE
        for thread in apart:
            thread.join(max(0.0, end - time.monotonic()))
        if self._jobs is not None:
            self._jobs.join(max(1.0, end - time.monotonic()))
        try:
            self._give_back()
        except Exception as error:
            watch.tell(Failed("worker", code_of(error), about=f"{self.name} keeps its leases"))
        watch.tell(Worked(self.name, "stopped"))
        return sum(totals, Counts())

    def _rest_of_sending(self) -> tuple[float, bool]:
        if self._sending is not None and self._sending.under_way:
            return self._poll, False
        return self._rest(next_message), True

    def _rest_of_telling(self) -> tuple[float, bool]:
        if self._webhooks is None:
            return self._poll, True
        from xiangyue.sending.webhooks import next_telling

        return self._rest(next_telling), True

    def _rest(self, next_due: NextDue) -> float:
        """Return for how long there is nothing to do, as far as is known, if jobs tell the rest."""
        if self._job_settings is None or self._jobs is None or not self._jobs.hearing:
            return self._poll
        now = micros(None)
        with self._store.read() as reader:
            due = next_due(reader, now)
        longest = self._job_settings.sweep
        return longest if due is None else min(longest, max(self._poll, (due - now) / SECOND))

    def _hear(self, sending: Rounds, telling: Rounds) -> Jobs | None:
        if self._job_settings is None:
            return None
        from xiangyue.worker.jobs import Jobs

        def wake() -> Future[None]:
            telling.wake()  # not waited for: another system may be slow, and has its own retries
            return sending.wake()

        jobs = Jobs(self._store.engine, wake, self._job_settings, self._store.watch, self.name)
        jobs.start()
        return jobs

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
            errands = claim_errands(tx, at, self.name, length, self._batch)
        rows = [Due(community, None, *row) for community, *row in waiting.rows]
        rows += [Due(*row) for row in timers.rows]
        fired, failed = self._firing.fire(rows, at, self._stop.is_set)
        sent_off = [DueErrand(*row) for row in errands.rows]
        run, not_run = self._firing.run(sent_off, at, self._stop.is_set)
        takeovers = waiting.takeovers + timers.takeovers + errands.takeovers
        return Counts(fired + run, failed + not_run, takeovers=takeovers)

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
