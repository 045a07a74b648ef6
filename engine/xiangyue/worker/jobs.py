"""Procrastinate beside a worker: a job wakes it, and is done once nothing is left to send.

Rows are the truth: a job that is lost costs a rest of the worker at most, and one that comes twice
finds nothing to do.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from xiangyue.errors import Misuse, StoreError
from xiangyue.storage.jobs import JOBS_SCHEMA, QUEUE, TASK, check_jobs
from xiangyue.storage.refusals import translating
from xiangyue.watch.facts import Failed, code_of
from xiangyue.watch.watch import Watch
from xiangyue.worker.backoff import SECOND, backoff
from xiangyue.worker.rounds import Ended

if TYPE_CHECKING:
    import procrastinate
    from procrastinate.jobs import Job

_POLL: Final = 1.0
"""A job that a command still held when it was announced is found after so many seconds."""
_LONGEST: Final = 30 * SECOND
_LATER: Final = 5
_GRACE: Final = 20.0


@dataclass(frozen=True, slots=True)
class JobSettings:
    """How a worker hears jobs; all times are in seconds.

    Without a job it looks for messages every ``sweep``. It says every ``heartbeat`` that it lives;
    jobs of one that has not for ``stalled`` are another's. Raises Misuse where ``stalled`` is less
    than three heartbeats: the living would be taken for dead.
    """

    sweep: float = 60.0
    heartbeat: float = 5.0
    stalled: float = 30.0

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not (self.sweep > 0 and self.heartbeat > 0 and self.stalled >= 3 * self.heartbeat):
            raise Misuse("jobs-numbers")


class Jobs:
    """Hears jobs in a thread of its own, one at a time: the next are free for others."""

    def __init__(
        self,
        engine: sa.Engine,
        wake: Callable[[], Future[None]],
        settings: JobSettings,
        watch: Watch,
        name: str,
    ) -> None:
        """Call ``wake`` for each job; what it returns is done when the job is."""
        self._engine, self._wake, self._settings = engine, wake, settings
        self._watch, self._name = watch, name
        self._loop = asyncio.SelectorEventLoop()  # the kind that psycopg needs on every system
        self._stopped = asyncio.Event()
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name=f"{name}-jobs", daemon=True)
        self.hearing = False

    def start(self) -> None:
        """Begin to hear."""
        for library in ("procrastinate", "psycopg"):
            # What goes wrong is told as a fact; without a handler it would be printed as well.
            logging.getLogger(library).addHandler(logging.NullHandler())
        self._thread.start()

    def stop(self) -> None:
        """Take no further job."""
        with suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._stopped.set)

    def join(self, seconds: float) -> None:
        """Wait until the last job is given back."""
        self._thread.join(seconds)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            self._loop.set_exception_handler(self._failed)
            runner.run(self._keep_hearing())

    def _failed(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self._tell(error if isinstance(error, BaseException) else RuntimeError())

    def _tell(self, error: BaseException, wait: float | None = None) -> None:
        self._watch.tell(Failed("jobs", code_of(error), about=self._name, wait=wait))

    async def _keep_hearing(self) -> None:
        while not self._stopped.is_set():
            try:
                await self._hear()
            except Exception as error:
                self._failures += 1
                wait = backoff(self._failures, SECOND, _LONGEST) / SECOND
                self._tell(error, wait)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), wait)

    async def _hear(self) -> None:
        """Hear until it is stopped; raises what goes wrong."""
        await asyncio.to_thread(self._check)
        app = self._app()
        async with app.open_async():
            tasks = [
                asyncio.create_task(self._serve(app)),
                asyncio.create_task(self._rescue(app)),
                asyncio.create_task(self._stopped.wait()),
            ]
            self._heed(True)
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            self._heed(False)
            for task in tasks:
                task.cancel()
            # One that hangs on a broken connection is left behind.
            ended, _ = await asyncio.wait(tasks, timeout=_GRACE + _POLL)
        if not self._stopped.is_set():
            errors = [error for one in ended if not one.cancelled() and (error := one.exception())]
            raise errors[0] if errors else StoreError("store-lost", detail="jobs")

    def _heed(self, hearing: bool) -> None:
        """Let the worker rest for longer, or no longer than without jobs."""
        self.hearing = hearing
        self._wake()

    def _check(self) -> None:
        with translating(), self._engine.connect() as connection:
            check_jobs(connection)

    def _app(self) -> procrastinate.App:
        import procrastinate

        _, given = self._engine.dialect.create_connect_args(self._engine.url)
        connector = procrastinate.PsycopgConnector(
            kwargs=given, configure=_configure, min_size=1, max_size=2, name=self._name
        )
        app = procrastinate.App(connector=connector)

        @app.task(name=TASK, queue=QUEUE, pass_context=True)
        async def drain(context: procrastinate.JobContext, community: str) -> None:
            await self._drain(app, context.job)

        return app

    async def _serve(self, app: procrastinate.App) -> None:
        from procrastinate.worker import Worker

        class Hearing(Worker):
            """Procrastinate's worker, which ends when it cannot listen any more."""

            async def _periodic_deferrer(self) -> None:
                # One that ends, as there is nothing periodic, hides the end of all others.
                await asyncio.Event().wait()

        worker = Hearing(
            app,
            queues=[QUEUE],
            name="xiangyue",
            concurrency=1,
            fetch_job_polling_interval=_POLL,
            delete_jobs="always",
            install_signal_handlers=False,
            shutdown_graceful_timeout=_GRACE,
            update_heartbeat_interval=self._settings.heartbeat,
            stalled_worker_timeout=self._settings.stalled,
        )
        await worker.run()  # type: ignore[no-untyped-call]

    async def _drain(self, app: procrastinate.App, job: Job) -> None:
        self._failures = 0
        try:
            await asyncio.wrap_future(self._wake())
        except Ended:
            await _again(app, job)
        except Exception:
            await _again(app, job, _LATER)

    async def _rescue(self, app: procrastinate.App) -> None:
        """Give the jobs of dead workers to others."""
        from procrastinate.exceptions import ConnectorException
        from procrastinate.jobs import Status

        jobs, stalled = app.job_manager, self._settings.stalled
        while True:
            for job in await jobs.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=stalled):
                await _again(app, job)
                with suppress(ConnectorException):  # somebody else was quicker
                    await jobs.finish_job(job, Status.FAILED, delete_job=True)
            await jobs.prune_stalled_workers(stalled)
            await asyncio.sleep(stalled / 3)


async def _again(app: procrastinate.App, job: Job, seconds: int = 0) -> None:
    """Leave a job anew, as one like it may be waiting: then a retry of the old one would fail."""
    from procrastinate.exceptions import AlreadyEnqueued

    later = {"seconds": seconds} if seconds else None
    task = app.configure_task(TASK, queue=QUEUE, queueing_lock=job.queueing_lock, schedule_in=later)
    with suppress(AlreadyEnqueued):
        await task.defer_async(**job.task_kwargs)


async def _configure(connection: Any) -> None:
    await connection.execute(f"SET search_path = {JOBS_SCHEMA}, pg_temp")
    await connection.commit()
