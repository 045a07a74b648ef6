"""Timers that fall due among a million that do not, and messages that leave under load."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from pathlib import Path

from governed import FIRST_DAY as NOW
from governed import commands, open_engine, single
from measuring import Figures, percentile
from processes import Crew
from stores import Place

from xiangyue import Command, Engine, Worker
from xiangyue.tables import task
from xiangyue.time.clock import to_micros
from xiangyue.work.claiming import claim_timers

LATER = NOW + timedelta(days=3)
FAR = NOW + timedelta(days=3650)
BATCH = 100
PACE = 0.01
"""Seconds between two commands whose latency is watched."""


def timers_figures(folder: Path, place: Place, where: str, pending: int, due: int) -> Figures:
    """Find and fire what is due among timers that are not."""
    name = "timers"
    (folder / name).mkdir()
    url = place(name)
    names = ["c", "c1"] if where == "PostgreSQL" else ["c"]
    with open_engine(folder / name, url, communities=names) as engine:
        _pend(engine, pending)
        _let_fall_due(engine, names[:1], "d", due)
        found = [_found(engine) for _ in range(20)]
        worker, fired, begin = Worker(engine, batch=BATCH), 0, time.perf_counter()
        while some := worker.run_once(LATER).fired:
            fired += some
        spent = time.perf_counter() - begin
        if fired != due:
            raise AssertionError(f"{fired} fired of {due}")
        figures = {
            f"{where}: pending timers": pending,
            f"{where}: {BATCH} due ones found, ms": statistics.median(found) * 1000,
            f"{where}: the same, slowest ms": max(found) * 1000,
            f"{where}: timers fired/s, with their commands": fired / spent,
        }
        if len(names) > 1:
            figures |= _two_workers(engine, url, names, due)
    return figures


def _pend(engine: Engine, count: int) -> None:
    """Write tasks that wait for a far day, as copies of one that the engine opened."""
    engine.open("errand", community="c", by="wang", id="far", now=FAR)
    with engine._store.begin() as tx:
        columns = ", ".join(column.name for column in task.columns if column.name != "id")
        numbers = (
            f"SELECT generate_series(1, {count}) AS n"
            if _is_postgresql(engine)
            else "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL"
            f" SELECT n + 1 FROM s WHERE n < {count}) SELECT n FROM s"
        )
        tx.execute(
            f"INSERT INTO task (id, {columns})"
            f" SELECT 'far' || n, {columns} FROM task, ({numbers}) AS s WHERE id = 'far'"
        )
    _analyze(engine, "task")
    with engine._store.begin() as tx:
        tx.execute(
            "INSERT INTO timer (community, task, name, due)"
            f" SELECT t.community, 'far' || n, t.name, t.due + n FROM timer t, ({numbers}) AS s"
            " WHERE t.task = 'far'"
        )
    _analyze(engine, "timer")


def _analyze(engine: Engine, table: str) -> None:
    """Let the server know at once what it would learn within a minute."""
    if _is_postgresql(engine):
        with engine._store.engine.begin() as connection:
            connection.exec_driver_sql(f"ANALYZE {table}")


def _is_postgresql(engine: Engine) -> bool:
    return engine._store.engine.dialect.name == "postgresql"


def _let_fall_due(engine: Engine, communities: list[str], name: str, count: int) -> None:
    """Open as many tasks whose deadline passes before ``LATER``, by turns in each community."""
    opening = (
        Command(communities[n % len(communities)], "open", "wang", f"{name}{n}", flow="errand")
        for n in range(count)
    )
    if not all(engine.act_many(opening, now=NOW)):
        raise AssertionError("refused")


def _found(engine: Engine) -> float:
    """Return how many seconds it takes to claim a batch."""
    begin = time.perf_counter()
    with engine._store.begin() as tx:
        claimed = claim_timers(tx, to_micros(LATER) - 1_000_000, "bench", 1, BATCH)
    spent = time.perf_counter() - begin
    if len(claimed.rows) != BATCH:
        raise AssertionError("not found")
    return spent


def _two_workers(engine: Engine, url: str, names: list[str], due: int) -> Figures:
    """Compare two workers with one, on as much for each community."""
    seconds: dict[int, list[float]] = {}
    for count in (1, 2, 1, 2):
        _let_fall_due(engine, names, f"w{count}{len(seconds)}-{time.monotonic_ns()}-", due)
        with Crew("fire", [(url, "")] * count) as crew:
            begin = time.perf_counter()
            crew.rate(count, 600)
            seconds.setdefault(count, []).append(time.perf_counter() - begin)
    one, two = (statistics.mean(seconds[count]) for count in (1, 2))
    return {"PostgreSQL: timers, two workers / one": one / two}


def draining_figures(folder: Path, place: Place, where: str, rows: int) -> Figures:
    """Watch commands while two workers send what has piled up."""
    name = "draining"
    (folder / name).mkdir()
    url = place(name)
    names = ["c", *(f"c{n}" for n in range(10))]
    with open_engine(folder / name, url, communities=names) as engine:
        one = single(engine)
        for _ in range(200):
            one()
        idle = [_latency(one) for _ in range(500)]
        _pile_up(engine, names[1:], rows)
        waits = engine.backlog().outbox["waiting"]
        with Crew("send", [(url, "")] * 2) as crew, ThreadPoolExecutor(1) as waiting:
            crew.begin(2, 600)
            sent, busy = waiting.submit(crew.end, 2), []
            while not sent.done():
                busy.append(_latency(one))
    before, after = percentile(idle, 99), percentile(busy, 99)
    return {
        f"{where}: messages piled up": waits,
        f"{where}: sent/s by two workers": sent.result(),
        f"{where}: p50 of a command while they are sent, ms": percentile(busy, 50) * 1000,
        f"{where}: p99 of a command when idle, ms": before * 1000,
        f"{where}: p99 of a command while they are sent, ms": after * 1000,
        f"{where}: p99 while they are sent / idle": after / before,
    }


def _latency(one: Callable[[], None]) -> float:
    """Return how many seconds a command takes that comes after a pause."""
    time.sleep(PACE)
    begin = time.perf_counter()
    one()
    return time.perf_counter() - begin


def _pile_up(engine: Engine, communities: list[str], rows: int) -> None:
    each = rows // len(communities)
    for community in communities:
        if not all(engine.act_many(islice(commands(community), each))):
            raise AssertionError("refused")
