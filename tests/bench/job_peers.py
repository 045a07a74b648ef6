"""Job and workflow libraries on PostgreSQL, each step or job with the rows it keeps of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

STEPS = 5
JOBS = 50


@contextmanager
def dbos(url: str) -> Iterator[Callable[[], None]]:
    """Give a workflow of five steps, each recorded when it is done."""
    from dbos import DBOS

    quiet = {"log_level": "ERROR", "run_admin_server": False}
    config: Any = {"name": "bench", "system_database_url": url, **quiet}
    DBOS(config=config)

    @DBOS.step()
    def step(n: int) -> int:
        return n + 1

    @DBOS.workflow()
    def flow(n: int) -> int:
        for _ in range(STEPS):
            n = step(n)
        return n

    def command() -> None:
        if flow(0) != STEPS:
            raise AssertionError("not done")

    DBOS.launch()
    try:
        yield command
    finally:
        DBOS.destroy()


@contextmanager
def procrastinate(url: str) -> Iterator[Callable[[], None]]:
    """Give fifty jobs that are deferred and done by a worker in the same process."""
    from procrastinate import App, PsycopgConnector

    app = App(connector=PsycopgConnector(conninfo=url.replace("+psycopg", "", 1)))
    done: list[int] = []

    @app.task(name="job")
    async def job(n: int) -> None:
        done.append(n)

    async def some() -> None:
        for n in range(JOBS):
            await job.defer_async(n=n)
        await app.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False)

    def command() -> None:
        done.clear()
        loop.run(some())
        if len(done) != JOBS:
            raise AssertionError("not done")

    async def open_new() -> None:
        await app.open_async()
        await app.schema_manager.apply_schema_async()

    with asyncio.Runner() as loop:
        loop.run(open_new())
        try:
            yield command
        finally:
            loop.run(app.close_async())
